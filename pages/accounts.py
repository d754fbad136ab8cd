"""The user's sub-accounts."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class AccountsPage(Page):
    """The list to choose from which sub-account is shown."""

    NAME: ClassVar = "accounts"

    @property
    def names(self) -> list[str]:
        """The sub-accounts on screen, in the app's order."""
        return self._texts("account")

    def switch_to(self, account: str) -> None:
        """Show another sub-account; the dashboard follows.

        Raises:
            ElementMissing: there is no such sub-account.
        """
        self._tap("row_of", account=account)
