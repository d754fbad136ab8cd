"""A small run for the tests of what is written about runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from reports.journal import Journal, JournalData, Record, read_journal
from reports.outcomes import Outcome
from reports.records import (
    AttemptRecord,
    BuildRecord,
    CellRecord,
    EndRecord,
    Phase,
    PlannedTest,
    PlanRecord,
    PromiseRecord,
    RunRecord,
)

if TYPE_CHECKING:
    from pathlib import Path

SECRET: Final = 'Pa$$ & "söhne"/+42'
STARTED: Final = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
BANNER: Final = "suites/offline/test_banner.py::test_appears"
LOGIN: Final = "suites/session/test_login.py::TestLogin::test_signs_in"
EMULATOR: Final = CellRecord(
    "android-14-emulator", "virtual", "android", "14", "emulator", "pixel_8"
)
CABLE: Final = replace(EMULATOR, id="android-14-cable", attach="cable")
BUILD: Final = BuildRecord(
    platform="android",
    file_name="reference.apk",
    package="com.LeadConnector",
    label="LeadConnector",
    version_name="3.95.0",
    build_number="39500",
    sha256="1a2b3c4d5e6f" + "0" * 52,
    reference=True,
)


PROMISES: Final = (
    PromiseRecord("OFF-01", "blocker", "seed", "The banner appears"),
    PromiseRecord("OFF-02", "blocker", "seed", "The banner goes"),
    PromiseRecord("SES-01", "major", "guide", "Log out"),
)


def plan(*, refused: str = "") -> PlanRecord:
    """Two tests on two cells; the last of the four may be refused."""
    tests = [
        PlannedTest(test, cell.id, promises, level)
        for test, promises, level in (
            (BANNER, ("OFF-01", "OFF-02"), "blocker"),
            (LOGIN, ("SES-01",), "major"),
        )
        for cell in (EMULATOR, CABLE)
    ]
    tests[-1] = replace(tests[-1], refused=refused)
    run = RunRecord("20261122-200000-abcdef", STARTED, "0.1.0", "smoke", (BUILD,))
    return PlanRecord(run, (EMULATOR, CABLE), tuple(tests), PROMISES)


def attempt(
    test: str = BANNER,
    cell: CellRecord = EMULATOR,
    outcome: Outcome = Outcome.PASS,
    *,
    number: int = 1,
    message: str = "",
    evidence: str | None = None,
) -> AttemptRecord:
    """One attempt that took a second and a half."""
    promises = ("OFF-01", "OFF-02") if test == BANNER else ("SES-01",)
    return AttemptRecord(
        test=test,
        cell=cell.id,
        attempt=number,
        device=cell.device,
        serial="emulator-5554" if cell is EMULATOR else "127.0.0.1:6000",
        outcome=outcome,
        phase=Phase.CALL,
        message=message,
        started=STARTED + timedelta(seconds=5),
        seconds=1.5,
        evidence=evidence,
        promises=promises,
        worker="gw0",
    )


def end(code: int = 0, cause: str = "") -> EndRecord:
    """The run's own end, a minute later."""
    return EndRecord(STARTED + timedelta(minutes=1), code, cause)


def written(folder: Path, *records: Record, refused: str = "") -> JournalData:
    """The journal of a run with these records, as read back from disk."""
    path = folder / "journal.jsonl"
    with Journal(path, plan(refused=refused)) as journal:
        for record in records:
            journal.append(record)
    return read_journal(path)


def of_assumed_clauses(data: JournalData, *names: str) -> JournalData:
    """The same run, in which these tests are about assumed clauses of their promises."""
    tests = tuple(replace(t, assumed=t.assumed or t.test in names) for t in data.plan.tests)
    return replace(data, plan=replace(data.plan, tests=tests))


def on_many_cells(data: JournalData, *versions: str) -> JournalData:
    """The same plan on a virtual phone of each of these releases, with nothing run."""
    cells = tuple(replace(EMULATOR, id=f"android-{v}", version=v) for v in versions)
    first = [planned for planned in data.plan.tests if planned.cell == EMULATOR.id]
    tests = tuple(replace(planned, cell=cell.id) for planned in first for cell in cells)
    return replace(data, plan=replace(data.plan, cells=cells, tests=tests), attempts=())
