"""The screen's lock on iOS: the driver's commands, proved by what the system says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session
    from devices.facts import DeviceFacts
    from devices.ios.passcode import IosPasscode

_PRESSES: Final = 2  # one lights the screen, one opens
_BY_HAND: Final = "a passcode that no run has set has to be taken away by hand"


class IosLock:
    """Locks and opens the screen.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        passcode: ours.
    """

    def __init__(
        self, facts: DeviceFacts, session: Callable[[], Session], passcode: IosPasscode
    ) -> None:
        self.facts = facts
        self._session = session
        self._passcode = passcode

    @verb("screen.lock")
    def lock(self) -> None:
        """See `devices.device.Lock`. The button lights a dark screen before it opens one."""
        self._session().execute("mobile: lock")
        if not wait.until(lambda: self.is_locked, DEADLINES.effect_s):
            raise EffectMissing(self.facts.name, "locking the screen", "no lock screen is up")
        self.light()

    def light(self) -> None:
        """Light the dark screen of a locked phone; where it is lit this asks for the passcode."""
        self._session().press("home")

    @verb("screen.unlock")
    def unlock(self) -> None:
        """See `devices.device.Lock`."""
        if not self.is_locked:
            return
        self._open()
        if wait.until(lambda: self.is_locked, DEADLINES.effect_s, holds=lambda up: not up):
            raise EffectMissing(
                self.facts.name, "leaving the lock screen", "it is up still", _BY_HAND
            )

    @property
    def is_locked(self) -> bool:
        """See `devices.device.Lock`."""
        return bool(self._session().execute("mobile: isLocked"))

    def _open(self) -> None:
        """Press Home, as ``mobile: unlock`` does twice, but not once the lock screen has gone.

        Source: WebDriverAgent, XCUIDevice+FBHelpers.m, fb_unlockScreen.
        """
        for _ in range(_PRESSES):
            self._session().press("home")
            if not wait.until(lambda: self.is_locked, self.facts.quiet_s, holds=lambda up: not up):
                return
        if self._passcode.is_set:
            self._passcode.type_on_lock_screen()
