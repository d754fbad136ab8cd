"""Pages of Settings about the phone itself.

Source: AOSP packages/apps/Settings, res/xml/top_level_settings.xml, network_and_internet.xml,
my_device_info.xml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.system_apps.settings_app import SettingsApp
    from devices.virtual.ui.node import Node

_LOCATION: Final = ("secure", "location_mode")
_LOCATION_ON: Final = "3"  # Source: AOSP Settings.Secure.LOCATION_MODE_HIGH_ACCURACY
_PROVIDERS: Final = "gps,network"
_DEVELOPER: Final = ("global", "development_settings_enabled")
_SCALES: Final = {
    "Window animation scale": "window_animation_scale",
    "Transition animation scale": "transition_animation_scale",
    "Animator duration scale": "animator_duration_scale",
}


def _root(app: SettingsApp) -> Page:
    entries = app.phone.rows["settings_root"]["entries"]
    return Page("Settings", [_entry(app, entry) for entry in entries])


def _entry(app: SettingsApp, entry: Mapping[str, str]) -> Node:
    title, page = entry["title"], entry.get("page", "")
    said = {"@location": _location_summary(app), "@model": app.phone.model}
    summary = entry.get("summary", "")
    return views.row(
        title,
        said.get(summary, summary),
        on_tap=(lambda: app.go(page)) if page else None,
        icon=entry.get("icon", "settings"),
    )


def _network(app: SettingsApp) -> Page:
    radios = app.phone.radios
    wifi, title = "Connected" if radios.wifi else "Off", _wifi_row(app)["wifi"]
    return Page(
        "Network & internet",
        [
            views.row(title, wifi, on_tap=lambda: app.go("wifi"), icon="cloud"),
            views.switch_row(
                "Mobile data", "", on=radios.data, flip=lambda: radios.set_data(on=not radios.data)
            ),
            views.switch_row(
                "Airplane mode",
                "",
                on=radios.airplane,
                flip=lambda: radios.set_airplane(on=not radios.airplane),
            ),
        ],
    )


def _wifi_row(app: SettingsApp) -> Mapping[str, str]:
    return app.phone.rows["settings_network"]


def _wifi(app: SettingsApp) -> Page:
    radios, row = app.phone.radios, _wifi_row(app)
    return Page(
        row["wifi"],
        [
            views.switch_row(
                row["wifi_switch"],
                "",
                on=radios.wifi,
                flip=lambda: radios.set_wifi(on=not radios.wifi),
            ),
            *([views.row("AndroidWifi", "Connected", icon="cloud")] if radios.wifi else []),
        ],
    )


def _location(app: SettingsApp) -> Page:
    on = _location_on(app)

    def flip() -> None:
        put = app.phone.settings.put
        put("secure", "location_mode", "0" if on else _LOCATION_ON)
        put("secure", "location_providers_allowed", "" if on else _PROVIDERS)

    return Page("Location", [views.switch_row("Use location", "", on=on, flip=flip)])


def _location_on(app: SettingsApp) -> bool:
    return app.phone.settings.get(*_LOCATION) not in {None, "0"}


def _location_summary(app: SettingsApp) -> str:
    return "On" if _location_on(app) else "Off"


def _development(app: SettingsApp) -> Page:
    settings = app.phone.settings
    on = settings.get(*_DEVELOPER) == "1"
    flip = _setting(app, _DEVELOPER, "0" if on else "1")
    scales = [
        views.row(title, f"Animation scale {settings.get('global', key) or '1.0'}x")
        for title, key in _SCALES.items()
    ]
    rows = [views.switch_row("Use developer options", "", on=on, flip=flip)]
    return Page("Developer options", rows + (scales if on else []))


def _accessibility(app: SettingsApp) -> Page:
    settings = app.phone.settings
    scale = settings.get("system", "font_scale") or "1.0"
    services = settings.get("secure", "enabled_accessibility_services") or ""
    rows = [views.row(name, "On") for name in services.split(":") if name]
    size = "Default" if scale == "1.0" else scale
    return Page("Accessibility", [*rows, views.row("Font size", size)])


def _about(app: SettingsApp) -> Page:
    profile = app.phone.profile
    return Page(
        "About phone",
        [
            views.row("Device name", app.phone.model),
            views.row("Model", app.phone.model),
            views.row("Android version", profile.release),
            views.row("Android security update", profile.security_patch),
            views.row("Build number", profile.build_id),
        ],
    )


def _setting(app: SettingsApp, key: tuple[str, str], value: str) -> Callable[[], None]:
    return lambda: app.phone.settings.put(*key, value)


PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    "root": _root,
    "network": _network,
    "wifi": _wifi,
    "location": _location,
    "development": _development,
    "accessibility": _accessibility,
    "about": _about,
}
"""What builds each page, by name."""
