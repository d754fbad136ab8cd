"""JUnit XML made from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junitparser import Error, Failure, JUnitXml, Properties, Skipped

from reports.junit import write_junit
from reports.outcomes import Outcome
from reports.secrets import Scrubber
from tests.reports.sample import (
    BANNER,
    CABLE,
    EMULATOR,
    LOGIN,
    SECRET,
    attempt,
    of_assumed_clauses,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from junitparser import TestCase

    from reports.journal import JournalData


def test_counts_are_those_of_the_journal(tmp_path: Path) -> None:
    """Failures, errors and skipped add up to what the journal says, one suite a cell."""
    data = written(
        tmp_path,
        attempt(outcome=Outcome.FAIL, message="no banner"),
        attempt(cell=CABLE),
        attempt(test=LOGIN, outcome=Outcome.INFRA, message="adb is gone"),
        refused="a cable has no console",
    )
    document = _written(tmp_path, data)
    assert [suite.name for suite in document] == [EMULATOR.id, CABLE.id]
    totals = (document.tests, document.failures, document.errors, document.skipped)
    assert totals == (4, 1, 1, 1)
    assert sum(data.counts().values()) == document.tests


def test_outcomes_keep_their_names_and_reasons(tmp_path: Path) -> None:
    """A reader sees which outcome it was and why, also for those that JUnit has no word for."""
    data = written(
        tmp_path,
        attempt(outcome=Outcome.FAIL, message="no banner"),
        attempt(cell=CABLE, outcome=Outcome.LOST, message="its worker died"),
        attempt(test=LOGIN),
    )
    cases = {
        (case.classname, case.name): case for suite in _written(tmp_path, data) for case in suite
    }
    banner, login = "suites.offline.test_banner", "suites.session.test_login"
    name = "TestLogin::test_signs_in"
    assert _result(cases[f"{EMULATOR.id}.{banner}", "test_appears"]) == (
        Failure,
        "FAIL",
        "no banner",
    )
    assert _result(cases[f"{CABLE.id}.{banner}", "test_appears"]) == (
        Error,
        "LOST",
        "its worker died",
    )
    assert cases[f"{EMULATOR.id}.{login}", name].result == []
    assert _result(cases[f"{CABLE.id}.{login}", name])[:2] == (Skipped, "NOT_RUN")


def test_cases_carry_promises_device_and_serial(tmp_path: Path) -> None:
    """Each case names its promises and where they come from, and the phone that it ran on."""
    assert _properties(tmp_path, written(tmp_path, attempt(evidence="folder-1"))) == [
        ("promise", "OFF-01"),
        ("promise", "OFF-02"),
        ("origin", "seed"),
        ("origin", "seed"),
        ("level", "blocker"),
        ("outcome", "PASS"),
        ("device", "pixel_8"),
        ("serial", "emulator-5554"),
        ("evidence", "folder-1"),
    ]


def test_cases_of_an_assumed_clause_say_so(tmp_path: Path) -> None:
    """A program that reads the file can tell them from the others."""
    data = written(tmp_path, attempt())
    assert ("clause", "assumed") not in _properties(tmp_path, data)
    assert ("clause", "assumed") in _properties(tmp_path, of_assumed_clauses(data, BANNER))


def test_a_second_attempt_is_told_not_counted(tmp_path: Path) -> None:
    """A test tried twice is one case whose output tells of both attempts."""
    data = written(
        tmp_path,
        attempt(outcome=Outcome.INFRA, message="adb is gone"),
        attempt(number=2),
    )
    document = _written(tmp_path, data)
    case = next(iter(next(iter(document))))
    assert document.tests == 4
    assert case.result == []
    assert "attempt 1 on pixel_8 (emulator-5554): INFRA adb is gone" in str(case.system_out)


def test_control_characters_and_secrets_stay_out(tmp_path: Path) -> None:
    """A message with characters that XML cannot hold is written all the same, secrets are not."""
    data = written(tmp_path, attempt(outcome=Outcome.FAIL, message=f"a\x00\x1b[31mb {SECRET}"))
    write_junit(data, tmp_path / "junit.xml", Scrubber([SECRET]))
    case = next(iter(next(iter(JUnitXml.fromfile(str(tmp_path / "junit.xml"))))))
    assert _result(case)[2] == "a\ufffd\ufffd[31mb ****"


def _written(folder: Path, data: JournalData) -> JUnitXml:
    write_junit(data, folder / "junit.xml")
    return JUnitXml.fromfile(str(folder / "junit.xml"))


def _properties(folder: Path, data: JournalData) -> list[tuple[str, str]]:
    """Those of the first case."""
    first = next(iter(next(iter(_written(folder, data)))))
    found = first.child(Properties)  # type: ignore[no-untyped-call] # junitparser's
    assert found is not None
    return [(p.name, p.value) for p in found]


def _result(case: TestCase) -> tuple[type, str, str]:
    (result,) = case.result
    return type(result), str(result.type), str(result.message)
