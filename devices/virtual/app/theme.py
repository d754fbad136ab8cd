"""How the app looks: its colours, and the small parts that its screens are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BRAND: Final = "#155EEF"
BRAND_TINT: Final = "#EFF4FF"
SURFACE: Final = "#FFFFFF"
BACKGROUND: Final = "#F5F7FA"
INK: Final = "#101828"
MUTED: Final = "#667085"
LINE: Final = "#E4E7EC"
DANGER: Final = "#B42318"
OFFLINE: Final = "#344054"
_AVATARS: Final = (
    ("#D1E0FF", "#004EEB"),
    ("#D1FADF", "#027A48"),
    ("#FEE4E2", "#B42318"),
    ("#FEF0C7", "#B54708"),
    ("#EBE9FE", "#5925DC"),
    ("#CFF9FE", "#0E7090"),
)


def text(  # noqa: D417 - the rest say what they are
    content: str,
    *,
    id: str = "",  # noqa: A002 - the node's own word
    size: float = 16,
    bold: bool = False,
    color: str = INK,
    weight: float = 0,
    align: str = "start",
) -> Node:
    """A line or paragraph.

    Args:
        weight: share of the room that is left in a row.
    """
    style = Style(text_size=size, bold=bold, color=color, weight=weight, text_align=align)
    return Node(Role.TEXT, id=id, text=content, style=style)


def column(*children: Node, gap: float = 0, weight: float = 0, align: str = "start") -> Node:
    """Children below each other; pure layout."""
    style = Style(gap=gap, weight=weight, align=align)
    return Node(Role.GROUP, important=False, style=style, children=list(children))


def row(
    *children: Node, gap: float = 0, padding: tuple[float, float, float, float] = (0, 0, 0, 0)
) -> Node:
    """Children beside each other; pure layout."""
    style = Style(direction="row", align="center", gap=gap, padding=padding)
    return Node(Role.GROUP, important=False, style=style, children=list(children))


def divider() -> Node:
    """A thin line between rows."""
    return Node(Role.GROUP, important=False, style=Style(height=1, background=LINE))


def spacer() -> Node:
    """Takes what room is left."""
    return Node(Role.GROUP, important=False, style=Style(weight=1))


def icon(name: str, color: str = MUTED) -> Node:
    """A picture that only decorates."""
    style = Style(icon=name, color=color, width=24, height=24)
    return Node(Role.IMAGE, important=False, style=style)


def icon_button(
    id: str,  # noqa: A002 - the node's own word
    label: str,
    name: str,
    on_tap: Callable[[], None],
    *,
    color: str = INK,
) -> Node:
    """A button that is an icon."""
    style = Style(icon=name, color=color, width=48, height=48, padding=(12, 12, 12, 12))
    return Node(Role.IMAGE_BUTTON, id=id, label=label, on_tap=on_tap, style=style)


def card(
    id: str,  # noqa: A002 - the node's own word
    label: str,
    on_tap: Callable[[], None] | None,
    *children: Node,
) -> Node:
    """A white card; one that is tapped opens something."""
    style = Style(padding=(16, 14, 16, 14), radius=16, background=SURFACE, border=LINE, gap=10)
    return Node(Role.GROUP, id=id, label=label, on_tap=on_tap, style=style, children=list(children))


def avatar(name: str, size: float = 44) -> Node:
    """A coloured disc with the initials of a name; the same name has the same colour."""
    initials = "".join(part[0] for part in name.split()[:2]).upper() or "?"
    background, ink = _AVATARS[sum(map(ord, name)) % len(_AVATARS)]
    style = Style(
        width=size,
        height=size,
        radius=size / 2,
        background=background,
        color=ink,
        bold=True,
        text_size=size * 0.36,
        text_align="center",
    )
    return Node(Role.TEXT, text=initials, important=False, style=style)


def chip(content: str, *, id: str = "", color: str = BRAND, background: str = BRAND_TINT) -> Node:  # noqa: A002 - the node's own word
    """A short word on a coloured pill."""
    style = Style(
        padding=(10, 3, 10, 3),
        radius=12,
        background=background,
        color=color,
        text_size=13,
        bold=True,
    )
    return Node(Role.TEXT, id=id, text=content, style=style)


def list_row(
    id: str,  # noqa: A002 - the node's own word
    label: str,
    on_tap: Callable[[], None] | None,
    *children: Node,
) -> Node:
    """One row of a list."""
    style = Style(
        direction="row", align="center", gap=14, padding=(16, 12, 16, 12), background=SURFACE
    )
    return Node(Role.GROUP, id=id, label=label, on_tap=on_tap, style=style, children=list(children))


def list_of(
    id: str,  # noqa: A002 - the node's own word
    rows: Iterable[Node],
) -> Node:
    """A scrolling list that fills the room that is left, with lines between its rows."""
    children: list[Node] = []
    for index, one in enumerate(rows):
        children += [divider(), one] if index else [one]
    return Node(Role.LIST, id=id, style=Style(weight=1), children=children)


def scroll(*children: Node, gap: float = 12) -> Node:
    """Content that scrolls when it is longer than the screen."""
    style = Style(weight=1, padding=(16, 16, 16, 16), gap=gap)
    return Node(Role.SCROLL, style=style, children=list(children))


def empty(id: str, name: str, content: str) -> Node:  # noqa: A002 - the node's own word
    """What a list without rows shows instead."""
    style = Style(weight=1, padding=(32, 96, 32, 32), gap=16, align="center")
    image = Node(
        Role.IMAGE,
        important=False,
        style=Style(icon=name, color="#98A2B3", width=56, height=56),
    )
    return Node(
        Role.GROUP, style=style, children=[image, text(content, id=id, color=MUTED, align="center")]
    )
