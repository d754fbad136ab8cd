"""What can become of a test on a cell, and what a run of them means to a shell."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class Outcome(StrEnum):
    """What became of one test on one cell; `meaning` says each in a line."""

    PASS = "PASS"  # noqa: S105 - no password
    FAIL = "FAIL"
    ERROR = "ERROR"
    INFRA = "INFRA"
    LOST = "LOST"
    NOT_RUN = "NOT_RUN"
    REFUSED = "REFUSED"

    @property
    def meaning(self) -> str:
        """One line for a reader of a report."""
        return _MEANING[self]


_MEANING: Final = {
    Outcome.PASS: "the product kept the promise",
    Outcome.FAIL: "the test's own claim about the product does not hold",
    Outcome.ERROR: "the test's code or data is wrong",
    Outcome.INFRA: "the device, adb, Appium, WebDriverAgent or this host got in the way",
    Outcome.LOST: "the device, or the worker that drove it, went away",
    Outcome.NOT_RUN: "planned, and the run ended before it",
    Outcome.REFUSED: "this cell cannot show it: not covered",
}

BY_SEVERITY: Final = (
    Outcome.FAIL,
    Outcome.ERROR,
    Outcome.LOST,
    Outcome.INFRA,
    Outcome.NOT_RUN,
    Outcome.REFUSED,
    Outcome.PASS,
)
"""Worst first: what one word says about many."""

VERDICTS: Final = frozenset({Outcome.PASS, Outcome.FAIL})
"""The outcomes that say something about the product."""


class ExitCode(IntEnum):
    """What a run tells the shell. 2 and 4 stay pytest's own: interrupted, wrong usage."""

    PASSED = 0
    FAILED = 1
    NOT_TESTED = 3
    NOTHING_TESTED = 5


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The most severe of some outcomes.

    Raises:
        ValueError: there are none.
    """
    return min(outcomes, key=BY_SEVERITY.index)


def exit_code(outcomes: Iterable[Outcome]) -> ExitCode:
    """What the shell is told, so that a lab's trouble looks neither like a bug nor like success.

    * 1: the product failed somewhere, whatever else happened;
    * 3: no failure, but something planned could not be tested (ERROR, INFRA, LOST, NOT_RUN);
    * 5: nothing said anything about the product: no tests, or all refused;
    * 0: everything that was not refused passed.
    """
    seen = set(outcomes)
    if Outcome.FAIL in seen:
        return ExitCode.FAILED
    if seen - VERDICTS - {Outcome.REFUSED}:
        return ExitCode.NOT_TESTED
    return ExitCode.PASSED if Outcome.PASS in seen else ExitCode.NOTHING_TESTED
