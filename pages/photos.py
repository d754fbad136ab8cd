"""The phone's photos inside the app, to send one."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.page import Page


class PhotosPage(Page):
    """All photos of the phone, or those that the user has chosen for the app."""

    NAME: ClassVar = "photos"

    def labels_become(self, count: int) -> set[str]:
        """What tells those on screen apart, once they are so many; else what is there."""
        return wait.until(
            lambda: set(self._texts("photo")),
            DEADLINES.notice_s,
            holds=lambda labels: len(labels) == count,
        )

    @property
    def has_all(self) -> bool:
        """Whether the app says that it has access to all."""
        self.wait_until_open()
        return self._shows("all")

    def send_first(self) -> None:
        """Send the first one; the conversation follows."""
        self._tap("photo")

    def change_access(self) -> None:
        """Ask to choose others; the system asks, or shows its settings where all are given."""
        self._tap("change_access")

    def back(self) -> None:
        """Go back to the conversation."""
        self._tap("back")
