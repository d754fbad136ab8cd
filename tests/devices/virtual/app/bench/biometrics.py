"""The bench's fingerprint reader: a finger that is put on it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.biometrics.outcome import (
    FAILED,
    SUCCEEDED,
    Availability,
    ErrorCode,
    error,
)
from devices.virtual.os.biometrics.service import AppBiometrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.biometrics.outcome import Told
    from devices.virtual.os.biometrics.prompt import PromptInfo


class BenchBiometrics(AppBiometrics):
    """What the app gets of a phone's fingers.

    Attributes:
        enrolled: whether the phone knows a finger.
        shut: whether too many failures have locked the reader.
        asked: what the app asks with now; None while it does not ask.
    """

    def __init__(self) -> None:
        self.enrolled = self.shut = False
        self.asked: PromptInfo | None = None
        self._tell: Told = lambda _: None

    @property
    def availability(self) -> Availability:
        """Whether an authentication can begin."""
        return Availability.SUCCESS if self.enrolled else Availability.NONE_ENROLLED

    def authenticate(self, info: PromptInfo, on_outcome: Told) -> Callable[[], None]:
        """Keep the question; refused at once while the reader is shut."""
        if self.shut:
            on_outcome(error(ErrorCode.LOCKOUT, "Too many attempts. Try again later."))
            return lambda: None
        self.asked, self._tell = info, on_outcome
        return lambda: self.end(ErrorCode.CANCELED)

    def match(self) -> None:
        """Put the finger on it."""
        self.asked = None
        self._tell(SUCCEEDED)

    def mismatch(self) -> None:
        """Put another one on it."""
        self._tell(FAILED)

    def end(self, code: ErrorCode) -> None:
        """End the question without a match; one that is over stays so."""
        if self.asked is not None:
            self.asked = None
            self._tell(error(code, ""))

    def drop(self) -> None:
        """End it without a word, as when the app's process is gone."""
        self.asked = None
