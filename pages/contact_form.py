"""The form for a new contact."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class ContactForm(Page):
    """A new contact, before it is saved."""

    NAME: ClassVar = "contact_form"

    @property
    def name(self) -> str:
        """What is filled in as the name."""
        return self._text("name")

    @property
    def phone(self) -> str:
        """What is filled in as the phone number."""
        return self._text("phone")

    @property
    def email(self) -> str:
        """What is filled in as the e-mail address."""
        return self._text("email")

    def write_name(self, name: str) -> None:
        """Fill in the name by hand."""
        self._type("name", name)

    def fill_in_from_address_book(self) -> None:
        """Ask for the phone's address book; it opens where the app may read it."""
        self._tap("from_address_book")

    def save(self) -> None:
        """Save the contact; where the form was opened follows."""
        self._tap("save")

    def back(self) -> None:
        """Leave the form without saving."""
        self._tap("back")
