"""What an authentication ends with, as apps are told it.

Source of the numbers: developer.android.com, android.hardware.biometrics.BiometricPrompt and
android.hardware.fingerprint.FingerprintManager.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Event(StrEnum):
    """The callbacks of an authentication; all but FAILED end it."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ERROR = "error"


class ErrorCode(IntEnum):
    """Why an authentication ended without a match."""

    TIMEOUT = 3
    CANCELED = 5
    LOCKOUT = 7
    LOCKOUT_PERMANENT = 9
    USER_CANCELED = 10
    NO_BIOMETRICS = 11
    NEGATIVE_BUTTON = 13
    NO_DEVICE_CREDENTIAL = 14


class Availability(IntEnum):
    """Whether an authentication can begin: what ``BiometricManager.canAuthenticate`` gives."""

    SUCCESS = 0
    NONE_ENROLLED = 11


@dataclass(frozen=True, slots=True)
class Outcome:
    """One callback of an authentication.

    Attributes:
        event: which.
        code: why it ended, for an error.
        text: what the system says of an error, or the label of the negative button.
    """

    event: Event
    code: ErrorCode | None = None
    text: str = ""

    @property
    def final(self) -> bool:
        """Whether no other callback follows."""
        return self.event is not Event.FAILED


Told = Callable[[Outcome], None]
"""Takes the callbacks of an authentication."""

SUCCEEDED: Final = Outcome(Event.SUCCEEDED)
FAILED: Final = Outcome(Event.FAILED)


def error(code: ErrorCode, text: str) -> Outcome:
    """The end of an authentication without a match."""
    return Outcome(Event.ERROR, code, text)
