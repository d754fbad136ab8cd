"""The way through the system's Settings to the page of an app."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.driving import SETTINGS
from pages.system.app_info import AppInfoPage
from pages.system.privacy import PrivacyPage
from pages.system.system_page import SystemPage


class AllAppsPage(SystemPage):
    """Settings > Apps > all of them; on iOS Settings > Apps, from 18 on."""

    NAME: ClassVar = "system/all_apps"
    APPLICATION: ClassVar = SETTINGS

    def open_app(self, app: str) -> AppInfoPage:
        """Go to the page of an app, by the name on its icon.

        Raises:
            ElementMissing: no app has this name.
        """
        self._tap_in("list", "app", app=app)
        return AppInfoPage(self._session).wait_until_open()


class AppsPage(SystemPage):
    """Settings > Apps on Android: those used last, and the way to all."""

    NAME: ClassVar = "system/apps"

    def open_all(self) -> AllAppsPage:
        """Go to the list of all apps."""
        self._tap_in("list", "all")
        return AllAppsPage(self._session).wait_until_open()


class SettingsHomePage(SystemPage):
    """The first page of the system's Settings."""

    NAME: ClassVar = "system/settings_home"
    APPLICATION: ClassVar = SETTINGS

    def open_apps(self) -> AppsPage:
        """Go to the apps, on Android."""
        self._tap_in("list", "apps")
        return AppsPage(self._session).wait_until_open()

    def open_app(self, app: str) -> AppInfoPage:
        """Go to the page of an app on iOS: this page lists apps, or leads to the page that does.

        Raises:
            ElementMissing: no app has this name.
        """
        self._tap_in("list", "app", app=app)
        info, apps = AppInfoPage(self._session), AllAppsPage(self._session)
        wait.until(lambda: info.is_open or apps.is_open, DEADLINES.find_s)
        return apps.open_app(app) if apps.is_open else info.wait_until_open()

    def open_privacy(self) -> PrivacyPage:
        """Go to Privacy & Security, on iOS."""
        self._tap_in("list", "privacy")
        return PrivacyPage(self._session).wait_until_open()
