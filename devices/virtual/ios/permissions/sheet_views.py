"""What the sheets are made of in which a user chooses pictures or people for an app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COLUMNS: Final = 3
_BAR: Final = 56.0
_SHADE: Final = 12.0  # what is left of the app above it
_ROUND: Final = 12.0


def sheet(*children: Node) -> Node:
    """A card that covers the app but for a strip above it."""
    card = Node(
        Role.GROUP,
        important=False,
        style=Style(weight=1, background=colors.PAPER, radius=_ROUND),
        children=list(children),
    )
    return Node(
        Role.GROUP, important=False, style=Style(padding=(0, _SHADE, 0, 0)), children=[card]
    )


def bar(title: str, cancel: Node, done: Node) -> Node:
    """The navigation bar, with a button at each end."""
    name = Node(
        Role.TEXT,
        text=title,
        style=Style(weight=1, bold=True, text_size=17, color=colors.INK, text_align="center"),
    )
    style = Style(direction="row", align="center", height=_BAR, padding=(4, 0, 4, 0))
    return Node(
        Role.GROUP, kind="NavigationBar", id=title, style=style, children=[cancel, name, done]
    )


def bar_button(label: str, on_tap: Callable[[], None], *, bold: bool = False) -> Node:
    """A button of the navigation bar."""
    return Node(
        Role.BUTTON,
        text=label,
        label=label,
        on_tap=on_tap,
        style=Style(width=84, height=44, padding=(8, 8, 8, 8), color=colors.BLUE, bold=bold),
    )


def grid(cells: Sequence[Node]) -> Node:
    """Pictures in rows that scroll."""
    rows = [
        Node(
            Role.GROUP,
            important=False,
            style=Style(direction="row", gap=2),
            children=[*row, *_room(_COLUMNS - len(row))],
        )
        for row in (cells[first : first + _COLUMNS] for first in range(0, len(cells), _COLUMNS))
    ]
    return Node(Role.SCROLL, style=Style(weight=1, gap=2), children=rows)


def picture(label: str, on_tap: Callable[[], None], *, chosen: bool) -> Node:
    """One picture, with a tick where it is chosen."""
    style = Style(
        weight=1,
        height=124,
        padding=(42, 42, 42, 42),
        icon="check" if chosen else "picture",
        color=colors.PAPER,
        background=colors.BLUE if chosen else "#A9BCD3",
    )
    return Node(Role.IMAGE, label=label, selected=chosen, on_tap=on_tap, style=style)


def person(name: str, on_tap: Callable[[], None], *, chosen: bool) -> Node:
    """One of the address book, with a tick where it is chosen."""
    mark = Node(
        Role.IMAGE,
        important=False,
        style=Style(icon="check" if chosen else None, color=colors.BLUE, width=20, height=20),
    )
    words = Node(Role.TEXT, text=name, style=Style(weight=1, text_size=17, color=colors.INK))
    return Node(
        Role.GROUP,
        kind="Cell",
        label=name,
        selected=chosen,
        on_tap=on_tap,
        style=Style(direction="row", align="center", padding=(16, 12, 16, 12)),
        children=[words, mark],
    )


def people_list(rows: Sequence[Node]) -> Node:
    """People in rows that scroll."""
    parted: list[Node] = []
    for number, row in enumerate(rows):
        line = Node(Role.GROUP, important=False, style=Style(height=1, background=colors.LINE))
        parted += [line, row] if number else [row]
    return Node(Role.LIST, kind="CollectionView", style=Style(weight=1), children=parted)


def question(kind: str, title: str, buttons: Sequence[Node]) -> Node:
    """A sheet at the foot with a question and its answers."""
    words = Node(
        Role.TEXT,
        text=title,
        style=Style(text_size=22, bold=True, color=colors.INK, text_align="center"),
    )
    card = Node(
        Role.GROUP,
        kind=kind,
        style=Style(background=colors.PAPER, radius=_ROUND, padding=(24, 28, 24, 24), gap=12),
        children=[words, *buttons],
    )
    return Node(
        Role.GROUP,
        important=False,
        style=Style(padding=(8, 0, 8, 8)),
        children=[*_room(1), card],
    )


def answer(label: str, on_tap: Callable[[], None]) -> Node:
    """One of the answers below a question."""
    style = Style(
        height=50, radius=12, padding=(12, 12, 12, 12), background=colors.GROUND, color=colors.BLUE
    )
    return Node(Role.BUTTON, text=label, label=label, on_tap=on_tap, style=style)


def _room(many: int) -> list[Node]:
    return [Node(Role.GROUP, important=False, style=Style(weight=1)) for _ in range(many)]
