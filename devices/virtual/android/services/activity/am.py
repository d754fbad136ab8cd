"""`am` and `cmd activity`: starting and ending apps. Source: AOSP ActivityManagerShellCommand."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import ERROR, Arguments, handled
from devices.virtual.android.services.intent_arguments import parse_intent
from devices.virtual.android.services.java import denied, illegal
from devices.virtual.android.services.registry import help_or_unknown, service
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.activities import LAUNCH_MS
from devices.virtual.os.intents import FLAG_NEW_TASK
from devices.virtual.os.resolving import ActivityNotFoundError, IntentNotResolvedError
from devices.virtual.os.tasks import StartResult

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Handler
    from devices.virtual.android.services.intent_arguments import Options
    from devices.virtual.android.shell.call import Body
    from devices.virtual.os.components import Component
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.tasks import Started

SUB_COMMANDS: Final[dict[str, Handler]] = {}
ONLY_AM: Final[dict[str, Body]] = {}
"""What `am` does by itself; `cmd activity` refuses it."""

SHELL_PID: Final = 4000
"""Process id that permission checks name for a shell's command."""
ALL_USERS: Final = -1
_BINDER_MS: Final = 4


@command("am")
async def am(call: Call) -> int:
    """The old name of ``cmd activity``, which does a few things by itself."""
    body = ONLY_AM.get(call.args[0] if call.args else "")
    if body is not None:
        return await body(call.sub(*call.args))
    return await activity(call.sub("activity", *call.args))


@service("activity")
async def activity(call: Call) -> int:
    """Hand on to the sub-command."""
    name = call.args[0] if call.args else ""
    if name in ONLY_AM:
        await call.print(f"Error: must be invoked through 'am {name}'.")
        return ERROR
    handler = SUB_COMMANDS.get(name)
    if handler is None:
        return await help_or_unknown(call, call.phone.profile.rows["am_usage"]["text"])
    return await handled(call, handler)


def text_of(phone: Phone, intent: Intent) -> str:
    """An intent as this release prints it."""
    return intent.text(safe_hosts_only=phone.profile.rows["activity_manager"]["safe_uri"])


async def _start(call: Call, arguments: Arguments) -> int:
    intent, options = parse_intent(arguments)
    if options.user == ALL_USERS:
        return await call.fail("Error: Can't start service with user 'all'", 1)
    for turn in range(max(1, options.repeat)):
        if turn:
            # Between repetitions the activity in front gets Back.
            call.phone.display.active().on_back()
            await asyncio.sleep(0)  # and all others their turn of the loop
        if "-S" in options.switches and (status := await _stop_first(call, intent)):
            return status
        await call.print(f"Starting: {text_of(call.phone, intent)}")
        flagged = replace(intent, flags=intent.flags | FLAG_NEW_TASK)
        if status := await _start_once(call, flagged, options):
            return status
    return 0


async def _stop_first(call: Call, intent: Intent) -> int:
    activities = call.phone.activities
    if intent.component is not None:
        package = intent.component.package
    else:
        found = activities.resolver.query(intent)
        shown = text_of(call.phone, intent)
        if not found:
            return await call.fail(f"Error: Intent does not match any activities: {shown}", 1)
        if len(found) > 1:
            return await call.fail(
                f"Error: Intent matches multiple activities; can't stop: {shown}", 1
            )
        package = found[0].package
    await call.print(f"Stopping: {package}")
    activities.force_stop(package)
    return 0


async def _start_once(call: Call, intent: Intent, options: Options) -> int:
    waits = "-W" in options.switches
    write = call.print if waits else call.fail
    activities = call.phone.activities
    shown = text_of(call.phone, intent)
    try:
        component = activities.resolver.resolve(intent)
        _check_access(call.phone, component, intent, options)
        started = activities.start(component, intent=intent)
    except IntentNotResolvedError:
        await write(f"Error: Activity not started, unable to resolve {shown}")
        return 1
    except ActivityNotFoundError:
        named = intent.component.long if intent.component else ""
        await write(f"Error type 3\nError: Activity class {{{named}}} does not exist.")
        return 1
    if started.result in _WARNINGS:
        await write(_WARNINGS[started.result])
    if waits:
        await call.print(_report(call.phone, started))
    return 0


_WARNINGS: Final = {
    StartResult.DELIVERED_TO_TOP: (
        "Warning: Activity not started, intent has been delivered to currently running"
        " top-most instance."
    ),
    StartResult.TASK_TO_FRONT: (
        "Warning: Activity not started, its current task has been brought to the front"
    ),
}


def _check_access(phone: Phone, component: Component, intent: Intent, options: Options) -> None:
    """Refuse what the shell may not start. Source: AOSP ActivityTaskSupervisor, checkStart….

    Raises:
        JavaError: a SecurityException.
    """
    package = phone.packages.get(component.package)
    declared = phone.activities.resolver.activity(component)
    named = replace(intent, component=component)
    start = f"Permission Denial: starting {text_of(phone, named)} from null"
    caller = f"(pid={SHELL_PID}, uid=2000)"
    if not declared.exported:
        raise denied(f"{start} {caller} not exported from uid {package.uid if package else 0}")
    if declared.permission and not declared.permission.startswith("android.permission."):
        raise denied(f"{start} {caller} requires {declared.permission}")
    if options.display > 0:
        raise denied(f"{start} {caller} with launchDisplayId={options.display}")


def _report(phone: Phone, started: Started) -> str:
    """What `-W` prints once the activity is drawn, in this release's order."""
    rules = phone.profile.rows["activity_manager"]
    took_ms = LAUNCH_MS.get(started.state, 0)
    lines = ["Status: ok"]
    if rules["launch_state"]:
        lines.append(f"LaunchState: {started.state}")
    lines.append(f"Activity: {started.component}")
    if rules["this_time"]:
        lines.append(f"ThisTime: {took_ms}")
    lines += [f"TotalTime: {took_ms}", f"WaitTime: {took_ms + _BINDER_MS}", "Complete"]
    return "\n".join(lines)


async def named_package(call: Call, arguments: Arguments) -> str | None:
    """The package after ``--user N``; None after an option that is unknown, which is told.

    Raises:
        JavaError: there is none.
    """
    while (option := arguments.option()) is not None:
        if option != "--user":
            await call.fail(f"Error: Unknown option: {option}")
            return None
        arguments.user()
    return arguments.required()


async def _force_stop(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    call.phone.activities.force_stop(package)
    return 0


async def _kill(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    if not call.phone.activities.in_foreground(package):
        call.phone.activities.kill(package)
    return 0


async def _kill_all(call: Call, arguments: Arguments) -> int:
    del arguments
    activities = call.phone.activities
    for process in call.phone.processes.all():
        if not activities.in_foreground(process.name):
            activities.kill(process.name)
    return 0


async def _crash(call: Call, arguments: Arguments) -> int:
    package = await named_package(call, arguments)
    if package is None:
        return ERROR
    if package.lstrip("-").isdecimal():
        pid = package
        found = (p.name for p in call.phone.processes.all() if str(p.pid) == pid)
        package = next(found, "")
    call.phone.activities.crash(package, "shell-induced crash")
    return 0


# Source: AOSP android.content.ComponentCallbacks2.
_TRIM_LEVELS: Final = {
    "RUNNING_MODERATE": 5,
    "RUNNING_LOW": 10,
    "RUNNING_CRITICAL": 15,
    "HIDDEN": 20,
    "BACKGROUND": 40,
    "MODERATE": 60,
    "COMPLETE": 80,
}


async def _send_trim_memory(call: Call, arguments: Arguments) -> int:
    while (option := arguments.option()) is not None:
        if option != "--user":
            return await call.fail(f"Error: Unknown option: {option}", ERROR)
        if arguments.user() == ALL_USERS:
            return await call.fail("Error: Can't use user 'all'", ERROR)
    name, word = arguments.required(), arguments.required()
    level = _TRIM_LEVELS.get(word)
    if level is None and not word.lstrip("-").isdecimal():
        return await call.fail(f"Error: Unknown level option: {word}", ERROR)
    level = int(word[:9]) if level is None else level
    process = call.phone.processes.get(name)
    if process is None:
        raise illegal(f"Unknown process: {name}")
    if level >= _TRIM_LEVELS["BACKGROUND"] and call.phone.activities.in_foreground(name):
        raise illegal("Unable to set a background trim level on a foreground process")
    return 0


SUB_COMMANDS.update(
    {
        "start": _start,
        "start-activity": _start,
        "force-stop": _force_stop,
        "kill": _kill,
        "kill-all": _kill_all,
        "crash": _crash,
        "send-trim-memory": _send_trim_memory,
    }
)
