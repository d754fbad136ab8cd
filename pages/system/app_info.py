"""The system's page of one app, from which its notifications and permissions are reached."""

from __future__ import annotations

from typing import ClassVar

from pages.driving import SETTINGS
from pages.system.app_notifications import AppNotificationsPage
from pages.system.permission_list import PermissionListPage
from pages.system.system_page import SystemPage


class AppInfoPage(SystemPage):
    """Settings > Apps > the app; on iOS its permissions stand on it."""

    NAME: ClassVar = "system/app_info"
    APPLICATION: ClassVar = SETTINGS

    @property
    def app(self) -> str:
        """Name of the app that it is about."""
        return self._text("app")

    def open_notifications(self) -> AppNotificationsPage:
        """Go to what the app may show."""
        self._tap_in("list", "notifications")
        return AppNotificationsPage(self._session).wait_until_open()

    def open_permissions(self) -> PermissionListPage:
        """Go to what the app may do."""
        if self._is_known("permissions"):
            self._tap_in("list", "permissions")
        return PermissionListPage(self._session).wait_until_open()
