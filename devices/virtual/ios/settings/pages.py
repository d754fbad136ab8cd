"""Every page of Settings, by name.

A builder gets the running Settings app and an argument, such as a bundle identifier, and returns
the page. It builds its rows with `SettingsApp.views`, finds the phone in `SettingsApp.phone`, and
leads to other pages with ``settings.open(name, argument)``. A page that joins stands here and,
where the root leads to it, in the table ``settings_root``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.settings import (
    app_page,
    notification_pages,
    passcode,
    privacy,
    radios,
    root,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.settings.page import Page
    from devices.virtual.ios.settings.settings_app import SettingsApp

ROOT: Final = "root"

PAGES: Final[Mapping[str, Callable[[SettingsApp, str], Page]]] = {
    ROOT: root.root,
    "app": app_page.app_page,
    "app_service": privacy.app_service,
    "app_notifications": notification_pages.app_notifications,
    "apps": root.apps,
    "banner_style": notification_pages.banner_style,
    "bluetooth": radios.bluetooth,
    "cellular": radios.cellular,
    "location": privacy.location,
    "privacy": privacy.privacy,
    "service": privacy.service,
    "notifications": notification_pages.notifications,
    "notifications_of": notification_pages.notifications_of,
    "passcode": passcode.passcode,
    "wifi": radios.wifi,
}
