"""Small services: night mode, alarms, time zone, data saver, overlays, volume, vibration.

Source: AOSP UiModeManagerService, AlarmManagerService, TimeZoneDetectorShellCommand,
NetworkPolicyManagerShellCommand, OverlayManagerShellCommand, MediaShellCommand,
VibratorManagerService.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfoNotFoundError

from devices.virtual.android.services.java import ILLEGAL_ARGUMENT, NUMBER_FORMAT, SECURITY, boolean
from devices.virtual.android.services.registry import (
    dump,
    help_or_unknown,
    service,
    threw,
)
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_BAD: Final = 255
_DIGITS: Final = re.compile(r"-?[0-9]{1,6}")


# -- night mode

_NIGHT: Final = {"auto": "0", "no": "1", "yes": "2", "custom_schedule": "3"}
_UIMODE_USAGE: Final = """UiModeManager service (uimode) commands:
  help
    Print this help text.
  night [yes|no|auto|custom_schedule]
    Set or read night mode.
  car [yes|no]
    Set or read car mode.
  time [start|end] <ISO time>
    Set custom start/end schedule time (custom_schedule must be enabled to apply)."""


@service("uimode")
async def uimode(call: Call) -> int:
    """``night [yes|no|auto|custom_schedule]``."""
    match call.args:
        case ("night",):
            pass
        case ("night", mode, *_) if mode in _NIGHT:
            call.phone.settings.put("secure", "ui_night_mode", _NIGHT[mode])
        case ("night", *_):
            return await call.fail(
                "Error: mode must be 'yes', 'no', or 'auto' or 'custom_schedule'", _BAD
            )
        case ("car", *_):
            await call.print("Car mode: no")
            return 0
        case _:
            return await help_or_unknown(call, _UIMODE_USAGE)
    await call.print(f"Night mode: {_night(call.phone)}")
    return 0


def _night(phone: Phone) -> str:
    value = phone.settings.get("secure", "ui_night_mode")
    return next((name for name, number in _NIGHT.items() if number == value), "no")


@dump("uimode")
def dump_uimode(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether the phone is dark."""
    del args
    value = phone.settings.get("secure", "ui_night_mode") or "1"
    return (
        "Current UI Mode Service state:\n  mDockState=0 mLastBroadcastState=0\n"
        f"  mNightMode={value} ({_night(phone)}) mNightModeLocked=false"
        f" mCarModeEnabled=false mComputedNightMode={boolean(value == '2')}"
    )


# -- time

_ALARM_USAGE: Final = """Alarm manager service (alarm) commands:
  help
    Print this help text.
  set-time TIME
    Set the system clock time to TIME where TIME is milliseconds
    since the Epoch.
  set-timezone TZ
    Set the system timezone to TZ where TZ is an Olson id."""
_ZONE_USAGE: Final = """Time Zone Detector (time_zone_detector) commands:
  help
    Print this help text.
  is_auto_detection_enabled
    Prints true/false according to the automatic time zone detection setting.
  set_auto_detection_enabled true|false
    Sets the automatic time zone detection setting."""


@service("alarm")
async def alarm(call: Call) -> int:
    """``set-timezone ZONE``; the clock itself follows the network's, and a shell may not set it."""
    match call.args:
        case ("set-timezone", zone, *_):
            try:
                call.phone.set_time_zone(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                return await threw(call, ILLEGAL_ARGUMENT, f"Invalid time zone: {zone}")
            return 0
        case ("set-time", *_):
            return await threw(
                call,
                SECURITY,
                "setTime: Neither user 2000 nor current process has android.permission.SET_TIME.",
            )
    return await help_or_unknown(call, _ALARM_USAGE)


@service("time_zone_detector")
async def time_zone_detector(call: Call) -> int:
    """Whether the zone follows the network."""
    match call.args:
        case ("is_auto_detection_enabled", *_):
            on = call.phone.settings.get("global", "auto_time_zone") == "1"
            await call.print(boolean(on))
        case ("set_auto_detection_enabled", state, *_):
            on = state.lower() == "true"
            call.phone.settings.put("global", "auto_time_zone", str(int(on)))
        case _:
            return await help_or_unknown(call, _ZONE_USAGE)
    return 0


@service("time_detector")
async def time_detector(call: Call) -> int:
    """Whether the clock follows the network."""
    match call.args:
        case ("is_auto_detection_enabled", *_):
            on = call.phone.settings.get("global", "auto_time") == "1"
            await call.print(boolean(on))
        case ("set_auto_detection_enabled", state, *_):
            on = state.lower() == "true"
            call.phone.settings.put("global", "auto_time", str(int(on)))
        case _:
            return await help_or_unknown(
                call, _ZONE_USAGE.replace("Zone ", "").replace("_zone", "")
            )
    return 0


# -- data saver

_NETPOLICY_USAGE: Final = """Network policy manager (netpolicy) commands:
  help
    Print this help text.

  get restrict-background
    Gets the global restrict background status.
  set restrict-background BOOLEAN
    Sets the global restrict background status."""


@service("netpolicy")
async def netpolicy(call: Call) -> int:
    """``get`` and ``set restrict-background``."""
    match call.args:
        case ("get", "restrict-background", *_):
            on = call.phone.settings.get("global", "restrict_background") == "1"
            await call.print(f"Restrict background status: {'enabled' if on else 'disabled'}")
        case ("set", "restrict-background", state, *_):
            on = state.lower() == "true"
            call.phone.settings.put("global", "restrict_background", str(int(on)))
        case (("get" | "set") as verb,):
            await call.print("Error: didn't specify type of data to " + verb)
            return _BAD
        case (("get" | "set") as verb, what, *_):
            await call.print(f"Error: unknown {verb} type '{what}'")
            return _BAD
        case _:
            return await help_or_unknown(call, _NETPOLICY_USAGE)
    return 0


# -- overlays

_OVERLAYS: Final = {
    "com.android.internal.systemui.navbar.threebutton": True,
    "com.android.internal.systemui.navbar.gestural": False,
}
_OVERLAY_USAGE: Final = """Overlay manager (overlay) commands:
  help
    Print this help text.
  list [--verbose] [--user USER_ID] [PACKAGE[:NAME]]
    Print information about target and overlay packages.
  enable [--user USER_ID] PACKAGE[:NAME]
    Enable overlay within or owned by PACKAGE with optional unique NAME.
  disable [--user USER_ID] PACKAGE[:NAME]
    Disable overlay within or owned by PACKAGE with optional unique NAME."""


@service("overlay")
async def overlay(call: Call) -> int:
    """``list``: those of the navigation bar, of which this phone has one way only."""
    match call.args:
        case ("list", *_):
            rows = [f"[{'x' if on else ' '}] {name}" for name, on in _OVERLAYS.items()]
            await call.print("\n".join(["android", *rows]))
            return 0
        case (("enable" | "disable") as verb, *words):
            name = words[-1] if words else ""
            if name in _OVERLAYS and _OVERLAYS[name] is (verb == "enable"):
                return 0
            return await call.fail(f"Error: failed to {verb} overlay: {name}", 1)
    return await help_or_unknown(call, _OVERLAY_USAGE)


# -- sound and vibration

_STREAMS: Final = {
    0: ("voice_call", 1, 5),
    1: ("system", 0, 7),
    2: ("ring", 0, 7),
    3: ("music", 0, 15),
    4: ("alarm", 1, 7),
    5: ("notification", 0, 7),
}
"""Name, lowest and highest volume by AudioManager.STREAM_*. Source: AOSP AudioService."""


@command("media")
async def media_command(call: Call) -> int:
    """The command of the shell: ``media volume …``."""
    return await media_session(call.sub("media_session", *call.args))


@service("media_session")
async def media_session(call: Call) -> int:
    """``volume --stream N --get|--set V|--adj raise|lower|same``; ``dispatch KEY``."""
    match call.args:
        case ("volume", *words):
            return await _volume(call, words)
        case ("dispatch", _, *_):
            return 0
        case ("list-sessions", *_):
            await call.print("Sessions:")
            return 0
    await call.print("usage: media_session [subcommand] [options]")
    return 0 if not call.args else _BAD


async def _volume(call: Call, words: list[str]) -> int:
    options = {words[n]: [*words, ""][n + 1] for n in range(len(words)) if words[n][:2] == "--"}
    stream = options.get("--stream", "3")
    if not _DIGITS.fullmatch(stream) or int(stream) not in _STREAMS:
        await call.print(f"Error: Invalid stream number: {stream}")
        return _BAD
    name, low, high = _STREAMS[int(stream)]
    now = int(call.phone.settings.get("system", f"volume_{name}") or (low + high) // 2)
    if "--set" in options:
        if not _DIGITS.fullmatch(options["--set"]) or not low <= int(options["--set"]) <= high:
            await call.print(f"Error: invalid volume index: {options['--set']}")
            return _BAD
        now = int(options["--set"])
    now += {"raise": 1, "lower": -1}.get(options.get("--adj", ""), 0)
    now = min(max(now, low), high)
    call.phone.settings.put("system", f"volume_{name}", str(now))
    if "--get" in options or "--set" in options:
        await call.print(
            f"[V] will control stream={stream} (STREAM_{name.upper()})\n"
            f"[V] volume is {now} in range [{low}..{high}]"
        )
    return 0


_VIBRATOR_USAGE: Final = """Vibrator Manager commands:
  help
    Prints this help text.

  list
    Prints the id of device vibrators. This does not include any
    connected input device.
  synced [options] <effect>...
    Vibrates effect on all vibrators in sync.
  cancel
    Cancels any active vibration"""


@service("vibrator_manager")
async def vibrator_manager(call: Call) -> int:
    """``list``, ``synced …`` and ``cancel``; nobody feels it."""
    match call.args:
        case ("list", *_):
            await call.print("0")
        case (("synced" | "combined" | "sequential" | "xml" | "cancel"), *_):
            pass
        case _:
            return await help_or_unknown(call, _VIBRATOR_USAGE)
    return 0


@service("vibrator")
async def vibrator(call: Call) -> int:
    """``vibrate [-f] MILLISECONDS`` and ``cancel``."""
    match call.args:
        case ("vibrate", *words) if words and _DIGITS.fullmatch(words[-1]):
            return 0
        case ("cancel", *_):
            return 0
        case ("vibrate", *words):
            return await threw(
                call,
                NUMBER_FORMAT,
                f'For input string: "{words[-1] if words else ""}"',
            )
    return await help_or_unknown(call, _VIBRATOR_USAGE)
