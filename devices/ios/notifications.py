"""Notification verbs on iOS: in Notification Centre, by a finger, since nothing else tells of them.

Where the phone is locked its lock screen is that list. What is read is what accessibility says of
a notification: the app's name, the time and its words in one label. How they are joined, and
whether in capitals, is not sure: nothing rests on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.facts import Notification
from devices.ios import screens
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appium.webdriver.webelement import WebElement

    from devices.facts import DeviceFacts
    from devices.ios.apps import IosApps
    from devices.ios.lock import IosLock
    from devices.ios.springboard import Springboard

_OPENING: Final = "opening Notification Centre"


class IosNotifications:
    """Reads, awaits and clears notifications, and shows their list.

    Args:
        facts: of the device.
        springboard: of the device.
        apps: of the device, which know an app's name.
        lock: of the device.
    """

    def __init__(
        self, facts: DeviceFacts, springboard: Springboard, apps: IosApps, lock: IosLock
    ) -> None:
        self.facts = facts
        self._springboard = springboard
        self._apps = apps
        self._lock = lock
        self._centre = screens.row_for(screens.read().notification_centre, facts.api_level)

    @verb("notifications.list")
    def of(self, package: str) -> list[Notification]:
        """See `devices.device.Notifications`. Its words come together, as the text.

        Of those that the system has put on a pile only the one on top is seen.
        """
        with self._listed():
            return [Notification(package, "", label, key=label) for label in self._labels(package)]

    @verb("notifications.list")
    def arrives(
        self, package: str, title: str, text: str = "", deadline_s: float = DEADLINES.arrival_s
    ) -> Notification | None:
        """See `devices.device.Notifications`."""

        def found() -> Notification | None:
            there = (each for each in self._labels(package) if title in each and text in each)
            return next((Notification(package, title, said, key=said) for said in there), None)

        with self._listed():
            return wait.until(found, deadline_s)

    @verb("notifications.clear")
    def clear(self, package: str) -> None:
        """See `devices.device.Notifications`."""
        with self._listed():
            left = wait.until(
                lambda: self._swept(package), DEADLINES.effect_s, holds=lambda labels: not labels
            )
        if left:
            raise self._missing(f"clearing the notifications of {package}", f"there is {left[0]!r}")

    @verb("notifications.shade")
    def open_shade(self) -> None:
        """See `devices.device.Notifications`."""
        if self._lock.is_locked:
            raise self._missing(_OPENING, "the lock screen is in front")
        if not self._has_clock():
            self._pull()

    @verb("notifications.shade")
    def close_shade(self) -> None:
        """See `devices.device.Notifications`."""
        if self._has_clock() and not self._lock.is_locked:
            self._push()

    @contextmanager
    def _listed(self) -> Iterator[None]:
        """The list in sight for a while: open, on a locked screen, or pulled down for it."""
        if self._has_clock():
            yield
            return
        self._pull()
        try:
            yield
        finally:
            self._push()

    def _pull(self) -> None:
        self._springboard.drag(self._centre.pull)
        self._prove(_OPENING, opened=True)

    def _push(self) -> None:
        if self._springboard.has_home_button:
            self._springboard.press_home()
        else:
            self._springboard.drag(self._centre.push)
        self._prove("closing Notification Centre", opened=False)

    def _labels(self, package: str) -> list[str]:
        """What accessibility says of an app's notifications in the list."""
        return [label for label, _ in self._ours(package)]

    def _ours(self, package: str) -> list[tuple[str, WebElement]]:
        """Labels and elements: of the first locator that finds any, so that each counts once."""
        name = self._apps.name(package).casefold()
        if not name:
            return []
        labelled = (
            [(self._springboard.attribute(each, "label"), each) for each in found]
            for locator in self._centre.notification
            if (found := self._springboard.find(locator))
        )
        ours = ([pair for pair in pairs if name in pair[0].casefold()] for pairs in labelled)
        return next(filter(None, ours), [])

    def _swept(self, package: str) -> list[str]:
        """Take one away, by a sweep and the button that comes with it; gives what is left."""
        for _, each in self._ours(package)[:1]:
            self._springboard.sweep_left(each)
            for button in self._springboard.find(self._centre.clear)[:1]:
                self._springboard.tap(button)
        return self._labels(package)

    def _has_clock(self) -> bool:
        return bool(self._springboard.find(self._centre.clock))

    def _prove(self, tried: str, *, opened: bool) -> None:
        seen = wait.until(self._has_clock, DEADLINES.effect_s, holds=lambda there: there is opened)
        if seen is not opened:
            raise self._missing(tried, f"its clock is {'not ' if opened else ''}there")

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self.facts.name, tried, seen, "see the picture of the screen")
