"""How each platform's Settings are come to: Android's by intent, those of iOS by tapping alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from pages.driving import SETTINGS
from pages.system.app_info import AppInfoPage
from pages.system.app_notifications import AppNotificationsPage
from pages.system.intents import start
from pages.system.permission_list import PermissionListPage
from pages.system.settings_home import SettingsHomePage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.appium.session import Session

_SETTINGS: Final = "android.settings.SETTINGS"
_DETAILS: Final = "android.settings.APPLICATION_DETAILS_SETTINGS"
_NOTIFICATIONS: Final = "android.settings.APP_NOTIFICATION_SETTINGS"
_PERMISSIONS: Final = "android.intent.action.MANAGE_APP_PERMISSIONS"
_PACKAGE: Final = "android.provider.extra.APP_PACKAGE"
_MANAGED: Final = "android.intent.extra.PACKAGE_NAME"


class SettingsWay(Protocol):
    """The ways to what Settings say of one app."""

    def home(self) -> SettingsHomePage:
        """To their first page, from their beginning."""

    def walk(self) -> AppInfoPage:
        """To the app's page, by tapping."""

    def app_info(self) -> AppInfoPage:
        """To the app's page, by the shortest way."""

    def notifications(self) -> AppNotificationsPage:
        """To what the app may show."""

    def permissions(self) -> PermissionListPage:
        """To what the app may do."""


class AndroidWay:
    """By intents, whose package Settings open at."""

    def __init__(self, session: Session, package: str, app: str) -> None:
        self._session, self._package, self._app = session, package, app

    def home(self) -> SettingsHomePage:
        """See `SettingsWay`."""
        start(self._session, _SETTINGS)
        return SettingsHomePage(self._session).wait_until_open()

    def walk(self) -> AppInfoPage:
        """See `SettingsWay`: Settings, Apps, all apps, the app."""
        return self.home().open_apps().open_all().open_app(self._app)

    def app_info(self) -> AppInfoPage:
        """See `SettingsWay`."""
        start(self._session, _DETAILS, uri=f"package:{self._package}")
        return AppInfoPage(self._session).wait_until_open()

    def notifications(self) -> AppNotificationsPage:
        """See `SettingsWay`."""
        start(self._session, _NOTIFICATIONS, extras={_PACKAGE: self._package})
        return AppNotificationsPage(self._session).wait_until_open()

    def permissions(self) -> PermissionListPage:
        """See `SettingsWay`."""
        start(self._session, _PERMISSIONS, extras={_MANAGED: self._package})
        return PermissionListPage(self._session).wait_until_open()


class IosWay:
    """By taps: no address leads a driver to an app's page on every release."""

    def __init__(self, session: Session, package: str, app: str) -> None:
        del package  # Settings list apps by name
        self._session, self._app = session, app

    def home(self) -> SettingsHomePage:
        """See `SettingsWay`. Settings that run show the page that they were left at."""
        self._session.execute("mobile: terminateApp", bundleId=SETTINGS)
        self._session.execute("mobile: launchApp", bundleId=SETTINGS)
        return SettingsHomePage(self._session).wait_until_open()

    def walk(self) -> AppInfoPage:
        """See `SettingsWay`."""
        return self.home().open_app(self._app)

    def app_info(self) -> AppInfoPage:
        """See `SettingsWay`."""
        return self.walk()

    def notifications(self) -> AppNotificationsPage:
        """See `SettingsWay`."""
        return self.walk().open_notifications()

    def permissions(self) -> PermissionListPage:
        """See `SettingsWay`."""
        return self.walk().open_permissions()


_WAYS: Final[Mapping[str, type[AndroidWay | IosWay]]] = {"android": AndroidWay, "ios": IosWay}


def way(session: Session, package: str, app: str) -> SettingsWay:
    """The way of a session's platform to one app."""
    return _WAYS[session.facts.platform](session, package, app)
