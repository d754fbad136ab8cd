"""What a run of a build with a seeded defect says about the suites."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.outcomes import VERDICTS, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from devices.pool.defects import Defect
    from fleet.runs import Made
    from reports.records import Result


class Verdict(StrEnum):
    """What became of a defect."""

    CAUGHT = "caught"
    MISSED = "MISSED"
    FALSE_ALARM = "FALSE ALARM"
    UNKNOWN = "NOT TESTED"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the suites said of a build with one defect.

    Attributes:
        defect: the defect.
        made: the run.
        own: tests of the promise that it breaks.
        caught_by: those of them that failed, and pass without the defect.
        others: how many tests of other promises ran.
        false_alarms: those of them that did not pass, and pass without the defect.
        trouble: why it is not known whether the defect is noticed; empty when it is.
    """

    defect: Defect
    made: Made
    own: tuple[Result, ...]
    caught_by: tuple[str, ...]
    others: int
    false_alarms: tuple[Result, ...]
    trouble: str

    @property
    def verdict(self) -> Verdict:
        """In a word; a defect that nobody noticed is worse than a false alarm."""
        if self.trouble:
            return Verdict.UNKNOWN
        if not self.caught_by:
            return Verdict.MISSED
        return Verdict.FALSE_ALARM if self.false_alarms else Verdict.CAUGHT


def unsound(sound: Made) -> tuple[Result, ...]:
    """What did not pass on a build without a defect."""
    return tuple(result for result in sound.results if result.outcome is not Outcome.PASS)


def judge(defect: Defect, made: Made, unsound: Collection[Result]) -> Finding:
    """What a run of a build with that defect has found.

    Args:
        defect: that the build carries.
        made: the run.
        unsound: what does not pass without the defect either, and so says nothing.
    """
    silent = {_key(result) for result in unsound}
    own = tuple(result for result in made.results if defect.breaks in result.planned.promises)
    others = tuple(result for result in made.results if result not in own)
    failed = [r for r in own if r.outcome is Outcome.FAIL and _key(r) not in silent]
    return Finding(
        defect,
        made,
        own,
        tuple(dict.fromkeys(result.planned.test for result in failed)),
        len(others),
        tuple(r for r in others if r.outcome is not Outcome.PASS and _key(r) not in silent),
        made.trouble or _untested(defect, own),
    )


def _untested(defect: Defect, own: tuple[Result, ...]) -> str:
    """Nothing unless the promise's tests are there and none came to a verdict."""
    if not own or any(result.outcome in VERDICTS for result in own):
        return ""
    first = own[0]
    why = f"{first.outcome} {first.message}"
    return f"no test of {defect.breaks} came to a verdict, as {first.planned.test}: {why}"


def _key(result: Result) -> tuple[str, str]:
    return result.planned.test, result.planned.cell
