"""The screen of an iPhone: which window a finger meets, and what the edges of the glass do.

Source: Apple, iPhone User Guide: "Learn basic gestures", for phones with and without a home button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from devices.virtual.os.panel import Panel
from devices.virtual.os.touch import Part
from devices.virtual.os.window import WindowKind
from devices.virtual.ui.looks import CUPERTINO
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.window import Window
    from devices.virtual.ui.node import Node

_EDGE_POINTS: Final = 8.0
"""How near the foot a sweep begins that a phone with a home button takes for its own: unsure."""
_PULL_PART: Final = 0.1
"""How much of the height a sweep from an edge must cover: unsure."""
_REST_MS: Final = 200.0
"""How long a finger rests after a sweep from the foot that leads to the switcher: unsure."""
_CORNER_PART: Final = 0.75
"""From where on the top edge belongs to Control Centre: unsure."""


class IosDisplay(Panel):
    """The screen and its edges.

    Attributes:
        on_home: called when a sweep from the foot, or the button, leads home.
        on_notifications: called when the top edge is pulled down.
        on_controls: called when Control Centre is pulled in.
        on_switcher: called when a sweep from the foot has rested before the finger was lifted.
        on_unlock: called when the lock screen is to open; without a passcode it does.
    """

    LOOK: ClassVar = CUPERTINO
    LONG_PRESS_MS: ClassVar = 500
    """Source: Apple, UILongPressGestureRecognizer.minimumPressDuration."""

    def __init__(self, profile: IosProfile, clock: Clock) -> None:
        super().__init__(profile.screen, clock)
        self._profile = profile
        self.on_home: Callable[[], None] = lambda: None
        self.on_notifications: Callable[[], None] = lambda: None
        self.on_controls: Callable[[], None] = lambda: None
        self.on_switcher: Callable[[], None] = lambda: None
        self.on_unlock: Callable[[], None] = self.unlock

    @property
    def keyboard_shown(self) -> bool:
        """Whether the keyboard is up: it goes with the field that it types into.

        Source: Apple, UIResponder: a view that leaves its window is first responder no more.
        """
        if self._keyboard and self._windows:
            self.root()  # built anew, it may have lost the field
        return self._keyboard

    def _place(self, window: Window, tree: Node) -> None:
        if self._keyboard and window is self.active() and not _types(tree):
            self._keyboard, self._covered_px = False, 0
        super()._place(window, tree)

    def part(self, x: int, y: int) -> Part:
        """What of the screen is at a point."""
        bounds, bars = self.bounds, self.system_bars()
        if not self.screen_on or not self._windows:
            return Part.NOTHING
        if self.root_at(x, y) is not self.root():
            return Part.VIEWS
        foot = bars.navigation_bar or round(_EDGE_POINTS * self.scale)
        if y >= bounds.bottom - foot:  # before the keyboard, which lies below the system's edges
            return Part.NAVIGATION_BAR
        if self._keyboard and self.keyboard_panel.contains(x, y):
            return Part.KEYBOARD
        if y < bounds.top + bars.status_bar:
            return Part.STATUS_BAR
        return Part.KEYGUARD if self.active().kind is WindowKind.KEYGUARD else Part.VIEWS

    def pull(self, part: Part, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Do what a sweep from an edge does; says whether it did anything."""
        down = end[1] - start[1]
        if abs(down) < self.bounds.height * _PULL_PART:
            return False
        if part is Part.STATUS_BAR and down > 0:
            self._from_top(start[0])
        elif part is Part.NAVIGATION_BAR and down < 0:
            self._from_foot()
        else:
            return False
        return True

    def _from_top(self, x: float) -> None:
        in_corner = x >= self.bounds.left + self.bounds.width * _CORNER_PART
        if in_corner and self._profile.home == "indicator":
            self.on_controls()
        else:
            self.on_notifications()

    def _from_foot(self) -> None:
        if self._profile.home == "button":
            self.on_controls()
        elif self.touch.rested_ms >= _REST_MS and not self.locked:
            self.on_switcher()
        else:
            self.on_home()


def _types(tree: Node) -> bool:
    """Whether a field has the focus."""
    return any(node.focused and node.role is Role.INPUT for node in tree.walk())
