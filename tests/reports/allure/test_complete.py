"""Allure results made whole from the journal, and checked against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reports.allure import complete
from reports.errors import CountsDiffer
from reports.evidence import EvidenceStore
from reports.outcomes import Outcome
from reports.secrets import Scrubber, find_secrets
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
    from collections.abc import Callable
    from pathlib import Path

    from reports.journal import JournalData
    from reports.records import AttemptRecord

    Leave = Callable[..., None]


def completed(results_dir: Path, data: JournalData) -> list[dict[str, Any]]:
    """The results after completion, in order of test and cell."""
    complete(results_dir, data, results_dir.parent / "evidence", Scrubber([SECRET]))
    return entries(results_dir)


def entries(results_dir: Path) -> list[dict[str, Any]]:
    """The results as they lie there."""
    found = [json.loads(path.read_bytes()) for path in results_dir.glob("*-result.json")]
    return sorted(found, key=lambda entry: (entry["fullName"], label(entry, "cell")))


def nameless(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results without the ids that are made up for each."""
    return [{**entry, "uuid": None} for entry in entries]


def label(entry: dict[str, Any], name: str) -> str:
    """A label of a result."""
    values = [label["value"] for label in entry["labels"] if label["name"] == name]
    return ",".join(values)


def test_every_planned_test_has_a_result(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """With a dead worker, a refusal and a test that never ran, all four are in the report."""
    data = written(
        tmp_path,
        attempt(),
        attempt(cell=CABLE, outcome=Outcome.LOST, message="its worker died"),
        refused="a cable has no console",
    )
    leave(attempt())
    found = completed(results_dir, data)
    seen = {(e["fullName"], label(e, "cell")): (label(e, "outcome"), e["status"]) for e in found}
    assert seen == {
        (BANNER, EMULATOR.id): ("PASS", "passed"),
        (BANNER, CABLE.id): ("LOST", "broken"),
        (LOGIN, EMULATOR.id): ("NOT_RUN", "skipped"),
        (LOGIN, CABLE.id): ("REFUSED", "skipped"),
    }
    assert found[0]["statusDetails"]["message"] == "LOST: its worker died"
    assert found[2]["statusDetails"]["message"] == "REFUSED: a cable has no console"


def test_history_follows_the_cell(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """Two cells have two histories; a result written here has the one a worker's would have."""
    data = written(tmp_path, attempt(), attempt(cell=CABLE))
    leave(attempt(), historyId="what allure-pytest made of the parameters")
    first = {label(e, "cell"): e["historyId"] for e in completed(results_dir, data)[:2]}
    for path in results_dir.iterdir():
        path.unlink()
    second = {label(e, "cell"): e["historyId"] for e in completed(results_dir, data)[:2]}
    assert first == second
    assert len(set(first.values())) == 2


def test_the_device_is_shown_and_excluded(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """Cell and device are parameters, the device one that no history depends on."""
    data = written(tmp_path, attempt())
    leave(attempt(), parameters=[{"name": "cell", "value": "Cell(id='x', secret=1)"}])
    entry = completed(results_dir, data)[1]
    assert entry["parameters"] == [
        {"name": "cell", "value": EMULATOR.id},
        {"name": "device", "value": "pixel_8 (emulator-5554)", "excluded": True},
    ]
    assert entry["name"] == "test_appears"
    assert label(entry, "tag") == "OFF-01,OFF-02"
    assert label(entry, "severity") == "blocker"


def test_promises_are_told_with_level_and_origin(
    results_dir: Path, leave: Leave, tmp_path: Path
) -> None:
    """The report is grouped by this label, whoever wrote the result; an assumed clause is a tag."""
    data = of_assumed_clauses(written(tmp_path, attempt(), refused="no console"), LOGIN)
    leave(attempt())
    found = completed(results_dir, data)
    assert {(e["fullName"], label(e, "promise"), label(e, "tag")) for e in found} == {
        (
            BANNER,
            "OFF-01 The banner appears (blocker, seed),OFF-02 The banner goes (blocker, seed)",
            "OFF-01,OFF-02",
        ),
        (LOGIN, "SES-01 Log out (major, guide)", "SES-01,assumed clause"),
    }


def test_a_title_of_its_own_stands(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """A title that a test gave itself is kept."""
    data = written(tmp_path, attempt())
    leave(attempt(), name="The banner appears")
    assert completed(results_dir, data)[1]["name"] == "The banner appears"


def test_completing_twice_changes_nothing(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """Labels do not pile up when results are completed again from the same journal."""
    data = written(tmp_path, attempt(), attempt(cell=CABLE), refused="no console")
    leave(attempt())
    first = completed(results_dir, data)
    assert nameless(completed(results_dir, data)) == nameless(first)


def test_evidence_of_a_dead_worker_is_attached(results_dir: Path, tmp_path: Path) -> None:
    """What a dead worker had collected shows in the result that is written in its place."""
    store = EvidenceStore(tmp_path / "evidence", Scrubber())
    store.open(BANNER, EMULATOR.id, 1).write_bytes("screenshot.png", b"picture")
    (name,) = store.salvage()
    lost = attempt(outcome=Outcome.LOST, message="gone", evidence=name)
    entry = completed(results_dir, written(tmp_path, lost))[1]
    (picture,) = entry["attachments"]
    assert picture["name"] == "screenshot.png"
    assert picture["type"] == "image/png"
    assert (results_dir / picture["source"]).read_bytes() == b"picture"


def test_secrets_stay_out(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """A secret in a message or a result does not reach the completed results."""
    failed = attempt(outcome=Outcome.FAIL, message=f"typed {SECRET}")
    leave(failed, statusDetails={"trace": f"password = {SECRET!r}"})
    completed(results_dir, written(tmp_path, failed))
    assert find_secrets(results_dir, [SECRET]) == []


def test_first_lines_name_build_and_kinds(results_dir: Path, tmp_path: Path) -> None:
    """The report's first lines give verdict, build and kinds of phones, by no product's name."""
    completed(results_dir, written(tmp_path, attempt()))
    lines = (results_dir / "environment.properties").read_text().splitlines()
    assert lines[:3] == [
        "Verdict = NOT TESTED",
        "Phones = 1 of 2 virtual phones",
        "Build = reference app 3.95.0",
    ]
    assert "39500, sha256 1a2b3c4d5e6f" in lines[3]
    assert "LeadConnector" not in "".join(lines)


def test_agreement_is_silent(results_dir: Path, leave: Leave, tmp_path: Path) -> None:
    """An assertion in set-up is ERROR for us and failed for Allure: no contradiction."""
    broken = attempt(outcome=Outcome.ERROR, message="set-up")
    leave(broken, status="failed")
    assert label(completed(results_dir, written(tmp_path, broken))[1], "outcome") == "ERROR"


CONTRADICTIONS: dict[str, tuple[list[tuple[AttemptRecord, dict[str, Any]]], str]] = {
    "two results": (
        [(attempt(), {}), (attempt(), {})],
        f"{BANNER} on {EMULATOR.id}, attempt 1: 2 results",
    ),
    "another outcome": (
        [(attempt(), {"status": "failed"})],
        f"{BANNER} on {EMULATOR.id}, attempt 1: PASS in the journal, failed in its result",
    ),
    "not in the journal": (
        [(attempt(), {}), (attempt(LOGIN), {})],
        f"{LOGIN} on {EMULATOR.id}, attempt 1: has a result and is not in the journal",
    ),
    "no attempt named": (
        [(attempt(), {}), (attempt(), {"labels": [], "name": "test_stray"})],
        "results that belong to no attempt: test_stray",
    ),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_a_contradiction_names_the_test(
    results_dir: Path, leave: Leave, tmp_path: Path, kind: str
) -> None:
    """Results that do not agree with the journal are an error that names the tests."""
    left, difference = CONTRADICTIONS[kind]
    for record, changes in left:
        leave(record, **changes)
    with pytest.raises(CountsDiffer) as caught:
        completed(results_dir, written(tmp_path, attempt()))
    assert caught.value.differences == (difference,)
    assert len(entries(results_dir)) >= 4, "what could be completed was"


def test_an_attempt_twice_in_the_journal_is_named(results_dir: Path, tmp_path: Path) -> None:
    """The same attempt written down twice, or one nobody planned, is an error as well."""
    stray = attempt(test="suites/x.py::test_stray")
    with pytest.raises(CountsDiffer) as caught:
        completed(results_dir, written(tmp_path, attempt(), attempt(), stray))
    assert caught.value.differences == (
        f"{BANNER} on {EMULATOR.id}, attempt 1: 2 times in the journal",
        f"{stray.test} on {EMULATOR.id}, attempt 1: not in the plan",
    )
