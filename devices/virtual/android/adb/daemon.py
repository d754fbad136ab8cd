"""adbd: listens on a loopback port and serves the connections of adb servers."""

from __future__ import annotations

import asyncio
import itertools
import socket
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from devices.virtual.android.adb.connection import Connection, Transport
from devices.virtual.android.adb.reverse import Listeners
from devices.virtual.android.adb.services import Opened, open_service

if TYPE_CHECKING:
    from devices.virtual.android.adb.connection import Service
    from devices.virtual.android.phone import Phone

_HOST: Final = "127.0.0.1"
_BACKLOG: Final = 16
_BANNER_PROPERTIES: Final = ("ro.product.name", "ro.product.model", "ro.product.device")
# adbd calls a connection by the number of its socket; the first ones are its own files.
_FIRST_SOCKET: Final = 13


class Adbd:
    """The daemon of one phone.

    Its port belongs to the phone from `start` to `stop`, also while the daemon is down: an adb
    server that connects meanwhile is served when the phone has come up.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        row = phone.profile.rows["adb_transport"]
        self._kind = Transport(
            version=row["version"],
            max_payload=row["max_payload"],
            verify=row["verify"],
            tls=row["tls"],
            features=phone.profile.adb_features,
        )
        self._listeners = Listeners(phone)
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self._past: WeakSet[Connection] = WeakSet()  # kept by their last services alone
        self._numbers = itertools.count(_FIRST_SOCKET)

    @property
    def port(self) -> int:
        """The loopback port it listens on, 0 before `start`."""
        return 0 if self._socket is None else int(self._socket.getsockname()[1])

    @property
    def connections(self) -> frozenset[Connection]:
        """The adb servers that are connected."""
        return frozenset(self._connections)

    async def start(self, port: int = 0) -> None:
        """Listen on a port; 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        # With its protocol named, else asyncio leaves Nagle's algorithm on: 40 ms a small packet.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((_HOST, port))
            listening.listen(_BACKLOG)
        except OSError:
            listening.close()
            raise
        self._socket = listening
        await self.up()

    async def stop(self) -> None:
        """Listen no more and end every connection."""
        await self.down()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def up(self) -> None:
        """Serve whoever connects, and whoever connected while it was down."""
        if self._socket is not None and self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(self._accept, sock=self._socket.dup())

    async def down(self) -> None:
        """End every connection and every service, and serve nobody."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in self._connections:
            self._listeners.forget(connection)
            connection.close()
        for connection in {*self._connections, *self._past}:
            await connection.ended()

    def banner(self) -> bytes:
        """What the phone tells of itself in its CNXN packet."""
        values = self._phone.properties
        names = "".join(f"{name}={values.get(name, '')};" for name in _BANNER_PROPERTIES)
        return f"device::{names}features={','.join(self._kind.features)}".encode()

    def _accept(self) -> Connection:
        name = f"host-{next(self._numbers)}"
        connection = Connection(name, self._kind, self.banner, self._open, self._lost)
        self._connections.add(connection)
        return connection

    def _open(self, connection: Connection, name: str) -> Service | None:
        return open_service(Opened(self._phone, connection, self._listeners), name)

    def _lost(self, connection: Connection) -> None:
        self._connections.discard(connection)
        self._past.add(connection)
        self._listeners.forget(connection)
