"""The display of a phone: what its windows show, and what touches, keys and time do to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os import keyboard
from devices.virtual.os.floating import Floating
from devices.virtual.os.touch import LONG_PRESS_MS, Part, Touch, taker
from devices.virtual.os.typing_target import KEY_DELETE, KEY_ENTER, TypingTarget
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.os.window_stack import SystemBars
from devices.virtual.ui.node import Node, Role
from devices.virtual.ui.png import Frame, Layer, StatusIcons, encode, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.profile import Profile

__all__ = [
    "KEY_DELETE",
    "KEY_ENTER",
    "Display",
    "StatusIcons",
    "SystemBars",
    "Toast",
    "Window",
    "WindowKind",
]

# Key codes. Source: AOSP android.view.KeyEvent.
KEY_HOME: Final = 3
KEY_BACK: Final = 4
KEY_POWER: Final = 26
KEY_MENU: Final = 82
KEY_NOTIFICATION: Final = 83
KEY_ESCAPE: Final = 111
KEY_APP_SWITCH: Final = 187
KEY_SLEEP: Final = 223
KEY_WAKE_UP: Final = 224

_DEFAULT_SWIPE_MS: Final = 300.0
_FRAME_MS: Final = 16.0
_AT_REST_MS: Final = 50.0
_DRAG_HOLD_MS: Final = 1.5 * LONG_PRESS_MS
"""Source: androidx.test.uiautomator Gestures.LONG_PRESS_DURATION_MS."""

TOAST_SECONDS: Final = 3.5
"""How long a long toast stays. Source: AOSP NotificationManagerService.LONG_DELAY."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short message over everything; gone when the phone has been up for `until_s` seconds."""

    package: str
    text: str
    until_s: float


class Display(TypingTarget):
    """The screen and its input.

    Attributes:
        touch: the fingers, event by event; `tap` and `swipe` are made of it.
        on_home: called for the Home key.
        on_app_switch: called for the key that shows the recent apps.
        on_shade: called when the notification shade is pulled down.
        on_power: called after the screen went on or off or the phone was locked or unlocked.
        on_dismiss: called when the keyguard is to open; what does not need a credential opens it.
        locks: tells whether there is a keyguard to come up when the screen goes dark.
        status_icons: tells what the status bar shows; asked for each picture.
        floating: what stands over the windows for some seconds.
        screen_on: whether the panel is lit.
        locked: whether the keyguard is up.
    """

    def __init__(self, profile: Profile, clock: Clock) -> None:
        super().__init__(profile.screen)
        self._clock = clock
        self.touch = Touch(self)
        self.on_home: Callable[[], None] = lambda: None
        self.on_app_switch: Callable[[], None] = lambda: None
        self.on_shade: Callable[[], None] = lambda: None
        self.on_power: Callable[[], None] = lambda: None
        self.on_dismiss: Callable[[], None] = self.unlock
        self.locks: Callable[[], bool] = lambda: True
        self.status_icons: Callable[[], StatusIcons] = StatusIcons
        self.screen_on, self.locked = True, False
        self.floating = Floating(self._uptime_s, self._touch)
        self._toasts: list[Toast] = []
        self._picture: tuple[tuple[object, ...], bytes] | None = None

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
        if any(toast.until_s <= self._uptime_s() for toast in self._toasts):
            self._toasts = [toast for toast in self._toasts if toast.until_s > self._uptime_s()]
            self._touch()
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

    def part(self, x: int, y: int) -> Part:
        """What of the screen is at a point."""
        bars, bounds = self.system_bars(), self.bounds
        if not self.screen_on or not self._windows:
            return Part.NOTHING
        if self.root_at(x, y) is not self.root():
            return Part.VIEWS
        if self._keyboard and self.keyboard_panel.contains(x, y):
            return Part.KEYBOARD
        if self.active().kind is WindowKind.KEYGUARD:
            return Part.KEYGUARD
        if y < bounds.top + bars.status_bar:
            return Part.STATUS_BAR
        return Part.NAVIGATION_BAR if y >= bounds.bottom - bars.navigation_bar else Part.VIEWS

    def pull(self, part: Part, down: int) -> bool:
        """Open the shade, the keyguard, or the home screen; says whether it did."""
        if part is Part.STATUS_BAR and down > 0:
            self.on_shade()
        elif part is Part.KEYGUARD and down < 0:
            self.dismiss_keyguard()
        elif part is Part.NAVIGATION_BAR and down < 0 and not self.locked:
            self.on_home()
        else:
            return False
        return True

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

    # -- keys

    def key(self, code: int, *, meta: int = 0, long: bool = False) -> None:
        """Press a key, by its code in android.view.KeyEvent; unknown ones do nothing.

        Args:
            code: the key.
            meta: bits of ``KeyEvent.META_*_ON``: Shift, Ctrl and their like.
            long: hold it, so that Delete repeats.
        """
        if not self.screen_on and code not in {KEY_POWER, KEY_WAKE_UP}:
            return
        action = _KEYS.get(code)
        if action is not None:
            action(self)
        elif self._windows:
            for _ in range(1 + (long and code == KEY_DELETE)):
                self.type_key(code, meta)

    def _back(self) -> None:
        if self._keyboard:
            self.hide_keyboard()
        elif self._windows:
            self.active().on_back()

    # -- power

    def wake(self) -> None:
        """Light the screen; the keyguard stays if it was up."""
        self._power(on=True, locked=self.locked)

    def sleep(self) -> None:
        """Darken the screen and lock the phone."""
        self.hide_keyboard()
        self._power(on=False, locked=self.locked or self.locks())

    def dismiss_keyguard(self) -> None:
        """Have the keyguard open, which may ask for a credential first."""
        if self.locked:
            self.on_dismiss()

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

    def toast(self, package: str, text: str) -> None:
        """Show a short message over whatever is in front."""
        self._toasts.append(Toast(package, text, self._uptime_s() + TOAST_SECONDS))
        self._touch()

    def toasts(self) -> tuple[Toast, ...]:
        """The messages that are shown now, oldest first."""
        return tuple(toast for toast in self._toasts if toast.until_s > self._uptime_s())

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
        toasts = self.toasts()
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
            toast=toasts[-1].text if toasts else "",
        )

    def _uptime_s(self) -> float:
        return self._clock.uptime().total_seconds()


_KEYS: Final[dict[int, Callable[[Display], None]]] = {
    KEY_HOME: lambda display: None if display.locked else display.on_home(),
    KEY_BACK: Display._back,  # noqa: SLF001 - the table stands beside its class
    KEY_ESCAPE: Display.hide_keyboard,
    KEY_POWER: lambda display: display.sleep() if display.screen_on else display.wake(),
    KEY_SLEEP: Display.sleep,
    KEY_WAKE_UP: Display.wake,
    KEY_MENU: Display.dismiss_keyguard,
    KEY_NOTIFICATION: lambda display: display.on_shade(),
    KEY_APP_SWITCH: lambda display: display.on_app_switch(),
}
