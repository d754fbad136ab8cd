"""The lock screen."""

from __future__ import annotations

from typing import ClassVar

from pages.system.notification_list import NotificationList


class LockScreen(NotificationList):
    """The lock screen with its list of notifications, before a credential is asked for."""

    SCREEN: ClassVar = "lock_screen"

    def shows(self, title: str, text: str = "") -> bool:
        """Whether a notification is, or comes in time, in the list of a screen that is lit."""
        self._driving.wake()
        return super().shows(title, text)

    def open(self, title: str, text: str = "") -> None:
        """See `NotificationList`. The screen is lit for it."""
        self._driving.wake()
        super().open(title, text)
