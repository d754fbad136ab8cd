"""The home screen: the icons of apps, and what a long press on one offers."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from config.deadlines import DEADLINES
from pages.system.app_info import AppInfoPage
from pages.system.system_page import SystemPage

_HOME: Final = 3  # Source: AOSP android.view.KeyEvent.KEYCODE_HOME


class IconMenu(SystemPage):
    """What a long press on an icon offers."""

    NAME: ClassVar = "system/icon_menu"

    def app_info(self) -> AppInfoPage:
        """Go to the system's page of the app."""
        self._tap("app_info")
        return AppInfoPage(self._session).wait_until_open()


class Launcher(SystemPage):
    """The home screen."""

    NAME: ClassVar = "system/launcher"

    def go_home(self) -> Self:
        """Press Home."""
        self._session.execute("mobile: pressKey", keycode=_HOME)
        return self.wait_until_open()

    def has_icon(self, app: str) -> bool:
        """Whether an icon bears this name, or comes to within the deadline."""
        return self._shows("icon", DEADLINES.notice_s, {"app": app})

    def open_app(self, app: str) -> None:
        """Tap an app's icon, by its name.

        Raises:
            ElementMissing: there is no such icon.
        """
        self._tap("icon", app=app)

    def long_press(self, app: str) -> IconMenu:
        """Hold an app's icon until its menu comes.

        Raises:
            ElementMissing: there is no such icon, or no menu came.
        """
        found = self._one("icon", values={"app": app})
        self._session.execute("mobile: longClickGesture", elementId=found.id)
        return IconMenu(self._session).wait_until_open()
