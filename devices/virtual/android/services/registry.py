"""`cmd SERVICE …`: the services that answer on the command line, and `dumpsys`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Body
    from devices.virtual.phone import Phone

    Dump = Callable[[Phone, tuple[str, ...]], str]

SERVICES: Final[dict[str, Body]] = {}
DUMPS: Final[dict[str, Dump]] = {}

NO_SERVICE: Final = 20
UNKNOWN_COMMAND: Final = 255


def service(name: str) -> Callable[[Body], Body]:
    """Register what answers ``cmd NAME``; its argv begins with the service's name."""

    def register(body: Body) -> Body:
        SERVICES[name] = body
        return body

    return register


def dump(name: str) -> Callable[[Dump], Dump]:
    """Register what ``dumpsys NAME`` prints."""

    def register(body: Dump) -> Dump:
        DUMPS[name] = body
        return body

    return register


@command("cmd")
async def cmd(call: Call) -> int:
    """Call a service. ``-w`` waits for it, which here is always there."""
    words = [word for word in call.args if word != "-w"]
    if not words:
        return await call.fail("cmd: No service specified; use -l to list all services", NO_SERVICE)
    if words[0] == "-l":
        await call.print(
            "\n".join(["Currently running services:", *(f"  {n}" for n in sorted(SERVICES))])
        )
        return 0
    body = SERVICES.get(words[0])
    if body is None:
        return await call.fail(f"cmd: Can't find service: {words[0]}", NO_SERVICE)
    return await body(call.sub(*words))


@command("dumpsys")
async def dumpsys(call: Call) -> int:
    """Print a service's state."""
    if not call.args or call.args[0] == "-l":
        names = "\n".join(f"  {name}" for name in sorted(DUMPS))
        await call.print(f"Currently running services:\n{names}")
        return 0
    body = DUMPS.get(call.args[0])
    if body is None:
        await call.print(f"Can't find service: {call.args[0]}")
        return 0
    text = body(call.phone, call.args[1:])
    if text:
        await call.print(text)
    return 0


async def unknown_command(call: Call) -> int:
    """What Android's ShellCommand prints for a word that a service does not know."""
    word = call.args[0] if call.args else ""
    return await call.fail(f"Unknown command: {word}", UNKNOWN_COMMAND)
