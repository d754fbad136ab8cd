"""The way through the system's Settings to the page of an app."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from pages.system.app_info import AppInfoPage
from pages.system.intents import start
from pages.system.system_page import SystemPage

_SETTINGS: Final = "android.settings.SETTINGS"


class AllAppsPage(SystemPage):
    """Settings > Apps > all of them."""

    NAME: ClassVar = "system/all_apps"

    def open_app(self, app: str) -> AppInfoPage:
        """Go to the page of an app, by the name on its icon.

        Raises:
            ElementMissing: no app has this name.
        """
        self._tap_in("list", "app", app=app)
        return AppInfoPage(self._session).wait_until_open()


class AppsPage(SystemPage):
    """Settings > Apps: those used last, and the way to all."""

    NAME: ClassVar = "system/apps"

    def open_all(self) -> AllAppsPage:
        """Go to the list of all apps."""
        self._tap_in("list", "all")
        return AllAppsPage(self._session).wait_until_open()


class SettingsHomePage(SystemPage):
    """The first page of the system's Settings."""

    NAME: ClassVar = "system/settings_home"

    def start(self) -> Self:
        """Start Settings from its beginning."""
        start(self._session, _SETTINGS)
        return self.wait_until_open()

    def open_apps(self) -> AppsPage:
        """Go to the apps."""
        self._tap_in("list", "apps")
        return AppsPage(self._session).wait_until_open()
