"""The bar at the bottom of the main screens."""

from __future__ import annotations

from typing import ClassVar

from pages.conversations import ConversationsPage
from pages.page import Region


class BottomBar(Region):
    """The four main screens, a tap away."""

    NAME: ClassVar = "bottom_bar"

    def open_conversations(self) -> ConversationsPage:
        """Go to the list of conversations."""
        self._tap("conversations")
        return ConversationsPage(self._session).wait_until_open()
