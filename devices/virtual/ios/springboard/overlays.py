"""Everything that SpringBoard lays over apps, and the edges of the glass that bring it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.springboard.banners import Banners
from devices.virtual.ios.springboard.control_centre import ControlCentre
from devices.virtual.ios.springboard.covers import Covers
from devices.virtual.ios.springboard.notification_cells import NotificationCells
from devices.virtual.ios.springboard.notification_centre import NotificationCentre
from devices.virtual.ios.springboard.switcher import Switcher
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone


class Overlays:
    """What lies over the apps of one phone.

    Attributes:
        covers: those of them that fill the screen, and how one leaves them.
        cells: notifications in lists.
        banners: a notification over what is in front.
        centre, controls, switcher: what the edges bring.
    """

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone
        tables, store, clock = phone.profile.rows, phone.notifications, phone.clock
        display = phone.display
        self.covers = covers = Covers(display, phone.apps)
        self.cells = cells = NotificationCells(tables, store, phone.apps, covers, clock)
        self.banners = Banners(tables["banners"], display, store, cells, covers)
        self.centre = NotificationCentre(tables["notification_centre"], store, cells, covers, clock)
        self.controls = ControlCentre(tables["control_centre"], phone.radios, covers)
        self.switcher = Switcher(covers, phone.apps)
        covers.unlock = phone.lock_screen.pass_to
        display.on_switcher = self.switcher.open
        phone.lock_screen.listed = self._on_lock_screen
        store.on_light = display.wake
        store.on_change(phone.lock_screen.changed)
        display.on_home = self.home
        display.on_notifications = self._pulled_down
        display.on_controls = self._pulled_in

    def home(self) -> None:
        """Take what lies in front away; with nothing there, open the phone, or leave for home."""
        if self.covers.back():
            return
        if self._phone.locked:
            self._phone.display.on_unlock()
        else:
            self._phone.apps.to_home()

    def power_changed(self) -> None:
        """The screen went on or off, or the phone was locked or unlocked."""
        if not self._phone.display.screen_on:
            self.covers.close_all()
        elif not self._phone.display.locked:
            self._phone.notifications.unlocked()

    def _pulled_down(self) -> None:
        """The lock screen has its notifications already."""
        if not self._phone.display.locked:
            self.centre.open()

    def _pulled_in(self) -> None:
        """Where there is a home button, a sweep from the foot first takes away what is open."""
        if self._phone.profile.home == "button" and self.covers.any_open:
            self.covers.back()
        else:
            self.controls.open()

    def _on_lock_screen(self) -> list[Node]:
        store, screen = self._phone.notifications, self._phone.lock_screen
        shown = self.cells.cells(store.lock_screen(), screen.changed)
        style = Style(padding=(0, 24, 0, 8), gap=8)
        return [Node(Role.SCROLL, passive=True, style=style, children=shown)] if shown else []
