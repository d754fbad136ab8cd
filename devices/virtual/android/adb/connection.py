"""The device side of one adb connection: handshake, and streams multiplexed over it."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.packet import (
    MAX_PAYLOAD,
    MAX_PAYLOAD_V1,
    VERSION_MIN,
    VERSION_SKIP_CHECKSUM,
    Command,
    Decoder,
    MalformedPacketError,
    Packet,
)
from devices.virtual.android.adb.stream import INITIAL_WINDOW, Stream, StreamClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    Service = Callable[[Stream], Coroutine[Any, Any, None]]
    Opener = Callable[["Connection", str], "Service | None"]

_log = logging.getLogger(__name__)

_TOKEN: Final = 1
_SIGNATURE: Final = 2
_PUBLIC_KEY: Final = 3
_TOKEN_SIZE: Final = 20
_DELAYED_ACK: Final = "delayed_ack"
_OF_STREAMS: Final = frozenset({Command.OKAY, Command.WRTE, Command.CLSE})


@dataclass(frozen=True, slots=True)
class Transport:
    """How a release's adbd speaks.

    Attributes:
        version: of the protocol; from VERSION_SKIP_CHECKSUM on nobody sends checksums.
        max_payload: bytes that a packet may carry.
        verify: whether a wrong checksum ends the connection.
        tls: whether STLS is known.
        features: what it announces.
    """

    version: int = VERSION_SKIP_CHECKSUM
    max_payload: int = MAX_PAYLOAD
    verify: bool = False
    tls: bool = True
    features: tuple[str, ...] = ()


class Connection(asyncio.BufferedProtocol):
    """Speaks with one adb server.

    Bytes that are no packets end the connection; packets that are out of place are passed over, as
    adbd does (AOSP packages/modules/adb/adb.cpp, handle_packet). No authorisation is asked for, as
    on an emulator. A request for TLS ends the connection, as a handshake that fails does.

    Attributes:
        name: what adbd calls the connection in its lists.
        max_payload: bytes that a packet may carry to the host.
        busy: whether the host takes bytes slower than they come.
    """

    def __init__(
        self,
        name: str,
        kind: Transport,
        banner: Callable[[], bytes],
        open_service: Opener,
        on_lost: Callable[[Connection], None],
    ) -> None:
        self.name = name
        self._kind = kind
        self._banner = banner
        self._open_service = open_service
        self._on_lost = on_lost
        self._decoder = Decoder(verify=kind.verify, max_payload=kind.max_payload)
        self._transport: asyncio.Transport | None = None
        self._leaving: list[bytes] = []
        self._reading = False
        self._checksum = True
        self._delayed_ack = False
        self.max_payload = MAX_PAYLOAD_V1
        self.busy = False
        self._greeted = False
        self._ids = itertools.count(1)
        self._streams: dict[int, Stream] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """An adb server connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(high=4 * MAX_PAYLOAD)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the event loop puts bytes."""
        del sizehint
        return self._decoder.get_buffer()

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes arrived; whatever they give rise to at once leaves together."""
        self._reading = True
        try:
            for packet in self._decoder.received(nbytes):
                self._handle(packet)
        except MalformedPacketError as error:
            _log.warning("adb connection %s ended: %s", self.name, error)
            self.close()
        finally:
            self._reading = False
            self._flush()

    def pause_writing(self) -> None:
        """The host is slow: streams wait."""
        self.busy = True

    def resume_writing(self) -> None:
        """The host has caught up."""
        self.busy = False
        for stream in tuple(self._streams.values()):
            stream.pump()

    def connection_lost(self, exc: Exception | None) -> None:
        """The adb server went away: every stream ends."""
        del exc
        self._transport = None
        self._drop_all()
        self._on_lost(self)

    def close(self) -> None:
        """End the connection from the phone's side, whatever is still to be sent."""
        if self._transport is not None:
            self._transport.abort()

    def close_when_sent(self) -> None:
        """End the connection once everything sent so far is with the host."""

        def close() -> None:
            if self._transport is not None:
                self._transport.close()

        asyncio.get_running_loop().call_soon(close)

    async def ended(self) -> None:
        """End every stream and every service, and wait for them."""
        self._drop_all()
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def open_stream(self, destination: str) -> Stream:
        """Ask the host to connect a new stream to one of its own services."""
        local_id = next(self._ids)
        window = 0 if self._delayed_ack else None
        stream = Stream(self, local_id, 0, window)
        self._streams[local_id] = stream
        name = destination.encode("utf-8", "surrogateescape") + b"\0"
        offered = INITIAL_WINDOW if self._delayed_ack else 0
        self.send(Packet(Command.OPEN, local_id, offered, name))
        return stream

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def send(self, packet: Packet) -> None:
        """Send a packet, together with all others of this turn of the loop."""
        if self._transport is None:
            return
        if not (self._leaving or self._reading):
            asyncio.get_running_loop().call_soon(self._flush)
        self._leaving.append(packet.header(checksum=self._checksum))
        if packet.data:
            self._leaving.append(packet.data)

    def _flush(self) -> None:
        """Packets of one turn of the loop leave together: a system call is dearer than a packet."""
        leaving, self._leaving = self._leaving, []
        if leaving and self._transport is not None:
            self._transport.write(b"".join(leaving) if len(leaving) > 1 else leaving[0])

    def _handle(self, packet: Packet) -> None:
        """Before a greeting nothing else counts: the phone is offline."""
        if packet.command in _OF_STREAMS and self._greeted:
            self._forward(packet)
        elif packet.command == Command.CNXN:
            self._greet(packet)
        elif packet.command == Command.STLS and self._kind.tls:
            raise MalformedPacketError("the phone has no key for TLS")
        elif packet.command == Command.AUTH:
            self._authorise(packet)
        elif packet.command == Command.OPEN and self._greeted:
            self._open(packet)

    def _greet(self, packet: Packet) -> None:
        self._drop_all()
        version = min(packet.arg0, self._kind.version)
        self.max_payload = max(1, min(packet.arg1, self._kind.max_payload))
        self._decoder.max_payload = self.max_payload
        self._delayed_ack = _DELAYED_ACK in self._kind.features and _DELAYED_ACK in features_of(
            packet.data
        )
        # The answer comes before both sides know each other's version, so it has a checksum.
        self._checksum = True
        banner = self._banner()
        self.send(Packet(Command.CNXN, self._kind.version, self._kind.max_payload, banner))
        self._checksum = max(version, VERSION_MIN) < VERSION_SKIP_CHECKSUM
        self._greeted = True

    def _authorise(self, packet: Packet) -> None:
        """Nobody has to prove anything; who tries is asked anew, who is confused is cut off."""
        if packet.arg0 == _SIGNATURE:
            self.send(Packet(Command.AUTH, _TOKEN, 0, os.urandom(_TOKEN_SIZE)))
        elif packet.arg0 != _PUBLIC_KEY:
            self._drop_all()
            self._greeted = False

    def _open(self, packet: Packet) -> None:
        remote_id, window = packet.arg0, packet.arg1
        if remote_id == 0:
            return
        if bool(window) is not self._delayed_ack:
            if _DELAYED_ACK in self._kind.features:
                self.send(Packet(Command.CLSE, 0, remote_id))
            return
        name = packet.data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        service = self._open_service(self, name)
        if service is None:
            self.send(Packet(Command.CLSE, 0, remote_id))
            return
        local_id = next(self._ids)
        stream = Stream(self, local_id, remote_id, window if self._delayed_ack else None)
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
            self._forget_if_closed(local_id, stream)

    def _forward(self, packet: Packet) -> None:
        remote_id, local_id = packet.arg0, packet.arg1
        stream = self._streams.get(local_id)
        if packet.command == Command.CLSE:
            if stream is not None and (not remote_id or stream.remote_id in (0, remote_id)):
                stream.on_close()
        elif remote_id == 0 or local_id == 0:
            return
        elif stream is None:
            if packet.command == Command.OKAY:
                self.send(Packet(Command.CLSE, local_id, remote_id))
        elif packet.command == Command.OKAY:
            if stream.remote_id in (0, remote_id):
                stream.on_okay(remote_id, packet.data)
        elif stream.remote_id == remote_id:
            stream.on_write(packet.data)
        if stream is not None:
            self._forget_if_closed(local_id, stream)

    def _forget_if_closed(self, local_id: int, stream: Stream) -> None:
        if stream.closed and self._streams.get(local_id) is stream:
            del self._streams[local_id]

    def _drop_all(self) -> None:
        streams, self._streams = self._streams, {}
        for stream in streams.values():
            stream.on_close()


def features_of(banner: bytes) -> frozenset[str]:
    """The features that a host tells in its banner. Source: AOSP adb.cpp, parse_banner."""
    pieces = banner.decode("utf-8", "surrogateescape").split(":")
    for item in pieces[2].split(";") if len(pieces) > 2 else ():  # noqa: PLR2004 - kind, serial, rest
        name, _, value = item.partition("=")
        if name == "features" and "=" not in value:
            return frozenset(value.split(","))
    return frozenset()
