"""The user's sub-accounts."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.errors import ElementMissing
from pages.page import Page


class AccountsPage(Page):
    """The list to choose from which sub-account is shown."""

    NAME: ClassVar = "accounts"

    @property
    def names(self) -> list[str]:
        """The sub-accounts on screen, in the app's order: several, once they are loaded."""
        return wait.until(
            lambda: self._texts("account"), DEADLINES.find_s, holds=lambda seen: len(seen) > 1
        )

    def switch_from(self, shown: str) -> str:
        """Show any sub-account but this one; returns its name, and the dashboard follows.

        Raises:
            ElementMissing: there is no other.
        """
        names = self.names
        for name in names:
            if name != shown:
                self.switch_to(name)
                return name
        tried = f"looking for a sub-account other than {shown!r}"
        raise ElementMissing(self._session.facts.name, self.NAME, tried, f"there are {names}")

    def switch_to(self, account: str) -> None:
        """Show another sub-account; the dashboard follows.

        Raises:
            ElementMissing: there is no such sub-account.
        """
        self._tap("row_of", account=account)
