"""What one app may show, and one of its channels."""

from __future__ import annotations

from typing import ClassVar

from pages.system.system_page import SystemPage


class NotificationChannelPage(SystemPage):
    """One of an app's kinds of notifications."""

    NAME: ClassVar = "system/notification_channel"

    @property
    def allowed(self) -> bool:
        """Whether it may be shown."""
        return self._is_on("allowed")

    def allow(self, *, on: bool = True) -> None:
        """Switch it on or off.

        Raises:
            StepFailed: the switch stands as before.
        """
        self._turn("allowed", on=on)


class AppNotificationsPage(SystemPage):
    """An app's notifications, with one switch for all of them."""

    NAME: ClassVar = "system/app_notifications"

    @property
    def app(self) -> str:
        """Name of the app that it is about."""
        return self._text("app")

    @property
    def allowed(self) -> bool:
        """Whether the app may show any."""
        return self._is_on("allowed")

    def allow(self, *, on: bool = True) -> None:
        """Switch all of them on or off.

        Raises:
            StepFailed: the switch stands as before.
        """
        self._turn("allowed", on=on)

    def has_channel(self, name: str) -> bool:
        """Whether the app has a kind of notifications of this name."""
        return self._shows_in("list", "channel", {"name": name})

    def open_channel(self, name: str) -> NotificationChannelPage:
        """Go to one kind of notifications.

        Raises:
            ElementMissing: the app has none of this name.
        """
        self._tap_in("list", "channel", name=name)
        return NotificationChannelPage(self._session).wait_until_open()
