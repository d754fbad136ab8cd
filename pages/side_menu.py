"""The side menu behind the three lines at top left."""

from __future__ import annotations

from typing import ClassVar

from pages.accounts import AccountsPage
from pages.page import Page
from pages.settings import SettingsPage


class SideMenu(Page):
    """The drawer that leads everywhere."""

    NAME: ClassVar = "side_menu"

    @property
    def account(self) -> str:
        """Name of the sub-account that is shown."""
        return self._text("account")

    def go_home(self) -> None:
        """Choose Home; the dashboard follows."""
        self._tap("home")

    def open_settings(self) -> SettingsPage:
        """Go to the app's settings."""
        self._tap("settings")
        return SettingsPage(self._session).wait_until_open()

    def open_accounts(self) -> AccountsPage:
        """Go to the sub-accounts; only a user of several has this entry."""
        self._tap("switch")
        return AccountsPage(self._session).wait_until_open()

    def switch_account(self) -> str:
        """Show any sub-account but the one that is shown; returns its name.

        Raises:
            ElementMissing: the user has no other.
        """
        shown = self.account
        return self.open_accounts().switch_from(shown)

    def close(self) -> None:
        """Leave the menu for the screen below it."""
        self._tap("close")
