"""The side menu behind the three lines at top left."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page
from pages.settings import SettingsPage


class SideMenu(Page):
    """The drawer that leads everywhere."""

    NAME: ClassVar = "side_menu"

    def open_settings(self) -> SettingsPage:
        """Go to the app's settings."""
        self._tap("settings")
        return SettingsPage(self._session).wait_until_open()
