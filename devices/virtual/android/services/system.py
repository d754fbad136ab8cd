"""Small services: app ops, notifications, the status bar, location, night mode, screen lock.

Source: AOSP AppOpsService, NotificationShellCmd, StatusBarShellCommand, LocationShellCommand,
UiModeManagerService, LockSettingsShellCommand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfoNotFoundError

from devices.virtual.android.services.registry import service, unknown_command
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.phone import Phone

_MODES: Final = frozenset({"allow", "ignore", "deny", "default", "foreground"})
_BAD: Final = 255
_COMPONENT: Final = re.compile(r"[\w.]+/[\w.$]+")


@command("appops")
async def appops_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await appops(call.sub("appops", *call.args))


@service("appops")
async def appops(call: Call) -> int:
    """``set PACKAGE OP MODE``, ``get PACKAGE [OP]`` and ``reset PACKAGE``."""
    match call.args:
        case ("set", package, op, mode) if mode in _MODES:
            if call.phone.packages.get(package) is None:
                return await _no_uid(call, package)
            call.phone.app_ops.setdefault(package, {})[_op_name(op)] = mode
        case ("get", package, *wanted):
            return await _get_ops(call, package, wanted)
        case ("reset", package):
            call.phone.app_ops.pop(package, None)
            await call.print(f"Reset all modes for: user 0, package {package}")
        case ("set", _, _, mode):
            return await call.fail(f"Error: Mode {mode} is not valid", _BAD)
        case _:
            return await unknown_command(call)
    return 0


async def _get_ops(call: Call, package: str, wanted: list[str]) -> int:
    if call.phone.packages.get(package) is None:
        return await _no_uid(call, package)
    ops = call.phone.app_ops.get(package, {})
    names = [_op_name(op) for op in wanted] or sorted(ops)
    shown = [f"{name}: {ops[name]}" for name in names if name in ops]
    if not shown:
        shown = ["No operations.", *(["Default mode: allow"] if wanted else [])]
    await call.print("\n".join(shown))
    return 0


async def _no_uid(call: Call, package: str) -> int:
    return await call.fail(f"Error: No UID for {package} in user 0", _BAD)


def _op_name(op: str) -> str:
    """``android:mock_location`` and ``MOCK_LOCATION`` are one op."""
    return op.removeprefix("android:").upper()


@service("notification")
async def notification(call: Call) -> int:
    """``allow_listener`` and ``disallow_listener COMPONENT``."""
    match call.args:
        case (verb, component, *_) if verb.replace("-", "_") in {
            "allow_listener",
            "disallow_listener",
        }:
            if not _COMPONENT.fullmatch(component):
                return await call.fail("Invalid listener - must be a ComponentName", _BAD)
            return _set_listener(call.phone, component, allowed=not verb.startswith("dis"))
    return await unknown_command(call)


def _set_listener(phone: Phone, component: str, *, allowed: bool) -> int:
    key = "enabled_notification_listeners"
    before = [c for c in (phone.settings.get("secure", key) or "").split(":") if c]
    after = [c for c in before if c != component] + ([component] if allowed else [])
    phone.settings.put("secure", key, ":".join(after))
    return 0


@service("location")
async def location(call: Call) -> int:
    """``is-location-enabled`` and ``set-location-enabled true|false``."""
    match call.args:
        case ("is-location-enabled", *_):
            on = call.phone.settings.get("secure", "location_mode") != "0"
            await call.print(str(on).lower())
        case ("set-location-enabled", ("true" | "false") as state, *_):
            call.phone.settings.put("secure", "location_mode", "3" if state == "true" else "0")
        case _:
            return await unknown_command(call)
    return 0


_NIGHT: Final = {"no": "1", "yes": "2", "auto": "0"}


@service("uimode")
async def uimode(call: Call) -> int:
    """``night [yes|no|auto]``."""
    match call.args:
        case ("night",):
            pass
        case ("night", mode) if mode in _NIGHT:
            call.phone.settings.put("secure", "ui_night_mode", _NIGHT[mode])
        case _:
            return await unknown_command(call)
    value = call.phone.settings.get("secure", "ui_night_mode")
    name = next((name for name, number in _NIGHT.items() if number == value), "no")
    await call.print(f"Night mode: {name}")
    return 0


@command("locksettings")
async def locksettings_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await locksettings(call.sub("lock_settings", *call.args))


@service("lock_settings")
async def locksettings(call: Call) -> int:
    """``get-disabled``, ``set-disabled BOOLEAN`` and ``verify`` of a phone without a credential."""
    match call.args:
        case ("get-disabled", *_):
            disabled = call.phone.settings.get("secure", "lockscreen.disabled") == "1"
            await call.print(str(disabled).lower())
        case ("set-disabled", ("true" | "false") as state, *_):
            value = "1" if state == "true" else "0"
            call.phone.settings.put("secure", "lockscreen.disabled", value)
            await call.print(f"Lock screen disabled set to {state}")
        case ("verify",):
            await call.print("Lock credential verified successfully")
        case (("clear" | "verify"), "--old", *_):
            return await call.fail("Old password provided but user has no password", _BAD)
        case _:
            return await unknown_command(call)
    return 0


@command("service")
async def service_command(call: Call) -> int:
    """``call alarm 3 s16 ZONE`` sets the time zone; ``check`` says whether a service is there."""
    match call.args:
        case ("call", "alarm", "3", "s16", zone):
            try:
                call.phone.set_time_zone(zone)
            except ZoneInfoNotFoundError:
                await call.print(f"Result: Parcel(Error: {zone} is no time zone)")
                return 0
            await call.print("Result: Parcel(00000000    '....')")
            return 0
        case ("check", name):
            await call.print(f"Service {name}: {'found' if name == 'alarm' else 'not found'}")
            return 0
    return await call.fail("service: unsupported call", 10)
