"""What listens inside the phone: TCP ports and sockets of the abstract namespace.

A listener is whatever makes an asyncio protocol for each new connection. Connections are made by
adbd (a forward) or by something inside the phone (`open_connection`); none of them leaves the
process, and no port of the host is touched.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections import UserDict
from collections.abc import Callable
from typing import Any, Final

ProtocolFactory = Callable[[], asyncio.Protocol]

# Where Linux looks for a free port. Source: linux Documentation/networking/ip-sysctl.rst,
# ip_local_port_range.
_FREE_PORTS: Final = range(32768, 61000)
_FIRST_UNPRIVILEGED: Final = 1024
_PORT_MAX: Final = 65535


class Ports(UserDict[int, ProtocolFactory]):
    """What makes a protocol for each new connection, by TCP port.

    Attributes:
        abstract: the same for sockets of the abstract namespace, by name without the ``@``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.abstract: dict[str, ProtocolFactory] = {}
        self._waiting: dict[int, list[asyncio.Event]] = {}

    def __setitem__(self, port: int, factory: ProtocolFactory) -> None:
        super().__setitem__(port, factory)
        for event in self._waiting.get(port, ()):
            event.set()

    def bind(self, port: int, factory: ProtocolFactory) -> int:
        """Listen on a port, 0 for a free one; gives the port.

        Raises:
            OSError: EADDRINUSE, EACCES or EINVAL, as `bind` of an ordinary user's process.
        """
        if not 0 <= port <= _PORT_MAX:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if 0 < port < _FIRST_UNPRIVILEGED:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        if port == 0:
            port = next(free for free in _FREE_PORTS if free not in self)
        if port in self:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        self[port] = factory
        return port

    def close_all(self) -> None:
        """Stop listening everywhere."""
        self.clear()
        self.abstract.clear()

    async def listener(self, port: int, *, within_s: float) -> ProtocolFactory | None:
        """Who listens on a port, now or within a time; None when nobody does."""
        if port not in self:
            opened = asyncio.Event()
            waiting = self._waiting.setdefault(port, [])
            waiting.append(opened)
            try:
                await asyncio.wait_for(opened.wait(), within_s)
            except TimeoutError:
                return None
            finally:
                waiting.remove(opened)
                if not waiting:
                    self._waiting.pop(port, None)
        return self.get(port)

    async def open_connection(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to a port from inside the phone, as `asyncio.open_connection` does.

        Raises:
            ConnectionRefusedError: nobody listens there.
        """
        factory = self.get(port)
        if factory is None:
            raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        near = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport = connect(near, factory())
        return reader, asyncio.StreamWriter(transport, near, reader, loop)


def connect(near: asyncio.Protocol, far: asyncio.Protocol) -> asyncio.Transport:
    """Join two protocols as a connection joins its two ends; gives the near end's transport."""
    one, other = _End(near), _End(far)
    one.peer, other.peer = other, one
    far.connection_made(other)
    near.connection_made(one)
    return one


class _End(asyncio.Transport):
    """One end of a connection inside the phone.

    Bytes are handed over in the next turn of the loop, as they would be by a kernel; an end that
    pauses reading pauses the writing of the other.
    """

    def __init__(self, protocol: asyncio.BaseProtocol) -> None:
        super().__init__({"peername": ("127.0.0.1", 0), "sockname": ("127.0.0.1", 0)})
        self.peer: _End
        self._loop = asyncio.get_running_loop()
        self._protocol = protocol
        self._arrived: list[bytes] = []
        self._eof = self._closing = self._lost = self._paused = False
        self._scheduled = False

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if data and not self._closing:
            self.peer.arrive(bytes(data))

    def write_eof(self) -> None:
        self.peer.end()

    def can_write_eof(self) -> bool:
        return True

    def arrive(self, data: bytes) -> None:
        self._arrived.append(data)
        self._schedule()
        if self._paused:
            self.peer.hold()

    def end(self) -> None:
        self._eof = True
        self._schedule()

    def hold(self) -> None:
        self._protocol.pause_writing()

    def go_on(self) -> None:
        self._protocol.resume_writing()

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self.peer.end()
            self._schedule()

    def abort(self) -> None:
        self.close()

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        self._paused = True

    def resume_reading(self) -> None:
        if self._paused:
            self._paused = False
            self.peer.go_on()
            self._schedule()

    def is_reading(self) -> bool:
        return not self._paused

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_write_buffer_size(self) -> int:
        return 0

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self._deliver)

    def _deliver(self) -> None:
        self._scheduled = False
        if self._lost or (self._paused and not self._closing):
            return
        arrived, self._arrived = self._arrived, []
        if isinstance(self._protocol, asyncio.Protocol) and not self._closing:
            for data in arrived:
                self._protocol.data_received(data)
            if self._eof and not self._protocol.eof_received():
                self.close()
        if self._closing:
            self._lost = True
            self._protocol.connection_lost(None)
