"""The lock screen."""

from __future__ import annotations

from typing import ClassVar

from pages.system.notification_list import NotificationList


class LockScreen(NotificationList):
    """The lock screen with its list of notifications, before a credential is asked for."""

    SCREEN: ClassVar = "lock_screen"
