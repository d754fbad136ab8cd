"""The deals of the pipeline."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page
from pages.side_menu import SideMenu


class OpportunitiesPage(Page):
    """All opportunities of the account, newest first."""

    NAME: ClassVar = "opportunities"

    def open_menu(self) -> SideMenu:
        """Open the side menu."""
        self._tap("menu")
        return SideMenu(self._session).wait_until_open()
