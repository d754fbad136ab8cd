"""One appointment."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.page import Page


class AppointmentPage(Page):
    """What, when and with whom."""

    NAME: ClassVar = "appointment"

    def is_about(self, title: str) -> bool:
        """Whether it is the appointment of this title, as the app says within the deadline."""
        return self._shows("title", DEADLINES.notice_s, {"title": title})
