"""`cmd location` and `dumpsys location`.

Source: AOSP LocationShellCommand, LocationManagerService.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import ILLEGAL_ARGUMENT, boolean
from devices.virtual.android.services.provider import settings
from devices.virtual.android.services.registry import dump, help_or_unknown, service, threw

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_USAGE: Final = """Location service commands:
  help or -h
    Print this help text.
  is-location-enabled [--user <USER_ID>]
    Gets the master location switch enabled state. If no user is specified,
    the current user is assumed.
  set-location-enabled true|false [--user <USER_ID>]
    Sets the master location switch enabled state. If no user is specified,
    the current user is assumed."""


@service("location")
async def location(call: Call) -> int:
    """``is-location-enabled`` and ``set-location-enabled true|false``."""
    match call.args:
        case ("is-location-enabled", *_):
            await call.print(boolean(_enabled(call.phone)))
        case ("set-location-enabled",):
            return await threw(
                call,
                ILLEGAL_ARGUMENT,
                'Argument expected after "set-location-enabled"',
            )
        case ("set-location-enabled", state, *_):
            on = state.lower() == "true"  # Boolean.parseBoolean
            settings.put(call.phone, "secure", "location_mode", "3" if on else "0")
        case _:
            return await help_or_unknown(call, _USAGE)
    return 0


def _enabled(phone: Phone) -> bool:
    return phone.settings.get("secure", "location_mode") not in {None, "0"}


@dump("location")
def dump_location(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether location is on, and the last fix of the emulated receiver."""
    del args
    fix = phone.sensors.fix
    place = "null"
    if fix is not None:
        place = (
            f"Location[gps {fix.latitude:.6f},{fix.longitude:.6f} hAcc=5.0"
            f" alt={fix.altitude} vAcc=5.0]"
        )
    return (
        "Location Manager State:\n"
        f"  Location Setting: {boolean(_enabled(phone))}\n"
        "  Location Providers:\n    gps provider:\n"
        f"      last location={place}\n      enabled={boolean(_enabled(phone))}"
    )
