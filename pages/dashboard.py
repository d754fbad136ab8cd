"""The dashboard: the app's home."""

from __future__ import annotations

from typing import ClassVar

from pages.bottom_bar import BottomBar
from pages.page import Page
from pages.side_menu import SideMenu


class DashboardPage(Page):
    """The first screen after a login."""

    NAME: ClassVar = "dashboard"

    @property
    def title(self) -> str:
        """What the bar at the top says: the account's brand."""
        return self._text("title")

    @property
    def bottom_bar(self) -> BottomBar:
        """The bar with the main screens."""
        return BottomBar(self._session)

    def open_menu(self) -> SideMenu:
        """Open the side menu."""
        self._tap("menu")
        return SideMenu(self._session).wait_until_open()
