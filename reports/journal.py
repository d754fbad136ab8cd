"""The journal of a run: one append-only file that everything else is made from.

JSON Lines, one record a line, each written through to disk before the run goes on. The first is
the plan, so that a run that was killed can still be read: what has no attempt was not run.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import TypeAdapter, ValidationError

from reports.atomic import write_all
from reports.errors import JournalUnreadable, WriteFailed
from reports.outcomes import Outcome
from reports.records import (
    AttemptRecord,
    EndRecord,
    HostEvent,
    PlannedTest,
    PlanRecord,
    Result,
    SessionRecord,
    StartRecord,
)
from reports.secrets import Scrubber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

Record = PlanRecord | StartRecord | AttemptRecord | SessionRecord | HostEvent | EndRecord

_KINDS: Final[dict[str, TypeAdapter[Any]]] = {
    "plan": TypeAdapter(PlanRecord),
    "started": TypeAdapter(StartRecord),
    "attempt": TypeAdapter(AttemptRecord),
    "session": TypeAdapter(SessionRecord),
    "host": TypeAdapter(HostEvent),
    "end": TypeAdapter(EndRecord),
}
_KIND_OF: Final[dict[type, str]] = {
    PlanRecord: "plan",
    StartRecord: "started",
    AttemptRecord: "attempt",
    SessionRecord: "session",
    HostEvent: "host",
    EndRecord: "end",
}


class Journal:
    """The journal being written, by the run's controller and nobody else; threads may share it.

    Use as a context manager.

    Raises:
        WriteFailed: the file is there already, or cannot be made; then there is no file.
    """

    def __init__(self, path: Path, plan: PlanRecord, scrubber: Scrubber | None = None) -> None:
        self.path = path
        self._scrubber = scrubber or Scrubber()
        self._lock = threading.Lock()
        self._size = 0
        try:
            self._descriptor = os.open(
                path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644
            )
        except OSError as error:
            raise WriteFailed.of(path, error) from error
        try:
            self.append(plan)
        except WriteFailed:
            self.close()
            path.unlink(missing_ok=True)
            raise

    def append(self, record: Record) -> None:
        """Write one record through to disk.

        Raises:
            WriteFailed: it cannot be written; the records before it stay whole, and the next one
                may be tried.
        """
        kind = _KIND_OF[type(record)]
        body = _KINDS[kind].dump_python(record, mode="json")
        line = json.dumps({"kind": kind, **self._scrubber.scrub_value(body)}, ensure_ascii=False)
        data = f"{line}\n".encode()
        with self._lock:
            try:
                write_all(self._descriptor, data)
                os.fsync(self._descriptor)
            except OSError as error:
                with contextlib.suppress(OSError):  # the reader tolerates a cut last line
                    os.ftruncate(self._descriptor, self._size)
                raise WriteFailed.of(self.path, error) from error
            self._size += len(data)

    def close(self) -> None:
        """Close the file. More than once does no harm."""
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class JournalData:
    """A journal as read.

    Attributes:
        cut: whether the last line was only half there, as after a kill in the middle of a write.
    """

    plan: PlanRecord
    starts: tuple[StartRecord, ...]
    attempts: tuple[AttemptRecord, ...]
    events: tuple[HostEvent, ...]
    end: EndRecord | None
    cut: bool
    sessions: tuple[SessionRecord, ...] = ()

    def results(self) -> tuple[Result, ...]:
        """What became of each planned test, in the plan's order."""
        attempts: dict[tuple[str, str], list[AttemptRecord]] = defaultdict(list)
        for attempt in self.attempts:
            attempts[attempt.test, attempt.cell].append(attempt)
        starts = {(start.test, start.cell): start for start in self.starts}
        return tuple(
            _result(planned, attempts[planned.test, planned.cell], starts)
            for planned in self.plan.tests
        )

    def unplanned(self) -> tuple[AttemptRecord, ...]:
        """Attempts at what no plan asked for: a fault of the harness."""
        planned = {(test.test, test.cell) for test in self.plan.tests}
        return tuple(a for a in self.attempts if (a.test, a.cell) not in planned)

    def counts(self) -> Mapping[Outcome, int]:
        """How many planned tests ended in each outcome."""
        return Counter(result.outcome for result in self.results())


def _result(
    planned: PlannedTest,
    attempts: Sequence[AttemptRecord],
    starts: Mapping[tuple[str, str], StartRecord],
) -> Result:
    """One failed attempt is a failure, whatever came after; else the last attempt counts."""
    if attempts:
        failed = [attempt for attempt in attempts if attempt.outcome is Outcome.FAIL]
        deciding = (failed or attempts)[-1]
        return Result(planned, deciding.outcome, deciding.message, tuple(attempts))
    if planned.refused:
        return Result(planned, Outcome.REFUSED, planned.refused)
    start = starts.get((planned.test, planned.cell))
    message = (
        f"started on {start.device} ({start.serial}) at {start.started.isoformat()}, never finished"
        if start
        else "the run ended before it"
    )
    return Result(planned, Outcome.NOT_RUN, message)


def read_journal(path: Path) -> JournalData:
    """Read a journal, also that of a run still going or killed.

    Raises:
        JournalUnreadable: it does not begin with a plan, or a whole line is not a record.
        OSError: it cannot be opened.
    """
    *lines, rest = path.read_bytes().split(b"\n")
    records = [_record(path, number, line) for number, line in enumerate(lines, start=1)]
    if not records or not isinstance(records[0], PlanRecord):
        raise JournalUnreadable(path, 1, "a journal begins with the plan of its run")
    ends = [record for record in records if isinstance(record, EndRecord)]
    return JournalData(
        plan=records[0],
        starts=tuple(record for record in records if isinstance(record, StartRecord)),
        attempts=tuple(record for record in records if isinstance(record, AttemptRecord)),
        events=tuple(record for record in records if isinstance(record, HostEvent)),
        end=ends[-1] if ends else None,
        cut=bool(rest),
        sessions=tuple(record for record in records if isinstance(record, SessionRecord)),
    )


def _record(path: Path, number: int, line: bytes) -> Record:
    try:
        body = json.loads(line)
        kind = body.pop("kind")
        record: Record = _KINDS[kind].validate_python(body)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else repr(error)
        raise JournalUnreadable(path, number, f"not a record of a run: {detail}") from error
    return record
