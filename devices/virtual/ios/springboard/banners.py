"""Banners: a notification over what is in front, for some seconds or until it is dealt with.

Source: iPhone User Guide, "View and respond to notifications"; Apple's accessibility bundle for
NCNotificationShortLookView: a sweep up dismisses, a sweep down shows all of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.notifications.settings import BannerStyle
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.notifications.records import Delivered
    from devices.virtual.ios.notifications.store import Notifications
    from devices.virtual.ios.springboard.covers import Covers
    from devices.virtual.ios.springboard.notification_cells import NotificationCells

_AROUND: Final = "Notification"
"""Label of what the platter lies in. Source: appium/appium#20835, its dump."""


class Banners:
    """The banner of one phone: one follows another.

    Args:
        look: row of the table ``banners``.
        display: over which it floats.
        store: what is delivered.
        cells: opens what is tapped.
        covers: while one is open, notifications go to the list alone.
    """

    def __init__(
        self,
        look: Mapping[str, Any],
        display: IosDisplay,
        store: Notifications,
        cells: NotificationCells,
        covers: Covers,
    ) -> None:
        self._seconds = float(look["seconds"])
        self._display, self._store = display, store
        self._cells, self._covers = cells, covers
        self._shown: Delivered | None = None
        self._window = Window(
            SPRINGBOARD, "banner", WindowKind.HEADS_UP, self._content, display.floating.hide
        )
        store.on_banner = self._show
        store.on_change(self._changed)

    def _show(self, notification: Delivered) -> None:
        display = self._display
        if not display.screen_on or self._covers.any_open:
            return
        stays = self._store.settings(notification.bundle_id).banner_style is BannerStyle.PERSISTENT
        self._shown = notification
        display.invalidate(self._window)
        display.floating.show(self._window, math.inf if stays else self._seconds)

    def _changed(self) -> None:
        if self._shown is not None and not self._store.holds(self._shown):
            self._shown = None
            self._display.floating.hide()

    def _content(self) -> Node:
        shown = self._shown
        if shown is None:
            raise LookupError("no notification is to be shown over what is in front")
        platter = self._cells.platter(shown)
        platter.on_tap = lambda: self._tapped(shown)
        platter.on_long_press = lambda: self._expand(shown)
        platter.on_flick = lambda way: self._swept(shown, way)
        style = Style(elevation=6, radius=24)
        return Node(Role.GROUP, kind="Other", label=_AROUND, style=style, children=[platter])

    def _tapped(self, shown: Delivered) -> None:
        self._display.floating.hide()
        self._cells.open(shown)

    def _expand(self, shown: Delivered) -> None:
        self._display.floating.hide()
        self._cells.show_all(shown)

    def _swept(self, shown: Delivered, way: str) -> None:
        if way == "up":
            self._display.floating.hide()
        elif way == "down":
            self._expand(shown)
