"""How many failures the fingerprint reader bears.

Every fifth failure shuts it for 30 seconds, the twentieth until the credential is entered. The
count is the phone's: it goes on over apps, and the end of a 30 seconds' lock does not clear it.
Source: AOSP LockoutFrameworkImpl, MAX_FAILED_ATTEMPTS_LOCKOUT_TIMED, _PERMANENT and
FAIL_LOCKOUT_TIMEOUT_MS; FingerprintService before Android 11.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.os.clock import Clock

TIMED_AFTER: Final = 5
PERMANENT_AFTER: Final = 20
LASTS: Final = timedelta(seconds=30)


class LockoutMode(StrEnum):
    """How the reader is shut."""

    NONE = "none"
    TIMED = "timed"
    PERMANENT = "permanent"


class Lockout:
    """The failures of one phone, and what they have shut.

    Attributes:
        failures: those since the last match or credential.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = timedelta()
        self.failures = 0

    @property
    def mode(self) -> LockoutMode:
        """How the reader is shut now."""
        if self.failures >= PERMANENT_AFTER:
            return LockoutMode.PERMANENT
        return LockoutMode.TIMED if self._clock.uptime() < self._until else LockoutMode.NONE

    def fail(self) -> None:
        """Count a finger that was not recognized."""
        self.failures += 1
        if self.failures % TIMED_AFTER == 0:
            self._until = self._clock.uptime() + LASTS

    def clear(self) -> None:
        """Begin anew: a finger matched, or the credential was entered."""
        self.failures, self._until = 0, timedelta()
