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
STAR: Final = "#F79009"
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


def mark(id: str, label: str, name: str, color: str) -> Node:  # noqa: A002 - the node's own word
    """A small picture that says something."""
    style = Style(icon=name, color=color, width=20, height=20)
    return Node(Role.IMAGE, id=id, label=label, style=style)


def inset(*children: Node, gap: float = 8) -> Node:
    """Children below each other, kept from the screen's edges."""
    style = Style(padding=(12, 0, 12, 8), gap=gap)
    return Node(Role.GROUP, important=False, style=style, children=list(children))


def spaced(*children: Node) -> Node:
    """As `inset`, with room above too."""
    style = Style(padding=(12, 8, 12, 8), gap=8)
    return Node(Role.GROUP, important=False, style=style, children=list(children))


def plain_row(id: str, *children: Node) -> Node:  # noqa: A002 - the node's own word
    """Lines of a card that belong together."""
    return Node(Role.GROUP, id=id, style=Style(gap=2), children=list(children))


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


def button(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    on_tap: Callable[[], None],
    *,
    plain: bool = False,
) -> Node:
    """A button with its name; a plain one has no filled background."""
    style = Style(
        height=52,
        radius=12,
        background=None if plain else BRAND,
        color=BRAND if plain else SURFACE,
        bold=True,
        padding=(24, 12, 24, 12),
    )
    return Node(Role.BUTTON, id=id, label=name, text=name, on_tap=on_tap, style=style)


def action(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    icon: str,
    on_tap: Callable[[], None],
) -> Node:
    """One of several small buttons beside each other: an icon above its name."""
    caption = text(name, size=13, bold=True, color=BRAND, align="center")
    style = Style(weight=1, align="center", gap=4, padding=(4, 10, 4, 10), radius=12)
    picture = Node(
        Role.IMAGE, important=False, style=Style(icon=icon, color=BRAND, width=24, height=24)
    )
    return Node(
        Role.GROUP, id=id, label=name, on_tap=on_tap, style=style, children=[picture, caption]
    )


def field(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    content: str,
    on_text: Callable[[str], None],
    *,
    secure: bool = False,
) -> Node:
    """An input whose hint is its name."""
    style = Style(padding=(16, 16, 16, 16), radius=12)
    return Node(
        Role.INPUT,
        id=id,
        label=name,
        hint=name,
        text=content,
        on_text=on_text,
        secure=secure,
        style=style,
    )


def pill(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    on_tap: Callable[[], None],
    *,
    chosen: bool,
    enabled: bool = True,
) -> Node:
    """One of several choices beside each other; the one that is chosen is selected."""
    style = Style(
        weight=1,
        height=40,
        padding=(4, 8, 4, 8),
        radius=20,
        background=BRAND if chosen else SURFACE,
        border=None if chosen else LINE,
        color=SURFACE if chosen else INK if enabled else "#98A2B3",
        text_size=14,
        bold=chosen,
    )
    return Node(
        Role.BUTTON,
        id=id,
        label=name,
        text=name,
        on_tap=on_tap,
        selected=chosen,
        enabled=enabled,
        style=style,
    )


def bar(*children: Node) -> Node:
    """Choices beside each other, in equal widths."""
    style = Style(direction="row", align="center", gap=8, padding=(12, 8, 12, 8))
    return Node(Role.GROUP, important=False, style=style, children=list(children))


def switch(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    on_tap: Callable[[], None],
    *,
    on: bool,
) -> Node:
    """A switch with its name."""
    style = Style(padding=(16, 12, 16, 12), background=SURFACE)
    return Node(
        Role.SWITCH,
        id=id,
        label=name,
        text=name,
        checkable=True,
        checked=on,
        on_tap=on_tap,
        style=style,
    )


def entry(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    icon: str,
    on_tap: Callable[[], None],
    *,
    color: str = INK,
) -> Node:
    """A line of a menu."""
    style = Style(
        height=56,
        padding=(16, 14, 16, 14),
        icon=icon,
        color=color,
        background=SURFACE,
        text_align="left",
    )
    return Node(Role.BUTTON, id=id, label=name, text=name, on_tap=on_tap, style=style)


def pending(id: str) -> Node:  # noqa: A002 - the node's own word
    """The small sign that something waits for a connection."""
    style = Style(icon="cloud_off", color=MUTED, text_size=12, text_align="left")
    return Node(Role.TEXT, id=id, text="Pending", style=style)


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
    return Node(
        Role.GROUP,
        id=id,
        label=label,
        kind="Cell",
        on_tap=on_tap,
        style=style,
        children=list(children),
    )


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
