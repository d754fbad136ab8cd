"""Which of the account's numbers a call is made from."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.app.screens.screen import App

DEFAULT: Final = "+1 212 555 0100"
"""The number that calls are made from without local presence."""

_LOCAL_PRESENCE: Final = "local_presence"  # key of the private storage
# Where the area of each number is: latitude and longitude in degrees.
_NUMBERS: Final = {
    (40.71, -74.01): DEFAULT,
    (37.39, -122.08): "+1 650 555 0100",
    (41.88, -87.63): "+1 312 555 0100",
    (47.61, -122.33): "+1 206 555 0100",
}
_FAR: Final = 1.0  # degrees from which a place is in no area of a number


def is_local(app: App) -> bool:
    """Whether the user has switched local presence on."""
    return bool(app.context.storage.get(_LOCAL_PRESENCE, False))


def set_local(app: App, *, on: bool) -> None:
    """Switch local presence on or off, on this phone."""
    app.context.storage[_LOCAL_PRESENCE] = on


def local_number(app: App) -> str:
    """The number of the area that the phone is in; the default one where there is none."""
    place = app.context.belongings.place()
    if place is None or app.carries("local-presence-ignores-place"):
        return DEFAULT
    nearest = min(_NUMBERS, key=lambda area: dist(area, place))
    return _NUMBERS[nearest] if dist(nearest, place) < _FAR else DEFAULT
