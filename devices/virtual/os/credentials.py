"""The lock screen's credential."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SHORTEST: Final = 4
"""Characters or dots of the shortest credential. Source: AOSP LockPatternUtils."""


class CredentialKind(StrEnum):
    """How the phone is locked."""

    NONE = "none"
    PATTERN = "pattern"
    PIN = "pin"
    PASSWORD = "password"  # noqa: S105 - the name of a kind


class CredentialError(Exception):
    """A new credential is not acceptable; the message is Android's."""


@dataclass(slots=True)
class Credentials:
    """One user's credential; a phone without one opens with a swipe.

    Attributes:
        failures: attempts in a row that did not match.
    """

    kind: CredentialKind = CredentialKind.NONE
    _secret: str = ""
    failures: int = 0

    @property
    def secure(self) -> bool:
        """Whether opening the phone takes a credential."""
        return self.kind is not CredentialKind.NONE

    def set(self, kind: CredentialKind, secret: str) -> None:
        """Replace the credential.

        Raises:
            CredentialError: it is too short or of the wrong characters.
        """
        if kind is CredentialKind.PATTERN:
            _check_pattern(secret)
        elif kind is not CredentialKind.NONE and len(secret) < SHORTEST:
            raise CredentialError(f"password must not be null and at least of length {SHORTEST}")
        self.kind, self._secret, self.failures = kind, secret, 0

    def clear(self) -> None:
        """Have none any more."""
        self.kind, self._secret, self.failures = CredentialKind.NONE, "", 0

    def matches(self, secret: str) -> bool:
        """Try a credential; counts the failures in a row."""
        found = hmac.compare_digest(
            self._secret.encode(), secret.encode("utf-8", "surrogateescape")
        )
        self.failures = 0 if found else self.failures + 1
        return found


def _check_pattern(secret: str) -> None:
    """Dots are 1 to 9, row by row, each at most once."""
    dots = set(secret)
    if len(secret) < SHORTEST or not dots <= set("123456789") or len(dots) != len(secret):
        raise CredentialError(f"pattern must not be null and at least {SHORTEST} dots long.")
