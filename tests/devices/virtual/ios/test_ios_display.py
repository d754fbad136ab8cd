"""What a sweep from an edge of the glass does, with a home button and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.iphones import SETTINGS, iphone

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone

FACE, BUTTON = "ios-17", "ios-15"


def _sweep(phone: IPhone, start: tuple[float, float], end: tuple[float, float]) -> list[str]:
    """Sweep between two places, in parts of the screen; tells what the edges called for."""
    display, called = phone.display, []
    display.on_home = lambda: called.append("home")
    display.on_notifications = lambda: called.append("notifications")
    display.on_controls = lambda: called.append("controls")
    wide, high = display.bounds.width, display.bounds.height
    display.swipe(
        *(int(start[0] * wide), int(start[1] * high)), *(int(end[0] * wide), int(end[1] * high))
    )
    return called


@pytest.mark.parametrize(
    ("profile", "start", "end", "called"),
    [
        (FACE, (0.5, 0.01), (0.5, 0.6), ["notifications"]),
        (FACE, (0.9, 0.01), (0.9, 0.2), ["controls"]),
        (FACE, (0.5, 0.99), (0.5, 0.6), ["home"]),
        (BUTTON, (0.5, 0.01), (0.5, 0.6), ["notifications"]),
        (BUTTON, (0.9, 0.01), (0.9, 0.6), ["notifications"]),
        (BUTTON, (0.5, 0.99), (0.5, 0.8), ["controls"]),
        (FACE, (0.5, 0.4), (0.5, 0.7), []),
        (FACE, (0.5, 0.01), (0.5, 0.03), []),
    ],
)
def test_an_edge_leads_to_what_this_phone_has_there(
    profile: str, start: tuple[float, float], end: tuple[float, float], called: list[str]
) -> None:
    """An edge leads to what this phone has there."""
    phone = iphone(profile)
    phone.apps.launch(SETTINGS)
    assert _sweep(phone, start, end) == called


def test_a_dark_screen_takes_no_touch() -> None:
    """A dark screen takes no touch."""
    phone = iphone()
    phone.display.sleep()
    assert _sweep(phone, (0.5, 0.99), (0.5, 0.6)) == []
