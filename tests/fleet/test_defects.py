"""What a run of a build with a defect says of the suites, and how it is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from devices.pool.defects import Defect
from fleet.defects import Outcomes, shown_on
from fleet.defects_screen import as_data, exit_code, print_finding, print_outcomes
from fleet.defects_verdict import Verdict, judge, unsound
from fleet.runs import Made
from reports.outcomes import ExitCode, Outcome
from reports.records import PlannedTest, Result

DEFECT = Defect("logout-keeps-other-accounts", "SES-02", "after Log Out another one is shown")
PASS, FAIL, INFRA = Outcome.PASS, Outcome.FAIL, Outcome.INFRA


def made(*outcomes: tuple[str, str, Outcome], trouble: str = "") -> Made:
    """A run with these tests, promises and outcomes."""
    results = tuple(
        Result(
            PlannedTest(f"suites/session/test_it.py::{test}", "phone", (promise,), "major"),
            outcome,
            "" if outcome is PASS else f"{test} says why",
        )
        for test, promise, outcome in outcomes
    )
    return Made(results, Path("out/run"), 12.3, trouble)


OWN_PASSES = ("test_own", "SES-02", PASS)
OWN_FAILS = ("test_own", "SES-02", FAIL)
OTHER_PASSES = ("test_other", "SES-01", PASS)
SOUND = made(OWN_PASSES, OTHER_PASSES)


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (made(OWN_FAILS, OTHER_PASSES), Verdict.CAUGHT),
        (made(OWN_PASSES, OTHER_PASSES), Verdict.MISSED),
        (made(OTHER_PASSES), Verdict.MISSED),
        (made(OWN_FAILS, ("test_other", "SES-01", FAIL)), Verdict.FALSE_ALARM),
        (made(OWN_FAILS, ("test_other", "SES-01", INFRA)), Verdict.FALSE_ALARM),
        (made(OWN_FAILS, ("test_other", "SES-01", Outcome.REFUSED)), Verdict.FALSE_ALARM),
        (made(OWN_PASSES, ("test_other", "SES-01", FAIL)), Verdict.MISSED),
        (made(("test_own", "SES-02", INFRA), OTHER_PASSES), Verdict.UNKNOWN),
        (made(OWN_FAILS, OTHER_PASSES, trouble="the run was not done"), Verdict.UNKNOWN),
    ],
)
def test_a_defect_is_caught_by_failures_of_its_own_promise_alone(
    run: Made, verdict: Verdict
) -> None:
    """Passing tests miss it, another promise's trouble is a false alarm, the lab's tells nothing.

    A promise without a test is missed as well.
    """
    assert judge(DEFECT, run, unsound(SOUND)).verdict is verdict


def test_what_fails_without_the_defect_too_proves_nothing() -> None:
    """It neither catches the defect nor is it a false alarm of it; it costs the exit code."""
    always = ("test_other", "SES-01", FAIL)
    sound = made(OWN_FAILS, always)
    finding = judge(DEFECT, made(OWN_FAILS, always), unsound(sound))
    assert finding.verdict is Verdict.MISSED
    assert finding.false_alarms == ()
    assert exit_code(Outcomes(sound, (finding,))) is ExitCode.FAILED


def found(run: Made, sound: Made = SOUND) -> Outcomes:
    """The outcome of a hunt for one defect."""
    return Outcomes(sound, (judge(DEFECT, run, unsound(sound)),))


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (found(made(OWN_FAILS)), 0),
        (found(made(OWN_PASSES)), 1),
        (found(made(OWN_FAILS, ("test_other", "SES-01", FAIL))), 1),
        (found(made(OWN_FAILS), sound=made(OWN_PASSES, ("test_other", "SES-01", FAIL))), 1),
        (found(made(trouble="no run")), 3),
        (found(made(OWN_FAILS), sound=made(trouble="no run")), 3),
    ],
)
def test_the_exit_code_is_that_of_a_run(outcomes: Outcomes, code: int) -> None:
    """0 when all is as it should be, 1 for what is wrong with the suites, 3 for what is unknown."""
    assert exit_code(outcomes) == code


def shown(outcomes: Outcomes) -> str:
    """What is printed on 80 columns."""
    console = Console(file=io.StringIO(), width=80)
    for finding in outcomes.findings:
        print_finding(finding, console)
    print_outcomes(outcomes, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_fits_80_columns() -> None:
    """The longest defect's row has name, promise, verdict and counts unbroken on one line."""
    rows = [" ".join(line.split()) for line in shown(found(made(OWN_PASSES))).splitlines()]
    assert "defect promise verdict caught by others s" in rows
    assert "logout-keeps-other-accounts SES-02 MISSED 0 of 1 0/0 12" in rows
    assert "logout-keeps-other-accounts SES-02 FALSE ALARM 1 of 1 0/1 12" in [
        " ".join(line.split())
        for line in shown(found(made(OWN_FAILS, ("test_other", "SES-01", FAIL)))).splitlines()
    ]


def test_each_verdict_says_by_which_tests_or_why() -> None:
    """Names of the tests that caught it, and of those that should have or should not."""
    caught = shown(found(made(OWN_FAILS, OTHER_PASSES)))
    assert "caught      logout-keeps-other-accounts (SES-02) by test_own" in caught
    assert "without a defect 2 of these 2 tests pass" in caught
    alarm = shown(found(made(OWN_FAILS, ("test_other", "SES-01", FAIL))))
    assert "FAIL  test_it.py::test_other (SES-01) test_other says why" in alarm
    missed = shown(found(made(OTHER_PASSES)))
    assert "MISSED  logout-keeps-other-accounts: after Log Out another one is shown" in missed
    assert "no test names SES-02" in missed
    assert "the run was cut" in shown(found(made(trouble="the run was cut")))


def test_programs_get_all_of_it_as_json() -> None:
    """Verdict, tests and places, for the sound build too."""
    data = as_data(found(made(OWN_FAILS, ("test_other", "SES-01", FAIL))))
    assert json.loads(json.dumps(data)) == data
    (defect,) = data["defects"]
    assert (defect["verdict"], defect["caught_by"]) == (
        "FALSE ALARM",
        ["suites/session/test_it.py::test_own"],
    )
    assert defect["false_alarms"][0]["promises"] == ["SES-01"]
    assert data["sound"]["not_passed"] == []


def test_defects_are_sought_where_they_show() -> None:
    """What one system alone shows is left out of the other's matrix; a matrix of both has all."""
    android, ios, both = (
        {defect.name for defect in shown_on(name)} for name in ("defects", "defects-ios", "smoke")
    )
    assert android - ios >= {"lists-unused-permission", "icon-of-another-name"}
    assert ios - android >= {"settings-ignored", "push-without-banner", "needs-newer-ios"}
    assert both == android | ios
