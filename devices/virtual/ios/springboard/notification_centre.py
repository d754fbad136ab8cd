"""Notification Centre: the time, and what was delivered, over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.springboard.clock_face import clock_face
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.notifications.store import Notifications
    from devices.virtual.ios.springboard.covers import Covers
    from devices.virtual.ios.springboard.notification_cells import NotificationCells
    from devices.virtual.os.clock import Clock


class NotificationCentre:
    """Notification Centre of one phone.

    Args:
        look: row of the table ``notification_centre``.
        store: what it lists.
        cells: makes what it lists of each.
        covers: among which it lies.
        clock: the phone's.
    """

    def __init__(
        self,
        look: Mapping[str, Any],
        store: Notifications,
        cells: NotificationCells,
        covers: Covers,
        clock: Clock,
    ) -> None:
        self._look, self._store, self._cells = look, store, cells
        self._covers, self._clock = covers, clock
        self.window = Window(
            SPRINGBOARD, "Notification Center", WindowKind.SHADE, self._content, self.close
        )
        store.on_change(self._redraw)

    @property
    def shown(self) -> bool:
        """Whether it is open."""
        return self._covers.shows(self.window)

    def open(self) -> None:
        """Pull it down."""
        self._cells.cover()
        self._covers.open(self.window)

    def close(self) -> None:
        """Push it up again."""
        self._covers.close(self.window)

    def _redraw(self) -> None:
        self._covers.redraw(self.window)

    def _content(self) -> Node:
        shown = self._store.centre()
        rows = (
            [self._title(), *self._cells.cells(shown, self._redraw)] if shown else [self._empty()]
        )
        listed = Node(
            Role.SCROLL,
            style=Style(weight=1, padding=(8, 20, 8, 8), gap=8),
            children=rows,
        )
        return Node(
            Role.GROUP,
            important=False,
            style=Style(background=colors.BLURRED_WALLPAPER, padding=(0, 28, 0, 0)),
            children=[clock_face(self._clock.now(), colors.PAPER), listed],
        )

    def _title(self) -> Node:
        style = Style(text_size=22, bold=True, color=colors.PAPER, padding=(12, 4, 12, 4))
        title = Node(Role.TEXT, text=self._look["title"], heading=True, style=style)
        if not self._look["header_is_cell"]:
            return title
        return Node(
            Role.GROUP,
            id=self._look["cell"],
            kind="Button",
            label=self._look["title"],
            children=[title],
        )

    def _empty(self) -> Node:
        style = Style(text_size=17, color=colors.PAPER, text_align="center", padding=(0, 40, 0, 0))
        return Node(Role.TEXT, text=self._look["empty"], style=style)
