"""What a run cost: sessions, seconds, and how well they were foreseen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.journal import JournalData
    from reports.output import RunFolder
    from reports.records import AttemptRecord


def figures(data: JournalData, until: datetime) -> Iterator[str]:
    """What is said of a run's cost, a line each; nothing of what its journal does not tell.

    Args:
        data: its journal.
        until: when all of it had ended.
    """
    if data.sessions:
        phones = len({session.cell for session in data.sessions})
        recoveries = sum(session.is_recovery for session in data.sessions)
        yield (
            f"{_number(len(data.sessions), 'session')} on {_number(phones, 'phone')}, "
            f"{_number(recoveries, 'recovery', 'recoveries')}"
        )
    run = data.plan.run
    if run.began is not None:
        took_s = (until - run.began).total_seconds()
        foreseen = "" if run.estimated_s is None else f", estimated {run.estimated_s:.0f} s"
        yield f"took {took_s:.0f} s{foreseen}"


def ended_at(data: JournalData, folder: RunFolder) -> datetime:
    """When the last of a run was written: its reports come after its journal's end.

    Raises:
        ValueError: the journal has no end.
    """
    if data.end is None:
        raise ValueError(f"{folder.journal} has no end")
    reports = (path for path in (folder.junit, folder.report) if path.exists())
    written = (datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in reports)
    return max((data.end.at, *written))


def open_seconds(data: JournalData, attempt: AttemptRecord) -> float:
    """What opening sessions took of an attempt's seconds."""
    return sum(
        session.seconds
        for session in data.sessions
        if session.cell == attempt.cell
        and 0 <= (session.at - attempt.started).total_seconds() <= attempt.seconds
    )


def _number(count: int, noun: str, nouns: str = "") -> str:
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"
