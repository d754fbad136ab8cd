"""The display of an Android phone: what touches, keys and time do to its windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.panel import Panel
from devices.virtual.os.touch import Part
from devices.virtual.os.typing_target import KEY_DELETE, KEY_ENTER
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.os.window_stack import SystemBars

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.profile import Profile

__all__ = [
    "KEY_DELETE",
    "KEY_ENTER",
    "Display",
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

_PULL_PART: Final = 0.25
"""How much of the screen's height opens the shade or the keyguard."""
TOAST_SECONDS: Final = 3.5
"""How long a long toast stays. Source: AOSP NotificationManagerService.LONG_DELAY."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short message over everything; gone when the phone has been up for `until_s` seconds."""

    package: str
    text: str
    until_s: float


class Display(Panel):
    """The screen and its input.

    Attributes:
        on_home: called for the Home key.
        on_app_switch: called for the key that shows the recent apps.
        on_shade: called when the notification shade is pulled down.
        on_dismiss: called when the keyguard is to open; what does not need a credential opens it.
    """

    def __init__(self, profile: Profile, clock: Clock) -> None:
        super().__init__(profile.screen, clock)
        self.on_home: Callable[[], None] = lambda: None
        self.on_app_switch: Callable[[], None] = lambda: None
        self.on_shade: Callable[[], None] = lambda: None
        self.on_dismiss: Callable[[], None] = self.unlock
        self._toasts: list[Toast] = []

    @property
    def version(self) -> int:
        """A number that changes with everything that can be seen but the status bar."""
        if any(toast.until_s <= self._uptime_s() for toast in self._toasts):
            self._toasts = [toast for toast in self._toasts if toast.until_s > self._uptime_s()]
            self._touch()
        return super().version

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

    def pull(self, part: Part, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Open the shade, the keyguard, or the home screen; says whether it did."""
        down = end[1] - start[1]
        if abs(down) < self.bounds.height * _PULL_PART:
            return False
        if part is Part.STATUS_BAR and down > 0:
            self.on_shade()
        elif part is Part.KEYGUARD and down < 0:
            self.dismiss_keyguard()
        elif part is Part.NAVIGATION_BAR and down < 0 and not self.locked:
            self.on_home()
        else:
            return False
        return True

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

    def dismiss_keyguard(self) -> None:
        """Have the keyguard open, which may ask for a credential first."""
        if self.locked:
            self.on_dismiss()

    # -- pictures

    def toast(self, package: str, text: str) -> None:
        """Show a short message over whatever is in front."""
        self._toasts.append(Toast(package, text, self._uptime_s() + TOAST_SECONDS))
        self._touch()

    def toasts(self) -> tuple[Toast, ...]:
        """The messages that are shown now, oldest first."""
        return tuple(toast for toast in self._toasts if toast.until_s > self._uptime_s())

    def _said(self) -> str:
        toasts = self.toasts()
        return toasts[-1].text if toasts else ""


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
