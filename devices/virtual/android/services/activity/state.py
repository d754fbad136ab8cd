"""What `am` tells of the system and changes in passing.

Source: AOSP ActivityManagerShellCommand; ActivityManagerService.setDebugApp;
Configuration.resourceQualifierString.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity.am import SUB_COMMANDS, named_package
from devices.virtual.android.services.arguments import ERROR
from devices.virtual.android.services.intent_arguments import parse_intent
from devices.virtual.android.services.java import boolean
from devices.virtual.os.intents import to_uri

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call

_ACTIVE: Final = "10"
# Source: AOSP android.app.usage.UsageStatsManager, STANDBY_BUCKET_*.
_BUCKETS: Final = frozenset({"active", "working_set", "frequent", "rare", "restricted", "never"})
_LONG: Final = 5 / 3


async def _uri(call: Call, arguments: Arguments, *, intent_scheme: bool) -> int:
    intent, _ = parse_intent(arguments)
    await call.print(to_uri(intent, intent_scheme=intent_scheme))
    return 0


async def _to_uri(call: Call, arguments: Arguments) -> int:
    return await _uri(call, arguments, intent_scheme=False)


async def _to_intent_uri(call: Call, arguments: Arguments) -> int:
    return await _uri(call, arguments, intent_scheme=True)


async def _current_user(call: Call, arguments: Arguments) -> int:
    del arguments
    await call.print("0")
    return 0


async def _switch_user(call: Call, arguments: Arguments) -> int:
    while arguments.option() is not None:
        pass
    number = arguments.integer()
    return 0 if number == 0 else await call.fail(f"Error: Failed to switch to user {number}", 1)


async def _user_stopped(call: Call, arguments: Arguments) -> int:
    await call.print(boolean(arguments.user() not in {0, -2}))
    return 0


async def _user_state(call: Call, arguments: Arguments) -> int:
    number = arguments.integer()
    await call.print("RUNNING_UNLOCKED" if number == 0 else f"User is not started: {number}")
    return 0


async def _config(call: Call, arguments: Arguments) -> int:
    while (option := arguments.option()) is not None:
        if option in {"--days", "--display"}:
            arguments.integer()
        elif option not in {"--device", "--proto"}:
            return await call.fail(f"Error: Unknown option: {option}", ERROR)
    await call.print(f"config: {_qualifiers(call.phone)}\nabi: {call.phone.profile.abi}")
    return 0


def _qualifiers(phone: Phone) -> str:
    display, now = phone.display, phone.display.bounds
    language, _, country = phone.properties.get("persist.sys.locale", "en-US").partition("-")
    scale = display.scale
    wide, high = round(now.width / scale), round(now.height / scale)
    night = phone.settings.get("secure", "ui_night_mode") == "2"
    long = "long" if max(wide, high) / max(1, min(wide, high)) >= _LONG else "notlong"
    return "-".join(
        [
            f"{language}-r{country}" if country else language,
            "ldltr",
            f"sw{min(wide, high)}dp",
            f"w{wide}dp",
            f"h{high}dp",
            "normal",
            long,
            "notround",
            "land" if display.rotation % 2 else "port",
            "night" if night else "notnight",
            f"{display.density}dpi",
            "finger",
            "keysexposed",
            "nokeys",
            "navhidden",
            "nonav",
            f"v{phone.profile.api_level}",
        ]
    )


async def _idle_maintenance(call: Call, arguments: Arguments) -> int:
    if (option := arguments.option()) is not None:
        return await call.fail(f"Error: Unknown option: {option}", ERROR)
    await call.print("Performing idle maintenance...")
    return 0


async def _set_inactive(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    arguments.required()
    return 0


async def _get_inactive(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    await call.print("Idle=false")
    return 0


async def _set_bucket(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    word = arguments.required()
    if word.lower() not in _BUCKETS and not word.isdecimal():
        return await call.fail(f"Error: Unknown bucket: {word}", ERROR)
    return 0


async def _get_bucket(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    await call.print(_ACTIVE)
    return 0


async def _multi_window(call: Call, arguments: Arguments) -> int:
    del arguments
    await call.print("true")
    return 0


async def _set_debug_app(call: Call, arguments: Arguments) -> int:
    """Name the app that waits for a debugger; a persistent name outlives a reboot as a setting."""
    waits = persists = False
    while (option := arguments.option()) is not None:
        if option not in {"-w", "--persistent"}:
            return await call.fail(f"Error: Unknown option: {option}", ERROR)
        waits, persists = waits or option == "-w", persists or option == "--persistent"
    package = arguments.required()
    if persists:
        call.phone.settings.put("global", "debug_app", package)
        call.phone.settings.put("global", "wait_for_debugger", str(int(waits)))
    call.phone.activities.force_stop(package)
    return 0


async def _clear_debug_app(call: Call, arguments: Arguments) -> int:
    del arguments
    call.phone.settings.delete("global", "debug_app")
    call.phone.settings.put("global", "wait_for_debugger", "0")
    return 0


async def _nothing(call: Call, arguments: Arguments) -> int:
    """What waits for a queue that is always empty here."""
    del call, arguments
    return 0


_COMMANDS: Final[dict[str, Handler]] = {
    "to-uri": _to_uri,
    "to-intent-uri": _to_intent_uri,
    "get-current-user": _current_user,
    "switch-user": _switch_user,
    "is-user-stopped": _user_stopped,
    "get-started-user-state": _user_state,
    "get-config": _config,
    "idle-maintenance": _idle_maintenance,
    "set-inactive": _set_inactive,
    "get-inactive": _get_inactive,
    "set-standby-bucket": _set_bucket,
    "get-standby-bucket": _get_bucket,
    "set-debug-app": _set_debug_app,
    "clear-debug-app": _clear_debug_app,
    "supports-multiwindow": _multi_window,
    "supports-split-screen-multi-window": _multi_window,
    "wait-for-broadcast-idle": _nothing,
}
SUB_COMMANDS.update(_COMMANDS)
