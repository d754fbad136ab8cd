"""What a terminal shows when a run has ended: the verdict first, then why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports import digest
from reports.outcomes import BY_SEVERITY, ExitCode, Outcome
from reports.terminal import STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console, RenderableType

    from reports.journal import JournalData
    from reports.records import Result

_VERDICT_STYLE: Final = {
    ExitCode.PASSED: "bold green",
    ExitCode.FAILED: "bold red",
    ExitCode.NOT_TESTED: "bold yellow",
    ExitCode.NOTHING_TESTED: "bold yellow",
}
_INDENT: Final = (0, 0, 0, 2)


def print_summary(
    data: JournalData, console: Console, report_path: Path | None, evidence: Path
) -> None:
    """Print what became of a run.

    Args:
        data: its journal.
        console: where to.
        report_path: the report to open, None when there is none.
        evidence: the folder of its evidence folders.
    """
    code = digest.verdict(data)
    line = Text(digest.headline(data))
    line.stylize(_VERDICT_STYLE[code], 0, len(digest.VERDICT_WORDS[code]))
    console.print()
    console.print(line, soft_wrap=True)
    promises = digest.promises(data)
    if promises:
        console.print()
        console.print(Padding(_promise_table(data, promises, console.width), _INDENT))
    for result in sorted(data.results(), key=_gravity):
        if result.outcome is not Outcome.PASS:
            _print_trouble(result, console, evidence)
    _print_oddities(data, console)
    console.print()
    if report_path is not None:
        _print_place(console, "report", report_path)
    _print_place(console, "evidence", evidence)


def _gravity(result: Result) -> int:
    return BY_SEVERITY.index(result.outcome)


def _promise_table(
    data: JournalData, promises: Mapping[str, Mapping[str, Outcome]], width: int
) -> RenderableType:
    """Promise by cell; where the cells do not fit beside each other, how many of each outcome."""
    cells = [cell.id for cell in data.plan.cells]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("promise", no_wrap=True)
    if max(map(len, promises)) + sum(len(cell) + 2 for cell in cells) + 4 > width:
        table.add_column("cells")
        for promise, outcomes in promises.items():
            table.add_row(promise, _tally(outcomes))
        return table
    for cell in cells:
        table.add_column(cell, no_wrap=True)
    for promise, outcomes in promises.items():
        table.add_row(promise, *(_word(outcomes.get(cell)) for cell in cells))
    return table


def _word(outcome: Outcome | None) -> Text:
    return Text("-", style="dim") if outcome is None else Text(outcome, style=STYLES[outcome])


def _tally(outcomes: Mapping[str, Outcome]) -> Text:
    numbers = Counter(outcomes.values())
    text = Text()
    for outcome in (outcome for outcome in BY_SEVERITY if numbers[outcome]):
        text.append(", " if text else "")
        text.append(f"{outcome} {numbers[outcome]}", style=STYLES[outcome])
        where = [cell for cell, seen in outcomes.items() if seen is outcome]
        text.append(f" ({', '.join(where)})" if outcome is not Outcome.PASS else "")
    return text


def _print_trouble(result: Result, console: Console, evidence: Path) -> None:
    planned, last = result.planned, result.deciding
    where = f"{planned.cell}, {last.phase}" if last else planned.cell
    console.print()
    head = Text.assemble((result.outcome, STYLES[result.outcome]), f"  {planned.test}  [{where}]")
    console.print(head, soft_wrap=True)
    console.print(Padding(Text(result.message or result.outcome.meaning), _INDENT))
    if last is not None and last.evidence:
        # On a line of its own and never broken, so that it can be copied.
        console.print(Text(f"  {evidence / last.evidence}", style="dim"), soft_wrap=True)


def _print_oddities(data: JournalData, console: Console) -> None:
    for attempt in data.unplanned():
        text = f"{attempt.test} on {attempt.cell} ran and was not planned"
        console.print(Text(text, style="yellow"), soft_wrap=True)
    cause = data.end.cause if data.end else "the run was cut: its journal has no end"
    if cause:
        console.print()
        console.print(Text(cause, style="yellow"))


def _print_place(console: Console, what: str, place: Path) -> None:
    console.print(Text.assemble((f"{what:9}", "dim"), str(place)), soft_wrap=True)
