"""The bar at the bottom of the main screens."""

from __future__ import annotations

from typing import ClassVar

from pages.calendars import CalendarsPage
from pages.contacts import ContactsPage
from pages.conversations import ConversationsPage
from pages.opportunities import OpportunitiesPage
from pages.region import Region


class BottomBar(Region):
    """The four main screens, a tap away."""

    NAME: ClassVar = "bottom_bar"

    def open_conversations(self) -> ConversationsPage:
        """Go to the list of conversations."""
        self._tap("conversations")
        return ConversationsPage(self._session).wait_until_open()

    def open_calendars(self) -> CalendarsPage:
        """Go to the calendar."""
        self._tap("calendars")
        return CalendarsPage(self._session).wait_until_open()

    def open_contacts(self) -> ContactsPage:
        """Go to the list of contacts."""
        self._tap("contacts")
        return ContactsPage(self._session).wait_until_open()

    def open_opportunities(self) -> OpportunitiesPage:
        """Go to the pipeline."""
        self._tap("opportunities")
        return OpportunitiesPage(self._session).wait_until_open()
