"""What SpringBoard puts over apps at a touch: Notification Centre, Control Centre, the switcher.

One lies over another as it was opened. What leads home takes the one in front away first; an app
that is launched meanwhile comes to the front behind them. Source: a test on a phone, file
68512632617: the cover sheet outlives ``activate()`` and swallows the next tap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.apps.running import SPRINGBOARD

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.os.window import Window


class Covers:
    """The covers that are open.

    Attributes:
        unlock: goes through the lock screen, where it is up, to what is done then.
    """

    def __init__(self, display: IosDisplay, apps: Apps) -> None:
        self._display, self._apps = display, apps
        self._open: list[Window] = []
        self.unlock: Callable[[Callable[[], None]], None] = lambda then: then()
        apps.on_front.append(self._moved)

    def shows(self, window: Window) -> bool:
        """Whether a cover is open."""
        return window in self._open

    @property
    def any_open(self) -> bool:
        """Whether there is one."""
        return bool(self._open)

    def open(self, window: Window) -> None:
        """Put a cover over everything; nothing happens on a dark screen."""
        if self._display.screen_on:
            self.close(window)
            self._open.append(window)
            self._display.show(window)

    def close(self, window: Window) -> None:
        """Take a cover away, if it is there."""
        if window in self._open:
            self._open.remove(window)
            self._display.remove(window)

    def redraw(self, window: Window) -> None:
        """Draw a cover anew, if it is there."""
        if window in self._open:
            self._display.invalidate(window)

    def close_all(self) -> None:
        """Take them all away."""
        while self._open:
            self.close(self._open[-1])

    def leave(self, then: Callable[[], None]) -> None:
        """Go through covers and lock screen, and do something then."""
        self.close_all()
        self.unlock(then)

    def back(self) -> bool:
        """Take the cover in front away; says whether there was one."""
        if self._open:
            self.close(self._open[-1])
            return True
        return False

    def _moved(self) -> None:
        """Home takes all away; an app that comes to the front stays behind what lies over it."""
        if self._apps.front == SPRINGBOARD:
            self.close_all()
