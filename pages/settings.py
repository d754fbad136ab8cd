"""The app's own settings."""

from __future__ import annotations

from typing import ClassVar

from pages.about import AboutPage
from pages.page import Page


class SettingsPage(Page):
    """The settings screen; Log Out stands at its bottom."""

    NAME: ClassVar = "settings"

    def open_about(self) -> AboutPage:
        """Go to what the app says of itself."""
        self._tap("about")
        return AboutPage(self._session).wait_until_open()

    def log_out(self) -> None:
        """End the session; the sign-in form follows."""
        self._tap("log_out")
