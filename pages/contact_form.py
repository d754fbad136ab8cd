"""The form for a new contact."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.page import Page


class ContactForm(Page):
    """A new contact, before it is saved."""

    NAME: ClassVar = "contact_form"

    @property
    def name(self) -> str:
        """What is filled in as the name; empty where the hint stands in its place."""
        found = self._one("name")
        text = self._session.call("reading the name", lambda: found.text)
        hint = self._session.call(
            "reading its hint", lambda: found.get_attribute(self._driving.HINT)
        )
        return "" if text == hint else str(text)

    def name_becomes(self, expected: str) -> str:
        """The name, waited for; what stands there at the deadline otherwise."""
        return wait.until(
            lambda: self.name, DEADLINES.notice_s, holds=lambda name: name == expected
        )

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
