"""The device side of one adb connection: handshake, and streams multiplexed over it."""

from __future__ import annotations

import asyncio
import itertools
import logging
from typing import TYPE_CHECKING

from devices.virtual.android.adb.packet import (
    MAX_PAYLOAD,
    MAX_PAYLOAD_V1,
    VERSION_SKIP_CHECKSUM,
    Command,
    Decoder,
    MalformedPacketError,
    Packet,
)
from devices.virtual.android.adb.stream import Stream, StreamClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    Service = Callable[[Stream], Coroutine[Any, Any, None]]
    Opener = Callable[[str], "Service | None"]

_log = logging.getLogger(__name__)


class Connection(asyncio.Protocol):
    """Speaks with one adb server.

    Bytes that are no packets end the connection. No authorisation is asked for, as on an emulator;
    a request for TLS is refused by ending the connection, which is what a phone without it does.
    """

    def __init__(
        self,
        banner: bytes,
        open_service: Opener,
        on_lost: Callable[[Connection], None],
    ) -> None:
        self._banner = banner
        self._open_service = open_service
        self._on_lost = on_lost
        self._decoder = Decoder()
        self._transport: asyncio.Transport | None = None
        self._leaving: list[bytes] = []
        self._checksum = True
        self._max_payload = MAX_PAYLOAD_V1
        self._greeted = False
        self._ids = itertools.count(1)
        self._streams: dict[int, Stream] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """An adb server connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes arrived."""
        try:
            for packet in self._decoder.feed(data):
                self._handle(packet)
        except MalformedPacketError as error:
            _log.warning("adb connection ended: %s", error)
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The adb server went away: every stream ends."""
        del exc
        self._transport = None
        for local_id in tuple(self._streams):
            self._drop(local_id)
        self._on_lost(self)

    def close(self) -> None:
        """End the connection from the phone's side, whatever is still to be sent."""
        if self._transport is not None:
            self._transport.abort()

    def _handle(self, packet: Packet) -> None:
        if packet.command is Command.CNXN:
            self._greet(packet)
        elif packet.command is Command.STLS or not self._greeted:
            raise MalformedPacketError(f"{packet.command.name} is not expected here")
        elif packet.command is Command.OPEN:
            self._open(packet)
        elif packet.command in (Command.OKAY, Command.WRTE, Command.CLSE):
            self._forward(packet)

    def _greet(self, packet: Packet) -> None:
        version = min(packet.arg0, VERSION_SKIP_CHECKSUM)
        self._max_payload = max(1, min(packet.arg1, MAX_PAYLOAD))
        for local_id in tuple(self._streams):
            self._drop(local_id)
        self._send(Packet(Command.CNXN, VERSION_SKIP_CHECKSUM, MAX_PAYLOAD, self._banner))
        self._checksum = self._decoder.checksum = version < VERSION_SKIP_CHECKSUM
        self._greeted = True

    def _open(self, packet: Packet) -> None:
        name = packet.data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        service = self._open_service(name)
        if service is None or packet.arg0 == 0:
            self._send(Packet(Command.CLSE, 0, packet.arg0))
            return
        local_id = next(self._ids)
        stream = Stream(local_id, packet.arg0, self._max_payload, self._send)
        self._streams[local_id] = stream
        task = asyncio.get_running_loop().create_task(self._serve(local_id, stream, service))
        self._tasks[local_id] = task

    async def _serve(self, local_id: int, stream: Stream, service: Service) -> None:
        try:
            await service(stream)
        except StreamClosedError:
            pass
        except Exception:  # noqa: BLE001 - see below
            # A fault in one service must not take the whole connection down, as on a phone.
            _log.exception("a service of the phone failed")
            stream.close()
        finally:
            self._tasks.pop(local_id, None)
            if stream.closed:
                self._streams.pop(local_id, None)

    def _forward(self, packet: Packet) -> None:
        stream = self._streams.get(packet.arg1)
        if stream is None:
            if packet.command is Command.WRTE:
                self._send(Packet(Command.CLSE, packet.arg1, packet.arg0))
        elif packet.command is Command.OKAY:
            stream.on_okay()
        elif packet.command is Command.WRTE:
            stream.on_write(packet.data)
        else:
            self._drop(packet.arg1)
        if stream is not None and stream.closed and packet.arg1 not in self._tasks:
            self._streams.pop(packet.arg1, None)

    def _drop(self, local_id: int) -> None:
        self._streams.pop(local_id).on_close()
        task = self._tasks.pop(local_id, None)
        if task is not None:
            task.cancel()

    def _send(self, packet: Packet) -> None:
        if self._transport is None:
            return
        if not self._leaving:
            asyncio.get_running_loop().call_soon(self._flush)
        self._leaving.append(packet.encode(checksum=self._checksum))

    def _flush(self) -> None:
        """Packets of one turn of the loop leave together: a system call is dearer than a packet."""
        data = b"".join(self._leaving)
        self._leaving.clear()
        if self._transport is not None:
            self._transport.write(data)
