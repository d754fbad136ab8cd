"""The list of contacts."""

from __future__ import annotations

from typing import ClassVar

from pages.contact import ContactPage
from pages.contact_form import ContactForm
from pages.rows import RowsPage


class ContactsPage(RowsPage):
    """All contacts of the account, by name."""

    NAME: ClassVar = "contacts"

    def scan(self) -> None:
        """Scan a business card; the camera follows where the app may use it."""
        self._tap("scan")

    def add(self) -> ContactForm:
        """Begin a new contact."""
        self._tap("add")
        return ContactForm(self._session).wait_until_open()

    def open(self, contact: str) -> ContactPage:
        """Open the contact.

        Raises:
            ElementMissing: there is no row for the contact in the whole list, or it did not open.
        """
        self.choose(contact)
        return ContactPage(self._session).wait_until_open()
