"""Commands about the device: what it is, its battery, its look, and where it is.

Source: WebDriverAgent 16.12.9, Commands/FBCustomCommands.m.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.features import require
from devices.virtual.ios.wda.foundation import described
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.routing import Call

# UIDevice.BatteryState and UIUserInterfaceIdiom.
_UNPLUGGED, _CHARGING, _FULL = 1, 2, 3
_FULL_PERCENT: Final = 100
_IDIOMS: Final = {"phone": 0, "tablet": 1}
_APPEARANCES: Final = frozenset({"light", "dark"})
_AUDIT: Final = "XCUIAccessibilityAuditType"
_AUDITS: Final = [
    f"{_AUDIT}{name}"
    for name in (
        "Action",
        "All",
        "Contrast",
        "DynamicType",
        "ElementDetection",
        "HitRegion",
        "ParentChild",
        "SufficientElementDescription",
        "TextClipped",
        "Trait",
    )
]
_NOT_DETERMINED: Final = 0
"""The agent itself was never allowed the location. Source: CLAuthorizationStatus."""


def _information(call: Call) -> dict[str, Any]:
    phone, zone = call.phone, call.phone.clock.time_zone
    return {
        "currentLocale": phone.profile.locale.replace("-", "_"),
        "timeZone": "GMT" if zone == "UTC" else zone,
        "name": phone.name,
        "model": "iPad" if phone.profile.form == "tablet" else "iPhone",
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, phone.udid)).upper(),
        "userInterfaceIdiom": _IDIOMS[phone.profile.form],
        "userInterfaceStyle": phone.appearance,
        "isSimulator": False,
        "thermalState": 0,
    }


def _battery(call: Call) -> dict[str, Any]:
    charge = call.phone.battery.shown
    state = _FULL if charge.level >= _FULL_PERCENT else _CHARGING
    return {
        "level": charge.level / _FULL_PERCENT,
        "state": state if charge.plugged else _UNPLUGGED,
    }


def _set_appearance(call: Call) -> None:
    name = str(call.arguments.get("name")).lower()
    if name not in _APPEARANCES:
        message = "The appearance name must be either 'light' or 'dark'"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    call.phone.appearance = name


def _location(_: Call) -> dict[str, Any]:
    """Where the agent may know that it is: nowhere."""
    return {
        "authorizationStatus": _NOT_DETERMINED,
        "latitude": 0,
        "longitude": 0,
        "altitude": 0,
    }


def _simulated(call: Call) -> dict[str, Any]:
    require(call.phone, "location")
    place = call.phone.place
    if place is None:
        return {"latitude": None, "longitude": None, "altitude": None}
    return {"latitude": place[0], "longitude": place[1], "altitude": 0}


def _simulate(call: Call) -> None:
    latitude, longitude = (call.arguments.get(name) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        message = "Both latitude and longitude must be provided"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    require(call.phone, "location")
    call.phone.place = float(latitude), float(longitude)


def _simulate_no_more(call: Call) -> None:
    require(call.phone, "location")
    call.phone.place = None


def _audit(call: Call) -> list[dict[str, Any]]:
    """What is wrong with what is on the screen: nothing, for iOS's own controls."""
    for name in call.arguments.get("auditTypes") or ():
        if name not in _AUDITS:
            raise WdaError(
                Fault.INVALID_ARGUMENT,
                f"Audit type value '{name}' is not known. Only the following audit types are"
                f" supported: {described(_AUDITS)}",
            )
    require(call.phone, "audit")
    return []


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/wda/device/info", _information, bare=True),
    Route("GET", "/wda/batteryInfo", _battery),
    Route("POST", "/wda/device/appearance", _set_appearance, only_bare=True),
    Route("GET", "/wda/device/location", _location, bare=True),
    Route("GET", "/wda/simulatedLocation", _simulated, bare=True),
    Route("POST", "/wda/simulatedLocation", _simulate, bare=True),
    Route("DELETE", "/wda/simulatedLocation", _simulate_no_more, bare=True),
    Route("POST", "/wda/performAccessibilityAudit", _audit),
)
