"""What ``fleet defects`` shows: a line as each defect is settled, a table at the end, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from fleet.defects_verdict import Finding, Verdict, unsound
from reports.outcomes import ExitCode
from reports.terminal import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from fleet.defects import Outcomes
    from reports.records import Result

_STYLES: Final = {
    Verdict.CAUGHT: "green",
    Verdict.MISSED: "bold red",
    Verdict.FALSE_ALARM: "bold red",
    Verdict.UNKNOWN: "yellow",
}


def exit_code(found: Outcomes) -> ExitCode:
    """Failed when a defect was missed or raised a false alarm, or the suites fail without one."""
    verdicts = {finding.verdict for finding in found.findings}
    if verdicts & {Verdict.MISSED, Verdict.FALSE_ALARM} or unsound(found.sound):
        return ExitCode.FAILED
    unknown = Verdict.UNKNOWN in verdicts or bool(found.sound.trouble)
    return ExitCode.NOT_TESTED if unknown else ExitCode.PASSED


def print_finding(finding: Finding, console: Console) -> None:
    """A line as soon as it stands: the verdict, and by which tests or why."""
    line = Text(f"{finding.verdict:12}", style=_STYLES[finding.verdict])
    line.append(f"{finding.defect.name} ({finding.defect.breaks})", style="default not bold")
    if finding.caught_by:
        line.append(f" by {_names(finding.caught_by)}", style="dim not bold default")
    console.print(line, soft_wrap=True)


def print_outcomes(found: Outcomes, console: Console) -> None:
    """The table, and below it what is not as it should be."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("defect", "promise", "verdict"):
        table.add_column(name, no_wrap=True)
    for name in ("caught by", "others", "s"):
        table.add_column(name, no_wrap=True, justify="right")
    for finding in found.findings:
        table.add_row(*_row(finding))
    console.print()
    console.print(table)
    console.print()
    console.print(_sound_line(found), soft_wrap=True)
    for result in unsound(found.sound):
        _print_result(result, console)
    for finding in found.findings:
        _print_trouble(finding, console)


def as_data(found: Outcomes) -> dict[str, Any]:
    """All of it, plain."""
    return {
        "sound": {
            "tests": len(found.sound.results),
            "not_passed": [_result_data(result) for result in unsound(found.sound)],
            "trouble": found.sound.trouble,
            "seconds": round(found.sound.seconds, 1),
            "run": str(found.sound.folder),
        },
        "defects": [_finding_data(finding) for finding in found.findings],
    }


def _row(finding: Finding) -> Iterable[Text]:
    passed = finding.others - len(finding.false_alarms)
    yield Text(finding.defect.name)
    yield Text(finding.defect.breaks)
    yield Text(finding.verdict, style=_STYLES[finding.verdict])
    yield Text(f"{len(finding.caught_by)} of {len(finding.own)}")
    yield Text(f"{passed}/{finding.others}", style="red" if finding.false_alarms else "")
    yield Text(f"{finding.made.seconds:.0f}", style="dim")


def _sound_line(found: Outcomes) -> Text:
    sound = found.sound
    if sound.trouble:
        return Text(f"without a defect: {sound.trouble}\n  {sound.folder}", style="yellow")
    passed = len(sound.results) - len(unsound(sound))
    line = f"without a defect {passed} of these {len(sound.results)} tests pass"
    return Text(line, style="bold red" if unsound(sound) else "green")


def _print_trouble(finding: Finding, console: Console) -> None:
    if finding.verdict is Verdict.CAUGHT:
        return
    console.print()
    head = f"{finding.verdict}  {finding.defect.name}: {finding.defect.does}"
    console.print(Text(head, style=_STYLES[finding.verdict]), soft_wrap=True)
    if finding.trouble:
        console.print(Text(f"  {finding.trouble}"), soft_wrap=True)
    elif not finding.own:
        console.print(f"  no test names {finding.defect.breaks}", soft_wrap=True, highlight=False)
    elif not finding.caught_by:
        for result in finding.own:
            _print_result(result, console)
    for result in finding.false_alarms:
        _print_result(result, console)
    console.print(Text(f"  {finding.made.folder}", style="dim"), soft_wrap=True)


def _print_result(result: Result, console: Console) -> None:
    planned = result.planned
    line = f"  {result.outcome}  {shortened(planned.test)} ({', '.join(planned.promises)})"
    console.print(Text(f"{line} {result.message}".rstrip()), soft_wrap=True)


def _names(tests: Iterable[str]) -> str:
    """Tests by their functions' names alone."""
    return ", ".join(test.rpartition("::")[2] for test in tests)


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.defect.name,
        "breaks": finding.defect.breaks,
        "does": finding.defect.does,
        "verdict": str(finding.verdict),
        "caught_by": list(finding.caught_by),
        "own": len(finding.own),
        "others": finding.others,
        "false_alarms": [_result_data(result) for result in finding.false_alarms],
        "trouble": finding.trouble,
        "seconds": round(finding.made.seconds, 1),
        "run": str(finding.made.folder),
    }


def _result_data(result: Result) -> dict[str, Any]:
    return {
        "test": result.planned.test,
        "promises": list(result.planned.promises),
        "outcome": str(result.outcome),
        "message": result.message,
    }
