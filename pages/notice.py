"""What the app says of its own trouble: in a screen's place, and at its foot."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.region import Region


class Notice(Region):
    """What stands in a screen's place when it has nothing to show."""

    NAME: ClassVar = "notice"

    def asks_for_connection(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it says within the deadline that the screen needs a connection."""
        return self._shows("asks_for_connection", deadline_s)


class Snackbar(Region):
    """The sentence at a screen's foot about what the user has just done."""

    NAME: ClassVar = "snackbar"

    def asks_for_connection(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it says within the deadline that this needs a connection."""
        return self._shows("asks_for_connection", deadline_s)

    def says_it_needs(self, what: str, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it says within the deadline what the feature cannot do without.

        Args:
            what: in the app's words: ``the camera``, ``your photos``.
            deadline_s: for the sentence to come.
        """
        return self._shows("needs", deadline_s, {"what": what})

    def offers_settings(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether the way to the system's settings of the app stands by it within the deadline."""
        return self._shows("settings", deadline_s)

    def open_settings(self) -> None:
        """Go to the system's settings of the app."""
        self._tap("settings")

    def says_booked(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it says within the deadline that an appointment is booked."""
        return self._shows("booked", deadline_s)
