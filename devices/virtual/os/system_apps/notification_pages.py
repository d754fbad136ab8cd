"""Pages of Settings about what an app may show: all of it, and one channel.

Source: AOSP packages/apps/Settings, AppNotificationSettings, ChannelNotificationSettings,
BlockPreferenceController, ImportancePreferenceController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.notification_choices import IMPORTANCE
from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.app_pages import named
from devices.virtual.os.system_apps.notification_access import may_notify, set_notify
from devices.virtual.os.system_apps.pages import APP, CHANNEL, Page
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.notification_choices import Channel
    from devices.virtual.os.package import Package
    from devices.virtual.os.system_apps.settings_app import SettingsApp

_DEFAULT: Final = IMPORTANCE.index("DEFAULT")
_HIGH: Final = IMPORTANCE.index("HIGH")


def _app_notifications(app: SettingsApp) -> Page | None:
    package = named(app)
    if package is None:
        return None
    on = may_notify(app.phone, package)
    rows = [views.header(package.manifest.label), _main_switch(app, package, on=on)]
    return Page("Notifications", rows + (_below(app, package) if on else []))


def _below(app: SettingsApp, package: Package) -> list[Node]:
    """What can be set while notifications are on: each channel, and the dot on the app's icon."""
    row, channels = (
        app.phone.rows["settings_channels"],
        app.phone.notifications.channels(package.name),
    )
    heading = [views.category(row["channels"])] if channels else []
    listed = [_channel_row(app, package, channel) for channel in channels]
    return [*heading, *listed, _dots(app, channels, row["dot"])]


def _main_switch(app: SettingsApp, package: Package, *, on: bool) -> Node:
    def flip() -> None:
        set_notify(app.phone, package, on=not on)
        app.phone.app.invalidate()

    words = app.phone.rows["settings_views"][f"notifications_{'on' if on else 'off'}"]
    return _switch_bar(app, words.format(app=package.manifest.label), on=on, flip=flip)


def _switch_bar(app: SettingsApp, text: str, *, on: bool, flip: Callable[[], None]) -> Node:
    row = app.phone.rows["settings_views"]
    return views.switch_bar(
        text,
        bar=row["switch_bar"],
        widget=(row["switch_package"], row["switch_widget"]),
        rounded=row["collapsing"],
        on=on,
        flip=flip,
    )


def _channel_row(app: SettingsApp, package: Package, channel: Channel) -> Node:
    on, name = bool(channel.importance), app.phone.rows["settings_channels"]["channel_widget"]

    def flip() -> None:
        _set(app, package, channel, 0 if on else _DEFAULT)

    return views.row(
        channel.name,
        "" if on else "Off",
        on_tap=lambda: app.go("channel", **{APP: package.name, CHANNEL: channel.id}),
        control=views.switch(name, None, on=on, flip=flip) if name else None,
    )


def _dots(app: SettingsApp, channels: tuple[Channel, ...], words: str) -> Node:
    """The switch of the dot on the app's icon."""
    on = all(channel.show_badge for channel in channels)

    def flip() -> None:
        for channel in channels:
            channel.show_badge = not on
        app.phone.app.invalidate()

    return views.switch_row(words, "", on=on, flip=flip)


# -- one channel


def _channel(app: SettingsApp) -> Page | None:
    package = named(app)
    wanted = app.intent.extras.get(CHANNEL)
    channels = app.phone.notifications.channels(package.name) if package else ()
    channel = next((each for each in channels if each.id == wanted), None)
    if package is None or channel is None:
        return None
    on = bool(channel.importance)

    def flip() -> None:
        _set(app, package, channel, 0 if on else _DEFAULT)

    words = app.phone.rows["settings_views"][f"channel_{'on' if on else 'off'}"]
    rows = [
        views.header(package.manifest.label, channel.name),
        _switch_bar(app, words, on=on, flip=flip),
        *(_alerts(app, package, channel) if on else []),
    ]
    return Page(channel.name, rows)


def _alerts(app: SettingsApp, package: Package, channel: Channel) -> list[Node]:
    """How the channel alerts, and what changes that."""
    row = app.phone.rows["settings_channels"]
    choices: list[dict[str, Any]] = row["choices"]
    now = _chosen(choices, channel)

    def choose(importance: int) -> None:
        app.dismiss()
        _set(app, package, channel, importance)

    if not row["inline"]:
        titles = {each["importance"]: f"{each['title']}\n{each['summary']}" for each in choices}
        asked = app.phone.app.package

        def ask() -> None:
            app.ask(
                lambda: views.choice_dialog(
                    row["alerts"], titles, now["importance"], choose, app.dismiss
                ),
                package=asked,
            )

        return [views.row(row["alerts"], f"{now['title']}: {now['summary']}", on_tap=ask)]
    nodes = [views.category(row["alerts"])] if row["alerts"] else []
    nodes += [_choice(each, choose, chosen=each is now) for each in choices]
    if now["importance"] >= _DEFAULT:
        high = channel.importance >= _HIGH
        other = _DEFAULT if high else _HIGH
        nodes.append(views.switch_row(row["pop"], "", on=high, flip=lambda: choose(other)))
    return nodes


def _chosen(choices: list[dict[str, Any]], channel: Channel) -> dict[str, Any]:
    """The choice that an importance comes under: the highest that is not above it."""
    fitting = [each for each in choices if each["importance"] <= channel.importance]
    return fitting[0] if fitting else choices[-1]


def _choice(each: Mapping[str, Any], choose: Callable[[int], None], *, chosen: bool) -> Node:
    node = views.row(
        each["title"], each["summary"], on_tap=lambda: choose(each["importance"]), icon="bell"
    )
    node.selected = chosen
    if chosen:
        node.children.append(
            Node(Role.IMAGE, style=Style(width=24, height=24, icon="check"), important=False)
        )
    return node


def _set(app: SettingsApp, package: Package, channel: Channel, importance: int) -> None:
    app.phone.notifications.set_importance(package.name, channel.id, importance)
    app.phone.app.invalidate()


PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    "app_notifications": _app_notifications,
    "channel": _channel,
}
"""What builds each page, by name; None where what it is about is not there."""
