"""What the system's Settings say of the app under test, by intent or by tapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.system.app_info import AppInfoPage
from pages.system.app_notifications import AppNotificationsPage
from pages.system.intents import start
from pages.system.permission_list import PermissionListPage
from pages.system.settings_home import SettingsHomePage

if TYPE_CHECKING:
    from devices.appium.session import Session

_DETAILS: Final = "android.settings.APPLICATION_DETAILS_SETTINGS"
_NOTIFICATIONS: Final = "android.settings.APP_NOTIFICATION_SETTINGS"
_PERMISSIONS: Final = "android.intent.action.MANAGE_APP_PERMISSIONS"
_PACKAGE: Final = "android.provider.extra.APP_PACKAGE"
_MANAGED: Final = "android.intent.extra.PACKAGE_NAME"


class AppSettings:
    """The system's settings of one app. Each step leaves the app for Settings.

    Args:
        session: on the phone.
        package: the app's package.
        app: its name, as on its icon.
    """

    def __init__(self, session: Session, package: str, app: str) -> None:
        self._session = session
        self._package = package
        self._app = app

    def open(self) -> AppInfoPage:
        """Open the app's page by intent."""
        start(self._session, _DETAILS, uri=f"package:{self._package}")
        return AppInfoPage(self._session).wait_until_open()

    def walk(self) -> AppInfoPage:
        """Come to the app's page by tapping: Settings, Apps, all apps, the app."""
        home = SettingsHomePage(self._session).start()
        return home.open_apps().open_all().open_app(self._app)

    def open_notifications(self) -> AppNotificationsPage:
        """Open what the app may show by intent."""
        start(self._session, _NOTIFICATIONS, extras={_PACKAGE: self._package})
        return AppNotificationsPage(self._session).wait_until_open()

    def open_permissions(self) -> PermissionListPage:
        """Open what the app may do by intent."""
        start(self._session, _PERMISSIONS, extras={_MANAGED: self._package})
        return PermissionListPage(self._session).wait_until_open()

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
