"""What a run says in a few lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports import digest
from reports.outcomes import ExitCode, Outcome
from tests.reports.sample import BANNER, CABLE, EMULATOR, LOGIN, attempt, written

if TYPE_CHECKING:
    from pathlib import Path

_BUILD = "reference app 3.95.0 (39500, sha256 1a2b3c4d5e6f)"


def test_first_line_names_build_and_kinds(tmp_path: Path) -> None:
    """The first line gives verdict, build, kinds of phones and counts, and no product's name."""
    cells = (EMULATOR, CABLE)
    passed = [attempt(test, cell) for test in (LOGIN, BANNER) for cell in cells]
    line = digest.headline(written(tmp_path, *passed))
    assert line == f"PASS  {_BUILD} on 2 virtual phones: 4 passed, 0 failed"


def test_kinds_without_a_verdict_are_not_covered(tmp_path: Path) -> None:
    """A phone on which nothing passed or failed is not counted as covered."""
    data = written(
        tmp_path, attempt(), attempt(test=LOGIN), attempt(cell=CABLE, outcome=Outcome.INFRA)
    )
    assert digest.headline(data) == (
        f"NOT TESTED  {_BUILD} on 1 of 2 virtual phones:"
        " 2 passed, 0 failed, 1 stopped by the lab, 1 not run"
    )


def test_a_real_build_has_its_own_name(tmp_path: Path) -> None:
    """A build that is not of the reference app is called by its own label."""
    data = written(tmp_path)
    build = replace(data.plan.run.builds[0], reference=False)
    run = replace(data.plan.run, builds=(build,))
    line = digest.headline(replace(data, plan=replace(data.plan, run=run)))
    assert "LeadConnector 3.95.0" in line
    assert "reference" not in line


def test_promises_take_the_worst_of_their_tests(tmp_path: Path) -> None:
    """Promise by cell shows every promise, each as bad as the worst test that names it."""
    data = written(tmp_path, attempt(), attempt(cell=CABLE, outcome=Outcome.FAIL))
    assert digest.promises(data) == {
        "OFF-01": {EMULATOR.id: Outcome.PASS, CABLE.id: Outcome.FAIL},
        "OFF-02": {EMULATOR.id: Outcome.PASS, CABLE.id: Outcome.FAIL},
        "SES-01": {EMULATOR.id: Outcome.NOT_RUN, CABLE.id: Outcome.NOT_RUN},
    }


def test_an_unplanned_attempt_spoils_success(tmp_path: Path) -> None:
    """A run in which something ran that nobody planned is not called passed."""
    cells = (EMULATOR, CABLE)
    passed = [attempt(test, cell) for test in (LOGIN, BANNER) for cell in cells]
    data = written(tmp_path, *passed, attempt(test="suites/x.py::test_stray"))
    assert digest.verdict(data) is ExitCode.NOT_TESTED
