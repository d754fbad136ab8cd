"""`am instrument`. Source: AOSP com.android.commands.am.Instrument."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity import SUB_COMMANDS
from devices.virtual.android.uia2.server import Uiautomator2Server

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call

SERVER: Final = "io.appium.uiautomator2.server"
RUNNER: Final = f"{SERVER}.test/androidx.test.runner.AndroidJUnitRunner"

_EXTRA: Final = "-e"
_WITH_VALUE: Final = frozenset({"--user", "--abi", "-p"})


async def instrument(call: Call) -> int:
    """Run an instrumentation until it ends; the one known here is Appium's server."""
    component = _component(call.args)
    package, _, runner = component.partition("/")
    found = call.phone.packages.get(package)
    target = found.manifest.instrumentations.get(runner) if found else None
    if target is None:
        return await _failed(
            call,
            component,
            "Unable to find instrumentation info for: " + f"ComponentInfo{{{component}}}",
        )
    if call.phone.packages.get(target) is None:
        return await _failed(
            call, component, f"Unable to find instrumentation target package: {target}"
        )
    if component != RUNNER:
        await call.print("INSTRUMENTATION_CODE: -1")
        return 0
    return await _run_server(call)


def _component(words: tuple[str, ...]) -> str:
    """The last word; `-e` takes two words, other options one or none."""
    rest = iter(words)
    component = ""
    for word in rest:
        if word == _EXTRA:
            next(rest, None)
            next(rest, None)
        elif word in _WITH_VALUE:
            next(rest, None)
        elif not word.startswith("-"):
            component = word
    return component


async def _failed(call: Call, component: str, reason: str) -> int:
    await call.print("INSTRUMENTATION_STATUS: id=ActivityManagerService")
    await call.print(f"INSTRUMENTATION_STATUS: Error={reason}")
    await call.print("INSTRUMENTATION_STATUS_CODE: -1")
    return await call.fail(f"android.util.AndroidException: INSTRUMENTATION_FAILED: {component}", 1)


async def _run_server(call: Call) -> int:
    phone = call.phone
    target = phone.packages.get(SERVER)
    assert target is not None
    phone.activities.force_stop(SERVER)
    process = phone.processes.start(SERVER, target.uid)
    ended = asyncio.Event()
    phone.activities.on_death(SERVER, ended.set)
    server = Uiautomator2Server(
        phone,
        pid=process.pid,
        on_end=ended.set,
        version_name=target.manifest.version_name,
        version_code=target.manifest.version_code,
    )
    server.start()
    try:
        await ended.wait()
        crashed = phone.processes.get(SERVER) is not process
    finally:
        # Also when adb hangs up: the server lives in the instrumentation that this command holds.
        server.stop()
        if phone.processes.get(SERVER) is process:
            phone.activities.force_stop(SERVER)
    if crashed:
        await call.print(
            "INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0"
        )
    else:
        await call.print("\nTime: 0\n\nOK (1 test)\n\n\nINSTRUMENTATION_CODE: -1")
    return 0


SUB_COMMANDS["instrument"] = instrument
