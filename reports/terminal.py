"""What a run looks like in a terminal, while it goes on and when it has ended."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich.live import Live
from rich.table import Table
from rich.text import Text

from reports.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console

    from reports.records import CellRecord, PlannedTest

STYLES: Final = {
    Outcome.PASS: "green",
    Outcome.FAIL: "bold red",
    Outcome.ERROR: "magenta",
    Outcome.INFRA: "yellow",
    Outcome.LOST: "yellow",
    Outcome.NOT_RUN: "dim",
    Outcome.REFUSED: "cyan",
}
_REFRESHES_PER_S: Final = 4


@dataclass(slots=True)
class _Lane:
    """What one phone has done and still has to do."""

    planned: int
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    spent_s: float = 0.0
    running: str = ""
    running_since_s: float = 0.0

    def left_s(self, now_s: float) -> float | None:
        """Estimate from this phone's own tests; None before the first has ended."""
        if not self.outcomes:
            return None if self.planned else 0.0
        each_s = self.spent_s / len(self.outcomes)
        begun_s = now_s - self.running_since_s if self.running else 0.0
        return max(0.0, each_s * (self.planned - len(self.outcomes)) - min(begun_s, each_s))

    def failed(self) -> int:
        return sum(outcome is Outcome.FAIL for outcome in self.outcomes.values())

    def untested(self) -> int:
        return sum(
            outcome not in {Outcome.PASS, Outcome.FAIL, Outcome.REFUSED}
            for outcome in self.outcomes.values()
        )


class Progress:
    """Live progress: one line a phone and one for all; plain lines where no terminal is.

    Calls may come from any thread. Tests that the plan refuses are no work and are not counted.

    Args:
        cells: the phones.
        tests: the plan.
        console: where to.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        cells: Iterable[CellRecord],
        tests: Iterable[PlannedTest],
        console: Console,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        wanted = [planned.cell for planned in tests if not planned.refused]
        self._lanes = {cell.id: _Lane(wanted.count(cell.id)) for cell in cells}
        self._console = console
        self._clock = clock
        self._began_s = clock()
        self._lock = threading.RLock()
        self._live: Live | None = None
        if console.is_terminal and not console.is_dumb_terminal:
            self._live = Live(
                console=console,
                get_renderable=self.table,
                refresh_per_second=_REFRESHES_PER_S,
                transient=True,
            )
            self._live.start()

    def started(self, cell: str, test: str) -> None:
        """A test begins on a phone."""
        with self._lock:
            lane = self._lanes[cell]
            lane.running, lane.running_since_s = test, self._clock()

    def finished(self, cell: str, test: str, outcome: Outcome, seconds: float) -> None:
        """A test has ended on a phone; a second attempt takes the place of the first."""
        with self._lock:
            lane = self._lanes[cell]
            lane.outcomes[test] = outcome
            lane.spent_s += seconds
            lane.running = ""
        if self._live is None:
            self._print(Text(f"[{cell}] {outcome} {test} {seconds:.1f} s"))
        elif outcome is not Outcome.PASS:
            mark = Text.assemble((f"{outcome:8}", STYLES[outcome]), f" [{cell}] {shortened(test)}")
            self._print(mark)

    def event(self, text: str) -> None:
        """Say something about the lab, above the lines of the phones."""
        self._print(Text(text, style="yellow"))

    def close(self) -> None:
        """Stop drawing. More than once does no harm."""
        if self._live is not None:
            self._live.stop()

    def table(self) -> Table:
        """The lines as they stand now."""
        now_s = self._clock()
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(no_wrap=True, overflow="ellipsis", max_width=28)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column(no_wrap=True, justify="right")
        table.add_column(no_wrap=True, justify="right", min_width=9)
        table.add_column(no_wrap=True, justify="right", min_width=9)
        with self._lock:
            for cell, lane in self._lanes.items():
                table.add_row(
                    Text(cell, style="bold"),
                    _running(lane),
                    *_score(len(lane.outcomes), lane.planned, lane.failed(), lane.untested()),
                    _left(lane.left_s(now_s)),
                )
            self._add_total(table, now_s)
        return table

    def _add_total(self, table: Table, now_s: float) -> None:
        lanes = self._lanes.values()
        left = [lane.left_s(now_s) for lane in lanes]
        known = [left_s for left_s in left if left_s is not None]
        table.add_row(
            Text("all phones", style="bold"),
            Text(f"{clock_face(now_s - self._began_s)} elapsed", style="dim"),
            *_score(
                sum(len(lane.outcomes) for lane in lanes),
                sum(lane.planned for lane in lanes),
                sum(lane.failed() for lane in lanes),
                sum(lane.untested() for lane in lanes),
            ),
            _left(max(known, default=0.0) if len(known) == len(left) else None),
        )

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)


def shortened(test: str) -> str:
    """A test's name for a narrow column: its file and what follows, without the folders."""
    path, mark, name = test.partition("::")
    return f"{path.rpartition('/')[2]}{mark}{name}"


def clock_face(seconds: float) -> str:
    """A duration as minutes and seconds, or hours as well."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _running(lane: _Lane) -> Text:
    if lane.running:
        return Text(lane.running.rpartition("::")[2] or lane.running)
    waiting = len(lane.outcomes) < lane.planned
    return Text("waiting" if waiting else "done", style="dim")


def _score(done: int, planned: int, failed: int, untested: int) -> tuple[Text, Text]:
    bad = [f"{failed} failed"] if failed or not untested else []
    bad += [f"{untested} untested"] if untested else []
    style = "bold red" if failed else "yellow" if untested else "dim"
    return Text(f"{done}/{planned} done"), Text(", ".join(bad), style=style)


def _left(seconds: float | None) -> Text:
    return Text("? left" if seconds is None else f"{clock_face(seconds)} left", style="dim")
