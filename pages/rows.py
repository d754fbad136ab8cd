"""A list whose rows are a contact's each."""

from __future__ import annotations

from pages.page import Page


class RowsPage(Page):
    """A screen with such a list; its locators name the ``list`` and the ``row_of`` a contact."""

    def lists(self, contact: str) -> bool:
        """Whether a contact's row is, or comes in time, anywhere in the list."""
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
