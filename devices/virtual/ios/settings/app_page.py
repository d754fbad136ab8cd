"""Settings' page of one app: what it may do, and its notifications."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.settings.page import Page
from devices.virtual.ios.settings.privacy import rules, service_row

if TYPE_CHECKING:
    from devices.virtual.ios.apps.installed import App
    from devices.virtual.ios.settings.settings_app import SettingsApp
    from devices.virtual.ui.node import Node


def app_page(settings: SettingsApp, bundle_id: str) -> Page:
    """What an app has asked for, with the answers.

    Raises:
        LookupError: it is not installed.
    """
    app = settings.phone.installed.get(bundle_id)
    if app is None:
        raise LookupError(bundle_id)

    def groups() -> list[Node]:
        rows = [*_services(settings, app), *_notifications(settings, app)]
        header = rules(settings)["header"].format(app=app.label, APP=app.label.upper())
        return [settings.views.group(*rows, header=header if rows else "")]

    return Page(app.label, groups, about=bundle_id)


def _services(settings: SettingsApp, app: App) -> list[Node]:
    """A row for every service that has an answer; the location's title is shorter here."""
    permissions = settings.phone.permissions
    return [
        service_row(settings, name, app, words["title"].removesuffix(" Services"), words["id"])
        for name, words in rules(settings)["services"].items()
        if app.bundle_id in permissions.decided(name)
    ]


def _notifications(settings: SettingsApp, app: App) -> list[Node]:
    status = settings.phone.permissions.status(app.bundle_id, "notifications")
    if status is Status.NOT_DETERMINED:
        return []
    words = rules(settings)["notifications"]
    lead = partial(settings.open, "app_notifications", app.bundle_id)
    value = "" if status.granted else "Off"
    return [settings.views.link(words["id"], words["title"], lead, value=value)]
