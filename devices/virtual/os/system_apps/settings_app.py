"""Settings: which page each of its activities shows. Source: AOSP packages/apps/Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.components import Component
from devices.virtual.os.intents import Intent
from devices.virtual.os.system_apps import (
    app_pages,
    device_pages,
    fingerprint_wizard,
    lock_pages,
    notification_pages,
    views,
)
from devices.virtual.os.system_apps.fingerprint_wizard import FingerprintWizard
from devices.virtual.os.system_apps.lock_pages import LockChange
from devices.virtual.os.system_apps.pages import PAGE, Page
from devices.virtual.os.system_apps.system_app import SystemApp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.system_apps.privileged import Privileged
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
    "$ManageApplicationsActivity": "all",
    "$AppNotificationSettingsActivity": "app_notifications",
    "$ChannelNotificationSettingsActivity": "channel",
    "$DeviceInfoSettingsActivity": "about",
    ".InstalledAppDetails": "app_info",
    **{f".{name}": page for page, name in lock_pages.ACTIVITIES.items()},
    **{f".{name}": page for page, name in fingerprint_wizard.ACTIVITIES.items()},
}
_PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    **device_pages.PAGES,
    **app_pages.PAGES,
    **notification_pages.PAGES,
    **lock_pages.PAGES,
    **fingerprint_wizard.PAGES,
}


class SettingsApp(SystemApp):
    """See `SystemApp`.

    Attributes:
        lock: the screen lock that is being chosen or asked for.
        wizard: the finger that is being learned.
    """

    def __init__(self, phone: Privileged) -> None:
        super().__init__(phone)
        self.lock, self.wizard = LockChange(self), FingerprintWizard(self)

    def resume(self, activity: str) -> None:
        """Come to the foreground with a page, which may lead on to another."""
        super().resume(activity)
        self.lock.resumed(self.page_name)
        self.wizard.resumed(self.page_name)

    def pause(self) -> None:
        """Leave the foreground; the fingerprint reader is let go."""
        super().pause()
        self.wizard.paused()

    def shows(self) -> bool:
        """Whether there is such a page, and what it is about."""
        return self._page() is not None

    def content(self) -> Node:
        """The page of the activity in front; an empty one when its app is gone meanwhile."""
        page = self._page() or Page("", [])
        if page.bare:
            return views.bare(page.rows)
        return views.screen(
            page.title,
            page.rows,
            on_up=None if self.page_name == "root" else self.back,
            collapsing=self.phone.rows["settings_views"]["collapsing"],
        )

    def go(self, page: str, **extras: str) -> None:
        """Open another page on top of this one."""
        component = self._component(page)
        self.phone.open(Intent(component=component, extras={PAGE: page, **extras}))

    def _component(self, page: str) -> Component:
        """The activity of a page that has one of its own, else the one for all others."""
        if page in fingerprint_wizard.ACTIVITIES:
            folder = self.phone.rows["settings_security"]["fingerprints"]
            name = f"{folder}.{fingerprint_wizard.ACTIVITIES[page]}"
        elif page in lock_pages.ACTIVITIES:
            name = f".password.{lock_pages.ACTIVITIES[page]}"
        else:
            return _SUB
        return Component(_PACKAGE, _PACKAGE + name)

    @property
    def page_name(self) -> str:
        """The page of the activity in front."""
        named = self.intent.extras.get(PAGE, "")
        ends = (page for end, page in _OF_ACTIVITY.items() if self.activity.endswith(end))
        return named or next(ends, "")

    def _page(self) -> Page | None:
        build = _PAGES.get(self.page_name)
        return build(self) if build else None
