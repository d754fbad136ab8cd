"""One stream of an adb connection, and the same seen as an asyncio transport."""

from __future__ import annotations

import asyncio
import struct
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Protocol

from devices.virtual.android.adb.packet import MAX_PAYLOAD, Command, Packet

if TYPE_CHECKING:
    from collections.abc import Callable

# What may wait to be sent before a service has to wait: more than one packet of the largest kind,
# so that packets are full while the host takes the one before.
_HIGH_WATER: Final = MAX_PAYLOAD + 256 * 1024
# What the host may send ahead of the service. Source: AOSP sockets.cpp,
# local_socket_flush_incoming.
_READ_AHEAD: Final = MAX_PAYLOAD
# Source: AOSP adb.h, INITIAL_DELAYED_ACK_BYTES.
INITIAL_WINDOW: Final = 32 * 1024 * 1024

_ACK: Final = struct.Struct("<i")


class StreamClosedError(ConnectionError):
    """The host closed the stream while the phone was writing to it."""


class Link(Protocol):
    """What a stream needs of its connection."""

    @property
    def max_payload(self) -> int:
        """Bytes that a packet may carry."""

    @property
    def busy(self) -> bool:
        """Whether so much waits to be sent that nothing should be added."""

    def send(self, packet: Packet) -> None:
        """Send a packet."""


class Stream:
    """A two-way stream of bytes with flow control.

    One WRTE each way may be unacknowledged, or, with the feature ``delayed_ack``, a window of
    bytes. Source: AOSP packages/modules/adb, protocol.txt and docs/dev/delayed_ack.md.

    Args:
        link: the connection.
        local_id: our number of the stream.
        remote_id: the host's; 0 until it answers, for a stream that the phone opens.
        window: bytes that the host takes before it acknowledges; None without delayed_ack.
    """

    def __init__(
        self, link: Link, local_id: int, remote_id: int, window: int | None = None
    ) -> None:
        self._link = link
        self.local_id, self.remote_id = local_id, remote_id
        self._window = window
        self._arrived: deque[bytes] = deque()
        self._ahead = 0  # bytes arrived and not yet read
        self._owes_okay = False
        self._outgoing: deque[bytes | memoryview] = deque()
        self._queued = 0
        self._awaiting_okay = remote_id == 0
        self._changed = asyncio.Event()
        self._sink: _StreamTransport | None = None
        self._accepted = remote_id == 0
        self.on_hang_up: Callable[[], object] | None = None
        self.closing = False  # our side writes no more
        self.closed = False  # CLSE was sent or received

    def accept(self) -> None:
        """Tell the host that the service is there; a stream closed before that was refused."""
        self._accepted = True
        self._okay(INITIAL_WINDOW)

    async def read(self) -> bytes:
        """The next bytes from the host; empty once it has closed the stream and all is read."""
        while not self._arrived:
            if self.closed:
                return b""
            await self._wait()
        data = self._arrived.popleft()
        self._taken(len(data))
        return data

    async def write(self, data: bytes) -> None:
        """Queue bytes for the host and wait while too many are queued.

        Raises:
            StreamClosedError: the host has closed the stream.
        """
        self.push(data)
        while self._queued > _HIGH_WATER and not self.closed:
            await self._wait()
        if self.closed:
            raise StreamClosedError("the host closed the stream")

    def push(self, data: bytes) -> None:
        """Queue bytes for the host without waiting."""
        if data and not self.closing and not self.closed:
            self._outgoing.append(data)
            self._queued += len(data)
            self.pump()

    def close(self) -> None:
        """Close once everything queued has been sent."""
        self.closing = True
        self.pump()

    def connect(self, protocol: asyncio.Protocol) -> None:
        """Hand the stream to a protocol, as an accepted TCP connection would be."""
        if not self._accepted:
            self.accept()
        self._sink = _StreamTransport(self, protocol)
        protocol.connection_made(self._sink)

    @property
    def queued(self) -> int:
        """Bytes that wait for the host's leave to be sent."""
        return self._queued

    def on_write(self, data: bytes) -> None:
        """The host sent bytes."""
        if self.closed:
            return
        if self._sink is not None:
            self._sink.deliver(data)
            return
        self._arrived.append(data)
        self._ahead += len(data)
        if self._window is None:
            self._owes_okay = True
            self._okay_if_owed()
        self._changed.set()

    def on_okay(self, remote_id: int, payload: bytes) -> None:
        """The host took a WRTE, or some bytes; the first one opens a stream of the phone's."""
        self.remote_id = self.remote_id or remote_id
        if (self._window is not None) != (len(payload) == _ACK.size):
            return  # as adbd: told in its log and ignored
        if self._window is not None:
            self._window += _ACK.unpack(payload)[0]
        self._awaiting_okay = False
        self.pump()
        self._changed.set()
        if self._sink is not None:
            self._sink.drained()

    def on_close(self) -> None:
        """The host closed the stream, or the connection is gone."""
        if not self.closed:
            self._finish()
            if self.on_hang_up is not None:
                self.on_hang_up()

    def taken(self, size: int) -> None:
        """A protocol took bytes: the host may send more."""
        self._okay(size)

    def pump(self) -> None:
        """Send what may be sent."""
        while self._outgoing and self._may_send() and not self.closed:
            data = self._next_payload()
            self._queued -= len(data)
            if self._window is None:
                self._awaiting_okay = True
            else:
                self._window -= len(data)
            self._link.send(Packet(Command.WRTE, self.local_id, self.remote_id, data))
        if self.closing and not self._outgoing and not self.closed and self.remote_id:
            self._finish()

    def _may_send(self) -> bool:
        if self._awaiting_okay or self._link.busy:
            return False
        return self._window is None or self._window > 0

    def _next_payload(self) -> bytes:
        """As much of what is queued as one packet takes."""
        limit = self._link.max_payload
        if len(self._outgoing) == 1 and len(self._outgoing[0]) <= limit:
            return bytes(self._outgoing.popleft())
        parts: list[bytes | memoryview] = []
        while self._outgoing and limit:
            part = memoryview(self._outgoing.popleft())
            if len(part) > limit:
                self._outgoing.appendleft(part[limit:])
                part = part[:limit]
            parts.append(part)
            limit -= len(part)
        return b"".join(parts)

    def _taken(self, size: int) -> None:
        self._ahead -= size
        if self._window is not None:
            self._okay(size)
        else:
            self._okay_if_owed()

    def _okay_if_owed(self) -> None:
        if self._owes_okay and self._ahead < _READ_AHEAD:
            self._owes_okay = False
            self._okay(0)

    def _okay(self, acknowledged: int) -> None:
        if self.closed:
            return
        payload = b"" if self._window is None else _ACK.pack(acknowledged)
        self._link.send(Packet(Command.OKAY, self.local_id, self.remote_id, payload))

    def _finish(self) -> None:
        self.closed = self.closing = True
        self._outgoing.clear()
        self._queued = 0
        if self.remote_id:
            local_id = self.local_id if self._accepted else 0
            self._link.send(Packet(Command.CLSE, local_id, self.remote_id))
        self._changed.set()
        if self._sink is not None:
            self._sink.lost()

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()


class _StreamTransport(asyncio.Transport):
    """What a protocol of a device-side port gets: a stream in the shape of a socket."""

    def __init__(self, stream: Stream, protocol: asyncio.BaseProtocol) -> None:
        super().__init__({"peername": ("127.0.0.1", 0), "sockname": ("127.0.0.1", 0)})
        self._stream = stream
        self._protocol = protocol
        self._paused_reading = False
        self._paused_writing = False
        self._held: list[bytes] = []
        self._lost = False

    def deliver(self, data: bytes) -> None:
        if self._paused_reading:
            self._held.append(data)
            return
        # As adbd: bytes are acknowledged once the socket has them, before anyone answers.
        self._stream.taken(len(data))
        if isinstance(self._protocol, asyncio.Protocol) and not self._lost:
            self._protocol.data_received(data)

    def drained(self) -> None:
        if self._paused_writing and self._stream.queued <= _HIGH_WATER // 4:
            self._paused_writing = False
            self._protocol.resume_writing()

    def lost(self) -> None:
        if not self._lost:
            self._lost = True
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self._stream.push(bytes(data))
        if not self._paused_writing and self._stream.queued > _HIGH_WATER:
            self._paused_writing = True
            self._protocol.pause_writing()

    def close(self) -> None:
        self._stream.close()

    def abort(self) -> None:
        self._stream.on_close()

    def is_closing(self) -> bool:
        return self._stream.closing

    def pause_reading(self) -> None:
        self._paused_reading = True

    def resume_reading(self) -> None:
        self._paused_reading = False
        held, self._held = self._held, []
        for data in held:
            self.deliver(data)

    def is_reading(self) -> bool:
        return not self._paused_reading

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_write_buffer_size(self) -> int:
        return self._stream.queued

    def can_write_eof(self) -> bool:
        return False
