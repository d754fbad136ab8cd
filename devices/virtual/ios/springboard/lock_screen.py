"""The lock screen: when it comes up, and what opens it.

Source: Apple, iPhone User Guide, "Unlock your iPhone with Face ID" and "with Touch ID".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.springboard import lock_views
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from devices.virtual.ios.biometrics.service import Biometrics
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.passcode import Passcode
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.os.clock import Clock
    from devices.virtual.ui.node import Node


class LockScreen:
    """The lock screen of one phone; it is up while the display is locked.

    Attributes:
        typed: digits of the passcode so far.
        recognized: whether a face was: the padlock is open, and a sweep leads on.
        listed: makes what stands below the date: the list of notifications.
    """

    def __init__(
        self,
        profile: IosProfile,
        display: IosDisplay,
        clock: Clock,
        *,
        passcode: Passcode,
        biometrics: Biometrics,
    ) -> None:
        self.row: Mapping[str, Any] = profile.rows["lock_screen"]
        self._profile, self._display, self._clock = profile, display, clock
        self._passcode, self._biometrics = passcode, biometrics
        self.listed: Callable[[], list[Node]] = list
        self._asking = self.recognized = False
        self._then: Callable[[], None] = _nothing
        self.typed = ""
        self.window = Window(
            SPRINGBOARD, "lock screen", WindowKind.KEYGUARD, self._content, _nothing
        )
        passcode.on_entered.append(biometrics.forgive)
        biometrics.idle = self._seen

    # -- what it says

    @property
    def now(self) -> datetime:
        """The time that it shows."""
        return self._clock.now()

    @property
    def hint(self) -> str:
        """The line at its foot."""
        return str(self.row["hint"][self._profile.home])

    @property
    def question(self) -> str:
        """The line above the keypad."""
        sensor = self._profile.sensor
        if not self._biometrics.enrolled:
            return str(self.row["plain"])
        return str(self.row["required" if self._biometrics.shut else "ask"][sensor])

    @property
    def digits(self) -> int:
        """How many the passcode has."""
        return self._passcode.length

    # -- coming and going

    def power_changed(self) -> None:
        """The screen went on or off, or the phone was locked or unlocked."""
        up = self.window in self._display.windows()
        if not self._display.locked:
            self._display.remove(self.window)
            then, self._then = self._then, _nothing
            then()
        elif not up or not self._display.screen_on:
            self._asking = self.recognized = False
            self.typed, self._then = "", _nothing
            self._display.show(self.window)

    def changed(self) -> None:
        """What it shows has changed."""
        self._display.invalidate(self.window)

    def ask(self) -> None:
        """Open: at once where a face was recognized or there is no passcode; else by asking."""
        if self.recognized or not self._passcode.length:
            self._display.unlock()
        else:
            self._asking = True
            self.changed()

    def pass_to(self, then: Callable[[], None]) -> None:
        """Do something beyond the lock screen: at once, or when it has been opened for it."""
        if not self._display.locked:
            then()
            return
        self._then = then
        self.ask()

    def leave_keypad(self) -> None:
        """Go back from the keypad to the lock screen."""
        self._asking, self.typed, self._then = False, "", _nothing
        self.changed()

    # -- the passcode

    def press(self, digit: str) -> None:
        """A key of the keypad; the last digit enters the passcode."""
        self.typed += digit
        if len(self.typed) >= self._passcode.length:
            typed, self.typed = self.typed, ""
            if self._passcode.enter(typed):
                self._display.unlock()
                return
        self.changed()

    def erase(self) -> None:
        """The key that takes the last digit back."""
        self.typed = self.typed[:-1]
        self.changed()

    # -- the sensor

    def _seen(self, match: bool) -> None:  # noqa: FBT001 - the sensor's own signature
        """A finger or a face is there: it wakes the phone, and opens what it may."""
        sensor = self._biometrics
        if not self._display.locked or not sensor.enrolled or sensor.shut:
            return
        self._display.wake()
        if not match:
            sensor.count()
            self.ask()
            return
        sensor.forgive()
        self.recognized = True
        if sensor.sensor == "touch_id" or self._asking:
            self._display.unlock()
        else:
            self.changed()

    def _content(self) -> Node:
        if self._asking:
            return lock_views.keypad(self)
        return lock_views.lock_screen(self, self.listed())


def _nothing() -> None:
    """What is to be done beyond the lock screen where nothing was asked for."""
