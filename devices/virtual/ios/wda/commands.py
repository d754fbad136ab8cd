"""Every command that WebDriverAgent answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda import (
    actions,
    alert_commands,
    app_commands,
    button_commands,
    device_commands,
    element_commands,
    finding,
    gestures,
    keyboard_commands,
    pasteboard_commands,
    pickers,
    screen_commands,
    scrolling,
    session_commands,
    source,
    typing,
    video_commands,
    voice_over_commands,
)

if TYPE_CHECKING:
    from devices.virtual.ios.wda.routing import Route

_MODULES: Final = (
    actions,
    alert_commands,
    app_commands,
    button_commands,
    device_commands,
    element_commands,
    finding,
    gestures,
    keyboard_commands,
    pasteboard_commands,
    pickers,
    screen_commands,
    scrolling,
    session_commands,
    source,
    typing,
    video_commands,
    voice_over_commands,
)
ROUTES: Final[tuple[Route, ...]] = tuple(route for module in _MODULES for route in module.ROUTES)
