"""The people in the phone's own address book."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.rows import RowsPage


class AddressBookPage(RowsPage):
    """Who can fill in the form for a new contact; `choose` does, and goes back to the form."""

    NAME: ClassVar = "address_book"

    @property
    def names(self) -> list[str]:
        """The people that are on screen, waited for; none where nobody comes."""
        self.wait_until_open()
        return wait.until(lambda: self._texts("name"), DEADLINES.notice_s)
