"""The notification shade, over whatever is in front."""

from __future__ import annotations

from typing import ClassVar

from pages.errors import StepFailed
from pages.system.notification_list import NotificationList


class NotificationShade(NotificationList):
    """The shade, once `device.notifications.open_shade` has opened it."""

    SCREEN: ClassVar = "shade"

    def swipe_away(self, title: str) -> None:
        """Sweep a notification to the side until it is gone.

        Raises:
            ElementMissing: it is not in the list; tells what is.
            StepFailed: it stays, as one does that its app keeps there.
        """
        found = self._one_in("list", "titled", {"title": title})
        self._session.execute(
            "mobile: swipeGesture", elementId=found.id, direction="right", percent=1.0
        )
        if not self.hides(title):
            raise StepFailed(
                self._session.facts.name, self.NAME, f"sweeping {title!r} away", "it stays"
            )

    def clear_all(self) -> None:
        """Tap what takes away all that can be cleared; the shade closes.

        Raises:
            ElementMissing: there is nothing to clear; tells what is in the list.
        """
        self._tap_in("list", "clear_all")
