"""Whose windows are on the screen: what WebDriverAgent asks XCTest's daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.apps.running_app import AppState
from devices.virtual.os.window import WindowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.os.window import Window

_INTERRUPTING: Final = frozenset({"SBTransientOverlayWindow", "NotificationShortLookView"})
"""Identifiers of what counts as a system alert. Source: FBSession.m, activeApplication."""


def from_top(display: IosDisplay) -> Iterator[Window]:
    """Every window that is shown, the front one first; what floats stands before them."""
    if display.floating.window is not None:
        yield display.floating.window
    for window in reversed(display.windows()):
        yield window
        if not window.kind.floats:
            return


def shown(phone: IPhone) -> tuple[str, ...]:
    """Bundle identifiers of the applications in the foreground, the most recent first.

    SpringBoard is among them while it shows something over an app. Those of extensions are not.
    """
    front = phone.apps.front
    over = front != SPRINGBOARD and any(
        window.package == SPRINGBOARD and window.kind is not WindowKind.LAUNCHER
        for window in from_top(phone.display)
    )
    return (front, SPRINGBOARD) if over else (front,)


def at(display: IosDisplay, x: float, y: float) -> str:
    """Bundle identifier of whoever's window a touch at a point meets; empty for nobody's."""
    pixel = round(x * display.scale), round(y * display.scale)
    for window in from_top(display):
        if display.tree(window).bounds.contains(*pixel):
            return window.package
    return ""


def state(phone: IPhone, bundle_id: str) -> AppState:
    """What XCUIApplication says of an app, or of an extension that has a window."""
    if any(window.package == bundle_id for window in from_top(phone.display)):
        return AppState.FOREGROUND
    return phone.apps.state(bundle_id)


def interrupted(display: IosDisplay) -> bool:
    """Whether SpringBoard shows an alert or what counts as one."""
    return any(
        node.kind == "Alert" or node.id in _INTERRUPTING
        for window in from_top(display)
        if window.package == SPRINGBOARD
        for node in display.tree(window).walk()
    )
