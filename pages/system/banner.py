"""A notification over whatever is in front, for some seconds."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.driving import SPRINGBOARD
from pages.system.system_page import SystemPage


class Banner(SystemPage):
    """The banner of iOS; one is known by its title and a part of its text.

    On Android a session has the system show none.
    """

    NAME: ClassVar = "system/banner"
    APPLICATION: ClassVar = SPRINGBOARD

    def appears(self, title: str, text: str, deadline_s: float = DEADLINES.arrival_s) -> bool:
        """Whether it shows, or comes to within the deadline."""
        return self._shows("saying", deadline_s, {"title": title, "text": text})
