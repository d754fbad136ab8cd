"""Settings: which page each of its activities shows. Source: AOSP packages/apps/Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.components import Component
from devices.virtual.os.intents import Intent
from devices.virtual.os.system_apps import app_pages, device_pages, views
from devices.virtual.os.system_apps.pages import PAGE, Page
from devices.virtual.os.system_apps.system_app import SystemApp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ui.node import Node

_PACKAGE: Final = "com.android.settings"
_SUB: Final = Component(_PACKAGE, f"{_PACKAGE}.SubSettings")
# The page of an activity, by the end of its class; SubSettings is told it by whoever opens it.
_OF_ACTIVITY: Final = {
    ".Settings": "root",
    "$NetworkDashboardActivity": "network",
    "$WifiSettingsActivity": "wifi",
    "$LocationSettingsActivity": "location",
    "$SecurityDashboardActivity": "security",
    "$DevelopmentSettingsDashboardActivity": "development",
    "$AccessibilitySettingsActivity": "accessibility",
    "$ManageApplicationsActivity": "apps",
    "$AppNotificationSettingsActivity": "app_notifications",
    "$ChannelNotificationSettingsActivity": "channel",
    "$DeviceInfoSettingsActivity": "about",
    ".InstalledAppDetails": "app_info",
}
_PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    **device_pages.PAGES,
    **app_pages.PAGES,
}


class SettingsApp(SystemApp):
    """See `SystemApp`."""

    def shows(self) -> bool:
        """Whether there is such a page, and what it is about."""
        return self._page() is not None

    def content(self) -> Node:
        """The page of the activity in front; an empty one when its app is gone meanwhile."""
        page = self._page() or Page("", [])
        return views.screen(
            page.title,
            page.rows,
            on_up=None if self._name == "root" else self.back,
            collapsing=self.phone.rows["settings_views"]["collapsing"],
        )

    def go(self, page: str, **extras: str) -> None:
        """Open another page on top of this one."""
        self.phone.open(Intent(component=_SUB, extras={PAGE: page, **extras}))

    @property
    def _name(self) -> str:
        named = self.intent.extras.get(PAGE, "")
        ends = (page for end, page in _OF_ACTIVITY.items() if self.activity.endswith(end))
        return named or next(ends, "")

    def _page(self) -> Page | None:
        build = _PAGES.get(self._name)
        return build(self) if build else None
