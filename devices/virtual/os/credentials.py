"""The lock screen's credential."""

from __future__ import annotations

import hmac
import math
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock

SHORTEST: Final = 4
"""Characters or dots of the shortest credential. Source: AOSP LockPatternUtils."""
_TRIES: Final = 5
_FEW, _SOME, _MANY = 10, 30, 140
_SHORT_S: Final = 30
_DAY_S: Final = 24 * 60 * 60


class CredentialKind(StrEnum):
    """How the phone is locked."""

    NONE = "none"
    PATTERN = "pattern"
    PIN = "pin"
    PASSWORD = "password"  # noqa: S105 - the name of a kind


class CredentialError(Exception):
    """A new credential is not acceptable; the message is Android's."""


class Credentials:
    """One user's credential; a phone without one opens with a swipe.

    Attributes:
        kind: of the credential.
        failures: attempts in a row that did not match.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secret = ""
        self._throttled_until = timedelta()
        self._on_clear: list[Callable[[], None]] = []
        self._on_entered: list[Callable[[], None]] = []
        self.kind = CredentialKind.NONE
        self.failures = 0

    @property
    def secure(self) -> bool:
        """Whether opening the phone takes a credential."""
        return self.kind is not CredentialKind.NONE

    @property
    def throttled_s(self) -> int:
        """Seconds for which no attempt is looked at, after too many that failed; 0 for none."""
        left = self._throttled_until - self._clock.uptime()
        return max(0, math.ceil(left.total_seconds()))

    def on_clear(self, callback: Callable[[], None]) -> None:
        """Call back each time the credential is taken away."""
        self._on_clear.append(callback)

    def on_entered(self, callback: Callable[[], None]) -> None:
        """Call back each time a user has entered the credential."""
        self._on_entered.append(callback)

    def set(self, kind: CredentialKind, secret: str) -> None:
        """Replace the credential.

        Raises:
            CredentialError: it is too short or of the wrong characters.
        """
        if kind is CredentialKind.PATTERN:
            _check_pattern(secret)
        elif kind is not CredentialKind.NONE and len(secret) < SHORTEST:
            raise CredentialError(f"password must not be null and at least of length {SHORTEST}")
        self.kind, self._secret = kind, secret
        self._forgive()

    def clear(self) -> None:
        """Have none any more."""
        self.kind, self._secret = CredentialKind.NONE, ""
        self._forgive()
        for callback in self._on_clear:
            callback()

    def matches(self, secret: str) -> bool:
        """Try a credential; counts the failures in a row, and looks at none while throttled."""
        if self.throttled_s:
            return False
        found = hmac.compare_digest(
            self._secret.encode(), secret.encode("utf-8", "surrogateescape")
        )
        if found:
            self._forgive()
        else:
            self.failures += 1
            wait = timedelta(seconds=_wait_s(self.failures))
            self._throttled_until = self._clock.uptime() + wait
        return found

    def enter(self, secret: str) -> bool:
        """Have a user enter a credential where the system asks for it; says whether it matches."""
        found = self.matches(secret)
        if found:
            for callback in self._on_entered:
                callback()
        return found

    def _forgive(self) -> None:
        self.failures, self._throttled_until = 0, timedelta()


def _wait_s(failures: int) -> int:
    """For how long attempts are refused. Source: AOSP system/gatekeeper, ComputeRetryTimeout."""
    if failures <= _FEW:
        return 0 if failures % _TRIES else _SHORT_S
    if failures < _SOME:
        return _SHORT_S
    return _SHORT_S * 2 ** ((failures - _SOME) // 10) if failures < _MANY else _DAY_S


def _check_pattern(secret: str) -> None:
    """Dots are 1 to 9, row by row, each at most once."""
    dots = set(secret)
    if len(secret) < SHORTEST or not dots <= set("123456789") or len(dots) != len(secret):
        raise CredentialError(f"pattern must not be null and at least {SHORTEST} dots long.")
