"""A window that stands over the one in front for some seconds and takes no focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.window import Window


class Floating:
    """What floats over a display, if anything does.

    Args:
        uptime_s: how long the phone has been up.
        changed: called when it comes or goes before its time.
    """

    def __init__(self, uptime_s: Callable[[], float], changed: Callable[[], None]) -> None:
        self._uptime_s = uptime_s
        self._changed = changed
        self._window: Window | None = None
        self._until_s = 0.0

    @property
    def window(self) -> Window | None:
        """The window, until its time is over."""
        return self._window if self._uptime_s() < self._until_s else None

    def show(self, window: Window, for_s: float) -> None:
        """Have a window float from now on for so long."""
        self._window, self._until_s = window, self._uptime_s() + for_s
        self._changed()

    def hide(self) -> None:
        """Have nothing float any more."""
        if self._window is not None:
            self._window = None
            self._changed()

    def expire(self) -> None:
        """Hide what has had its time."""
        if self.window is None:
            self.hide()
