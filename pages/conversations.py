"""The list of conversations."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.page import Page
from pages.thread import ThreadPage


class ConversationsPage(Page):
    """All conversations of the account, the one with the newest message first."""

    NAME: ClassVar = "conversations"

    def shows(self, contact: str, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether the conversation with a contact is on screen within the deadline."""
        return self._shows("row_of", deadline_s, {"contact": contact})

    def lists(self, contact: str) -> bool:
        """Whether the conversation with a contact is, or comes in time, anywhere in the list."""
        return self._shows_in("list", "row_of", {"contact": contact})

    def wait_for(self, contact: str) -> None:
        """Wait until a contact's row is loaded.

        Raises:
            ElementMissing: there is no row for the contact in the whole list.
        """
        self._one_in("list", "row_of", {"contact": contact})

    def choose(self, contact: str) -> None:
        """Tap a contact's row; what was never loaded may not open.

        Raises:
            ElementMissing: there is no row for the contact in the whole list.
        """
        self._tap_in("list", "row_of", contact=contact)

    def open(self, contact: str) -> ThreadPage:
        """Open the conversation with a contact.

        Raises:
            ElementMissing: there is no row for the contact in the whole list, or it did not open.
        """
        self.choose(contact)
        return ThreadPage(self._session).wait_until_open()
