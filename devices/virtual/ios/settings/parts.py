"""The small parts of Settings' pages: the bar on top, switches, words, lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

_GREEN: Final = "#34C759"
_OFF: Final = "#E4E4E6"
_SMALL: Final = 13.0
_TEXT: Final = 17.0
_KNOB_MARGIN: Final = 2.0
_BAR: Final = 44.0


def toggle(on_tap: Callable[[], None], *, on: bool, width: float = 51, height: float = 31) -> Node:
    """A switch as iOS draws it: a green pill with a white knob at its end."""
    side = height - 2 * _KNOB_MARGIN
    knob = Node(
        Role.GROUP,
        important=False,
        style=Style(width=side, height=side, radius=side / 2, background=colors.PAPER, elevation=1),
    )
    room = Node(Role.GROUP, important=False, style=Style(weight=1))
    margin = (_KNOB_MARGIN,) * 4
    return Node(
        Role.SWITCH,
        checkable=True,
        checked=on,
        on_tap=on_tap,
        style=Style(
            direction="row",
            align="center",
            width=width,
            height=height,
            radius=height / 2,
            padding=margin,
            background=_GREEN if on else _OFF,
        ),
        children=[room, knob] if on else [knob, room],
    )


def navigation_bar(title: str, before: str, back: Callable[[], None]) -> Node:
    """The bar on top: the way back with the title of the page before, and the title."""
    if not before:
        return Node(Role.GROUP, kind="NavigationBar", id=title, style=Style(height=_BAR))
    button = Node(
        Role.BUTTON,
        id="BackButton",
        label=before,
        on_tap=back,
        style=Style(width=_BAR, height=_BAR, padding=(13, 13, 13, 13)),
        children=[icon("previous", colors.BLUE)],
    )
    name = text(title, bold=True, weight=1, align="center")
    name.heading = True
    room = Node(Role.GROUP, important=False, style=Style(width=_BAR, height=_BAR))
    style = Style(direction="row", align="center", height=_BAR)
    return Node(
        Role.GROUP, kind="NavigationBar", id=title, style=style, children=[button, name, room]
    )


def text(
    words: str,
    *,
    size: float = _TEXT,
    color: str = colors.INK,
    bold: bool = False,
    weight: float = 0,
    align: str = "start",
) -> Node:
    """Words."""
    style = Style(text_size=size, color=color, bold=bold, weight=weight, text_align=align)
    return Node(Role.TEXT, text=words, style=style)


def aside(words: str) -> Node:
    """The small line above or below a group."""
    style = Style(text_size=_SMALL, color=colors.FAINT, padding=(16, 0, 16, 0))
    return Node(Role.TEXT, text=words, style=style)


def icon(name: str, color: str) -> Node:
    """A small picture that only decorates."""
    style = Style(icon=name, color=color, width=18, height=18)
    return Node(Role.IMAGE, important=False, style=style)


def line() -> Node:
    """A thin line between two rows."""
    line = Node(Role.GROUP, important=False, style=Style(height=1, background=colors.LINE))
    return Node(Role.GROUP, important=False, style=Style(padding=(16, 0, 0, 0)), children=[line])
