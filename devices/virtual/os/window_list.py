"""Every window of the display, the system's own included, in the order in which they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os import system_ui
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.os.display import Display

# Numbers of windows that exist from boot on; those of `Window` begin at 1 and stay far below.
_STATUS_BAR: Final = 0x5B10001
_NAVIGATION_BAR: Final = 0x5B10002
_INPUT_METHOD: Final = 0x5B10003
_OVER_SHADE: Final = frozenset({WindowKind.KEYGUARD, WindowKind.SHADE})

# Window types by name. Source: AOSP android.view.WindowManager.LayoutParams.
TYPES: Final = {
    "BASE_APPLICATION": 1,
    "APPLICATION": 2,
    "STATUS_BAR": 2000,
    "INPUT_METHOD": 2011,
    "STATUS_BAR_PANEL": 2014,
    "STATUS_BAR_SUB_PANEL": 2017,
    "NAVIGATION_BAR": 2019,
    "NOTIFICATION_SHADE": 2040,
}


@dataclass(frozen=True, slots=True)
class ListedWindow:
    """One window as the window service knows it.

    Attributes:
        title: ``package/activity`` for an app's.
        type: one of `TYPES`.
        bounds: where it lies, in pixels.
        visible: whether any of it can be seen.
        focused: whether keys go to it.
        window: what is shown in it; None for the bars and the keyboard.
    """

    id: int
    title: str
    package: str
    type: str
    bounds: Rect
    visible: bool
    focused: bool
    window: Window | None = None


def listed_windows(
    display: Display, *, shade: str, navigation_bar: str, input_method: str, panel: str
) -> list[ListedWindow]:
    """Every window, the top one first.

    Args:
        display: whose.
        shade: title of the keyguard's and the notification shade's window.
        navigation_bar: title of that bar's window.
        input_method: package of the keyboard.
        panel: type of the system's panels over apps.
    """
    return list(_from_top(display, shade, navigation_bar, input_method, panel))


def _from_top(
    display: Display, shade: str, navigation_bar: str, input_method: str, panel: str
) -> Iterator[ListedWindow]:
    whole, bars, shown = display.bounds, display.system_bars(), display.windows()
    lit = display.screen_on
    bottom = Rect(whole.left, whole.bottom - bars.navigation_bar, whole.right, whole.bottom)
    yield _bar(_NAVIGATION_BAR, navigation_bar, "NAVIGATION_BAR", bottom, lit=lit)
    over = [window for window in reversed(shown) if window.kind in _OVER_SHADE]
    for window in over:
        yield _shown(display, window, shade, _shade_type(shade), visible=lit)
    if shade != "StatusBar" or not over:
        top = Rect(whole.left, whole.top, whole.right, whole.top + bars.status_bar)
        yield _bar(_STATUS_BAR, "StatusBar", "STATUS_BAR", top, lit=lit)
    if display.keyboard_shown:
        yield ListedWindow(
            _INPUT_METHOD,
            "InputMethod",
            input_method,
            "INPUT_METHOD",
            display.keyboard_panel,
            visible=lit,
            focused=False,
        )
    covered = bool(over)
    for window in reversed(shown):
        if window.kind not in _OVER_SHADE:
            own = window.kind is WindowKind.PANEL
            title = window.activity if own else f"{window.package}/{window.activity}"
            kind = panel if own else _app_type(window)
            yield _shown(display, window, title, kind, visible=lit and not covered)
            covered = covered or not window.kind.floats


def _app_type(window: Window) -> str:
    return "APPLICATION" if window.kind is WindowKind.DIALOG else "BASE_APPLICATION"


def _shade_type(title: str) -> str:
    return "STATUS_BAR" if title == "StatusBar" else "NOTIFICATION_SHADE"


def _bar(number: int, title: str, kind: str, bounds: Rect, *, lit: bool) -> ListedWindow:
    return ListedWindow(number, title, system_ui.PACKAGE, kind, bounds, visible=lit, focused=False)


def _shown(
    display: Display, window: Window, title: str, kind: str, *, visible: bool
) -> ListedWindow:
    # A window that nobody sees is not laid out for this.
    bounds = display.tree(window).bounds if visible else display.bounds
    return ListedWindow(
        window.id,
        title,
        window.package,
        kind,
        bounds,
        visible=visible,
        focused=window is display.active(),
        window=window,
    )
