"""Notifications in a list: in Notification Centre, and on the lock screen.

A tap opens its app, a long touch shows all of it, a sweep to a side uncovers buttons.
Source: iPhone User Guide, "View and respond to notifications".
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ios.notifications.poster import OPENED
from devices.virtual.ios.springboard.long_look import LongLook
from devices.virtual.ios.springboard.notification_views import label_of, short_look
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.notifications.records import Delivered
    from devices.virtual.ios.notifications.store import Notifications
    from devices.virtual.ios.springboard.covers import Covers
    from devices.virtual.os.clock import Clock

_BUTTON: Final = Style(
    width=76,
    height=62,
    radius=18,
    background="#D7D7DC",
    text_size=15,
    color=colors.INK,
    text_align="center",
    padding=(4, 4, 4, 4),
)


class NotificationCells:
    """Makes the cells, and opens what is tapped.

    Args:
        tables: the release's rows.
        store: what was delivered.
        apps: whose notifications they are.
        covers: what a tap leaves.
        clock: the phone's.
    """

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, Any]],
        store: Notifications,
        apps: Apps,
        covers: Covers,
        clock: Clock,
    ) -> None:
        self._look, self._cell_id = tables["banners"], tables["notification_centre"]["cell"]
        self._sweeps = tables["notification_sweeps"]
        self._store, self._apps, self._covers, self._clock = store, apps, covers, clock
        self._long_look = LongLook(covers, clock, self.open)
        self._swept: dict[tuple[str, str], str] = {}

    def cells(self, shown: Iterable[Delivered], changed: Callable[[], None]) -> list[Node]:
        """A cell for each notification.

        Args:
            shown: the notifications.
            changed: called when one is to be drawn anew.
        """
        return [self._cell(each, changed) for each in shown]

    def open(self, notification: Delivered, extras: Mapping[str, str] | None = None) -> None:
        """Bring the app to the front and tell it what was tapped; that clears the notification.

        Args:
            notification: whose app.
            extras: what it is told; None for what a tap on the notification tells.
        """
        told = notification.extras if extras is None else extras

        def opened() -> None:
            self._store.remove(notification.key)
            self._apps.launch(notification.bundle_id)
            self._apps.hand(notification.bundle_id, OPENED, told)

        self._covers.leave(opened)

    def show_all(self, notification: Delivered) -> None:
        """Show the long look of a notification."""
        self._long_look.show(notification)

    def platter(self, notification: Delivered) -> Node:
        """The notification as a banner shows it."""
        return short_look(notification, self._clock.now(), self._look)

    def cover(self) -> None:
        """The list is out of sight: what was uncovered is covered again."""
        self._swept.clear()

    def _cell(self, notification: Delivered, changed: Callable[[], None]) -> Node:
        left, right = self._uncovered(notification)
        swept = bool(left or right)

        def sweep(way: str) -> None:
            if way in {"left", "right"}:
                self._sweep(notification, way)
                changed()

        def tapped() -> None:
            if swept:
                self._swept.pop(notification.key)
                changed()
            else:
                self.open(notification)

        return Node(
            Role.GROUP,
            id=self._cell_id,
            kind="Button",
            label=label_of(notification, self._clock.now()),
            owner=notification.key,
            on_tap=tapped,
            on_long_press=lambda: self.show_all(notification),
            on_flick=sweep,
            style=Style(direction="row", align="center", gap=8),
            children=[*left, self.platter(notification), *right],
        )

    def _sweep(self, notification: Delivered, way: str) -> None:
        """Uncover one side; the way back covers the other again."""
        if self._swept.pop(notification.key, way) == way:
            self._swept[notification.key] = way

    def _uncovered(self, notification: Delivered) -> tuple[list[Node], list[Node]]:
        """The buttons to the left and to the right."""
        words = self._sweeps
        way = self._swept.get(notification.key)
        if way == "right":
            return [self._button(words["open"], partial(self.open, notification))], []
        if way != "left":
            return [], []
        clear = self._button(words["clear"], partial(self._store.remove, notification.key))
        if not notification.actions:
            return [], [clear]
        return [], [self._button(words["view"], partial(self.show_all, notification)), clear]

    def _button(self, words: str, on_tap: Callable[[], None]) -> Node:
        return Node(
            Role.BUTTON,
            id=self._sweeps["id"],
            text=words,
            label=words,
            style=_BUTTON,
            on_tap=on_tap,
        )
