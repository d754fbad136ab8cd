"""Notification verbs on Android: by the status bar's commands, proved by dumps of the system.

No command takes notifications away but their app's own: `clear` does what a user's finger does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.android.posted import DUMP, posted
from devices.android.trip import ask
from devices.errors import EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.appium.session import Session
    from devices.facts import DeviceFacts, Notification

_EXPAND: Final = "cmd statusbar expand-notifications"
_COLLAPSE: Final = "cmd statusbar collapse"
_FRONT: Final = "dumpsys window | grep -E '^ +showing=|mCurrentFocus=' || true"
# One window is the shade's and the lock screen's; up to Android 10 it is the status bar's, too.
_SHADE: Final = re.compile(r"mCurrentFocus=Window\{\S+ u\d+ (?:NotificationShade|StatusBar)\}")
_LOCKED: Final = re.compile(r"^ +showing=true", re.MULTILINE)
_CLEAR_ALL: Final = Locator(
    uiautomator=(
        'new UiSelector().resourceIdMatches("com.android.systemui:id/(dismiss_text|clear_all)")'
    )
)
_ROW: Final = Locator(
    xpath=(
        "//*[@resource-id='com.android.systemui:id/expandableNotificationRow']"
        "[.//*[@resource-id='android:id/title'][@text=\"{title}\"]]"
    )
)
_LATER: Final = "input swipe {x} {low} {x} {high} 300"
_SIZE: Final = re.compile(r"(?P<kind>Physical|Override) size: (?P<width>\d+)x(?P<height>\d+)")


class AndroidNotifications:
    """Reads, awaits and clears notifications, and shows their list.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session

    @verb("notifications.list")
    def of(self, package: str) -> list[Notification]:
        """See `devices.device.Notifications`."""
        return [n for n in self._all() if n.package == package]

    @verb("notifications.list")
    def arrives(
        self, package: str, title: str, text: str = "", deadline_s: float = DEADLINES.arrival_s
    ) -> Notification | None:
        """See `devices.device.Notifications`."""

        def found() -> Notification | None:
            fits = (n for n in self.of(package) if n.title == title and text in n.text)
            return next(fits, None)

        return wait.until(found, deadline_s)

    @verb("notifications.clear")
    def clear(self, package: str) -> None:
        """See `devices.device.Notifications`."""
        ours, _ = self._clearable(package)
        if not ours:
            return
        self.open_shade()
        wait.until(lambda: self._cleared(package), DEADLINES.effect_s)
        self.close_shade()
        if left := self._clearable(package)[0]:
            seen = f"there are still {', '.join(one.key for one in left)}"
            raise self._missing(f"clearing the notifications of {package}", seen)

    @verb("notifications.shade")
    def open_shade(self) -> None:
        """See `devices.device.Notifications`."""
        self._prove(_EXPAND, opened=True)

    @verb("notifications.shade")
    def close_shade(self) -> None:
        """See `devices.device.Notifications`."""
        self._prove(_COLLAPSE, opened=False)

    def _all(self) -> list[Notification]:
        return [record.notification for record in posted(self._adb.shell(DUMP))]

    def _clearable(self, package: str) -> tuple[list[Notification], list[Notification]]:
        """What a user can take away: the package's, and the others'."""
        there = [one.notification for one in posted(self._adb.shell(DUMP)) if one.clearable]
        ours = [one for one in there if one.package == package]
        return ours, [one for one in there if one.package != package]

    def _cleared(self, package: str) -> bool:
        """Take away what is on screen, or go on in the list; say whether nothing is left.

        The button that clears all is for a list without anybody else's, whose notifications stay.
        """
        ours, others = self._clearable(package)
        taken = not ours or (self._sweep(ours) if others else self._tap_clear_all())
        if not taken and _is_open(self._adb.shell(_FRONT)):
            self._go_on()
        return not self._clearable(package)[0]

    def _tap_clear_all(self) -> bool:
        buttons = self._session().find_all(_CLEAR_ALL)
        if buttons:
            self._session().call("tapping the button that clears all", buttons[-1].click)
        return bool(buttons)

    def _sweep(self, ours: list[Notification]) -> bool:
        """Sweep the first one that is on screen to the side, with the group that it is in."""
        for title in dict.fromkeys(one.title for one in ours):
            if rows := self._session().find_all(_ROW.filled({"title": title})):
                self._session().execute(
                    "mobile: swipeGesture", elementId=rows[0].id, direction="right", percent=1.0
                )
                return True
        return False

    def _go_on(self) -> None:
        size = {s["kind"]: s for s in _SIZE.finditer(self._adb.shell("wm size"))}
        shown = size.get("Override") or size["Physical"]
        width, height = int(shown["width"]), int(shown["height"])
        self._adb.shell(_LATER.format(x=width // 2, low=height * 3 // 4, high=height // 4))

    def _prove(self, command: str, *, opened: bool) -> None:
        said = ask(self._adb, command, _FRONT)[1:]

        def look() -> str:
            return said.pop() if said else self._adb.shell(_FRONT)

        seen = wait.until(look, DEADLINES.effect_s, holds=lambda front: _is_open(front) is opened)
        if _is_open(seen) is not opened:
            locked = "the lock screen is in front; " if _LOCKED.search(seen) else ""
            raise self._missing(command, locked + " ".join(seen.split()))

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self.facts.name, tried, seen, "see the picture of the screen")


def _is_open(front: str) -> bool:
    return bool(_SHADE.search(front)) and not _LOCKED.search(front)
