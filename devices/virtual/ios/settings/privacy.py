"""Privacy & Security: which apps may use a service, and changing that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.permissions.store import LOCATION
from devices.virtual.ios.settings.page import Page
from devices.virtual.ios.settings.root import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.apps.installed import App
    from devices.virtual.ios.settings.settings_app import SettingsApp
    from devices.virtual.ui.node import Node

_PHOTOS: Final = "photos"
_ON: Final = {True: "On", False: "Off"}
_TOGGLES: Final = {True: Status.AUTHORIZED, False: Status.DENIED}


def privacy(settings: SettingsApp, argument: str) -> Page:
    """The services."""
    del argument  # there is one
    services: Mapping[str, Mapping[str, str]] = rules(settings)["services"]

    def row(service: str) -> Node:
        on = settings.phone.permissions.location_services
        return settings.views.link(
            services[service]["id"],
            services[service]["title"],
            partial(settings.open, LOCATION if service == LOCATION else "service", service),
            value=_ON[on] if service == LOCATION else "",
        )

    return Page(
        title_of(settings, "privacy"),
        lambda: [settings.views.group(*(row(each) for each in services))],
    )


def service(settings: SettingsApp, name: str) -> Page:
    """The apps that have an answer about one service."""
    return Page(
        rules(settings)["services"][name]["title"], lambda: [_apps(settings, name, footer=True)]
    )


def location(settings: SettingsApp, argument: str) -> Page:
    """Location Services: for all apps, then for each."""
    del argument  # there is one
    permissions = settings.phone.permissions
    title = rules(settings)["services"][LOCATION]["title"]

    def flip(on: bool) -> None:  # noqa: FBT001 - what a switch is given
        permissions.location_services = on

    def groups() -> list[Node]:
        switch = settings.views.switch("", title, flip, on=permissions.location_services)
        shown = [settings.views.group(switch)]
        return [*shown, _apps(settings, LOCATION)] if permissions.location_services else shown

    return Page(title, groups)


def app_service(settings: SettingsApp, argument: str) -> Page:
    """What one app may do, chosen from a list; the argument is ``SERVICE:BUNDLE``."""
    name, _, bundle_id = argument.partition(":")
    app = settings.phone.installed.get(bundle_id)
    from_page = rules(settings)["services"][name]["title"]

    def groups() -> list[Node]:
        header = rules(settings)["location_header"] if name == LOCATION else ""
        return [
            settings.views.group(*_choices(settings, name, bundle_id), header=header),
            *_extra(settings, name, bundle_id),
        ]

    return Page(app.label if app is not None else from_page, groups, about=bundle_id)


def service_row(settings: SettingsApp, name: str, app: App, title: str, row_id: str) -> Node:
    """A row about one service and one app: a switch, or what is chosen and the way to change it."""
    status = settings.phone.permissions.status(app.bundle_id, name)
    told: Mapping[str, str] | None = rules(settings)["told"].get(name)
    if told is not None:
        argument = f"{name}:{app.bundle_id}"
        open_choice = partial(settings.open, "app_service", argument)
        return settings.views.link(row_id, title, open_choice, value=told[status])
    change = settings.phone.permissions.change
    return settings.views.switch(
        row_id,
        title,
        lambda on: change(app.bundle_id, name, _TOGGLES[on]),
        on=status.granted,
    )


def rules(settings: SettingsApp) -> Mapping[str, Any]:
    """The row of the table ``settings_privacy``."""
    return settings.phone.profile.rows["settings_privacy"]


def _apps(settings: SettingsApp, name: str, *, footer: bool = False) -> Node:
    found = [
        app
        for app in settings.phone.installed.all()
        if app.bundle_id in settings.phone.permissions.decided(name)
    ]
    rows = (service_row(settings, name, app, app.label, app.bundle_id) for app in found)
    title = rules(settings)["services"][name]["title"].lower()
    words = f"Apps that have requested access to {title} will appear here." if footer else ""
    return settings.views.group(*rows, footer=words)


def _choices(settings: SettingsApp, name: str, bundle_id: str) -> list[Node]:
    permissions = settings.phone.permissions
    status = permissions.status(bundle_id, name)
    held = Status.NOT_DETERMINED if status is Status.ONCE else status
    choices: Mapping[str, str] = rules(settings)["choices"][name]
    return [
        settings.views.choice(
            "",
            label,
            partial(permissions.change, bundle_id, name, Status(told)),
            chosen=held == told,
        )
        for label, told in choices.items()
        if told != Status.ALWAYS or _may_be_always(settings, bundle_id)
    ]


def _extra(settings: SettingsApp, name: str, bundle_id: str) -> list[Node]:
    """What stands below the choices."""
    phone = settings.phone
    grant, status = phone.permissions.grant(bundle_id), phone.permissions.status(bundle_id, name)
    if name == LOCATION and status.granted:

        def flip(on: bool) -> None:  # noqa: FBT001 - what a switch is given
            grant.precise = on

        switch = settings.views.switch("", rules(settings)["precise"], flip, on=grant.precise)
        return [settings.views.group(switch)]
    if name == _PHOTOS and status is Status.LIMITED:
        choose = partial(settings.choose_pictures, bundle_id)
        return [settings.views.group(settings.views.button("", rules(settings)["edit"], choose))]
    return []


def _may_be_always(settings: SettingsApp, bundle_id: str) -> bool:
    app = settings.phone.installed.get(bundle_id)
    key = settings.phone.profile.rows["ask_location_always"]["purpose"]
    return app is not None and key in app.info
