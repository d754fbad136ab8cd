"""The host's side of one adb connection to a phone in the test's own process, packet by packet."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.daemon import Adbd
from devices.virtual.android.adb.packet import Command, Decoder, Packet
from devices.virtual.android.adb.shell_protocol import FrameDecoder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone

DEADLINE_S: Final = 10
VERSION: Final = 0x01000001
MAX_DATA: Final = 1024 * 1024
FEATURES: Final = b"host::features=shell_v2,cmd"


class Host:
    """What an adb server does on a socket.

    Attributes:
        hello: the phone's greeting.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._decoder = Decoder()
        self._found: list[Packet] = []
        self._checksum = True
        self.hello = Packet(0, 0, 0)

    def send(self, command: int, arg0: int, arg1: int, data: bytes = b"") -> None:
        """Send one packet."""
        self.send_raw(Packet(command, arg0, arg1, data).encode(checksum=self._checksum))

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(data)

    async def packet(self) -> Packet | None:
        """The next packet; None when the phone hung up."""
        while not self._found:
            try:
                data = await self._reader.read(65536)
            except ConnectionResetError:
                return None
            if not data:
                return None
            self._found += self._decoder.feed(data)
        return self._found.pop(0)

    async def need(self, command: Command) -> Packet:
        """The next packet, which is of this kind."""
        packet = await self.packet()
        assert packet is not None
        assert packet.command == command, packet
        return packet

    async def need_any(self) -> Packet:
        """The next packet of any kind."""
        packet = await self.packet()
        assert packet is not None
        return packet

    async def drop(self, local_id: int) -> None:
        """Pass everything over until the phone has closed a stream."""
        while True:
            packet = await self.need_any()
            if packet.command == Command.CLSE and packet.arg1 == local_id:
                return

    async def greet(
        self, banner: bytes = FEATURES, version: int = VERSION, max_data: int = MAX_DATA
    ) -> None:
        """Exchange greetings."""
        self.send(Command.CNXN, version, max_data, banner)
        self.hello = await self.need(Command.CNXN)
        self._checksum = min(version, self.hello.arg0) < VERSION

    async def open(self, service: str | bytes, local_id: int = 7) -> int:
        """Open a service that is there; gives the phone's number of the stream."""
        name = service.encode() if isinstance(service, str) else service
        self.send(Command.OPEN, local_id, 0, name + b"\0")
        packet = await self.need_any()
        while packet.command == Command.CLSE and packet.arg0:
            # The answer to an OKAY that crossed the close of a stream before.
            packet = await self.need_any()
        assert packet.command == Command.OKAY, packet
        return packet.arg0

    async def exchange(self, service: str | bytes, sent: bytes = b"", local_id: int = 7) -> bytes:
        """Open a service, send it bytes and give what it writes until it closes."""
        remote_id = await self.open(service, local_id)
        if sent:
            self.send(Command.WRTE, local_id, remote_id, sent)
        return await self.rest(local_id)

    async def rest(self, local_id: int = 7) -> bytes:
        """What a stream writes until it closes."""
        data = b""
        while (packet := await self.packet()) and packet.command != Command.CLSE:
            if packet.command == Command.WRTE:
                data += packet.data
                self.send(Command.OKAY, local_id, packet.arg0)
        return data

    async def until(self, text: bytes, local_id: int = 7) -> bytes:
        """What a stream writes until it has written this."""
        data = b""
        while text not in data:
            packet = await self.packet()
            assert packet is not None
            assert packet.command in (Command.OKAY, Command.WRTE), (packet, data)
            if packet.command == Command.WRTE:
                data += packet.data
                self.send(Command.OKAY, local_id, packet.arg0)
        return data

    async def is_alive(self) -> bool:
        """Whether the phone still runs commands on this connection."""
        answer = await self.exchange("exec:echo alive", local_id=0x7FFFFFF)
        return answer == b"alive\n"

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return


def frames(data: bytes) -> list[tuple[int, bytes]]:
    """The frames of the shell protocol in some bytes."""
    return FrameDecoder().feed(data)


def output(data: bytes, kind: int = 1) -> bytes:
    """What the shell protocol carries of one stream."""
    return b"".join(content for found, content in frames(data) if found == kind)


def word(name: bytes, value: int) -> bytes:
    """The head of a message of `sync:`."""
    return struct.pack("<4sI", name, value)


def request(name: bytes, path: str | bytes) -> bytes:
    """A request of `sync:`."""
    raw = path.encode("utf-8", "surrogateescape") if isinstance(path, str) else path
    return word(name, len(raw)) + raw


def with_adbd(phone: Phone, body: Callable[[Host, Adbd], Awaitable[None]]) -> None:
    """Run a test against a phone's adbd; afterwards nothing of it is left running."""

    async def run() -> None:
        adbd = Adbd(phone)
        await adbd.start()
        host = Host(*await asyncio.open_connection("127.0.0.1", adbd.port))
        try:
            await asyncio.wait_for(body(host, adbd), DEADLINE_S)
        finally:
            await host.close()
            await adbd.stop()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, left

    asyncio.run(run())


def with_host(phone: Phone, body: Callable[[Host], Awaitable[None]]) -> None:
    """The same for a test that needs no more than the host."""
    with_adbd(phone, lambda host, _: body(host))
