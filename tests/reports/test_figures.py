"""What a run cost is told from its journal alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reports.figures import figures, open_seconds
from reports.journal import JournalData
from reports.records import FIRST_SESSION, SessionRecord
from tests.reports.sample import BANNER, EMULATOR, STARTED, attempt, plan


def journal(*sessions: SessionRecord, estimated_s: float | None = None) -> JournalData:
    """The journal of a run that began with its first test."""
    made = plan()
    run = replace(made.run, began=STARTED, estimated_s=estimated_s)
    return JournalData(replace(made, run=run), (), (), (), None, cut=False, sessions=sessions)


def session(cell: str, reason: str = FIRST_SESSION, after_s: float = 1) -> SessionRecord:
    """A session that took half a second to open."""
    return SessionRecord(cell, STARTED + timedelta(seconds=after_s), reason, 0.5)


def test_sessions_and_recoveries_are_counted() -> None:
    """One phone that needed two, and one that did with one."""
    data = journal(session("one"), session("two"), session("two", "recovery: gone"))
    said = list(figures(data, STARTED))
    assert said[0] == "3 sessions on 2 phones, 1 recovery"


def test_what_a_run_took_stands_beside_what_was_expected() -> None:
    """From its beginning to its last report; without an estimate there is nothing to compare."""
    until = STARTED + timedelta(seconds=41.2)
    assert list(figures(journal(estimated_s=43.9), until)) == ["took 41 s, estimated 44 s"]
    assert list(figures(journal(), until)) == ["took 41 s"]


def test_what_a_journal_does_not_tell_is_not_said() -> None:
    """One of an older run has neither sessions nor a beginning."""
    assert list(figures(JournalData(plan(), (), (), (), None, cut=False), STARTED)) == []


def test_a_session_is_the_cost_of_the_attempt_that_opened_it() -> None:
    """One that was opened on another phone, or later, is not."""
    opened = attempt(BANNER, EMULATOR)  # from the fifth second, for a second and a half
    cells = (EMULATOR.id, 6.0), ("another", 6.0), (EMULATOR.id, 7.0)
    data = journal(*(session(cell, after_s=after_s) for cell, after_s in cells))
    assert open_seconds(data, opened) == 0.5
