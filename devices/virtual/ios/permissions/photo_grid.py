"""The small pictures in the question about the photo library; decoration."""

from __future__ import annotations

from typing import Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

_TINTS: Final = ("#9DB7D5", "#C9B79C", "#A8C3A0", "#D5A6A6")


def photo_grid() -> Node:
    """A row of what the library holds."""
    cells = [
        Node(
            Role.IMAGE,
            important=False,
            style=Style(
                icon="picture",
                color=colors.PAPER,
                background=tint,
                weight=1,
                height=72,
                padding=(20, 20, 20, 20),
            ),
        )
        for tint in _TINTS
    ]
    style = Style(direction="row", gap=2, padding=(16, 0, 16, 16))
    return Node(Role.GROUP, important=False, style=style, children=cells)
