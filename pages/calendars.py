"""The calendar."""

from __future__ import annotations

from typing import ClassVar

from pages.booking import BookingContactsPage
from pages.page import Page


class CalendarsPage(Page):
    """The appointments of the next days."""

    NAME: ClassVar = "calendars"

    def begin_booking(self) -> BookingContactsPage:
        """Ask for a new appointment; the page returned follows where one can be booked."""
        self._tap("book")
        return BookingContactsPage(self._session)
