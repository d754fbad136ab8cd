"""What a run says in a few lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports import digest
from reports.digest import Standing
from reports.outcomes import ExitCode, Outcome
from tests.reports.sample import (
    BANNER,
    CABLE,
    EMULATOR,
    LOGIN,
    attempt,
    of_assumed_clauses,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

_BUILD = "reference app 3.95.0 (android 39500, sha256 1a2b3c4d5e6f)"


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


def test_builds_of_both_platforms_are_told_together(tmp_path: Path) -> None:
    """One name, and what tells each platform's build from any other."""
    data = written(tmp_path)
    android = data.plan.run.builds[0]
    ios = replace(android, platform="ios", build_number="3.95.0", sha256="f" * 64)
    run = replace(data.plan.run, builds=(android, ios))
    told = digest.builds(replace(data, plan=replace(data.plan, run=run)))
    prints = "android 39500, sha256 1a2b3c4d5e6f; ios 3.95.0, sha256 ffffffffffff"
    assert told == f"reference app 3.95.0 ({prints})"


def test_promises_take_the_worst_of_their_tests(tmp_path: Path) -> None:
    """Promise by cell shows every promise, each as bad as the worst test that names it."""
    data = written(tmp_path, attempt(), attempt(cell=CABLE, outcome=Outcome.FAIL))
    passed, failed, not_run = map(Standing, (Outcome.PASS, Outcome.FAIL, Outcome.NOT_RUN))
    assert digest.promises(data) == {
        "OFF-01": {EMULATOR.id: passed, CABLE.id: failed},
        "OFF-02": {EMULATOR.id: passed, CABLE.id: failed},
        "SES-01": {EMULATOR.id: not_run, CABLE.id: not_run},
    }


def test_a_failure_of_an_assumed_clause_alone_is_told_from_others(tmp_path: Path) -> None:
    """A promise whose only failing test is of an assumed clause stands as that, on that cell."""
    login = attempt(LOGIN, outcome=Outcome.FAIL)
    data = written(tmp_path, attempt(), attempt(cell=CABLE), login)
    assert digest.promises(data)["SES-01"][EMULATOR.id] == Standing(Outcome.FAIL)
    data = of_assumed_clauses(data, LOGIN)
    assert digest.promises(data)["SES-01"][EMULATOR.id] == Standing(Outcome.FAIL, assumed=True)
    assert digest.promises(data)["OFF-01"][EMULATOR.id] == Standing(Outcome.PASS)


def test_one_failure_of_the_promise_itself_is_enough(tmp_path: Path) -> None:
    """Beside it an assumed clause that fails too changes nothing; one that holds hides nothing."""
    data = of_assumed_clauses(
        written(tmp_path, attempt(outcome=Outcome.FAIL), attempt(LOGIN, outcome=Outcome.FAIL)),
        LOGIN,
    )
    tests = tuple(replace(test, promises=("OFF-01",)) for test in data.plan.tests)
    data = replace(data, plan=replace(data.plan, tests=tests))
    assert digest.promises(data)["OFF-01"][EMULATOR.id] == Standing(Outcome.FAIL)
    clause = replace(data, attempts=(attempt(), attempt(LOGIN, outcome=Outcome.FAIL)))
    assert digest.promises(clause)["OFF-01"][EMULATOR.id] == Standing(Outcome.FAIL, assumed=True)
    holds = replace(data, attempts=(attempt(outcome=Outcome.FAIL), attempt(LOGIN)))
    assert digest.promises(holds)["OFF-01"][EMULATOR.id] == Standing(Outcome.FAIL)


def test_a_verdict_that_rests_on_assumed_clauses_says_so(tmp_path: Path) -> None:
    """All that failed, or so many of what passed: the first line counts them."""
    tests = ((BANNER, EMULATOR), (BANNER, CABLE), (LOGIN, EMULATOR))
    passed = [attempt(test, cell) for test, cell in tests]
    failed = of_assumed_clauses(
        written(tmp_path, *passed, attempt(LOGIN, CABLE, Outcome.FAIL)), LOGIN
    )
    assert digest.headline(failed).endswith("1 failed; the verdict rests on assumed clauses alone")
    assert digest.short_verdict(failed) == "FAIL, assumed clauses alone"
    whole = replace(failed, attempts=(*passed, attempt(LOGIN, CABLE)))
    assert digest.headline(whole).endswith("; 2 of the 4 passed rest on assumed clauses")
    assert digest.short_verdict(whole) == "PASS"


def test_a_promise_of_assumed_origin_is_an_assumption_too(tmp_path: Path) -> None:
    """Nobody but us has made it, so a failure of it alone is of an assumed clause."""
    data = written(tmp_path, attempt(), attempt(LOGIN, outcome=Outcome.FAIL))
    assert "assumed" not in digest.headline(data)
    promises = tuple(replace(p, origin="assumed") for p in data.plan.promises)
    data = replace(data, plan=replace(data.plan, promises=promises))
    assert "rests on assumed clauses alone" in digest.headline(data)


def test_an_unplanned_attempt_spoils_success(tmp_path: Path) -> None:
    """A run in which something ran that nobody planned is not called passed."""
    cells = (EMULATOR, CABLE)
    passed = [attempt(test, cell) for test in (LOGIN, BANNER) for cell in cells]
    data = written(tmp_path, *passed, attempt(test="suites/x.py::test_stray"))
    assert digest.verdict(data) is ExitCode.NOT_TESTED
