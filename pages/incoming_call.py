"""A contact is calling."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.page import Page


class IncomingCallPage(Page):
    """Who is calling, and what to do about it."""

    NAME: ClassVar = "incoming_call"

    def is_from(self, contact: str) -> bool:
        """Whether it is this contact who is calling, as the app says within the deadline."""
        return self._shows("caller", DEADLINES.notice_s, {"contact": contact})

    def goes(self) -> bool:
        """Whether the screen is left within the deadline."""
        return self._goes(self.SCREEN)

    def answer(self) -> None:
        """Take the call."""
        self._tap("answer")

    def decline(self) -> None:
        """Do not take it."""
        self._tap("decline")
