"""The home screen: the icons of apps, and what a long press on one offers."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from config.deadlines import DEADLINES
from pages.driving import SPRINGBOARD
from pages.system.app_info import AppInfoPage
from pages.system.system_page import SystemPage

_SWEEP: Final = 0.8  # of the home screen


class IconMenu(SystemPage):
    """What a long press on an icon offers; on iOS nothing there leads to settings."""

    NAME: ClassVar = "system/icon_menu"

    def app_info(self) -> AppInfoPage:
        """Go to the system's page of the app."""
        self._tap("app_info")
        return AppInfoPage(self._session).wait_until_open()


class Launcher(SystemPage):
    """The home screen."""

    NAME: ClassVar = "system/launcher"
    APPLICATION: ClassVar = SPRINGBOARD

    def go_home(self) -> Self:
        """Press Home."""
        self._session.press("home")
        return self.wait_until_open()

    def has_icon(self, app: str) -> bool:
        """Whether an icon bears this name, or comes to in time: here, or in the list of all apps.

        Not every launcher puts what is installed on the home screen.
        """
        self._look_for(app)
        return self._shows_in("all_apps", "icon", {"app": app})

    def long_press(self, app: str) -> IconMenu:
        """Hold an app's icon until its menu comes, on Android.

        Raises:
            ElementMissing: there is no such icon, or no menu came.
        """
        self._look_for(app)
        found = self._one_in("all_apps", "icon", {"app": app})
        self._session.execute("mobile: longClickGesture", elementId=found.id)
        return IconMenu(self._session).wait_until_open()

    def _look_for(self, app: str) -> None:
        """Sweep up the list of all apps where the home screen has no such icon."""
        if not self._is_known("all_apps") or self._shows("icon", DEADLINES.settle_s, {"app": app}):
            return
        for home in self._all("screen")[:1]:
            self._session.execute(
                "mobile: swipeGesture", elementId=home.id, direction="up", percent=_SWEEP
            )
