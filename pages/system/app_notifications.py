"""What one app may show."""

from __future__ import annotations

from typing import ClassVar, Literal

from pages.driving import SETTINGS
from pages.system.system_page import SystemPage

Style = Literal["lock_screen", "notification_centre", "banners"]
"""Where an app's notifications show on iOS, each by itself."""


class AppNotificationsPage(SystemPage):
    """An app's notifications, with one switch for all of them."""

    NAME: ClassVar = "system/app_notifications"
    APPLICATION: ClassVar = SETTINGS

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

    def shows_at(self, style: Style) -> bool:
        """Whether they show in one of the places of iOS.

        Raises:
            ElementMissing: the page has no such style.
        """
        return self._is_on(style)

    def show_at(self, style: Style, *, on: bool) -> None:
        """Have them show in one of the places of iOS, or not.

        Raises:
            ElementMissing: the page has no such style.
            StepFailed: it stands as before.
        """
        self._turn(style, on=on)
