"""The display of a phone: what its windows show, and what touches, keys and time do to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os import keyboard
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.os.window_stack import SystemBars, WindowStack
from devices.virtual.ui.node import Node, Rect, Role
from devices.virtual.ui.png import Frame, Layer, StatusIcons, encode, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.profile import Profile

__all__ = ["Display", "StatusIcons", "SystemBars", "Toast", "Window", "WindowKind"]

# Key codes. Source: AOSP android.view.KeyEvent.
KEY_HOME: Final = 3
KEY_BACK: Final = 4
KEY_POWER: Final = 26
KEY_ENTER: Final = 66
KEY_DELETE: Final = 67
KEY_MENU: Final = 82
KEY_ESCAPE: Final = 111
KEY_SLEEP: Final = 223
KEY_WAKE_UP: Final = 224

TOAST_SECONDS: Final = 3.5
"""How long a long toast stays. Source: AOSP NotificationManagerService.LONG_DELAY."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short message over everything; gone when the phone has been up for `until_s` seconds."""

    package: str
    text: str
    until_s: float


class Display(WindowStack):
    """The screen and its input.

    Attributes:
        on_home: called for the Home key.
        on_power: called after the screen went on or off or the phone was locked or unlocked.
        status_icons: tells what the status bar shows; asked for each picture.
        screen_on: whether the panel is lit.
        locked: whether the keyguard is up.
    """

    def __init__(self, profile: Profile, clock: Clock) -> None:
        super().__init__(profile.screen)
        self._clock = clock
        self.on_home: Callable[[], None] = lambda: None
        self.on_power: Callable[[], None] = lambda: None
        self.status_icons: Callable[[], StatusIcons] = StatusIcons
        self.screen_on, self.locked = True, False
        self._keyboard = False
        self._toasts: list[Toast] = []
        self._picture: tuple[tuple[object, ...], bytes] | None = None

    def show(self, window: Window) -> None:
        """Put a window in front; the keyboard goes away."""
        self.hide_keyboard()
        super().show(window)

    def remove(self, window: Window) -> None:
        """Take a window away, and the keyboard with it."""
        self.hide_keyboard()
        super().remove(window)

    @property
    def version(self) -> int:
        """A number that changes with everything that can be seen but the status bar."""
        if any(toast.until_s <= self._uptime_s() for toast in self._toasts):
            self._toasts = [toast for toast in self._toasts if toast.until_s > self._uptime_s()]
            self._touch()
        return self._version

    # -- touch

    def tap(self, x: int, y: int) -> None:
        """Touch a point for a moment."""
        if self._key_touched(x, y) or not self._takes_touch():
            return
        self._hit(self.root(), x, y, _tapped(self))

    def long_press(self, x: int, y: int) -> None:
        """Touch a point for longer than the system's long-press time."""
        if self._takes_touch() and not self._on_keyboard(x, y):
            self._hit(self.root(), x, y, _long_pressed)

    def swipe(self, x1: int, y1: int, x2: int, y2: int) -> bool:
        """Drag from one point to another; says whether anything moved.

        Scrolls the innermost container under the first point that can still move that way. A
        swipe up over half of the keyguard opens it.
        """
        if not self._takes_touch():
            return False
        if self.active().kind is WindowKind.KEYGUARD and y1 - y2 > self.bounds.height // 4:
            self.dismiss_keyguard()
            return True
        down = y1 - y2
        if abs(x2 - x1) > abs(down):
            return False  # sideways: nothing scrolls that way
        return any(self.scroll(node, down) for node in self.containers(self.root(), x1, y1))

    def _hit(self, node: Node, x: int, y: int, handle: Callable[[Node], bool]) -> bool:
        """Offer a touch to the front-most view first, as ViewGroup.dispatchTouchEvent does."""
        if not node.visible.contains(x, y):
            return False
        return any(self._hit(c, x, y, handle) for c in reversed(node.children)) or handle(node)

    def _takes_touch(self) -> bool:
        return self.screen_on and bool(self._windows)

    # -- keys and text

    def key(self, code: int) -> None:
        """Press a key, by its code in android.view.KeyEvent; unknown ones do nothing."""
        if not self.screen_on and code not in {KEY_POWER, KEY_WAKE_UP}:
            return
        action = _KEYS.get(code)
        if action is not None:
            action(self)

    def type_text(self, text: str) -> None:
        """Type into the focused input, at its end; a line feed is the Enter key."""
        for part in text.splitlines(keepends=True):
            node = self.focused()
            if node is not None and part.rstrip("\n"):
                self.set_text(node, node.text + part.rstrip("\n"))
            if part.endswith("\n"):
                self.key(KEY_ENTER)

    def set_text(self, node: Node, text: str) -> None:
        """Replace an input's text, as a user's edit does."""
        node.text = text
        if node.on_text is not None:
            node.on_text(text)
        self._touch()

    def focus(self, node: Node) -> None:
        """Give an input the focus and bring the keyboard up."""
        for other in self.root().walk():
            other.focused = other is node
        self._focus = node.identity
        self._show_keyboard(shown=True)

    def focused(self) -> Node | None:
        """The input of the active window that has the focus."""
        if not self._windows:
            return None
        return next((node for node in self.root().walk() if node.focused), None)

    @property
    def keyboard_shown(self) -> bool:
        """Whether the soft keyboard is up."""
        return self._keyboard

    def hide_keyboard(self) -> None:
        """Take the soft keyboard away; the input keeps its focus."""
        self._show_keyboard(shown=False)

    def _show_keyboard(self, *, shown: bool) -> None:
        if self._keyboard != shown:
            self._keyboard = shown
            panel, bar = self._keyboard_panel(), self.system_bars().navigation_bar
            self._covered_px = panel.height - bar if shown else 0
            self._relayout()
        self._touch()

    def _keyboard_panel(self) -> Rect:
        return keyboard.panel(self.bounds, self._screen.navigation_bar_px, self.scale)

    def _on_keyboard(self, x: int, y: int) -> bool:
        return self._keyboard and self._keyboard_panel().contains(x, y)

    def _key_touched(self, x: int, y: int) -> bool:
        if not self._on_keyboard(x, y):
            return False
        for key in keyboard.keys(self._keyboard_panel(), self.scale):
            if key.bounds.contains(x, y):
                codes = {keyboard.DELETE: KEY_DELETE, keyboard.ENTER: KEY_ENTER}
                if key.label in codes:
                    self.key(codes[key.label])
                self.type_text(key.text)
        return True

    def _back(self) -> None:
        if self._keyboard:
            self.hide_keyboard()
        elif self._windows:
            self.active().on_back()

    def _enter(self) -> None:
        node = self.focused()
        if node is not None and node.on_submit is not None:
            self.hide_keyboard()
            node.on_submit()

    def _delete(self) -> None:
        node = self.focused()
        if node is not None and node.text:
            self.set_text(node, node.text[:-1])

    # -- power

    def wake(self) -> None:
        """Light the screen; the keyguard stays if it was up."""
        self._power(on=True, locked=self.locked)

    def sleep(self) -> None:
        """Darken the screen and lock the phone."""
        self.hide_keyboard()
        self._power(on=False, locked=True)

    def dismiss_keyguard(self) -> None:
        """Open the keyguard of a phone without a credential."""
        self._power(on=self.screen_on, locked=False)

    def _power(self, *, on: bool, locked: bool) -> None:
        self.screen_on, self.locked = on, locked
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
        """A picture of the display, in its orientation."""
        now, icons = self._clock.now(), self.status_icons()
        seen = (self.version, self.screen_on, now.hour, now.minute, icons)
        if self._picture is None or self._picture[0] != seen:
            self._picture = (seen, encode(render(self._frame(now, icons))))
        return self._picture[1]

    def _frame(self, now: datetime, icons: StatusIcons) -> Frame:
        layers: list[Layer] = []
        for window in reversed(self._windows if self.screen_on else []):
            layers.insert(0, Layer(self.tree(window), floating=window.kind is WindowKind.DIALOG))
            if window.kind is not WindowKind.DIALOG:
                break
        toasts = self.toasts()
        keys = keyboard.keys(self._keyboard_panel(), self.scale) if self._keyboard else ()
        return Frame(
            screen=self.bounds,
            bars=self.system_bars(),
            scale=self.scale,
            time=f"{now.hour}:{now.minute:02}",
            icons=icons,
            layers=tuple(layers),
            keyboard=self._keyboard_panel() if self._keyboard else None,
            keys=tuple((key.label, key.bounds) for key in keys),
            toast=toasts[-1].text if toasts else "",
        )

    def _uptime_s(self) -> float:
        return self._clock.uptime().total_seconds()


def _tapped(display: Display) -> Callable[[Node], bool]:
    def handle(node: Node) -> bool:
        if node.role is Role.INPUT and node.enabled:
            display.focus(node)
        elif node.on_tap is None:
            return False
        if node.enabled and node.on_tap is not None:
            node.on_tap()
        return True

    return handle


def _long_pressed(node: Node) -> bool:
    if node.on_long_press is None:
        return False
    if node.enabled:
        node.on_long_press()
    return True


_KEYS: Final[dict[int, Callable[[Display], None]]] = {
    KEY_HOME: lambda display: None if display.locked else display.on_home(),
    KEY_BACK: Display._back,  # noqa: SLF001 - the table stands beside its class
    KEY_ESCAPE: Display.hide_keyboard,
    KEY_ENTER: Display._enter,  # noqa: SLF001 - as above
    KEY_DELETE: Display._delete,  # noqa: SLF001 - as above
    KEY_POWER: lambda display: display.sleep() if display.screen_on else display.wake(),
    KEY_SLEEP: Display.sleep,
    KEY_WAKE_UP: Display.wake,
    KEY_MENU: Display.dismiss_keyguard,
}
