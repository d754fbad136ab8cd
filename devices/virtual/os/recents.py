"""Recents: a card for each task, the one used last first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"
_CARD: Final = Style(
    padding=(16, 24, 16, 24), background="#FFFFFF", radius=16, align="center", height=160
)


def overview(
    cards: Iterable[tuple[int, str]], pick: Callable[[int], None], clear: Callable[[], None]
) -> Node:
    """The content of Recents.

    Args:
        cards: number and label of each task.
        pick: called with the number of a card that was tapped.
        clear: called for the button that swipes all away.
    """
    shown = [_card(task_id, label, pick) for task_id, label in cards]
    if shown:
        button = Node(Role.BUTTON, id="clear_all", text="Clear all", on_tap=clear)
    else:
        button = Node(
            Role.TEXT,
            text="No recent items",
            style=Style(color=_INK, text_size=18, text_align="center"),
        )
    return Node(
        Role.GROUP,
        id="overview_panel",
        style=Style(background=_WALLPAPER, padding=(24, 96, 24, 24), gap=16),
        children=[*shown, button],
    )


def _card(task_id: int, label: str, pick: Callable[[int], None]) -> Node:
    return Node(
        Role.GROUP,
        id="task",
        label=label,
        on_tap=lambda: pick(task_id),
        style=_CARD,
        children=[Node(Role.TEXT, text=label, style=Style(text_size=16, text_align="center"))],
    )
