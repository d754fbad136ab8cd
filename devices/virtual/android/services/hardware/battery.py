"""`dumpsys battery` and `cmd battery`. Source: AOSP BatteryService."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump, help_or_unknown, service

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.battery import Charge

_BAD: Final = 255
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,10}")
_INT_RANGE: Final = range(-(1 << 31), 1 << 31)
# The fact of `Charge` that a key of the command stands for; a flag is given as a number.
_KEYS: Final = {
    "present": "present",
    "ac": "ac",
    "usb": "usb",
    "wireless": "wireless",
    "dock": "dock",
    "status": "status",
    "level": "level",
    "counter": "counter",
    "temp": "temperature",
    "invalid": "invalid_charger",
}
_FLAGS: Final = frozenset({"present", "ac", "usb", "wireless", "dock"})
_CHARGERS: Final = ("ac", "usb", "wireless", "dock")


# What stands in the dump, by the names of the release's table.
_LINES: Final[dict[str, Callable[[Charge], str]]] = {
    "ac": lambda charge: f"AC powered: {boolean(charge.ac)}",
    "usb": lambda charge: f"USB powered: {boolean(charge.usb)}",
    "wireless": lambda charge: f"Wireless powered: {boolean(charge.wireless)}",
    "dock": lambda charge: f"Dock powered: {boolean(charge.dock)}",
    "current": lambda charge: f"Max charging current: {500000 if charge.plugged else 0}",
    "max_voltage": lambda charge: f"Max charging voltage: {5000000 if charge.plugged else 0}",
    "counter": lambda charge: f"Charge counter: {charge.counter}",
    "status": lambda charge: f"status: {charge.status}",
    "health": lambda charge: f"health: {charge.health}",
    "present": lambda charge: f"present: {boolean(charge.present)}",
    "level": lambda charge: f"level: {charge.level}",
    "scale": lambda _: "scale: 100",
    "voltage": lambda charge: f"voltage: {charge.voltage}",
    "temperature": lambda charge: f"temperature: {charge.temperature}",
    "technology": lambda _: "technology: Li-ion",
}


def _state(phone: Phone) -> str:
    lines = ["Current Battery Service state:"]
    if phone.battery.updates_stopped:
        lines.append("  (UPDATES STOPPED -- use 'reset' to restart)")
    names = phone.profile.rows["battery_dump"]["lines"]
    return "\n".join([*lines, *(f"  {_LINES[name](phone.battery.shown)}" for name in names)])


@dump("battery")
def dump_battery(phone: Phone, args: tuple[str, ...]) -> str:
    """The charge; any word makes it the command of `cmd battery`."""
    if not args or args[0] == "-a":
        return _state(phone)
    return _run(phone, args)[0]


@service("battery")
async def battery(call: Call) -> int:
    """``set KEY VALUE``, ``get KEY``, ``unplug`` and ``reset``."""
    if not call.args or call.args[0] not in _VERBS:
        return await help_or_unknown(call, call.phone.profile.rows["battery_usage"]["text"])
    text, status = _run(call.phone, call.args)
    if text:
        await call.print(text)
    return status


def _run(phone: Phone, args: tuple[str, ...]) -> tuple[str, int]:
    verb, words = args[0], [word for word in args[1:] if word != "-f"]
    if verb not in _VERBS:
        usage: str = phone.profile.rows["battery_usage"]["text"]
        text = usage.rstrip("\n") if verb in {"help", "-h"} else f"Unknown command: {verb}"
        return text, _BAD
    return _VERBS[verb](phone, words)


def _set(phone: Phone, words: list[str]) -> tuple[str, int]:
    if not words:
        return "No property specified", _BAD
    if len(words) == 1:
        return "No value specified", _BAD
    key, text = words[:2]
    if key not in phone.profile.rows["battery_dump"]["keys"]:
        return f"Unknown set option: {key}", 0
    if not _INTEGER.fullmatch(text) or int(text) not in _INT_RANGE:
        return f"Bad value: {text}", _BAD
    phone.battery.override(**{_KEYS[key]: int(text) != 0 if key in _FLAGS else int(text)})
    return "", 0


def _get(phone: Phone, words: list[str]) -> tuple[str, int]:
    known = phone.profile.rows["battery_dump"]["gets"]
    if not known:
        return "Unknown command: get", _BAD
    if not words:
        return "No property specified", _BAD
    if words[0] not in known:
        return f"Unknown get option: {words[0]}", 0
    value = getattr(phone.battery.shown, _KEYS[words[0]])
    return boolean(value) if words[0] in _FLAGS else str(value), 0


def _unplug(phone: Phone, words: list[str]) -> tuple[str, int]:
    del words
    phone.battery.override(**dict.fromkeys(_CHARGERS, False))
    return "", 0


def _reset(phone: Phone, words: list[str]) -> tuple[str, int]:
    del words
    phone.battery.reset()
    return "", 0


_VERBS: Final[dict[str, Callable[[Phone, list[str]], tuple[str, int]]]] = {
    "set": _set,
    "get": _get,
    "unplug": _unplug,
    "reset": _reset,
}
