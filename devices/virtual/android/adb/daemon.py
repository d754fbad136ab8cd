"""adbd: listens on a loopback port and serves the connections of adb servers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.connection import Connection
from devices.virtual.android.adb.services import open_service

if TYPE_CHECKING:
    from devices.virtual.phone import Phone

_HOST: Final = "127.0.0.1"
_BANNER_PROPERTIES: Final = ("ro.product.name", "ro.product.model", "ro.product.device")


class Adbd:
    """The daemon of one phone."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()

    @property
    def port(self) -> int:
        """The loopback port it listens on, 0 before `start`."""
        return 0 if self._server is None else int(self._server.sockets[0].getsockname()[1])

    async def start(self, port: int = 0) -> None:
        """Listen on a port; 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, _HOST, port)

    async def stop(self) -> None:
        """Listen no more and end every connection."""
        if self._server is None:
            return
        self._server.close()
        for connection in tuple(self._connections):
            connection.close()
        await self._server.wait_closed()
        self._server = None

    def banner(self) -> bytes:
        """What the phone tells of itself in its CNXN packet."""
        values = self._phone.properties
        names = "".join(f"{name}={values[name]};" for name in _BANNER_PROPERTIES)
        return f"device::{names}features={','.join(self._phone.profile.adb_features)}".encode()

    def _accept(self) -> Connection:
        connection = Connection(
            self.banner(),
            lambda name: open_service(self._phone, name),
            self._connections.discard,
        )
        self._connections.add(connection)
        return connection
