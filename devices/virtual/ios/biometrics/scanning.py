"""What SpringBoard shows while Face ID looks for a face."""

from __future__ import annotations

from typing import Final

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

_SIDE: Final = 155.0
_GLYPH: Final = 72.0
_INK: Final = "#3C3C43"


def scanning(name: str) -> Window:
    """A window with Face ID's glyph in the middle; nothing in it can be tapped.

    Args:
        name: the glyph's accessibility identifier.
    """
    return Window(SPRINGBOARD, "Face ID", WindowKind.PANEL, lambda: _content(name), _nothing)


def _content(name: str) -> Node:
    glyph = Style(width=_GLYPH, height=_GLYPH, icon="face", color=colors.BLUE)
    words = Style(text_size=15, color=_INK, text_align="center")
    card = Node(
        Role.GROUP,
        id=name,
        label="Face ID",
        style=Style(
            width=_SIDE,
            height=_SIDE,
            padding=(0, 24, 0, 0),
            gap=10,
            align="center",
            radius=18,
            background=colors.GROUND,
            elevation=12,
        ),
        children=[
            Node(Role.IMAGE, important=False, style=glyph),
            Node(Role.TEXT, text="Face ID", important=False, style=words),
        ],
    )
    return Node(
        Role.GROUP, important=False, style=Style(align="center"), children=[_room(), card, _room()]
    )


def _room() -> Node:
    return Node(Role.GROUP, important=False, style=Style(weight=1))


def _nothing() -> None:
    """What Back does here: an iPhone has none."""
