"""The services that adbd offers, by the prefix of the name in an OPEN packet.

Source: AOSP packages/modules/adb, SERVICES.TXT, daemon/services.cpp and shell_service.cpp.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.shell_service import run_abb, run_shell
from devices.virtual.android.adb.sync_service import run_sync

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.adb.connection import Service
    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.phone import Phone

    Factory = Callable[[Phone, str], "Service | None"]


def open_service(phone: Phone, name: str) -> Service | None:
    """The service that a name asks for, or None: nothing is offered or nothing listens."""
    for prefix, factory in _FACTORIES.items():
        if name == prefix or name.startswith((f"{prefix}:", f"{prefix},")):
            return factory(phone, name[len(prefix) :])
    return None


def _shell(phone: Phone, rest: str) -> Service:
    options, _, script = rest.partition(":")
    words = frozenset(options.split(","))
    # Without the v2 protocol there is one pseudo-terminal for everything, as in old releases.
    return partial(run_shell, phone, script, framed="v2" in words, terminal="pty" in words)


def _exec(phone: Phone, rest: str) -> Service:
    return partial(run_shell, phone, rest.removeprefix(":"), framed=False, terminal=False)


def _abb(phone: Phone, rest: str) -> Service:
    return partial(run_abb, phone, tuple(rest.removeprefix(":").split("\0")), framed=True)


def _abb_exec(phone: Phone, rest: str) -> Service:
    return partial(run_abb, phone, tuple(rest.removeprefix(":").split("\0")), framed=False)


def _sync(phone: Phone, rest: str) -> Service:
    del rest
    return partial(run_sync, phone)


def _tcp(phone: Phone, rest: str) -> Service | None:
    port = rest.removeprefix(":")
    if not port.isdecimal():
        return None

    async def connect(stream: Stream) -> None:
        factory = await phone.ports.listener(int(port), within_s=_LISTEN_GRACE_S)
        if factory is None:
            stream.close()
        else:
            stream.connect(factory())

    return connect


# How long a connection waits for somebody to listen before it is refused. A phone refuses at once,
# and is slow enough to start a server that the driver, which asks again only after a second, would
# lose that second; here the server is up some milliseconds after the driver first asks, or before.
_LISTEN_GRACE_S: Final = 0.05

_FACTORIES: Final[dict[str, Factory]] = {
    "shell": _shell,
    "exec": _exec,
    "abb_exec": _abb_exec,
    "abb": _abb,
    "sync": _sync,
    "tcp": _tcp,
}
