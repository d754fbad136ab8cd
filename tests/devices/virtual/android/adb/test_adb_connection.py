"""One adb connection, seen from the host's side of a real socket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from devices.virtual.android.adb.daemon import Adbd
from devices.virtual.android.adb.packet import Command, Decoder, Packet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.phone import Phone

_DEADLINE_S = 10
_HELLO = Packet(Command.CNXN, 0x01000001, 1024 * 1024, b"host::features=shell_v2,cmd")


class Host:
    """What an adb server does on a socket, packet by packet."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._decoder = Decoder()
        self._found: list[Packet] = []

    def send(self, command: Command, arg0: int, arg1: int, data: bytes = b"") -> None:
        self.send_raw(Packet(command, arg0, arg1, data).encode(checksum=True))

    def send_raw(self, data: bytes) -> None:
        self._writer.write(data)

    async def packet(self) -> Packet | None:
        """The next packet; None when the phone hung up."""
        while not self._found:
            data = await self._reader.read(65536)
            if not data:
                return None
            self._found += self._decoder.feed(data)
        return self._found.pop(0)

    async def greet(self) -> None:
        self.send_raw(_HELLO.encode(checksum=True))
        hello = await self.packet()
        assert hello is not None
        assert hello.command is Command.CNXN
        self._decoder.checksum = False

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


def _with_host(phone: Phone, body: Callable[[Host], Awaitable[None]]) -> None:
    async def run() -> None:
        adbd = Adbd(phone)
        await adbd.start()
        host = Host(*await asyncio.open_connection("127.0.0.1", adbd.port))
        try:
            await asyncio.wait_for(body(host), _DEADLINE_S)
        finally:
            await host.close()
            await adbd.stop()

    asyncio.run(run())


def test_the_banner_tells_names_and_features(phone: Phone) -> None:
    """The phone introduces itself with its product names and its release's features."""
    banner = Adbd(phone).banner().decode()
    assert banner.startswith("device::ro.product.name=shiba;ro.product.model=Pixel 8;")
    assert "features=shell_v2,cmd,stat_v2" in banner


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        Packet(Command.OPEN, 1, 0, b"shell:id\0").encode(checksum=True),
        Packet(Command.STLS, 0x01000000, 0).encode(checksum=True),
    ],
)
def test_what_is_no_greeting_ends_the_connection(phone: Phone, sent: bytes) -> None:
    """Noise, a service before the greeting and TLS all end the connection without an answer."""

    async def body(host: Host) -> None:
        host.send_raw(sent)
        assert await host.packet() is None

    _with_host(phone, body)


def test_one_write_is_outstanding_at_a_time(phone: Phone) -> None:
    """The phone sends the next part of a long answer only after the host has taken the last."""
    phone.log.write("I", "Tag", "x" * 3_000_000, pid=1)

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OPEN, 7, 0, b"exec:logcat -d\0")
        first = await host.packet()
        assert first is not None
        assert first.command is Command.OKAY
        total = 0
        while (packet := await host.packet()) and packet.command is Command.WRTE:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(host.packet(), 0.02)
            total += len(packet.data)
            host.send(Command.OKAY, 7, packet.arg0)
        assert packet is not None
        assert packet.command is Command.CLSE
        assert total > 3_000_000

    _with_host(phone, body)


@pytest.mark.parametrize("service", [b"tcp:6790", b"jdwp:1", b"tcp:x", b"local:abc", b""])
def test_what_is_not_offered_is_closed(phone: Phone, service: bytes) -> None:
    """A service that does not exist, or a port where nobody listens, is refused with CLSE."""

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OPEN, 7, 0, service + b"\0")
        assert await host.packet() == Packet(Command.CLSE, 0, 7)

    _with_host(phone, body)


class Echo(asyncio.Protocol):
    """Sends back what it gets, and notes the end."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(data.upper())

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.lost.set()


def test_a_port_is_a_connection_to_its_protocol(phone: Phone) -> None:
    """Bytes to a listening port reach its protocol, answers come back, and a close is told."""

    async def body(host: Host) -> None:
        echo = Echo()
        phone.ports[1234] = lambda: echo
        await host.greet()
        host.send(Command.OPEN, 7, 0, b"tcp:1234\0")
        okay = await host.packet()
        assert okay is not None
        host.send(Command.WRTE, 7, okay.arg0, b"abc")
        answers = [await host.packet(), await host.packet()]
        assert Packet(Command.WRTE, okay.arg0, 7, b"ABC") in answers
        assert Packet(Command.OKAY, okay.arg0, 7) in answers
        host.send(Command.CLSE, 7, okay.arg0)
        await echo.lost.wait()

    _with_host(phone, body)


def test_a_port_may_open_while_a_connection_waits(phone: Phone) -> None:
    """A connection that comes some milliseconds before its listener still reaches it."""

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OPEN, 7, 0, b"tcp:1234\0")
        asyncio.get_running_loop().call_later(0.01, phone.ports.__setitem__, 1234, Echo)
        answer = await host.packet()
        assert answer is not None
        assert answer.command is Command.OKAY

    _with_host(phone, body)


def test_a_lost_connection_ends_its_streams(phone: Phone) -> None:
    """When the adb server goes away, protocols lose their connections and nothing goes on."""
    echo: list[Echo] = []

    async def body(host: Host) -> None:
        echo.append(Echo())
        phone.ports[1234] = lambda: echo[0]
        await host.greet()
        host.send(Command.OPEN, 7, 0, b"tcp:1234\0")
        await host.packet()
        await host.close()
        await echo[0].lost.wait()

    _with_host(phone, body)


def test_an_old_host_gets_small_packets_and_checksums(phone: Phone) -> None:
    """A host that takes 4096 bytes a packet gets nothing larger, and checksums with it."""
    phone.log.write("I", "Tag", "x" * 10_000, pid=1)

    async def body(host: Host) -> None:
        hello = Packet(Command.CNXN, 0x01000000, 4096, b"host::")
        host.send_raw(hello.encode(checksum=True))
        await host.packet()
        host.send(Command.OPEN, 7, 0, b"exec:logcat -d\0")
        await host.packet()
        sizes = []
        while (packet := await host.packet()) and packet.command is Command.WRTE:
            sizes.append(len(packet.data))
            host.send(Command.OKAY, 7, packet.arg0)
        assert max(sizes) == 4096
        assert sum(sizes) > 10_000

    _with_host(phone, body)
