"""A run that is hit in the middle: what is left is true, and nothing is left running."""

from __future__ import annotations

import os
import signal
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from reports.outcomes import Outcome
from tests.fleet.live import left_of, running

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e


def test_a_killed_run_leaves_no_process_and_a_readable_journal(tmp_path: Path) -> None:
    """SIGKILL of the runner ends lab, adb, Appium and workers; what had not run is NOT_RUN."""
    with running(tmp_path) as run:
        run.wait_for_a_test()
        processes = run.descendants()
        run.process.kill()
        assert left_of(processes) == []
        outcomes = run.journal.counts()
        assert outcomes[Outcome.NOT_RUN]
        assert run.journal.end is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end all processes, and the reports say what was not run and why."""
    with running(tmp_path) as run:
        run.wait_for_a_test()
        processes = run.descendants()
        os.kill(run.process.pid, number)
        printed = run.end()
        assert left_of(processes) == []
        assert run.journal.end is not None
        assert run.journal.end.cause == "interrupted", printed
        assert run.process.returncode not in {0, 1}
        assert (run.folder / "junit.xml").exists()


def test_the_test_of_a_killed_worker_is_in_every_report(tmp_path: Path) -> None:
    """The test dies as LOST, and the phone's other tests run in the worker that follows."""
    with running(tmp_path) as run:
        run.wait_for_a_test()
        run.one("import sys;exec(eval(sys.stdin.readline()))").kill()
        printed = run.end()
        outcomes = run.journal.counts()
        assert outcomes[Outcome.LOST] == 1, printed
        assert outcomes[Outcome.PASS] == len(run.journal.plan.tests) - 1, printed
        assert run.process.returncode == 3
        cases = ET.parse(run.folder / "junit.xml").getroot().iter("testcase")  # noqa: S314 - ours
        assert len([case for case in cases if case.find("error") is not None]) == 1
        assert (run.folder / "report.html").exists(), printed


def test_a_killed_adb_server_costs_no_more_than_what_was_running(tmp_path: Path) -> None:
    """The server comes back with its phones, the run goes on, and its death is in the journal."""
    with running(tmp_path) as run:
        run.wait_for_a_test()
        run.one("nodaemon", "server").kill()
        printed = run.end()
        assert "adb" in {event.service for event in run.journal.events}, printed
        outcomes = run.journal.counts()
        assert not outcomes[Outcome.FAIL], printed
        hit = outcomes[Outcome.INFRA] + outcomes[Outcome.LOST] + outcomes[Outcome.ERROR]
        assert hit <= 2, printed  # at most the one running on each of two phones
        assert outcomes[Outcome.PASS] == len(run.journal.plan.tests) - hit, printed
