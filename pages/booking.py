"""Booking an appointment: with whom, and when."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class BookingPage(Page):
    """The form of an appointment; a free day and hour are chosen at first."""

    NAME: ClassVar = "booking"

    def book(self) -> None:
        """Book what is chosen."""
        self._tap_in("content", "book")


class BookingContactsPage(Page):
    """The contacts that an appointment can be booked with."""

    NAME: ClassVar = "booking_contacts"

    def choose(self, contact: str) -> BookingPage:
        """Book with a contact.

        Raises:
            ElementMissing: there is no row for the contact in the whole list.
        """
        self._tap_in("list", "row_of", contact=contact)
        return BookingPage(self._session).wait_until_open()
