"""What the system's Settings say of the app under test, by intent or by tapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.system.app_info import AppInfoPage
from pages.system.app_notifications import AppNotificationsPage, NotificationChannelPage
from pages.system.intents import start
from pages.system.permission_list import PermissionListPage
from pages.system.settings_home import SettingsHomePage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.appium.session import Session
    from pages.system.permission_list import Group, State
    from pages.system.permission_page import Choice

_DETAILS: Final = "android.settings.APPLICATION_DETAILS_SETTINGS"
_NOTIFICATIONS: Final = "android.settings.APP_NOTIFICATION_SETTINGS"
_CHANNEL: Final = "android.settings.CHANNEL_NOTIFICATION_SETTINGS"
_PERMISSIONS: Final = "android.intent.action.MANAGE_APP_PERMISSIONS"
_PACKAGE: Final = "android.provider.extra.APP_PACKAGE"
_CHANNEL_ID: Final = "android.provider.extra.CHANNEL_ID"
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

    def open_channel(self, channel: str) -> NotificationChannelPage:
        """Open one kind of its notifications, by the id of its channel, by intent."""
        extras = {_PACKAGE: self._package, _CHANNEL_ID: channel}
        start(self._session, _CHANNEL, extras=extras)
        return NotificationChannelPage(self._session).wait_until_open()

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

    @property
    def permissions(self) -> Mapping[str, State]:
        """How each group of permissions stands; see `PermissionListPage.groups`."""
        return self.open_permissions().groups

    def permission(self, group: Group) -> Choice:
        """How one group stands.

        Raises:
            ElementMissing: the app does not ask for it.
        """
        return self.open_permissions().choice(group)

    def set_permission(self, group: Group, choice: Choice) -> None:
        """Set one group; an app that loses a permission by it is killed.

        Raises:
            ElementMissing: the app does not ask for it.
            ChoiceMissing: this release does not offer the choice for it.
            StepFailed: it stands as before.
        """
        self.open_permissions().set(group, choice)

    def permit(self, group: Group) -> Choice:
        """Let the app have a group while it is used, as this release offers it; returns how.

        Raises:
            ElementMissing: the app does not ask for it.
            StepFailed: it stands as before.
        """
        return self.open_permissions().permit(group)

    def set_precise_location(self, *, on: bool) -> None:
        """Give the precise location, or only about where the phone is; from Android 12 on.

        Raises:
            ElementMissing: there is no such switch: the release has none, or none is allowed.
            StepFailed: it stands as before.
        """
        self.open_permissions().open_group("location").set_precise(on=on)
