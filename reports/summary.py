"""What a terminal shows when a run has ended: the verdict first, then why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from reports import digest
from reports.figures import figures
from reports.outcomes import BY_SEVERITY, ExitCode, Outcome
from reports.promise_table import promise_table
from reports.terminal import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

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
    if digest.promises(data):
        console.print()
        room = console.width - _INDENT[-1]
        console.print(Padding(promise_table(data, console, room), _INDENT))
    for result in sorted(data.results(), key=_gravity):
        if result.outcome is not Outcome.PASS:
            _print_trouble(data, result, console, evidence)
    _print_oddities(data, console)
    console.print()
    for figure in figures(data, datetime.now(UTC)):
        console.print(Text(figure, style="dim"), soft_wrap=True)
    if report_path is not None:
        _print_place(console, "report", report_path)
    _print_place(console, "evidence", evidence)


def _gravity(result: Result) -> int:
    return BY_SEVERITY.index(result.outcome)


def _print_trouble(data: JournalData, result: Result, console: Console, evidence: Path) -> None:
    planned, last = result.planned, result.deciding
    where = f"{planned.cell}, {last.phase}" if last else planned.cell
    console.print()
    head = Text.assemble((result.outcome, STYLES[result.outcome]), f"  {planned.test}  [{where}]")
    if digest.is_assumed(data, planned):
        head.append("  (assumed clause)", style="dim")
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
