"""The first page of Settings, and the list of apps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from devices.virtual.ios.settings.page import Page

if TYPE_CHECKING:
    from devices.virtual.ios.settings.settings_app import SettingsApp
    from devices.virtual.ui.node import Node

_ON = {True: "On", False: "Off"}


def root(settings: SettingsApp, argument: str) -> Page:
    """What Settings shows first."""
    del argument  # there is one
    rows = settings.phone.profile.rows["settings_root"]

    def groups() -> list[Node]:
        cards = [
            settings.views.group(*(_row(settings, name) for name in names))
            for names in rows["groups"]
        ]
        if rows["apps"]:
            cards.append(_app_rows(settings))
        return cards

    return Page("Settings", groups)


def apps(settings: SettingsApp, argument: str) -> Page:
    """All apps."""
    del argument  # there is one
    return Page(title_of(settings, "apps"), lambda: [_app_rows(settings)])


def title_of(settings: SettingsApp, name: str) -> str:
    """What this release calls a page that the root leads to."""
    profile = settings.phone.profile
    title: str | dict[str, str] = profile.rows["settings_root"]["titles"][name]
    return title if isinstance(title, str) else title[profile.sensor]


def _row(settings: SettingsApp, name: str) -> Node:
    ids = settings.phone.profile.rows["settings_root"]["ids"]
    radios, title = settings.phone.radios, title_of(settings, name)
    if name == "airplane":
        return settings.views.switch(
            ids[name], title, lambda on: radios.set_airplane(on=on), on=radios.airplane
        )
    values = {
        "wifi": _ON[radios.wifi],
        "bluetooth": _ON[radios.bluetooth],
        "cellular": "Airplane Mode" if radios.airplane else "",
    }
    value = values.get(name, "")
    return settings.views.link(ids[name], title, partial(settings.open, name), value=value)


def _app_rows(settings: SettingsApp) -> Node:
    """Every app that its user has installed; those of the system have pages of their own."""
    found = [app for app in settings.phone.installed.all() if not app.system]
    return settings.views.group(
        *(
            settings.views.link(
                app.bundle_id, app.label, partial(settings.open, "app", app.bundle_id)
            )
            for app in sorted(found, key=lambda app: app.label.casefold())
        )
    )
