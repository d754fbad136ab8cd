"""The list of contacts."""

from __future__ import annotations

from typing import ClassVar

from pages.contact import ContactPage
from pages.page import Page


class ContactsPage(Page):
    """All contacts of the account, by name."""

    NAME: ClassVar = "contacts"

    def lists(self, contact: str) -> bool:
        """Whether a contact is, or comes in time, anywhere in the list."""
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

    def open(self, contact: str) -> ContactPage:
        """Open the contact.

        Raises:
            ElementMissing: there is no row for the contact in the whole list, or it did not open.
        """
        self.choose(contact)
        return ContactPage(self._session).wait_until_open()
