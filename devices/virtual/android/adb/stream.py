"""One stream of an adb connection, and the same seen as an asyncio transport."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.adb.packet import Command, Packet

if TYPE_CHECKING:
    from collections.abc import Callable

_HIGH_WATER: Final = 256 * 1024


class StreamClosedError(ConnectionError):
    """The host closed the stream while the phone was writing to it."""


class Stream:
    """A two-way stream of bytes with flow control: one unacknowledged WRTE each way."""

    def __init__(
        self, local_id: int, remote_id: int, max_payload: int, send: Callable[[Packet], None]
    ) -> None:
        self._ids = (local_id, remote_id)
        self._max_payload = max_payload
        self._send = send
        self._arrived: deque[bytes] = deque()
        self._outgoing = bytearray()
        self._awaiting_okay = False
        self._changed = asyncio.Event()
        self._sink: _StreamTransport | None = None
        self.closing = False  # our side writes no more
        self.closed = False  # CLSE was sent or received
        self._accepted = False

    def accept(self) -> None:
        """Tell the host that the service is there; a stream closed before that was refused."""
        self._accepted = True
        self.okay()

    def okay(self) -> None:
        """Tell the host that it may send the next WRTE."""
        if not self.closed:
            self._send(Packet(Command.OKAY, *self._ids))

    async def read(self) -> bytes:
        """The next bytes from the host; empty once it has closed the stream."""
        while not self._arrived and not self.closed:
            await self._wait()
        if not self._arrived:
            return b""
        data = self._arrived.popleft()
        self.okay()
        return data

    async def write(self, data: bytes) -> None:
        """Queue bytes for the host and wait while too many are queued.

        Raises:
            StreamClosedError: the host has closed the stream.
        """
        self.push(data)
        while len(self._outgoing) > _HIGH_WATER and not self.closed:
            await self._wait()
        if self.closed:
            raise StreamClosedError("the host closed the stream")

    def push(self, data: bytes) -> None:
        """Queue bytes for the host without waiting."""
        if not self.closing and not self.closed:
            self._outgoing += data
            self._pump()

    def close(self) -> None:
        """Close once everything queued has been sent."""
        self.closing = True
        self._pump()

    def connect(self, protocol: asyncio.Protocol) -> None:
        """Hand the stream to a protocol, as an accepted TCP connection would be."""
        self.accept()
        self._sink = _StreamTransport(self, protocol)
        protocol.connection_made(self._sink)

    @property
    def queued(self) -> int:
        """Bytes that wait for the host's leave to be sent."""
        return len(self._outgoing)

    def on_write(self, data: bytes) -> None:
        """The host sent bytes."""
        if self._sink is not None:
            self._sink.deliver(data)
        else:
            self._arrived.append(data)
            self._changed.set()

    def on_okay(self) -> None:
        """The host took the last WRTE."""
        self._awaiting_okay = False
        self._pump()
        self._changed.set()
        if self._sink is not None:
            self._sink.drained()

    def on_close(self) -> None:
        """The host closed the stream, or the connection is gone."""
        if not self.closed:
            self._finish()

    def _pump(self) -> None:
        if self.closed or self._awaiting_okay:
            return
        if self._outgoing:
            chunk = bytes(memoryview(self._outgoing)[: self._max_payload])
            del self._outgoing[: len(chunk)]
            self._awaiting_okay = True
            self._send(Packet(Command.WRTE, *self._ids, chunk))
        if self.closing and not self._outgoing:
            self._finish()

    def _finish(self) -> None:
        self.closed = self.closing = True
        local_id, remote_id = self._ids
        self._send(Packet(Command.CLSE, local_id if self._accepted else 0, remote_id))
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
        if isinstance(self._protocol, asyncio.Protocol) and not self._lost:
            self._protocol.data_received(data)
        self._stream.okay()

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
