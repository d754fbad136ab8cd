"""Recents: a card for each task, the one used last first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from devices.virtual.ui.node import Rect

_WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"
_AWAY_PART: Final = 1 / 3  # of its size; a card that is let go before that comes back
_STILL_PART: Final = 1 / 20  # of its height: a finger that went no farther has tapped
_CARD: Final = Style(
    padding=(16, 24, 16, 24), background="#FFFFFF", radius=16, align="center", height=160
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What Recents shows and does.

    Attributes:
        pick: called with the number of a card that was tapped.
        dismiss: called with the number of a card that was swiped away.
        clear: called for the button that swipes all away.
        way: which way a card is swiped away: ``sideways`` or ``up``.
    """

    pick: Callable[[int], None]
    dismiss: Callable[[int], None]
    clear: Callable[[], None]
    way: str

    def content(self, cards: Iterable[tuple[int, str]]) -> Node:
        """The views, for the number and label of each task."""
        shown = [self._card(task_id, label) for task_id, label in cards]
        if shown:
            button = Node(Role.BUTTON, id="clear_all", text="Clear all", on_tap=self.clear)
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

    def _card(self, task_id: int, label: str) -> Node:
        def traced(area: Rect, path: list[tuple[float, float]]) -> None:
            (left, top), (right, bottom) = path[0], path[-1]
            far = abs(right - left) if self.way == "sideways" else top - bottom
            size = area.width if self.way == "sideways" else area.height
            if far >= size * _AWAY_PART:
                self.dismiss(task_id)
            elif max(abs(right - left), abs(bottom - top)) <= area.height * _STILL_PART:
                self.pick(task_id)

        return Node(
            Role.GROUP,
            id="task",
            label=label,
            on_tap=lambda: self.pick(task_id),
            on_trace=traced,
            style=_CARD,
            children=[Node(Role.TEXT, text=label, style=Style(text_size=16, text_align="center"))],
        )
