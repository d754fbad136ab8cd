"""usbmuxd: the socket through which hosts find phones and connect to their ports.

One of these may stand in for the host's own: clients take its path from ``USBMUXD_SOCKET_ADDRESS``.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.plist import MalformedPlistError
from devices.virtual.ios.usbmux.client import Client
from devices.virtual.ios.usbmux.frames import MalformedFrameError
from devices.virtual.ios.usbmux.identity import UnknownHostError, encode_record, pair
from devices.virtual.ios.usbmux.lockdown import PORT, Lockdown
from devices.virtual.ios.usbmux.ports import Ports
from devices.virtual.ios.usbmux.services.afc_packets import MalformedPacketError

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset

_USB: Final = {"ConnectionSpeed": 480_000_000, "ConnectionType": "USB", "ProductID": 0x12A8}
_LOCATION: Final = 0x14100000
# What ends a connection: the peer, or what it said.
_ENDS: Final = (
    asyncio.IncompleteReadError,
    ConnectionError,
    MalformedFrameError,
    MalformedPacketError,
    MalformedPlistError,
    UnknownHostError,
)


@dataclass(eq=False, slots=True)
class Attached:
    """A phone on the cable: a new one each time that it is plugged in."""

    handset: Handset
    device_id: int
    ports: Ports = field(default_factory=Ports)
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def told(self) -> dict[str, object]:
        """What usbmuxd tells of it, which is also the event of its coming."""
        properties = {
            **_USB,
            "DeviceID": self.device_id,
            "LocationID": _LOCATION + self.device_id,
            "SerialNumber": self.handset.udid,
        }
        return {"DeviceID": self.device_id, "MessageType": "Attached", "Properties": properties}

    def service(self, port: int) -> Callable[[Channel], Coroutine[None, None, None]] | None:
        """What serves a connection to a port; None when the port is closed."""
        if port == PORT:
            return lambda channel: Lockdown(self.handset, self.ports, channel).serve()
        opened = self.ports.take(port)
        if opened is None:
            return None

        async def serve(channel: Channel) -> None:
            await channel.start_tls(self.handset.identity.context(opened.host_id))
            await opened.service(self.handset, channel)

        return serve


class Usbmuxd:
    """One socket and the phones behind it.

    Attributes:
        buid: what it calls its host.
        records: pair records as clients read them, by UDID.
    """

    def __init__(self) -> None:
        self.buid = str(uuid.uuid4()).upper()
        self.records: dict[str, bytes] = {}
        self._attached: dict[int, Attached] = {}
        self._count = 0
        self._path: Path | None = None
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], Client] = {}

    @property
    def attached(self) -> tuple[Attached, ...]:
        """The phones on the cable, in the order of their coming."""
        return tuple(self._attached.values())

    async def start(self, path: Path) -> None:
        """Listen on a Unix socket.

        Args:
            path: where it is made; a socket that lies there is replaced.

        Raises:
            OSError: it cannot be made there; paths have at most 107 bytes on Linux.
        """
        self._server = await asyncio.start_unix_server(self._connected, path)
        self._path = path

    async def stop(self) -> None:
        """Close the socket and every connection."""
        if self._server is None or self._path is None:
            return
        self._server.close()
        self._path.unlink(missing_ok=True)
        self._server = self._path = None
        await _end(set(self._clients))

    def attach(self, handset: Handset) -> None:
        """Plug a phone in; it trusts this host.

        Raises:
            ValueError: it is plugged in already.
        """
        if any(each.handset.udid == handset.udid for each in self.attached):
            raise ValueError(f"{handset.udid} is attached already")
        if handset.udid not in self.records:
            self.records[handset.udid] = encode_record(pair(handset.identity, self.buid))
        self._count += 1
        attached = Attached(handset, self._count)
        self._attached[self._count] = attached
        self._tell(attached.told())

    async def detach(self, udid: str) -> None:
        """Pull a phone's plug: its connections end. One that is not attached stays so."""
        for attached in self.attached:
            if attached.handset.udid == udid:
                del self._attached[attached.device_id]
                self._tell({"DeviceID": attached.device_id, "MessageType": "Detached"})
                await _end(attached.connections)

    def device(self, device_id: object) -> Attached | None:
        """The phone with this number."""
        return self._attached.get(device_id) if isinstance(device_id, int) else None

    def _tell(self, event: dict[str, object]) -> None:
        for client in self._clients.values():
            client.tell(event)

    async def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if self._server is None:  # it came in the moment in which `stop` closed the socket
            writer.close()
            return
        client = Client(self, reader, writer)
        self._clients[task] = client
        try:
            with suppress(*_ENDS):
                await client.serve()
        except asyncio.CancelledError:
            # Ours, from `stop` or `detach`: whoever cancelled waits for the end, not the reason.
            pass
        finally:
            del self._clients[task]
            for attached in self.attached:
                attached.connections.discard(task)
            writer.close()


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
