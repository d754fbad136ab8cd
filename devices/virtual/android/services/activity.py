"""`am` and `cmd activity`. Source: AOSP ActivityManagerShellCommand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import service, unknown_command
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.activities import ActivityNotFoundError, Component, LaunchState, Started

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Body

SUB_COMMANDS: Final[dict[str, Body]] = {}

_VALUE_OPTIONS: Final = {
    "-a": "action",
    "-c": "category",
    "-d": "data",
    "-f": "flags",
    "-n": "component",
    "-p": "package",
    "-t": "type",
    "--user": "user",
}
_EXTRA_OPTIONS: Final = frozenset(
    {"-e", "--es", "--ez", "--ei", "--el", "--ef", "--eu", "--esa", "--eia"}
)
_MAIN: Final = "android.intent.action.MAIN"
_HOME: Final = "android.intent.category.HOME"


@dataclass(slots=True)
class Intent:
    """An intent as `am` reads it from its words."""

    options: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    extras: dict[str, str] = field(default_factory=dict)
    target: str = ""

    @classmethod
    def parse(cls, words: tuple[str, ...]) -> Intent:
        """Read the words after the sub-command."""
        intent = cls()
        rest = iter(words)
        for word in rest:
            if word in _VALUE_OPTIONS:
                intent.options[_VALUE_OPTIONS[word]] = next(rest, "")
            elif word in _EXTRA_OPTIONS:
                key = next(rest, "")
                intent.extras[key] = next(rest, "")
            elif word.startswith("-"):
                intent.flags.add(word)
            else:
                intent.target = word
        return intent

    @property
    def action(self) -> str:
        """What is to be done; empty for none."""
        return self.options.get("action", "")

    @property
    def component(self) -> Component | None:
        """The component that is named, if one is."""
        text = self.options.get("component") or (self.target if "/" in self.target else "")
        package, slash, name = text.partition("/")
        return (
            Component(package, package + name if name.startswith(".") else name) if slash else None
        )

    def __str__(self) -> str:
        """As Android prints it."""
        parts = [f"act={self.action}"] if self.action else []
        if category := self.options.get("category"):
            parts.append(f"cat=[{category}]")
        if data := self.options.get("data"):
            parts.append(f"dat={data}")
        if flags := self.options.get("flags"):
            parts.append(f"flg={flags}")
        package = self.options.get("package") or ("" if "/" in self.target else self.target)
        if package:
            parts.append(f"pkg={package}")
        if self.component:
            parts.append(f"cmp={self.component}")
        return f"Intent {{ {' '.join(parts)} }}"


@command("am")
async def am(call: Call) -> int:
    """The old name of ``cmd activity``."""
    return await activity(call.sub("activity", *call.args))


@service("activity")
async def activity(call: Call) -> int:
    """Hand on to the sub-command."""
    body = SUB_COMMANDS.get(call.args[0] if call.args else "")
    if body is None:
        return await unknown_command(call)
    return await body(call.sub(*call.args))


async def _start(call: Call) -> int:
    intent = Intent.parse(call.args)
    await call.print(f"Starting: {intent}")
    if intent.options.get("category") == _HOME:
        call.phone.activities.home()
        return 0
    try:
        component = intent.component or _resolved(call, intent)
        started = call.phone.activities.start(component, stop_first="-S" in intent.flags)
    except ActivityNotFoundError:
        return await _not_found(call, intent)
    if started.brought_to_front:
        write = call.print if "-W" in intent.flags else call.fail
        await write(
            "Warning: Activity not started, intent has been delivered to currently running"
            " top-most instance."
        )
    if "-W" in intent.flags:
        await _report(call, started)
    return 0


def _resolved(call: Call, intent: Intent) -> Component:
    package = intent.options.get("package") or intent.target
    if intent.action not in {"", _MAIN}:
        raise ActivityNotFoundError(str(intent))
    return call.phone.activities.resolve(package)


async def _not_found(call: Call, intent: Intent) -> int:
    component = intent.component
    if component is None:
        return await call.fail(f"Error: Activity not started, unable to resolve {intent}", 1)
    named = f"{component.package}/{component.class_name}"
    return await call.fail(f"Error type 3\nError: Activity class {{{named}}} does not exist.", 1)


_LAUNCH_MS: Final = {LaunchState.COLD: 412, LaunchState.WARM: 187, LaunchState.HOT: 64}


async def _report(call: Call, started: Started) -> None:
    took_ms = 0 if started.brought_to_front else _LAUNCH_MS[started.state]
    state = "UNKNOWN (0)" if started.brought_to_front else started.state
    await call.print(
        f"Status: ok\nLaunchState: {state}\nActivity: {started.component}\n"
        f"TotalTime: {took_ms}\nWaitTime: {took_ms + 4}\nComplete"
    )


async def _force_stop(call: Call) -> int:
    intent = Intent.parse(call.args)
    call.phone.activities.force_stop(intent.target)
    return 0


async def _start_service(call: Call) -> int:
    intent = Intent.parse(call.args)
    component = intent.component
    await call.print(f"Starting service: {intent}")
    found = call.phone.packages.get(component.package) if component else None
    if component is None or found is None or component.class_name not in found.manifest.services:
        return await call.fail("Error: Not found; no service started.", 255)
    call.phone.activities.start_service(component)
    return 0


async def _stop_service(call: Call) -> int:
    intent = Intent.parse(call.args)
    component = intent.component
    await call.print(f"Stopping service: {intent}")
    if component is None or not call.phone.activities.stop_service(component):
        return await call.fail("Service not stopped: was not running.", 255)
    await call.print("Service stopped")
    return 0


SUB_COMMANDS.update(
    {
        "start": _start,
        "start-activity": _start,
        "force-stop": _force_stop,
        "kill": _force_stop,
        "startservice": _start_service,
        "start-service": _start_service,
        "start-foreground-service": _start_service,
        "stopservice": _stop_service,
        "stop-service": _stop_service,
    }
)
