"""What the system's Settings say of the app under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.system.settings_ways import way

if TYPE_CHECKING:
    from devices.appium.session import Session
    from pages.system.app_info import AppInfoPage
    from pages.system.app_notifications import AppNotificationsPage
    from pages.system.permission_list import PermissionListPage
    from pages.system.privacy import Category, PrivacyCategoryPage


class AppSettings:
    """The system's settings of one app. Each step leaves the app for Settings.

    Args:
        session: on the phone.
        package: the app's package.
        app: its name, as on its icon.
    """

    def __init__(self, session: Session, package: str, app: str) -> None:
        self._way = way(session, package, app)

    def open(self) -> AppInfoPage:
        """Open the app's page by the shortest way."""
        return self._way.app_info()

    def walk(self) -> AppInfoPage:
        """Come to the app's page by tapping, from the first page of Settings."""
        return self._way.walk()

    def open_notifications(self) -> AppNotificationsPage:
        """Open what the app may show."""
        return self._way.notifications()

    def open_permissions(self) -> PermissionListPage:
        """Open what the app may do."""
        return self._way.permissions()

    def open_category(self, category: Category) -> PrivacyCategoryPage:
        """Open Privacy & Security > a category, which lists the app once it has asked; on iOS."""
        return self._way.home().open_privacy().open(category)

    @property
    def notifications_allowed(self) -> bool:
        """Whether the app may show notifications."""
        return self.open_notifications().allowed

    def allow_notifications(self, *, on: bool = True) -> None:
        """Let the app show notifications, or show none.

        Raises:
            StepFailed: the switch stands as before.
        """
        self.open_notifications().allow(on=on)
