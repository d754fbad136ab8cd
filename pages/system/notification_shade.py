"""The notification shade, over whatever is in front."""

from __future__ import annotations

from typing import ClassVar

from pages.system.notification_list import NotificationList


class NotificationShade(NotificationList):
    """The shade, once `device.notifications.open_shade` has opened it."""

    SCREEN: ClassVar = "shade"
