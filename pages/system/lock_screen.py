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
        """Tap a notification of a screen that is lit, and again where the phone wants two taps.

        Raises:
            ElementMissing: it is not in the list; tells what is.
            StepFailed: the lock screen stays.
        """
        self._driving.wake()
        element, values = self._found(title, text)
        self._tap_until(element, lambda: not self.is_open, **values)
