"""What one app may show."""

from __future__ import annotations

from typing import ClassVar

from pages.system.system_page import SystemPage


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
