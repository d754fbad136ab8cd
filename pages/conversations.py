"""The list of conversations, and one of them."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class ThreadPage(Page):
    """One conversation: its messages and the field for the next one."""

    NAME: ClassVar = "thread"

    @property
    def messages(self) -> list[str]:
        """Texts of the messages on screen, oldest first."""
        return self._texts("message")


class ConversationsPage(Page):
    """All conversations of the account."""

    NAME: ClassVar = "conversations"

    def open(self, contact: str) -> ThreadPage:
        """Open the conversation with a contact.

        Raises:
            ElementMissing: there is no row for the contact within the deadline.
        """
        self._tap("row_of", contact=contact)
        return ThreadPage(self._session).wait_until_open()
