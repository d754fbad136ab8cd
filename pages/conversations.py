"""The list of conversations."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.rows import RowsPage
from pages.thread import ThreadPage


class ConversationsPage(RowsPage):
    """All conversations of the account, the one with the newest message first."""

    NAME: ClassVar = "conversations"

    def shows(self, contact: str, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether the conversation with a contact is on screen within the deadline."""
        return self._shows("row_of", deadline_s, {"contact": contact})

    def open(self, contact: str) -> ThreadPage:
        """Open the conversation with a contact.

        Raises:
            ElementMissing: there is no row for the contact in the whole list, or it did not open.
        """
        self.choose(contact)
        return ThreadPage(self._session).wait_until_open()
