"""`svc`: the old way to switch radios and power. Source: AOSP frameworks/base cmds/svc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.hardware.connectivity import switch_wifi
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone

    Group = Callable[[Call, tuple[str, ...]], Awaitable[int]]

_SHORT_HELP: Final = {
    "help": "Show information about the subcommands",
    "power": "Control the power manager",
    "data": "Control mobile data connectivity",
    "wifi": "Control the Wi-Fi manager",
    "usb": "Control Usb state",
    "nfc": "Control NFC functions",
    "bluetooth": "Control Bluetooth service",
}
_RADIO_HELP: Final = {
    "data": "Control mobile data connectivity\n\nusage: svc data [enable|disable]\n"
    "         Turn mobile data on or off.\n",
    "wifi": "Control the Wi-Fi manager\n\nusage: svc wifi [enable|disable]\n"
    "         Turn Wi-Fi on or off.\n",
    "nfc": "Control NFC functions\n\nusage: svc nfc [enable|disable]\n"
    "         Turn NFC on or off.\n",
    "bluetooth": "Control Bluetooth service\n\nusage: svc bluetooth [enable|disable]\n"
    "         Turn Bluetooth on or off.\n",
}
_POWER_HELP: Final = """Control the power manager

usage: svc power stayon [true|false|usb|ac|wireless|dock]
         Set the 'keep awake while plugged in' setting.
       svc power reboot [reason]
         Perform a runtime shutdown and reboot device with specified reason.
       svc power shutdown
         Perform a runtime shutdown and power off the device.
       svc power forcesuspend [t]
         Force the system into suspend."""
_USB_HELP: Final = """Control Usb state

usage: svc usb setFunctions [function]
         Set the current usb function. If function is blank, sets to charging.
       svc usb getFunctions
          Gets the list of currently enabled functions"""


def _set_nfc(phone: Phone, *, on: bool) -> None:
    phone.radios.nfc = on


_RADIOS: Final[dict[str, Callable[..., None]]] = {
    "wifi": switch_wifi,
    "data": lambda phone, on: phone.radios.set_data(on=on),
    "bluetooth": lambda phone, on: phone.radios.set_bluetooth(on=on),
    "nfc": _set_nfc,
}
# Values of stay_on_while_plugged_in: a bit for each kind of charger.
_STAY_ON: Final = {"false": 0, "ac": 1, "usb": 2, "wireless": 4, "dock": 8, "true": 15}


@command("svc")
async def svc(call: Call) -> int:
    """Switch a radio or the power; what it does not know gets its help, and ends well."""
    words = call.args
    if words[:1] == ("help",) and words[1:2] and words[1] in _SHORT_HELP:
        words = words[1:2]
    name = words[0] if words else ""
    if name in _RADIOS:
        return await _radio(call, name, words[1:])
    if name == "power":
        return await _power(call, words[1:])
    if name == "usb":
        return await _usb(call, words[1:])
    await call.fail("Available commands:")
    return await call.fail("\n".join(f"    {n:<8} {text}" for n, text in _SHORT_HELP.items()), 0)


async def _radio(call: Call, name: str, words: tuple[str, ...]) -> int:
    if words[:1] not in {("enable",), ("disable",)}:
        return await call.fail(_RADIO_HELP[name], 0)
    _RADIOS[name](call.phone, on=words[0] == "enable")
    return 0


async def _power(call: Call, words: tuple[str, ...]) -> int:
    match words:
        case ("stayon", word, *_) if word in _STAY_ON:
            call.phone.settings.put("global", "stay_on_while_plugged_in", str(_STAY_ON[word]))
            if word != "false":
                call.phone.display.wake()
            return 0
        case ("reboot", *reason):
            call.phone.reboot(reason[0] if reason else "")
            return 0
    return await call.fail(_POWER_HELP, 0)


async def _usb(call: Call, words: tuple[str, ...]) -> int:
    match words:
        case ("setFunctions", *function):
            call.phone.properties["sys.usb.config"] = ",".join([*function[:1], "adb"])
            return 0
        case ("getFunctions", *_):
            config = call.phone.properties.get("sys.usb.config", "adb")
            return await call.fail(config.replace("adb", "").strip(",") or "none", 0)
    return await call.fail(_USB_HELP, 0)
