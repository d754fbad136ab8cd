"""The services that adbd offers, by the name in an OPEN packet.

Source: AOSP packages/modules/adb, docs/dev/services.md, daemon/services.cpp (the order in which
prefixes are tried, and which of them must stand alone), restart_service.cpp and socket_spec.cpp.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.framebuffer import run_framebuffer
from devices.virtual.android.adb.processes import list_debuggable, track_apps, track_debuggable
from devices.virtual.android.adb.shell_service import run_abb, run_shell
from devices.virtual.android.adb.sync_service import run_sync

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.adb.connection import Connection, Service
    from devices.virtual.android.adb.reverse import Listeners
    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.ports import ProtocolFactory


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a service was asked for.

    Attributes:
        phone: the phone.
        connection: the connection on which it was.
        listeners: what listens inside the phone for hosts.
    """

    phone: Phone
    connection: Connection
    listeners: Listeners


def open_service(at: Opened, name: str) -> Service | None:
    """The service that a name asks for, or None: nothing is offered or nothing listens."""
    exact = _EXACT.get(name)
    if exact is not None:
        feature, factory = exact
        offered = not feature or feature in at.phone.profile.adb_features
        return factory(at, "") if offered else None
    for prefix, factory in _PREFIXES.items():
        if name.startswith(prefix):
            return factory(at, name[len(prefix) :])
    return None


def _shell(at: Opened, rest: str) -> Service | None:
    arguments, colon, script = rest.partition(":")
    if not colon:
        return None
    terminal, framed, kind = not script, False, "dumb"
    for word in arguments.split(","):
        if word in ("raw", "pty"):
            terminal = word == "pty"
        elif word == "v2":
            framed = True
        elif word.startswith("TERM="):
            kind = word.removeprefix("TERM=")
    return partial(run_shell, at.phone, script, framed=framed, terminal=terminal, kind=kind)


def _exec(at: Opened, rest: str) -> Service:
    return partial(run_shell, at.phone, rest, framed=False, terminal=False, kind="")


def _program(path: str) -> Callable[[Opened, str], Service]:
    """A service that is a program of the phone, found by the shell or not."""
    return lambda at, rest: _exec(at, path + rest)


def _abb(at: Opened, rest: str, *, framed: bool, feature: str) -> Service | None:
    if feature not in at.phone.profile.adb_features:
        return None
    words = tuple(word for word in rest.split("\0") if word)
    return partial(run_abb, at.phone, words, framed=framed)


def _sync(at: Opened, rest: str) -> Service:
    del rest
    return partial(run_sync, at.phone)


def _framebuffer(at: Opened, rest: str) -> Service:
    del rest
    return partial(run_framebuffer, at.phone)


def _reverse(at: Opened, rest: str) -> Service:
    return _say(at.listeners.answer(at.connection, rest))


def _tcp(at: Opened, rest: str) -> Service | None:
    match = _LOCAL_PORT.fullmatch(rest)
    if match is None or int(match["port"]) > _PORT_MAX:
        return None

    async def connect(stream: Stream) -> None:
        factory = await at.phone.ports.listener(int(match["port"]), within_s=_LISTEN_GRACE_S)
        _connect(stream, factory)

    return connect


def _abstract(at: Opened, rest: str) -> Service | None:
    factory = at.phone.ports.abstract.get(rest)
    if factory is None:
        return None

    async def connect(stream: Stream) -> None:
        _connect(stream, factory)

    return connect


def _connect(stream: Stream, factory: ProtocolFactory | None) -> None:
    if factory is None or stream.closed:
        stream.close()
    else:
        stream.connect(factory())


def _say(answer: bytes | str) -> Service:
    """A service that answers and is done."""
    data = answer.encode() if isinstance(answer, str) else answer

    async def say(stream: Stream) -> None:
        stream.accept()
        stream.push(data)
        stream.close()

    return say


def _root(at: Opened, rest: str) -> Service:
    del at, rest
    return _say("adbd cannot run as root in production builds\n")


def _unroot(at: Opened, rest: str) -> Service:
    del at, rest
    return _say("adbd not running as root\n")


def _remount(at: Opened, rest: str) -> Service:
    text = at.phone.profile.rows["adb_refusals"]["remount"]
    return _say(text) if text else _exec(at, f"/system/bin/remount {rest}")


def _verity(word: str) -> Callable[[Opened, str], Service]:
    def factory(at: Opened, rest: str) -> Service:
        del rest
        text = at.phone.profile.rows["adb_refusals"]["verity"]
        return _say(text.format(word=word)) if text else _exec(at, f"/system/bin/{word}-verity")

    return factory


def _tcpip(at: Opened, rest: str) -> Service | None:
    match = re.match(r"\s*([+-]?\d+)", rest)  # as sscanf reads %d
    if match is None:
        return None
    port = int(match[1])
    if port <= 0:
        return _say(f"invalid port {port}\n")
    at.phone.properties["service.adb.tcp.port"] = str(port)
    return _restart(at, f"restarting in TCP mode port: {port}\n")


def _usb(at: Opened, rest: str) -> Service:
    del rest
    at.phone.properties["service.adb.tcp.port"] = "0"
    return _restart(at, "restarting in USB mode\n")


def _restart(at: Opened, text: str) -> Service:
    """Adbd ends once the answer is out, and init starts it again on the phone's own port."""

    async def say(stream: Stream) -> None:
        await _say(text)(stream)
        at.connection.close_when_sent()

    return say


def _reboot(at: Opened, target: str) -> Service:
    refusal = at.phone.profile.rows["adb_refusals"]["sideload"]
    if refusal and target in ("sideload", "sideload-auto-reboot"):
        return _say(refusal)

    async def reboot(stream: Stream) -> None:
        stream.accept()
        at.phone.reboot(target)
        # The stream ends when the phone does: `adb reboot` returns when the phone is gone.
        while await stream.read():
            pass
        stream.close()

    return reboot


def _reconnect(at: Opened, rest: str) -> Service:
    del rest
    return _restart(at, "done")


def _spin(at: Opened, rest: str) -> Service:
    del at, rest
    return _say("refusing to spin on non-debuggable build\n")


def _sink(at: Opened, rest: str) -> Service | None:
    del at
    if not rest.isdecimal():
        return None

    async def swallow(stream: Stream) -> None:
        stream.accept()
        left = int(rest)
        while data := await stream.read():
            left -= len(data)
            if left <= 0:
                break
        stream.close()

    return swallow


def _source(at: Opened, rest: str) -> Service | None:
    if not rest.isdecimal():
        return None
    zeros = bytes(at.connection.max_payload)

    async def pour(stream: Stream) -> None:
        stream.accept()
        left = int(rest)
        while left > 0:
            await stream.write(zeros[:left])
            left -= len(zeros)
        stream.close()

    return pour


def _nothing(at: Opened, rest: str) -> None:
    """A service that refuses whoever asks: no debugger waits, no device may be opened."""
    del at, rest


# How long a connection waits for somebody to listen before it is refused. A phone refuses at once,
# and is slow enough to start a server that the driver, which asks again only after a second, would
# lose that second; here the server is up some milliseconds after the driver first asks, or before.
_LISTEN_GRACE_S: Final = 0.05
_LOCAL_PORT: Final = re.compile(r"(?:localhost:)?(?P<port>\d{1,9})")
_PORT_MAX: Final = 65535

# Services whose whole name counts, with the feature that a release announces for them.
_EXACT: Final[dict[str, tuple[str, Callable[[Opened, str], Service | None]]]] = {
    "jdwp": ("", lambda at, _: partial(list_debuggable, at.phone)),
    "track-jdwp": ("", lambda at, _: partial(track_debuggable, at.phone)),
    "track-app": ("track_app", lambda at, _: partial(track_apps, at.phone)),
    "reconnect": ("", _reconnect),
    "spin": ("", _spin),
}
_PREFIXES: Final[dict[str, Callable[[Opened, str], Service | None]]] = {
    "shell": _shell,
    "exec:": _exec,
    "sync:": _sync,
    "tcp:": _tcp,
    "abb_exec:": partial(_abb, framed=False, feature="abb_exec"),
    "abb:": partial(_abb, framed=True, feature="abb"),
    "localabstract:": _abstract,
    "reverse:": _reverse,
    "framebuffer:": _framebuffer,
    "reboot:": _reboot,
    "root:": _root,
    "unroot:": _unroot,
    "remount:": _remount,
    "disable-verity:": _verity("disable"),
    "enable-verity:": _verity("enable"),
    "tcpip:": _tcpip,
    "usb:": _usb,
    "backup:": _program("/system/bin/bu backup "),
    "restore:": lambda at, _: _exec(at, "/system/bin/bu restore"),
    "sink:": _sink,
    "source:": _source,
    "jdwp:": _nothing,
    "dev:": _nothing,
    "dev-raw:": _nothing,
}
