"""`reverse:`, ports inside the phone that lead to the host.

Source: AOSP packages/modules/adb, adb.cpp (handle_forward_request), adb_listeners.cpp and
socket_spec.cpp.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.adb.connection import Connection
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.ports import ProtocolFactory

_OKAY: Final = b"OKAY"
_TCP: Final = re.compile(r"(?:(?P<host>[^:]*):)?(?P<port>\d+)")
_LOCAL_HOSTS: Final = frozenset({"", "localhost", "::1"})
_PORT_MAX: Final = 65535
_ABSTRACT: Final = "localabstract:"


class _ListenError(Exception):
    pass


@dataclass(slots=True)
class _Listener:
    local: str
    remote: str
    connection: Connection
    close: Callable[[], object]


class Listeners:
    """What listens inside the phone for the host, over all connections of one adbd."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._port_told: bool = phone.profile.rows["adb_transport"]["okay_carries_port"]
        self._listeners: list[_Listener] = []

    def answer(self, connection: Connection, command: str) -> bytes:
        """Obey a command and give what is written back."""
        if command == "list-forward":
            rows = (
                f"{each.connection.name} {each.local} {each.remote}\n" for each in self._listeners
            )
            return _counted("".join(rows))
        if command == "killforward-all":
            self._close(self._listeners)
            return _OKAY
        word, colon, rest = command.partition(":")
        if colon and word == "forward":
            return self._forward(connection, rest)
        if colon and word == "killforward":
            return self._kill(rest, command)
        return _fail("not a reverse forwarding command")

    def forget(self, connection: Connection) -> None:
        """A connection is gone, and with it what listened for it."""
        self._close([each for each in self._listeners if each.connection is connection])

    def _close(self, doomed: list[_Listener]) -> None:
        for listener in tuple(doomed):
            self._listeners.remove(listener)
            listener.close()

    def _kill(self, local: str, command: str) -> bytes:
        if not local or ";" in local:
            return _fail(f"bad killforward: {local}")
        found = [each for each in self._listeners if each.local == local]
        if not found:
            return _fail(f"listener '{command.removeprefix('killforward:')}' not found")
        self._close(found)
        return _OKAY

    def _forward(self, connection: Connection, rest: str) -> bytes:
        norebind = rest.startswith("norebind:")
        pair = rest.removeprefix("norebind:")
        local, _, remote = pair.partition(";")
        if not local or not remote or ";" in remote or remote.startswith("*"):
            return _fail(f"bad forward: {pair}")
        for listener in self._listeners:
            if listener.local == local:
                if norebind:
                    return _fail("cannot rebind existing socket")
                listener.remote, listener.connection = remote, connection
                return _OKAY
        try:
            return self._listen(connection, local, remote)
        except _ListenError as error:
            return _fail(f"cannot bind listener: {error}")
        except OSError as error:
            return _fail(f"cannot bind listener: {error.strerror}")

    def _listen(self, connection: Connection, local: str, remote: str) -> bytes:
        listener = _Listener(local, remote, connection, lambda: None)
        ports, answer = self._phone.ports, _OKAY
        if local.startswith("tcp:"):
            asked = _port(local)
            port = ports.bind(asked, _tunnels(listener))
            listener.local = f"tcp:{port}"
            listener.close = partial(ports.pop, port, None)
            answer += _counted(str(port)) if self._port_told or asked == 0 else b""
        else:
            name = _abstract_name(local)
            if name in ports.abstract:
                raise _ListenError("Address already in use")
            ports.abstract[name] = _tunnels(listener)
            listener.close = partial(ports.abstract.pop, name, None)
        self._listeners.append(listener)
        return answer


def _port(spec: str) -> int:
    rest = spec.removeprefix("tcp:")
    if not rest:
        raise _ListenError("string after tcp specification is empty")
    match = _TCP.fullmatch(rest)
    if match is None or (match["host"] or "") not in _LOCAL_HOSTS:
        raise _ListenError("listening on specified hostname currently unsupported")
    port = int(match["port"])
    if port > _PORT_MAX:
        raise _ListenError(f"bad port number '{port}'")
    return port


def _abstract_name(spec: str) -> str:
    if spec.startswith(_ABSTRACT):
        return spec.removeprefix(_ABSTRACT)
    if spec.startswith(("local:", "localreserved:", "localfilesystem:")):
        raise _ListenError("Permission denied")
    raise _ListenError(f"unknown socket specification:{spec}")


def _counted(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")[:0xFFFF]
    return b"%04x" % len(data) + data


def _fail(reason: str) -> bytes:
    return b"FAIL" + _counted(reason)


def _tunnels(listener: _Listener) -> ProtocolFactory:
    def connect() -> asyncio.Protocol:
        near, far = _End(), _End()
        near.other, far.other = far, near
        listener.connection.open_stream(listener.remote).connect(far)
        return near

    return connect


class _End(asyncio.Protocol):
    """Hands what comes on one connection to the other, and its end too."""

    def __init__(self) -> None:
        self.other: _End | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._across is not None:
            self._across.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._across is not None:
            self._across.close()

    def pause_writing(self) -> None:
        if self._across is not None:
            self._across.pause_reading()

    def resume_writing(self) -> None:
        if self._across is not None:
            self._across.resume_reading()

    @property
    def _across(self) -> asyncio.Transport | None:
        return None if self.other is None else self.other.transport
