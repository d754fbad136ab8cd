"""What apps of any platform ask of a biometric sensor, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What becomes of a question; all but FAILED end it.

    MATCHED: it was the user.
    FAILED: it was not, and the question stands. Face ID and Touch ID do not tell of that.
    EXHAUSTED: it was not, as often as the system lets anybody try at one question.
    DECLINED: the user left the question.
    FALLBACK: the user chose the button of the question that leads to something else.
    WITHDRAWN: the system or the app took the question back.
    SHUT: too many failures have shut the sensor.
    UNAVAILABLE: nobody is enrolled, or the app may not ask.
    """

    MATCHED = "matched"
    FAILED = "failed"
    EXHAUSTED = "exhausted"
    DECLINED = "declined"
    FALLBACK = "fallback"
    WITHDRAWN = "withdrawn"
    SHUT = "shut"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Question:
    """What an app asks with.

    Attributes:
        reason: what a match is for.
        fallback: words of the button that leads to something else.
    """

    reason: str
    fallback: str
