"""The people in the phone's own address book."""

from __future__ import annotations

from typing import ClassVar

from pages.rows import RowsPage


class AddressBookPage(RowsPage):
    """Who can fill in the form for a new contact; `choose` does, and goes back to the form."""

    NAME: ClassVar = "address_book"

    @property
    def names(self) -> list[str]:
        """The people that are on screen."""
        self.wait_until_open()
        return self._texts("name")
