"""`power`, `sensor`, `geo`, `finger`, `rotate` and `event` of the emulator's console.

Source: Android emulator, android/android-emu/android/console.cpp.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.console.command import KO, Command
from devices.virtual.os.battery import HEALTH, STATUS
from devices.virtual.os.sensors import Fix

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.console.command import Console

_INTEGER: Final = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]{1,8}|[0-9]{1,9})")
_DECIMAL: Final = re.compile(
    r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?"
)
_FULL: Final = 100
_LOWEST_FIX_WORDS: Final = 2


def _decimal(text: str) -> float | None:
    if not _DECIMAL.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


# -- power


def _display(console: Console, args: str) -> str:
    del args
    charge = console.phone.battery.hardware
    status = next(name for name, number in STATUS.items() if number == charge.status)
    health = next(name for name, number in HEALTH.items() if number == charge.health)
    return (
        f"AC: {'online' if charge.ac else 'offline'}\r\nstatus: {status.capitalize()}\r\n"
        f"health: {health.capitalize()}\r\npresent: {str(charge.present).lower()}\r\n"
        f"capacity: {charge.level}\r\n"
    )


def _ac(console: Console, args: str) -> str:
    if args not in {"on", "off"}:
        return KO.format('Usage: "ac on" or "ac off"')
    console.phone.battery.feed(ac=args == "on")
    return ""


def _present(console: Console, args: str) -> str:
    if args not in {"true", "false"}:
        return KO.format('Usage: "present true" or "present false"')
    console.phone.battery.feed(present=args == "true")
    return ""


def _named(fact: str, known: dict[str, int]) -> Callable[[Console, str], str]:
    def run(console: Console, args: str) -> str:
        if args not in known:
            return KO.format(f'Usage: "{fact} {"|".join(known)}"')
        console.phone.battery.feed(**{fact: known[args]})
        return ""

    return run


def _capacity(console: Console, args: str) -> str:
    if (
        not _INTEGER.fullmatch(args)
        or not 0 <= int(args, 0 if "x" in args.lower() else 10) <= _FULL
    ):
        return KO.format('Usage: "capacity <percentage>"')
    console.phone.battery.feed(level=int(args, 0 if "x" in args.lower() else 10))
    return ""


POWER: Final = Command(
    ("power",),
    "Power related commands",
    "allows to change battery and AC power status",
    below=(
        Command(("display",), "display battery and charger state", run=_display),
        Command(("ac",), "set AC charging state", run=_ac),
        Command(("status",), "set battery status", run=_named("status", STATUS)),
        Command(("present",), "set battery present state", run=_present),
        Command(("health",), "set battery health state", run=_named("health", HEALTH)),
        Command(("capacity",), "set battery capacity state", run=_capacity),
    ),
)

# -- sensors


def _sensors(console: Console, args: str) -> str:
    del args
    return "".join(f"{name}: enabled.\r\n" for name in console.phone.sensors.values)


def _unknown_sensor(name: str) -> str:
    return KO.format(f"unknown sensor name: {name}, run 'sensor status' to get available sensors.")


def _sensor(console: Console, args: str) -> str:
    if not args:
        return KO.format('Usage: "get <sensorname>"')
    reading = console.phone.sensors.values.get(args)
    if reading is None:
        return _unknown_sensor(args)
    return f"{args} = {':'.join(f'{value:g}' for value in reading)}\r\n"


def _set_sensor(console: Console, args: str) -> str:
    name, _, text = args.partition(" ")
    if not name or not text.strip():
        return KO.format('Usage: "set <sensorname> <value[:value[:value]]>"')
    before = console.phone.sensors.values.get(name)
    if before is None:
        return _unknown_sensor(name)
    values = [_decimal(part) for part in text.strip().split(":")]
    if len(values) > len(before) or any(value is None for value in values):
        return KO.format(f"invalid value: {text.strip()}")
    given = tuple(value for value in values if value is not None)
    console.phone.sensors.values[name] = given + before[len(given) :]
    return ""


SENSOR: Final = Command(
    ("sensor",),
    "Manage emulator sensors",
    "allows you to request the emulator sensors",
    below=(
        Command(("status",), "list all sensors and their status.", run=_sensors),
        Command(("get",), "get sensor values", run=_sensor),
        Command(("set",), "set sensor values", run=_set_sensor),
    ),
)

# -- place


def _fix(console: Console, args: str) -> str:
    words = args.split()
    if len(words) < _LOWEST_FIX_WORDS:
        return KO.format("not enough arguments: see 'help geo fix' for details")
    numbers: list[float] = []
    for word in words[:4]:
        value = _decimal(word)
        if value is None:
            return KO.format(f"argument '{word}' is not a number")
        numbers.append(value)
    longitude, latitude, *more = numbers
    if not -180 <= longitude <= 180 or not -90 <= latitude <= 90:  # noqa: PLR2004 - degrees of a globe
        return KO.format("invalid longitude or latitude value")
    altitude, satellites = [*more, 0.0, 0.0][:2] if len(more) < 2 else more[:2]  # noqa: PLR2004 - both were given
    console.phone.sensors.fix = Fix(longitude, latitude, altitude, int(satellites))
    return ""


def _nmea(console: Console, args: str) -> str:
    """A sentence of type GGA holds a place; the others are taken and say nothing here."""
    if not args:
        return KO.format("NMEA sentence missing, try 'help geo nmea'")
    if not args.startswith(("$GP", "$GN")):
        return KO.format("NMEA sentence must begin with $GP or $GN")
    cells = args.partition("*")[0].split(",")
    if cells[0].endswith("GGA") and len(cells) > 9:  # noqa: PLR2004 - the altitude's cell
        latitude = _degrees(cells[2], negative=cells[3] == "S")
        longitude = _degrees(cells[4], negative=cells[5] == "W")
        if latitude is not None and longitude is not None:
            console.phone.sensors.fix = Fix(longitude, latitude, _decimal(cells[9]) or 0.0)
    return ""


def _degrees(text: str, *, negative: bool) -> float | None:
    """NMEA's degrees and minutes in one number, as degrees."""
    value = _decimal(text)
    if value is None:
        return None
    degrees = value // 100 + (value % 100) / 60
    return -degrees if negative else degrees


GEO: Final = Command(
    ("geo",),
    "Geo-location commands",
    "allows you to change Geo-related settings, or to send GPS NMEA sentences",
    below=(
        Command(("nmea",), "send a GPS NMEA sentence", run=_nmea),
        Command(("fix",), "send a simple GPS fix", run=_fix),
    ),
)

# -- finger, rotation, events


def _touch(console: Console, args: str) -> str:
    if not args:
        return KO.format("missing fingerid")
    found = _INTEGER.match(args)
    if found is None:
        return KO.format("invalid fingerid")
    console.phone.sensors.touch(int(found[0], 0 if "x" in found[0].lower() else 10))
    return ""


def _remove(console: Console, args: str) -> str:
    del args
    console.phone.sensors.touch(None)
    return ""


FINGER: Final = Command(
    ("finger",),
    "Manage emulator finger print",
    "allows you to touch or remove finger on the finger print sensor",
    below=(
        Command(("touch",), "touch finger print sensor with <fingerid>", run=_touch),
        Command(("remove",), "remove finger from the fingerprint sensor", run=_remove),
    ),
)


def _rotate(console: Console, args: str) -> str:
    del args
    console.phone.display.rotate(console.phone.display.rotation + 1)
    return ""


ROTATE: Final = Command(("rotate",), "Rotate the screen clockwise by 90 degrees", run=_rotate)

_TYPES: Final = (
    "EV_SYN", "EV_KEY", "EV_REL", "EV_ABS", "EV_MSC", "EV_SW", "EV_LED", "EV_SND", "EV_REP",
    "EV_FF", "EV_PWR", "EV_FF_STATUS", "EV_MAX",
)  # fmt: skip
_SEND_USAGE: Final = "Usage: event send <type>:<code>:<value> ..."
_PARTS: Final = 3
# Keys of Linux's input.h that the console may press, as codes of android.view.KeyEvent.
_LINUX_KEYS: Final = {
    "KEY_HOME": 3, "102": 3, "KEY_BACK": 4, "158": 4, "KEY_POWER": 26, "116": 26,
    "KEY_ENTER": 66, "28": 66, "KEY_BACKSPACE": 67, "14": 67, "KEY_MENU": 82, "139": 82,
}  # fmt: skip


def _wrong_event(event: list[str]) -> str:
    """What is wrong with one event, empty for nothing."""
    shown = ":".join(event)
    if len(event) != _PARTS or not all(event) or not (event[0] in _TYPES or event[0].isdigit()):
        return f"type in '{shown}', try 'event types' for valid values"
    if not _INTEGER.fullmatch(event[2]):
        return f"value in '{shown}', must be an integer"
    return ""


def _send(console: Console, args: str) -> str:
    if not args:
        return KO.format(_SEND_USAGE)
    events = [word.split(":") for word in args.split()]
    for event in events:
        if problem := _wrong_event(event):
            return KO.format(f"invalid event {problem}")
    for kind, code, value in events:
        if kind in {"EV_KEY", "1"} and value == "1" and code in _LINUX_KEYS:
            console.phone.display.key(_LINUX_KEYS[code])
    return ""


def _text(console: Console, args: str) -> str:
    if not args:
        return KO.format("argument missing, try 'event text <message>'")
    console.phone.display.type_text(args)
    return ""


def _types(console: Console, args: str) -> str:
    del console, args
    rows = "".join(f"    {name}\r\n" for name in _TYPES)
    return f"event <type> can be an integer or one of the following aliases\r\n{rows}"


EVENT: Final = Command(
    ("event",),
    "Simulate hardware events",
    "allows you to send fake hardware events to the kernel",
    below=(
        Command(("send",), "send a series of events to the kernel", run=_send),
        Command(("types",), "list all <type> aliases", run=_types),
        Command(("text",), "simulate keystrokes from a given text", run=_text),
    ),
)
