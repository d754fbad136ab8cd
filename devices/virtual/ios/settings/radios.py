"""Settings' pages of the radios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.settings.page import Page
from devices.virtual.ios.settings.root import title_of

if TYPE_CHECKING:
    from devices.virtual.ios.settings.settings_app import SettingsApp
    from devices.virtual.ui.node import Node

_BLUETOOTH: Final = "BLUETOOTH"  # source: a page source of iOS, file 69172433208
_CELLULAR: Final = "Cellular Data"


def wifi(settings: SettingsApp, argument: str) -> Page:
    """Wi-Fi: its switch bears the title as its name."""
    del argument  # there is one
    radios, title = settings.phone.radios, title_of(settings, "wifi")

    def row() -> Node:
        return settings.views.switch("", title, lambda on: radios.set_wifi(on=on), on=radios.wifi)

    return Page(title, lambda: [settings.views.group(row())])


def bluetooth(settings: SettingsApp, argument: str) -> Page:
    """Bluetooth."""
    del argument  # there is one
    radios, title = settings.phone.radios, title_of(settings, "bluetooth")

    def row() -> Node:
        return settings.views.switch(
            _BLUETOOTH, title, lambda on: radios.set_bluetooth(on=on), on=radios.bluetooth
        )

    return Page(title, lambda: [settings.views.group(row())])


def cellular(settings: SettingsApp, argument: str) -> Page:
    """Mobile data."""
    del argument  # there is one
    radios = settings.phone.radios

    def row() -> Node:
        return settings.views.switch(
            "", _CELLULAR, lambda on: radios.set_data(on=on), on=radios.data
        )

    return Page(title_of(settings, "cellular"), lambda: [settings.views.group(row())])
