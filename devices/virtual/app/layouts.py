"""Screens that are made alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import theme
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable


def brand_page(icon: str, heading: Node, line: str, *parts: Node) -> Node:
    """A page without an app bar: a picture, what it is, a line about it, and the rest."""
    mark = Node(
        Role.IMAGE,
        important=False,
        style=Style(
            icon=icon,
            color="#FFFFFF",
            background=theme.BRAND,
            width=64,
            height=64,
            radius=18,
            padding=(16, 16, 16, 16),
        ),
    )
    head = theme.column(heading, theme.text(line, color=theme.MUTED), gap=6)
    style = Style(weight=1, padding=(24, 56, 24, 24), gap=16, background=theme.SURFACE)
    return Node(Role.SCROLL, style=style, children=[mark, head, *parts])


def explained_switch(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    on_tap: Callable[[], None],
    line: str,
    *,
    on: bool,
) -> Node:
    """A page of one switch and a line about what it does."""
    return theme.column(
        theme.switch(id, name, on_tap, on=on),
        theme.divider(),
        theme.spaced(theme.text(line, size=14, color=theme.MUTED)),
        weight=1,
    )
