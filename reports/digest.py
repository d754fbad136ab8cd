"""What a run says, in a few lines: the verdict first, then promise by cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from reports.outcomes import VERDICTS, ExitCode, Outcome, exit_code, worst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.journal import JournalData

VERDICT_WORDS: Final = {
    ExitCode.PASSED: "PASS",
    ExitCode.FAILED: "FAIL",
    ExitCode.NOT_TESTED: "NOT TESTED",
    ExitCode.NOTHING_TESTED: "NOTHING TESTED",
}
_KINDS: Final = {
    "virtual": "virtual phone",
    "real": "real phone",
    "emulator": "emulator",
    "simulator": "simulator",
    "cloud": "cloud phone",
    "attached": "attached phone",
}
_COUNTED: Final = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "failed",
    Outcome.ERROR: "in error",
    Outcome.LOST: "lost",
    Outcome.INFRA: "stopped by the lab",
    Outcome.NOT_RUN: "not run",
    Outcome.REFUSED: "refused",
}
_ALWAYS: Final = (Outcome.PASS, Outcome.FAIL)


def verdict(data: JournalData) -> ExitCode:
    """What the run comes to; an attempt that no plan asked for spoils it."""
    code = exit_code(result.outcome for result in data.results())
    if data.unplanned() and code is ExitCode.PASSED:
        return ExitCode.NOT_TESTED
    return code


def builds(data: JournalData) -> str:
    """The builds that the run is about."""
    return ", ".join(build.title for build in data.plan.run.builds)


def coverage(data: JournalData) -> str:
    """The kinds of phones that the verdict rests on: cells where a test passed or failed."""
    results = data.results()
    tested = {result.planned.cell for result in results if result.outcome in VERDICTS}
    planned = Counter(cell.kind for cell in data.plan.cells)
    covered = Counter(cell.kind for cell in data.plan.cells if cell.id in tested)
    return ", ".join(_phones(kind, covered[kind], planned[kind]) for kind in planned)


def counts(data: JournalData) -> str:
    """How many tests ended how: passed and failed always, the rest where there is any."""
    numbers = data.counts()
    return ", ".join(
        f"{numbers.get(outcome, 0)} {word}"
        for outcome, word in _COUNTED.items()
        if outcome in _ALWAYS or numbers.get(outcome)
    )


def headline(data: JournalData) -> str:
    """The verdict in one line, with the build and the kinds of phones that it rests on."""
    word = VERDICT_WORDS[verdict(data)]
    return f"{word}  {builds(data)} on {coverage(data)}: {counts(data)}"


def promises(data: JournalData) -> Mapping[str, Mapping[str, Outcome]]:
    """Promise by cell: the worst of the tests that name the promise. Sorted by promise."""
    found: dict[str, dict[str, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for result in data.results():
        for promise in result.planned.promises:
            found[promise][result.planned.cell].append(result.outcome)
    return {
        promise: {cell: worst(outcomes) for cell, outcomes in found[promise].items()}
        for promise in sorted(found)
    }


def _phones(kind: str, covered: int, planned: int) -> str:
    noun = _KINDS.get(kind, f"{kind} phone")
    number = str(planned) if covered == planned else f"{covered} of {planned}"
    return f"{number} {noun}{'' if planned == 1 else 's'}"
