"""The small map in the question about the location, with its switch between exact and rough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.permissions.store import Grant

_HEIGHT: Final = 148.0
_LAND: Final = "#DCE8D2"
_WATER: Final = "#B9DDF0"


def location_map(grant: Grant, labels: Mapping[bool, str], redraw: Callable[[], None]) -> Node:
    """The map; its button says what is on, and a tap changes that.

    Args:
        grant: of the app that asks.
        labels: the button's, by whether the location is exact.
        redraw: builds the alert anew.
    """

    def flip() -> None:
        grant.precise = not grant.precise
        redraw()

    button = Node(
        Role.BUTTON,
        text=labels[grant.precise],
        label=labels[grant.precise],
        on_tap=flip,
        style=Style(
            width=116,
            height=32,
            padding=(8, 4, 8, 4),
            radius=16,
            background=colors.PAPER,
            color=colors.BLUE,
            text_size=15,
            text_align="center",
        ),
    )
    corner = Node(
        Role.GROUP,
        important=False,
        style=Style(direction="row", padding=(8, 8, 8, 8)),
        children=[button],
    )
    return Node(
        Role.GROUP,
        kind="Map",
        style=Style(height=_HEIGHT, background=_LAND),
        children=[corner, _river()],
    )


def _river() -> Node:
    stripe = Node(Role.GROUP, important=False, style=Style(height=26, background=_WATER))
    pin = Node(
        Role.IMAGE,
        important=False,
        style=Style(icon="place", color=colors.BLUE, width=26, height=26),
    )
    return Node(
        Role.GROUP,
        important=False,
        style=Style(weight=1, align="center", gap=8),
        children=[pin, stripe],
    )
