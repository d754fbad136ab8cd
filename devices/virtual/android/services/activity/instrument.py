"""`am instrument`. Source: AOSP com.android.commands.am.Instrument."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.activity.am import ONLY_AM
from devices.virtual.android.services.arguments import Arguments
from devices.virtual.android.services.java import JavaError, illegal
from devices.virtual.android.uia2.server import Uiautomator2Server
from devices.virtual.os.components import Component

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call

SERVER: Final = "io.appium.uiautomator2.server"
RUNNER: Final = f"{SERVER}.test/androidx.test.runner.AndroidJUnitRunner"

_SWITCHES: Final = frozenset(
    {
        "-r", "-m", "--no-window-animation", "--no_window_animation", "--no-hidden-api-checks",
        "--no-test-api-access", "--no-isolated-storage", "--no-logcat", "--no-restart",
        "--instrument-sdk-sandbox", "--instrument-sdk-in-sandbox", "--always-check-signature",
    }
)  # fmt: skip
_WITH_VALUE: Final = frozenset({"--user", "--abi", "-p", "-f"})


@dataclass(slots=True)
class _Wanted:
    component: Component
    waits: bool = False


async def instrument(call: Call) -> int:
    """Run an instrumentation; with -w until it ends. The one known here is Appium's server."""
    try:
        wanted = _parse(call)
    except JavaError as error:
        # The program's own usage error has no status of its own.
        return await call.fail(f"\nError: {error.message}", 0)
    component = wanted.component
    found = call.phone.packages.get(component.package)
    target = found.manifest.instrumentations.get(component.class_name) if found else None
    if target is None:
        info = f"Unable to find instrumentation info for: ComponentInfo{{{component.long}}}"
        return await _failed(call, wanted, info)
    if call.phone.packages.get(target) is None:
        info = f"Unable to find instrumentation target package: {target}"
        return await _failed(call, wanted, info)
    if component.long != RUNNER:
        if wanted.waits:
            await call.print("INSTRUMENTATION_CODE: -1")
        return 0
    if wanted.waits:
        return await _run_server(call)
    call.phone.commands.detach(asyncio.ensure_future(_run_server(call)))
    return 0


def _parse(call: Call) -> _Wanted:
    """Read the options and the component.

    Raises:
        JavaError: a word is missing or unknown, or no component is meant.
    """
    arguments, waits = Arguments(call.argv), False
    while (option := arguments.option()) is not None:
        if option == "-w":
            waits = True
        elif option == "-e":
            arguments.required()
            arguments.required()
        elif option in _WITH_VALUE:
            arguments.required()
        elif option not in _SWITCHES:
            raise illegal(f"Unknown option: {option}")
    return _Wanted(_component(call, arguments.required()), waits)


def _component(call: Call, word: str) -> Component:
    """A component, or the only instrumentation of a package."""
    if "/" in word:
        component = Component.parse(word)
        if component is None:
            raise illegal(f"Bad component name: {word}")
        return component
    package = call.phone.packages.get(word)
    runners = list(package.manifest.instrumentations) if package else []
    if not runners:
        raise illegal(f"No instrumentation found for: {word}")
    return Component(word, runners[0])


async def _failed(call: Call, wanted: _Wanted, reason: str) -> int:
    if wanted.waits:
        await call.print(
            "INSTRUMENTATION_STATUS: id=ActivityManagerService\n"
            f"INSTRUMENTATION_STATUS: Error={reason}\nINSTRUMENTATION_STATUS_CODE: -1"
        )
    return await call.fail(
        f"android.util.AndroidException: INSTRUMENTATION_FAILED: {wanted.component}", 1
    )


async def _run_server(call: Call) -> int:
    phone = call.phone
    target = phone.packages.get(SERVER)
    assert target is not None
    phone.activities.end(SERVER)
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
            phone.activities.end(SERVER)
    if crashed:
        await call.print(
            "INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0"
        )
    else:
        await call.print("\nTime: 0\n\nOK (1 test)\n\n\nINSTRUMENTATION_CODE: -1")
    return 0


ONLY_AM["instrument"] = instrument
