"""Sessions and phones that go away in the middle of a run: counted, recovered, or LOST at once."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from devices.android.adb_server import client_environ
from devices.host.toolchain import locate
from reports.outcomes import Outcome
from tests.fleet.live import running
from tests.fleet.matrices import CABLE, EMULATOR, matrix_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e


def test_a_killed_appium_costs_a_recovery_a_phone(tmp_path: Path) -> None:
    """Each phone has its first session and one more; the run goes on, and its end tells of it."""
    with running(tmp_path) as run:
        run.wait_for_a_test()
        run.one("server", "--address").kill()
        printed = run.end()
    sessions = run.journal.sessions
    phones = {session.cell for session in sessions}
    recoveries = [session for session in sessions if session.is_recovery]
    assert len(phones) == 2, printed
    assert len(sessions) == len(phones) + len(recoveries), printed
    assert {session.cell for session in recoveries} == phones, printed
    assert all("did not answer" in session.reason for session in recoveries), printed
    assert all(session.seconds > 0 for session in sessions)
    assert f"{len(sessions)} sessions on 2 phones, {len(recoveries)} recoveries" in printed
    outcomes = run.journal.counts()
    hit = outcomes[Outcome.INFRA] + outcomes[Outcome.ERROR]
    assert hit <= 2, printed  # at most the one running on each phone
    assert outcomes[Outcome.PASS] == len(run.journal.plan.tests) - hit, printed


def test_a_phone_that_vanishes_is_lost_and_the_others_are_not_touched(tmp_path: Path) -> None:
    """All that was left on it is LOST, waited for once and not in each test."""
    matrix = matrix_of(tmp_path, EMULATOR, CABLE)
    with running(tmp_path, matrix=str(matrix)) as run:
        run.wait_for_a_test()
        server = run.one("nodaemon", "server").cmdline()
        port = int(server[server.index("-P") + 1])
        serial = next(a.serial for a in run.journal.attempts if a.cell == CABLE)
        subprocess.run(
            [locate().adb, "disconnect", serial],
            env=client_environ(port),
            check=True,
            capture_output=True,
            timeout=20,
        )
        printed = run.end()
    results = run.journal.results()
    lost = [result for result in results if result.outcome is Outcome.LOST]
    assert len(lost) > 2, printed
    assert {result.planned.cell for result in lost} == {CABLE}, printed
    others = [result for result in results if result.planned.cell != CABLE]
    assert {result.outcome for result in others} == {Outcome.PASS}, printed
    assert {r.outcome for r in results} == {Outcome.PASS, Outcome.LOST}, printed
    waited = sorted(result.seconds for result in lost)
    assert waited[-3] < 2, f"more than two tests waited for the phone: {waited}"
    assert "LOST" in printed
    assert run.process.returncode == 3
