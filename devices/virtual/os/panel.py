"""A panel with windows: fingers on it, whether it is lit, and its picture; of any platform."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final

from devices.virtual.os import keyboard
from devices.virtual.os.floating import Floating
from devices.virtual.os.touch import LONG_PRESS_MS, Part, Touch, taker
from devices.virtual.os.typing_target import TypingTarget
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.looks import MATERIAL
from devices.virtual.ui.node import Node, Role
from devices.virtual.ui.png import Frame, Layer, StatusIcons, encode, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.virtual.os.battery import Battery
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.profile import Screen
    from devices.virtual.os.radios import Radios

_DEFAULT_SWIPE_MS: Final = 300.0
_FRAME_MS: Final = 16.0
_AT_REST_MS: Final = 50.0
_DRAG_HOLD_MS: Final = 1.5 * LONG_PRESS_MS
"""Source: androidx.test.uiautomator Gestures.LONG_PRESS_DURATION_MS."""


class Panel(TypingTarget):
    """The screen and its input.

    Attributes:
        touch: the fingers, event by event; `tap` and `swipe` are made of it.
        on_power: called after the screen went on or off or the phone was locked or unlocked.
        locks: tells whether there is a lock screen to come up when the screen goes dark.
        status_icons: tells what the status bar shows; asked for each picture.
        floating: what stands over the windows for some seconds.
        screen_on: whether the panel is lit.
        locked: whether the lock screen is up.
    """

    LOOK: ClassVar = MATERIAL
    LONG_PRESS_MS: ClassVar = LONG_PRESS_MS

    def __init__(self, screen: Screen, clock: Clock) -> None:
        super().__init__(screen)
        self._clock = clock
        self.touch = Touch(self, self.LONG_PRESS_MS)
        self.on_power: Callable[[], None] = lambda: None
        self.locks: Callable[[], bool] = lambda: True
        self.status_icons: Callable[[], StatusIcons] = StatusIcons
        self.screen_on, self.locked = True, False
        self.floating = Floating(self._uptime_s, self._touch)
        self._picture: tuple[tuple[object, ...], bytes] | None = None

    @abstractmethod
    def part(self, x: int, y: int) -> Part:
        """What of the screen is at a point."""

    @abstractmethod
    def pull(self, part: Part, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """A finger left a part of the system's interface; says whether that did anything."""

    def show(self, window: Window) -> None:
        """Put a window in front; the keyboard goes away, and before the shade what floats."""
        self.hide_keyboard()
        if window.kind is WindowKind.SHADE:
            self.floating.hide()
        super().show(window)

    def remove(self, window: Window) -> None:
        """Take a window away, and the keyboard with it."""
        self.hide_keyboard()
        super().remove(window)

    @property
    def version(self) -> int:
        """A number that changes with everything that can be seen but the status bar."""
        self.floating.expire()
        return self._version

    def root_at(self, x: int, y: int) -> Node:
        """The tree that a finger at a point touches: that of what floats there, or the active."""
        window = self.floating.window
        if window is not None and self.tree(window).bounds.contains(x, y):
            return self.tree(window)
        return self.root()

    # -- touch

    def tap(self, x: int, y: int, *, hold_ms: float = 0) -> None:
        """Touch a point, for a moment or for a time."""
        self.touch.down(0, x, y, 0)
        self.touch.up(0, x, y, hold_ms)

    def swipe(
        self, x1: int, y1: int, x2: int, y2: int, *, duration_ms: float | None = None
    ) -> bool:
        """Drag from one point to another; says whether any content moved.

        Without a duration the finger rests before it is lifted, so that nothing runs on.
        """
        self.touch.down(0, x1, y1, 0)
        lifted_ms = self._move(
            (x1, y1), (x2, y2), 0, _DEFAULT_SWIPE_MS if duration_ms is None else duration_ms
        )
        rest = _AT_REST_MS if duration_ms is None else 0
        return self.touch.up(0, x2, y2, lifted_ms + rest)

    def drag(self, x1: int, y1: int, x2: int, y2: int, *, duration_ms: float = 500) -> bool:
        """Hold a point, then drag what is picked up to another; says whether content moved."""
        self.touch.down(0, x1, y1, 0)
        lifted_ms = self._move((x1, y1), (x2, y2), _DRAG_HOLD_MS, duration_ms)
        return self.touch.up(0, x2, y2, lifted_ms)

    def _move(
        self, start: tuple[int, int], end: tuple[int, int], since_ms: float, duration_ms: float
    ) -> float:
        """Move the finger evenly, by as few events as tell how; returns when it arrived."""
        right, down = end[0] - start[0], end[1] - start[1]
        leaves = min(1.0, 10 * self.scale / max(1, abs(right), abs(down)))
        for part in sorted({leaves, max(leaves, 1 - _FRAME_MS / max(duration_ms, _FRAME_MS)), 1.0}):
            at_ms = since_ms + part * duration_ms
            self.touch.move(0, start[0] + right * part, start[1] + down * part, at_ms)
        return since_ms + duration_ms

    def hold(self, node: Node) -> bool:
        """Do what a long touch of a view does; says whether it does anything."""
        if not node.enabled:
            return False
        if node.on_long_press is not None:
            node.on_long_press()
        elif node.role is Role.INPUT:
            self.focus(node)
        return node.on_long_press is not None or node.role is Role.INPUT or node.draggable

    def drop(self, carried: Node, x: int, y: int) -> None:
        """Let a view go that was picked up: the front-most drop target there takes it."""
        for target in taker(self.root(), x, y, lambda node: node.on_drop is not None)[:1]:
            if target.on_drop is not None and target.enabled:
                target.on_drop(carried)

    def slide(self, node: Node, x: int) -> None:
        """Move a seek bar to where a finger is."""
        if node.enabled:
            part = (x - node.bounds.left) / max(1, node.bounds.width)
            self.set_progress(node, node.least + part * (node.most - node.least))

    def zoom(self, node: Node, factor: float) -> bool:
        """Show a node's content larger, within its limits; says whether that changed anything."""
        changed = super().zoom(node, factor)
        if changed and node.on_zoom is not None:
            node.on_zoom(node.zoom)
        return changed

    # -- power

    def wake(self) -> None:
        """Light the screen; the keyguard stays if it was up."""
        self._power(on=True, locked=self.locked)

    def sleep(self) -> None:
        """Darken the screen and lock the phone."""
        self.hide_keyboard()
        self._power(on=False, locked=self.locked or self.locks())

    def lock(self) -> None:
        """Bring the keyguard up over what is shown."""
        self._power(on=self.screen_on, locked=True)

    def unlock(self) -> None:
        """Take the keyguard away, whatever the credential."""
        self._power(on=self.screen_on, locked=False)

    def _power(self, *, on: bool, locked: bool) -> None:
        self.screen_on, self.locked = on, locked
        self.floating.hide()
        self._touch()
        self.on_power()

    # -- pictures

    def screenshot_png(self) -> bytes:
        """A picture of the display, in its orientation; black where a window forbids one."""
        now, icons = self._clock.now(), self.status_icons()
        seen = (self.version, self.screen_on, now.hour, now.minute, icons)
        if self._picture is None or self._picture[0] != seen:
            self._picture = (seen, encode(render(self._frame(now, icons))))
        return self._picture[1]

    def _frame(self, now: datetime, icons: StatusIcons) -> Frame:
        layers: list[Layer] = []
        for window in reversed(self._windows if self.screen_on and not self.secure else []):
            layers.insert(0, Layer(self.tree(window), floating=window.kind.floats))
            if not window.kind.floats:
                break
        floating = self.floating.window
        if floating is not None and layers:
            layers.append(Layer(self.tree(floating)))
        keys = keyboard.keys(self.keyboard_panel, self.scale) if self._keyboard else ()
        return Frame(
            screen=self.bounds,
            bars=self.system_bars(),
            scale=self.scale,
            time=f"{now.hour}:{now.minute:02}",
            icons=icons,
            layers=tuple(layers),
            keyboard=self.keyboard_panel if self._keyboard else None,
            keys=tuple((key.label, key.bounds) for key in keys),
            toast=self._said(),
            look=self.LOOK,
        )

    def _said(self) -> str:
        """A short message over everything; empty for none."""
        return ""

    def _uptime_s(self) -> float:
        return self._clock.uptime().total_seconds()


def status_icons(radios: Radios, battery: Battery) -> StatusIcons:
    """What the status bar shows of the radios and the battery."""
    charge = battery.shown
    return StatusIcons(
        wifi=radios.carries_wifi,
        mobile=radios.carries_data,
        airplane=radios.airplane,
        battery=min(max(charge.level / 100, 0), 1),
        charging=charge.plugged,
    )
