"""Settings' pages about notifications: the apps, one app, and how long its banners stay."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ios.notifications.settings import BannerStyle
from devices.virtual.ios.settings.page import Page
from devices.virtual.ios.settings.root import title_of
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.notifications.settings import AppNotificationSettings
    from devices.virtual.ios.settings.settings_app import SettingsApp

_PLACES: Final = ("lock_screen", "notification_centre", "banners")
_FAINT: Final = "#C7C7CC"


def notifications(settings: SettingsApp, argument: str) -> Page:
    """The apps that have asked whether they may notify, and which of them must not."""
    del argument  # there is one
    phone, words = settings.phone, _row(settings)["words"]
    store = phone.notifications

    def row(bundle_id: str) -> Node:
        app, allowed = phone.installed.get(bundle_id), store.settings(bundle_id).allowed
        return settings.views.link(
            bundle_id,
            app.label if app else bundle_id,
            partial(settings.open, "notifications_of", bundle_id),
            value="" if allowed else words["none"],
        )

    def groups() -> list[Node]:
        rows = [row(bundle_id) for bundle_id in store.asked()]
        return [settings.views.group(*rows, header=words["apps"])] if rows else []

    return Page(title_of(settings, "notifications"), groups)


def notifications_of(settings: SettingsApp, bundle_id: str) -> Page:
    """One app, from the list of all: its name is the title."""
    app = settings.phone.installed.get(bundle_id)
    title = app.label if app else bundle_id
    return Page(title, lambda: _groups(settings, bundle_id), about=bundle_id)


def app_notifications(settings: SettingsApp, bundle_id: str) -> Page:
    """The same, from the app's own page."""
    title = title_of(settings, "notifications")
    return Page(title, lambda: _groups(settings, bundle_id), about=bundle_id)


def banner_style(settings: SettingsApp, bundle_id: str) -> Page:
    """How long an app's banners stay."""

    def choose(style: BannerStyle) -> None:
        _settings_of(settings, bundle_id).banner_style = style
        _changed(settings)

    def groups() -> list[Node]:
        chosen = _settings_of(settings, bundle_id).banner_style
        rows = [
            settings.views.choice(
                each.value, each.value, partial(choose, each), chosen=each is chosen
            )
            for each in BannerStyle
        ]
        return [settings.views.group(*rows)]

    return Page(_row(settings)["words"]["style"], groups, about=bundle_id)


def _groups(settings: SettingsApp, bundle_id: str) -> list[Node]:
    row, views, store = _row(settings), settings.views, settings.phone.notifications
    ids, words, chosen = row["ids"], row["words"], _settings_of(settings, bundle_id)

    def allow(on: bool) -> None:  # noqa: FBT001 - what a switch calls
        store.authorize(bundle_id, granted=on)
        settings.redraw()

    first = views.group(views.switch(ids["allow"], words["allow"], allow, on=chosen.allowed))
    if not chosen.allowed:
        return [first]
    alerts = [_places(settings, chosen)]
    if chosen.banners:
        opens = partial(settings.open, "banner_style", bundle_id)
        alerts.append(
            views.link(ids["style"], words["style"], opens, value=chosen.banner_style.value)
        )
    signs = [
        views.switch(
            ids[sign], words[sign], _setter(settings, chosen, sign), on=getattr(chosen, sign)
        )
        for sign in ("sounds", "badges")
    ]
    return [first, views.group(*alerts, header=words["alerts"]), views.group(*signs)]


def _places(settings: SettingsApp, chosen: AppNotificationSettings) -> Node:
    """The cell of the three alert styles."""
    row = _row(settings)
    styles = [_place(row, settings, chosen, name) for name in _PLACES]
    style = Style(direction="row", padding=(8, 14, 8, 14), gap=4)
    return Node(Role.GROUP, id=row["ids"]["places"], kind="Cell", style=style, children=styles)


def _place(
    row: dict[str, Any], settings: SettingsApp, chosen: AppNotificationSettings, name: str
) -> Node:
    on, words = bool(getattr(chosen, name)), row["words"][name]
    flip = _setter(settings, chosen, name)
    picture = Style(width=44, height=72, radius=9, border="#8E8E93", background=colors.GROUND)
    mark = Style(
        width=22,
        height=22,
        radius=11,
        padding=(5, 5, 5, 5),
        icon="check" if on else None,
        color=colors.PAPER,
        background=colors.BLUE if on else None,
        border=None if on else _FAINT,
    )
    return Node(
        Role.GROUP,
        kind=row["kind"],
        label=words,
        selected=on,
        owner=name,
        on_tap=lambda: flip(not on),
        style=Style(weight=1, align="center", gap=6),
        children=[
            Node(Role.GROUP, important=False, style=picture),
            Node(Role.TEXT, text=words, important=False, style=Style(text_size=13)),
            Node(Role.IMAGE, important=False, style=mark),
        ],
    )


def _setter(
    settings: SettingsApp, chosen: AppNotificationSettings, name: str
) -> Callable[[bool], None]:
    def change(on: bool) -> None:  # noqa: FBT001 - what a switch calls
        setattr(chosen, name, on)
        _changed(settings)

    return change


def _changed(settings: SettingsApp) -> None:
    settings.phone.notifications.changed()
    settings.redraw()


def _settings_of(settings: SettingsApp, bundle_id: str) -> AppNotificationSettings:
    return settings.phone.notifications.settings(bundle_id)


def _row(settings: SettingsApp) -> dict[str, Any]:
    return dict(settings.phone.profile.rows["settings_notifications"])
