"""The app's own settings."""

from __future__ import annotations

from typing import ClassVar

from pages.about import AboutPage
from pages.biometric_settings import BiometricSettingsPage
from pages.local_presence import LocalPresencePage
from pages.notification_preferences import NotificationPreferencesPage
from pages.page import Page


class SettingsPage(Page):
    """The settings screen; Log Out stands at its bottom."""

    NAME: ClassVar = "settings"

    def open_about(self) -> AboutPage:
        """Go to what the app says of itself."""
        self._tap("about")
        return AboutPage(self._session).wait_until_open()

    def open_biometric(self) -> BiometricSettingsPage:
        """Go to the switch for biometric login."""
        self._tap("biometric")
        return BiometricSettingsPage(self._session).wait_until_open()

    def open_notifications(self) -> NotificationPreferencesPage:
        """Go to which events notify."""
        self._tap("notifications")
        return NotificationPreferencesPage(self._session).wait_until_open()

    def open_local_presence(self) -> LocalPresencePage:
        """Go to the switch for calls from the number of the area."""
        self._tap("local_presence")
        return LocalPresencePage(self._session).wait_until_open()

    def back(self) -> None:
        """Go back to where they were opened."""
        self._tap("back")

    def log_out(self) -> None:
        """End the session; the sign-in form follows."""
        self._tap("log_out")
