"""Pages of Settings about apps: those used last, all of them, and one.

Source: AOSP packages/apps/Settings, AppInfoDashboardFragment, AppButtonsPreferenceController,
RecentAppsPreferenceController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import Intent, icon_tap
from devices.virtual.os.package import Enabled
from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.notification_access import may_notify
from devices.virtual.os.system_apps.pages import APP, Page
from devices.virtual.os.system_apps.permission_groups import GRANTED, groups_of
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.components import Component
    from devices.virtual.os.package import Package
    from devices.virtual.os.system_apps.settings_app import SettingsApp

_MANAGE: Final = "android.intent.action.MANAGE_APP_PERMISSIONS"
_RECENT: Final = 3  # Source: RecentAppsPreferenceController
_INSTALLER: Final = "com.google.android.packageinstaller"
_BUTTONS: Final = Style(direction="row", gap=8, padding=(16, 8, 16, 8))
_BUTTON: Final = Style(
    text_size=14, weight=1, bold=True, color="#0B57D0", padding=(4, 12, 4, 12), text_align="center"
)


def _apps(app: SettingsApp) -> Page:
    """Those used last, and the way to all."""
    row, listed = app.phone.rows["settings_apps"], _listed(app)
    all_words = row["all"].format(count=len(listed))
    used = [views.category("Recently opened apps"), *(_app_row(app, one) for one in _used(app))]
    rows = [*(used if len(used) > 1 else []), views.row(all_words, on_tap=lambda: app.go("all"))]
    return Page(row["title"], rows)


def _used(app: SettingsApp) -> list[Package]:
    """Apps that have a task, the last one first."""
    names = dict.fromkeys(task.affinity for task in reversed(app.phone.activities.tasks))
    found = [app.phone.packages.get(name) for name in names]
    return [one for one in found if one is not None and not one.system][:_RECENT]


def _listed(app: SettingsApp) -> list[Package]:
    packages = app.phone.packages.all()
    shown = [package for package in packages if not package.system or _front(app, package)]
    return sorted(shown, key=lambda package: package.manifest.label.lower())


def _all(app: SettingsApp) -> Page:
    title = app.phone.rows["settings_apps"]["list"]
    return Page(title, [_app_row(app, package) for package in _listed(app)])


def _app_row(app: SettingsApp, package: Package) -> Node:
    label = package.manifest.label
    return views.row(
        label,
        on_tap=lambda: app.go("app_info", **{APP: package.name}),
        icon=views.APP_ICON,
    )


# -- one app


def _app_info(app: SettingsApp) -> Page | None:
    package = named(app)
    if package is None:
        return None
    row, name = app.phone.rows["settings_apps"], package.name
    version = f"version {package.manifest.version_name}"
    below = row["version"] == "header"
    notify = "On" if may_notify(app.phone, package) else "Off"
    return Page(
        "App info",
        [
            views.header(package.manifest.label, version if below else ""),
            _buttons(app, package),
            views.row(
                row["notifications"],
                notify,
                on_tap=lambda: app.go("app_notifications", **{APP: name}),
            ),
            views.row("Permissions", _allowed(app, package), on_tap=lambda: _manage(app, name)),
            *(views.row(each["title"], each["summary"]) for each in row["rows"]),
            *([] if below else [views.row(version)]),
        ],
    )


def _allowed(app: SettingsApp, package: Package) -> str:
    groups = groups_of(app.phone, package)
    if not groups:
        return "No permissions requested"
    labels = [group.group.label for group in groups if group.current in GRANTED]
    return ", ".join(labels) or "No permissions granted"


def _manage(app: SettingsApp, package: str) -> None:
    app.phone.open(Intent(_MANAGE, extras={"android.intent.extra.PACKAGE_NAME": package}))


def _buttons(app: SettingsApp, package: Package) -> Node:
    ids: dict[str, str] = app.phone.rows["settings_views"]["buttons"]
    front = _front(app, package)
    running = app.phone.activities.body_of(package.name) is not None
    actions: dict[str, tuple[str, Callable[[], None] | None]] = {
        "open": ("Open", (lambda: _open(app, front)) if front else None),
        "uninstall": _removal(app, package),
        "force_stop": ("Force stop", (lambda: _ask_stop(app, package)) if running else None),
    }
    buttons = [_button(ids[name], *actions[name]) for name in ids]
    return Node(Role.GROUP, id="action_buttons", style=_BUTTONS, children=buttons)


def _button(name: str, words: str, act: Callable[[], None] | None) -> Node:
    return Node(
        Role.BUTTON, id=name, text=words, enabled=act is not None, on_tap=act, style=_BUTTON
    )


def _open(app: SettingsApp, front: Component | None) -> None:
    if front is not None:
        app.phone.open(icon_tap(front))


def _removal(app: SettingsApp, package: Package) -> tuple[str, Callable[[], None]]:
    if not package.system:
        return "Uninstall", lambda: _ask_uninstall(app, package)
    if package.runs:
        return "Disable", lambda: _enable(app, package, Enabled.DISABLED_USER)
    return "Enable", lambda: _enable(app, package, Enabled.ENABLED)


def _enable(app: SettingsApp, package: Package, state: Enabled) -> None:
    package.enabled = state
    if not package.runs:
        app.phone.activities.force_stop(package.name)
    app.phone.app.invalidate()


def _ask_stop(app: SettingsApp, package: Package) -> None:
    def stop() -> None:
        app.dismiss()
        app.phone.activities.force_stop(package.name)
        app.phone.app.invalidate()

    words = "If you force stop an app, it may misbehave."
    app.ask(
        lambda: views.dialog("Force stop?", words, no=app.dismiss, yes=stop),
        package=app.phone.app.package,
    )


def _ask_uninstall(app: SettingsApp, package: Package) -> None:
    def uninstall() -> None:
        app.dismiss()
        app.phone.uninstall(package)
        app.phone.app.finish()

    words = "Do you want to uninstall this app?"
    app.ask(
        lambda: views.dialog(package.manifest.label, words, no=app.dismiss, yes=uninstall),
        package=_INSTALLER,
    )


# -- inside


def named(app: SettingsApp) -> Package | None:
    """The package that the intent is about: an extra, or what follows ``package:``."""
    uri = app.intent.uri
    name = app.intent.extras.get(APP) or (uri.specific if uri.scheme == "package" else "")
    return app.phone.packages.get(name)


def _front(app: SettingsApp, package: Package) -> Component | None:
    return app.phone.activities.resolver.front_door(package) if package.runs else None


PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    "apps": _apps,
    "all": _all,
    "app_info": _app_info,
}
"""What builds each page, by name; None where what it is about is not there."""
