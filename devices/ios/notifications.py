"""Notification verbs on iOS: in Notification Centre, by a finger, since nothing else tells of them.

Where the phone is locked its lock screen is that list. What is read is what accessibility says of
a notification: the app's name, the time and its words, joined by commas.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.device import Notification
from devices.errors import EffectMissing
from devices.ios import screens
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appium.webdriver.webelement import WebElement

    from devices.device import DeviceFacts
    from devices.ios.apps import IosApps
    from devices.ios.springboard import Springboard

# Source: Apple's accessibility of NCNotificationShortLookView, which joins the parts so.
_BETWEEN: Final = ", "
_OPENING: Final = "opening Notification Centre"


class IosNotifications:
    """Reads, awaits and clears notifications, and shows their list.

    Args:
        facts: of the device.
        springboard: of the device.
        apps: of the device, which know an app's name.
    """

    def __init__(self, facts: DeviceFacts, springboard: Springboard, apps: IosApps) -> None:
        self.facts = facts
        self._springboard = springboard
        self._apps = apps
        self._centre = screens.row_for(screens.read().notification_centre, facts.api_level)

    @verb("notifications.list")
    def of(self, package: str) -> list[Notification]:
        """See `devices.device.Notifications`. Where a title ends is not told: at its first comma.

        Of those that the system has put on a pile only the one on top is seen.
        """
        with self._listed():
            return [_read(package, label) for label in self._labels(package)]

    @verb("notifications.list")
    def arrives(
        self, package: str, title: str, text: str = "", deadline_s: float = DEADLINES.arrival_s
    ) -> Notification | None:
        """See `devices.device.Notifications`."""

        def found() -> Notification | None:
            there = (_read(package, label, title) for label in self._labels(package))
            return next((n for n in there if n.title == title and text in n.text), None)

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
        if self._springboard.is_locked():
            raise self._missing(_OPENING, "the lock screen is in front")
        if not self._has_clock():
            self._pull()

    @verb("notifications.shade")
    def close_shade(self) -> None:
        """See `devices.device.Notifications`."""
        if self._has_clock() and not self._springboard.is_locked():
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
        """What accessibility says of an app's notifications in the list, without its name."""
        return [label for label, _ in self._ours(package)]

    def _ours(self, package: str) -> list[tuple[str, WebElement]]:
        ours = self._apps.name(package).casefold()
        labelled = [
            (self._springboard.attribute(each, "label"), each)
            for each in self._springboard.find(self._centre.notification)
        ]
        parted = [(label.partition(_BETWEEN), each) for label, each in labelled]
        return [(rest, each) for (name, _, rest), each in parted if name.casefold() == ours]

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


def _read(package: str, label: str, title: str = "") -> Notification:
    """A notification by what accessibility says of it after the app's name.

    Args:
        package: whose it is.
        label: the time, the title and the text.
        title: the one that is looked for, which may hold a comma itself.
    """
    _, _, words = label.partition(_BETWEEN)
    if title and words.startswith(title + _BETWEEN):
        return Notification(package, title, words.removeprefix(title + _BETWEEN), key=label)
    found, _, text = words.partition(_BETWEEN)
    return Notification(package, found, text, key=label)
