"""What LocalAuthentication is asked, and what it answers.

Source: developer.apple.com, LAError.Code, LAContext.localizedFallbackTitle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class LAError(IntEnum):
    """Why an evaluation ended without a match, or cannot begin."""

    AUTHENTICATION_FAILED = -1
    USER_CANCEL = -2
    USER_FALLBACK = -3
    SYSTEM_CANCEL = -4
    BIOMETRY_NOT_AVAILABLE = -6
    BIOMETRY_NOT_ENROLLED = -7
    BIOMETRY_LOCKOUT = -8
    APP_CANCEL = -9


@dataclass(frozen=True, slots=True)
class Request:
    """What an app asks with, for the policy ``deviceOwnerAuthenticationWithBiometrics``.

    Attributes:
        bundle_id: of the app.
        label: how alerts call it.
        reason: what a match is for: ``localizedReason``.
        fallback: title of the button that leads to something else; None for the system's own, empty
            for no such button.
    """

    bundle_id: str
    label: str
    reason: str
    fallback: str | None = None


Reply = Callable[[LAError | None], None]
"""Takes the end of an evaluation: None for a match."""
