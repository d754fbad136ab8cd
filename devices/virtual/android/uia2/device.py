"""What the server tells of the device: names, networks, battery, windows.

Source: appium-uiautomator2-server, handler/GetDeviceInfo, ListWindows, GetBatteryInfo.
"""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.uia2.fields import Fields
from devices.virtual.android.uia2.screenshots import cut_out
from devices.virtual.os.window import WindowKind
from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.phone import InstrumentedPhone
    from devices.virtual.os.window import Window

# Source: AOSP android.net.ConnectivityManager.
_TYPE_MOBILE: Final = 0
_TYPE_WIFI: Final = 1
# Source: AOSP android.view.accessibility.AccessibilityWindowInfo.
_TYPE_APPLICATION: Final = 1
_TYPE_INPUT_METHOD: Final = 2
_TYPE_SYSTEM: Final = 3
_ACTIVITIES: Final = frozenset(
    {WindowKind.APP, WindowKind.DIALOG, WindowKind.OVERLAY, WindowKind.LAUNCHER}
)
_OF_SYSTEM: Final = frozenset({WindowKind.KEYGUARD, WindowKind.PANEL})
_BLUETOOTH: Final = ("OFF", "ON")
_INPUT_METHOD_ID: Final = 0xF00


def info(phone: InstrumentedPhone) -> dict[str, Any]:
    """The model, its release, its screen and its networks."""
    profile, identity, screen = phone.profile, phone.identity, phone.display.bounds
    return {
        "androidId": phone.settings.get("secure", "android_id"),
        "manufacturer": identity.manufacturer,
        "model": identity.model,
        "brand": identity.brand,
        "apiVersion": str(profile.api_level),
        "platformVersion": profile.release,
        "carrierName": "Android" if phone.radios.carries_data else "",
        "realDisplaySize": f"{screen.width}x{screen.height}",
        "displayDensity": phone.display.density,
        "networks": _networks(phone),
        "locale": profile.locale.replace("-", "_"),
        "timeZone": phone.clock.time_zone,
        "bluetooth": {"state": _BLUETOOTH[phone.radios.bluetooth]},
    }


def battery(phone: InstrumentedPhone) -> dict[str, float | int]:
    """Charge from 0 to 1, and the status as BatteryManager numbers it."""
    charge = phone.battery.shown
    return {"level": charge.level / 100, "status": charge.status}


def apps(phone: InstrumentedPhone) -> list[dict[str, str]]:
    """Every package that can be launched. Source: handler/GetPackages."""
    return [
        {
            "packageName": package.name,
            "packageActivity": package.manifest.launch_activity,
            "appName": package.manifest.label,
        }
        for package in phone.packages.all()
        if package.manifest.launch_activity
    ]


def declared_orientation(phone: InstrumentedPhone) -> str | None:
    """What the activity in front declares; None where the front is no activity."""
    window = phone.display.active()
    if window.kind not in _ACTIVITIES:
        return None
    return f"SCREEN_ORIENTATION_{window.orientation}"


def rect(bounds: Rect) -> dict[str, int]:
    """A rectangle as the protocol has it."""
    return {"x": bounds.left, "y": bounds.top, "width": bounds.width, "height": bounds.height}


def windows(phone: InstrumentedPhone, body: Body) -> list[dict[str, Any]]:
    """The windows on the screen, the front one first, that pass every filter given.

    The picture of each is taken where the release can take one, unless it is told not to.
    """
    fields = Fields("ListWindowsModel", body)
    filters = fields.nested("filters", "filters")
    pictures = not fields.flag("skipScreenshots") and phone.profile.rows["uiautomation"]["pictures"]
    floating = phone.display.floating.window
    shown = (*phone.display.windows(), *([floating] if floating else []))
    listed = [_window(phone, window, layer) for layer, window in enumerate(shown)]
    if phone.display.keyboard_shown:
        listed.append(_input_method(phone, len(shown)))
    wanted = {} if filters is None else filters.body
    rows = [row for row in reversed(listed) if all(_passes(row, *pair) for pair in wanted.items())]
    for row in rows if pictures and not phone.display.secure else ():
        row["screenshot"] = cut_out(phone.display, _area(row["rect"]))
    return rows


def _area(told: Mapping[str, int]) -> Rect:
    left, top = told["x"], told["y"]
    return Rect(left, top, left + told["width"], top + told["height"])


def displays(phone: InstrumentedPhone) -> list[dict[str, Any]]:
    """The only display."""
    bounds, scale = phone.display.bounds, phone.display.scale
    metrics = {
        "widthPixels": bounds.width,
        "heightPixels": bounds.height,
        "density": scale,
        "densityDpi": phone.display.density,
        "scaledDensity": scale,
        "xdpi": float(phone.display.density),
        "ydpi": float(phone.display.density),
    }
    return [
        {
            "id": 0,
            "name": "Built-in Screen",
            "physicalId": "0",
            "virtualId": None,
            "metrics": metrics,
            "isDefault": True,
        }
    ]


def _networks(phone: InstrumentedPhone) -> list[dict[str, Any]]:
    networks = []
    if phone.radios.carries_wifi:
        networks.append(_network(_TYPE_WIFI, "WIFI", "TRANSPORT_WIFI", '"AndroidWifi"'))
    elif phone.radios.carries_data:
        networks.append(_network(_TYPE_MOBILE, "MOBILE", "TRANSPORT_CELLULAR", None))
    return networks


def _network(type_: int, name: str, transport: str, ssid: str | None) -> dict[str, Any]:
    return {
        "type": type_,
        "typeName": name,
        "subtype": 0,
        "subtypeName": "",
        "isConnected": True,
        "detailedState": "CONNECTED",
        "state": "CONNECTED",
        "extraInfo": None,
        "isAvailable": True,
        "isFailover": False,
        "isRoaming": False,
        "capabilities": {
            "transportTypes": transport,
            "networkCapabilities": "NET_CAPABILITY_INTERNET,NET_CAPABILITY_VALIDATED",
            "linkUpstreamBandwidthKbps": 12000,
            "linkDownBandwidthKbps": 60000,
            "signalStrength": -50,
            "SSID": ssid,
        },
    }


def _window(phone: InstrumentedPhone, window: Window, layer: int) -> dict[str, Any]:
    front = window is phone.display.active()
    return {
        "windowId": window.id,
        "displayId": 0,
        "physicalDisplayId": "0",
        "virtualDisplayId": None,
        "rect": rect(phone.display.tree(window).bounds),
        "packageName": window.package,
        "screenshot": None,
        "type": _TYPE_SYSTEM if window.kind in _OF_SYSTEM else _TYPE_APPLICATION,
        "title": window.activity.rsplit(".", 1)[-1],
        "layer": layer,
        "isAccessibilityFocused": False,
        "isActive": front,
        "isFocused": front,
        "isInPictureInPictureMode": False,
    }


def _input_method(phone: InstrumentedPhone, layer: int) -> dict[str, Any]:
    row = _window(phone, phone.display.active(), layer)
    row.update(
        windowId=_INPUT_METHOD_ID,
        rect=rect(phone.display.keyboard_panel),
        packageName=(phone.settings.get("secure", "default_input_method") or "").split("/")[0],
        type=_TYPE_INPUT_METHOD,
        title="InputMethod",
        isActive=False,
        isFocused=False,
    )
    return row


def _passes(row: Mapping[str, Any], name: str, wanted: object) -> bool:
    if wanted is None or name not in row:
        return True
    compare = _GLOBBED.get(name)
    if compare is not None:
        return compare(str(row[name]), str(wanted))
    return str(row[name]).lower() == str(wanted).lower()


_GLOBBED: Final[dict[str, Callable[[str, str], bool]]] = {
    "packageName": fnmatch.fnmatchcase,
    "title": fnmatch.fnmatchcase,
}
