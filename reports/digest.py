"""What a run says, in a few lines: the verdict first, then promise by cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.outcomes import VERDICTS, ExitCode, Outcome, exit_code, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.journal import JournalData
    from reports.records import PlannedTest, Result

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
_ASSUMED: Final = "assumed"  # the origin of a promise that nobody has made to us


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a promise on a cell.

    Attributes:
        outcome: the worst of the tests that name it.
        assumed: whether those that come to it are all about an assumed clause of the promise.
    """

    outcome: Outcome
    assumed: bool = False


def verdict(data: JournalData) -> ExitCode:
    """What the run comes to; an attempt that no plan asked for spoils it."""
    code = exit_code(result.outcome for result in data.results())
    if data.unplanned() and code is ExitCode.PASSED:
        return ExitCode.NOT_TESTED
    return code


def builds(data: JournalData) -> str:
    """The builds that the run is about; those of one version are told together."""
    told: dict[str, list[str]] = {}
    for build in data.plan.run.builds:
        told.setdefault(build.name, []).append(build.fingerprint)
    return ", ".join(f"{name} ({'; '.join(prints)})" for name, prints in told.items())


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
    return f"{word}  {builds(data)} on {coverage(data)}: {counts(data)}{_assumptions(data)}"


def short_verdict(data: JournalData) -> str:
    """The verdict in a few words."""
    word = VERDICT_WORDS[verdict(data)]
    deciding = _deciding(data)
    alone = deciding and all(is_assumed(data, result.planned) for result in deciding)
    return f"{word}, assumed clauses alone" if alone else word


def is_assumed(data: JournalData, planned: PlannedTest) -> bool:
    """Whether a test is about what is only assumed: a clause of its promises, or all of them."""
    origins = {promise.id: promise.origin for promise in data.plan.promises}
    return planned.assumed or all(origins.get(id_) == _ASSUMED for id_ in planned.promises)


def promises(data: JournalData) -> Mapping[str, Mapping[str, Standing]]:
    """Promise by cell, sorted by promise."""
    found: dict[str, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for result in data.results():
        for promise in result.planned.promises:
            found[promise][result.planned.cell].append(result)
    return {
        promise: {cell: _standing(results) for cell, results in found[promise].items()}
        for promise in sorted(found)
    }


def _standing(results: Iterable[Result]) -> Standing:
    results = list(results)
    outcome = worst(result.outcome for result in results)
    deciding = [result for result in results if result.outcome is outcome]
    return Standing(outcome, all(result.planned.assumed for result in deciding))


def _assumptions(data: JournalData) -> str:
    """How much of the verdict rests on what is only assumed; nothing where none of it does."""
    deciding = _deciding(data)
    number = sum(is_assumed(data, result.planned) for result in deciding)
    if not number:
        return ""
    if number == len(deciding):
        return "; the verdict rests on assumed clauses alone"
    word = _COUNTED[deciding[0].outcome]
    return f"; {number} of the {len(deciding)} {word} rest on assumed clauses"


def _deciding(data: JournalData) -> list[Result]:
    """The results that the verdict rests on: those that failed, if any did."""
    said = Outcome.FAIL if verdict(data) is ExitCode.FAILED else Outcome.PASS
    return [result for result in data.results() if result.outcome is said]


def _phones(kind: str, covered: int, planned: int) -> str:
    noun = _KINDS.get(kind, f"{kind} phone")
    number = str(planned) if covered == planned else f"{covered} of {planned}"
    return f"{number} {noun}{'' if planned == 1 else 's'}"
