"""One adb connection, seen from the host's side of a real socket."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.adb.daemon import Adbd
from devices.virtual.android.adb.packet import Command, Packet
from tests.devices.virtual.android.adb.host import FEATURES, VERSION, with_adbd, with_host
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.adb.host import Host

_NO_COMMAND = 0x12345678
_DELAYED = b"host::features=shell_v2,delayed_ack"


@pytest.mark.parametrize(
    ("profile", "features"),
    [
        ("android-8.0", "cmd,stat_v2,shell_v2"),
        ("android-9", "cmd,stat_v2,shell_v2"),
        (
            "android-10",
            "fixed_push_symlink_timestamp,apex,fixed_push_mkdir,stat_v2,abb_exec,cmd,abb,shell_v2",
        ),
        (
            "android-11",
            (
                "sendrecv_v2_brotli,remount_shell,sendrecv_v2,abb_exec,fixed_push_mkdir,"
                "fixed_push_symlink_timestamp,abb,shell_v2,cmd,ls_v2,apex,stat_v2"
            ),
        ),
    ],
)
def test_the_banner_tells_names_and_features(profile: str, features: str) -> None:
    """The phone introduces itself with its product names and its release's features."""
    phone = phone_of(profile)
    names = phone.identity
    assert Adbd(phone).banner().decode() == (
        f"device::ro.product.name={names.product};ro.product.model={names.model};"
        f"ro.product.device={names.device};features={features}"
    )


@pytest.mark.parametrize(
    ("profile", "last"),
    [
        ("android-13", "openscreen_mdns"),
        ("android-14", "delayed_ack"),
        ("android-17", "delayed_ack"),
    ],
)
def test_newer_releases_announce_their_features_in_order(profile: str, last: str) -> None:
    """From Android 12 on the features stand in the order of adbd's source."""
    features = phone_of(profile).profile.adb_features
    assert features[:4] == ("shell_v2", "cmd", "stat_v2", "ls_v2")
    assert features[-1] == last


@pytest.mark.parametrize(
    ("profile", "version", "max_data"),
    [
        ("android-8.0", 0x01000000, 262144),
        ("android-9", VERSION, 1 << 20),
        ("android-17", VERSION, 1 << 20),
    ],
)
def test_the_greeting_tells_version_and_size(profile: str, version: int, max_data: int) -> None:
    """Protocol version and largest packet are those of the release."""

    async def body(host: Host) -> None:
        await host.greet()
        assert (host.hello.arg0, host.hello.arg1) == (version, max_data)
        assert await host.is_alive()

    with_host(phone_of(profile), body)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        Packet(Command.STLS, 0x01000000, 0).encode(checksum=True),
        struct.pack("<6I", Command.WRTE, 1, 2, 0xFFFFFFFF, 0, Command.WRTE ^ 0xFFFFFFFF),
    ],
)
def test_what_is_no_packet_ends_the_connection(phone: Phone, sent: bytes) -> None:
    """Noise, a packet that is too large and TLS all end the connection without an answer."""

    async def body(host: Host) -> None:
        host.send_raw(sent)
        assert await host.packet() is None

    with_host(phone, body)


def test_what_is_out_of_place_is_passed_over(phone: Phone) -> None:
    """Before the greeting nothing counts; unknown commands and unknown streams never do."""

    async def body(host: Host) -> None:
        host.send(Command.OPEN, 7, 0, b"shell:id\0")
        host.send(_NO_COMMAND, 1, 2, b"x")
        await host.greet()
        host.send(_NO_COMMAND, 1, 2, b"x")
        host.send(Command.SYNC, 1, 2)
        host.send(Command.WRTE, 7, 99, b"x")
        host.send(Command.CLSE, 7, 99)
        host.send(Command.OPEN, 0, 0, b"shell:id\0")
        assert await host.is_alive()

    with_host(phone, body)


def test_an_okay_for_no_stream_is_answered_with_a_close(phone: Phone) -> None:
    """A host whose stream is gone is told so."""

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OKAY, 7, 99)
        assert await host.need(Command.CLSE) == Packet(Command.CLSE, 99, 7)

    with_host(phone, body)


def test_a_signature_is_answered_with_a_new_token(phone: Phone) -> None:
    """A host that proves itself unasked is asked anew; one that makes no sense is cut off."""

    async def body(host: Host) -> None:
        host.send(Command.AUTH, 2, 0, b"signature")
        token = await host.need(Command.AUTH)
        assert (token.arg0, len(token.data)) == (1, 20)
        host.send(Command.AUTH, 3, 0, b"key\0")
        await host.greet()
        host.send(Command.AUTH, 99, 0)
        host.send(Command.OPEN, 7, 0, b"shell:id\0")
        await host.greet()
        assert await host.is_alive()

    with_host(phone, body)


def test_a_second_greeting_ends_all_streams(phone: Phone) -> None:
    """A host that greets again starts anew: what it had open is closed."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        await host.open("shell:cat")
        host.send(Command.CNXN, VERSION, 1 << 20, FEATURES)
        assert (await host.need(Command.CLSE)).arg1 == 7
        await host.need(Command.CNXN)
        assert [connection.streams for connection in adbd.connections] == [0]
        assert await host.is_alive()

    with_adbd(phone, body)


def test_one_write_is_outstanding_at_a_time(phone: Phone) -> None:
    """The phone sends the next part of a long answer only after the host has taken the last."""

    async def body(host: Host) -> None:
        await host.greet()
        await host.open("source:3000000")
        total = 0
        while total < 2 << 20:
            packet = await host.need(Command.WRTE)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(host.packet(), 0.02)
            total += len(packet.data)
            host.send(Command.OKAY, 7, packet.arg0)
        total += len((await host.need(Command.WRTE)).data)
        await host.need(Command.CLSE)
        assert total == 3_000_000

    with_host(phone, body)


def test_delayed_acknowledgements_are_counted_in_bytes(phone: Phone) -> None:
    """With `delayed_ack` the phone sends as far as the window reaches, and tells its own."""

    async def body(host: Host) -> None:
        await host.greet(_DELAYED)
        host.send(Command.OPEN, 7, 2_500_000, b"source:9000000\0")
        okay = await host.need(Command.OKAY)
        assert struct.unpack("<i", okay.data) == (32 * 1024 * 1024,)
        got = 0
        while got < 2_500_000:
            got += len((await host.need(Command.WRTE)).data)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(host.packet(), 0.05)
        host.send(Command.OKAY, 7, okay.arg0)  # no payload: not an acknowledgement
        host.send(Command.OKAY, 7, okay.arg0, struct.pack("<i", 20_000_000))
        while got < 9_000_000:
            got += len((await host.need(Command.WRTE)).data)
        await host.need(Command.CLSE)

    with_host(phone, body)


def test_what_is_taken_is_acknowledged_in_bytes(phone: Phone) -> None:
    """With `delayed_ack` each WRTE of the host is acknowledged with its size."""

    async def body(host: Host) -> None:
        phone.ports[1234] = Echo
        await host.greet(_DELAYED)
        host.send(Command.OPEN, 7, 1_000_000, b"tcp:1234\0")
        remote_id = (await host.need(Command.OKAY)).arg0
        host.send(Command.WRTE, 7, remote_id, b"abcde")
        answers = [await host.packet(), await host.packet()]
        assert Packet(Command.OKAY, remote_id, 7, struct.pack("<i", 5)) in answers
        assert Packet(Command.WRTE, remote_id, 7, b"ABCDE") in answers

    with_host(phone, body)


@pytest.mark.parametrize(
    ("profile", "banner", "window", "refused"),
    [
        ("android-14", _DELAYED, 0, True),
        ("android-14", FEATURES, 1000, True),
        ("android-13", _DELAYED, 1000, False),
    ],
)
def test_a_window_nobody_agreed_on_is_refused(
    profile: str,
    banner: bytes,
    window: int,
    refused: bool,  # noqa: FBT001 - a row
) -> None:
    """OPEN with the wrong kind of window is closed, and by older releases not answered at all."""

    async def body(host: Host) -> None:
        await host.greet(banner)
        host.send(Command.OPEN, 7, window, b"exec:true\0")
        host.send(Command.OKAY, 5, 99)  # answered in any case
        first = await host.need(Command.CLSE)
        assert first == Packet(Command.CLSE, 0 if refused else 99, 7 if refused else 5)

    with_host(phone_of(profile), body)


@pytest.mark.parametrize(
    "service",
    [
        b"tcp:6790", b"tcp:x", b"tcp:99999", b"tcp:example.com:80", b"local:abc",
        b"localabstract:none", b"jdwp:1", b"jdwp", b"dev:/dev/null", b"shell", b"abb", b"no such:",
        b"", b"\xff\xfe", b"tcp:\0" + bytes(300), b"track-app-extra", b"tcpip:x", b"sink:x",
    ],
)  # fmt: skip
def test_what_is_not_offered_is_closed(phone: Phone, service: bytes) -> None:
    """A service that does not exist, or where nobody listens, is refused with CLSE."""

    async def body(host: Host) -> None:
        await host.greet()
        if service == b"jdwp":
            assert await host.exchange(service) == b""
        else:
            host.send(Command.OPEN, 7, 0, service + b"\0")
            assert await host.packet() == Packet(Command.CLSE, 0, 7)
        assert await host.is_alive()

    with_host(phone, body)


@pytest.mark.parametrize(
    ("profile", "service", "offered"),
    [
        ("android-9", b"abb:package\0list", False),
        ("android-10", b"abb:settings\0get\0global\0airplane_mode_on", True),
        ("android-11", b"track-app", False),
        ("android-12", b"track-app", True),
    ],
)
def test_a_service_begins_with_its_release(profile: str, service: bytes, offered: bool) -> None:  # noqa: FBT001 - a row
    """What a release does not announce it does not offer either."""

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OPEN, 7, 0, service + b"\0")
        packet = await host.packet()
        assert packet is not None
        assert packet.command == (Command.OKAY if offered else Command.CLSE)

    with_host(phone_of(profile), body)


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


@pytest.mark.parametrize("service", ["tcp:1234", "tcp:localhost:1234", "localabstract:name"])
def test_a_port_is_a_connection_to_its_protocol(phone: Phone, service: str) -> None:
    """Bytes to a listener reach its protocol, answers come back, and a close is told."""

    async def body(host: Host) -> None:
        echo = Echo()
        phone.ports[1234] = phone.ports.abstract["name"] = lambda: echo
        await host.greet()
        remote_id = await host.open(service)
        host.send(Command.WRTE, 7, remote_id, b"abc")
        answers = [await host.packet(), await host.packet()]
        assert Packet(Command.WRTE, remote_id, 7, b"ABC") in answers
        assert Packet(Command.OKAY, remote_id, 7) in answers
        host.send(Command.CLSE, 7, remote_id)
        await echo.lost.wait()

    with_host(phone, body)


def test_a_port_may_open_while_a_connection_waits(phone: Phone) -> None:
    """A connection that comes some milliseconds before its listener still reaches it."""

    async def body(host: Host) -> None:
        await host.greet()
        host.send(Command.OPEN, 7, 0, b"tcp:1234\0")
        asyncio.get_running_loop().call_later(0.01, phone.ports.__setitem__, 1234, Echo)
        await host.need(Command.OKAY)

    with_host(phone, body)


def test_a_lost_connection_ends_its_streams(phone: Phone) -> None:
    """When the adb server goes away, protocols lose their connections and nothing goes on."""

    async def body(host: Host, adbd: Adbd) -> None:
        echo = Echo()
        phone.ports[1234] = lambda: echo
        await host.greet()
        await host.open("tcp:1234")
        await host.open("shell,v2,raw:cat", 8)
        await host.open("sync:", 9)
        await host.close()
        await echo.lost.wait()
        assert not adbd.connections

    with_adbd(phone, body)


@pytest.mark.parametrize("profile", ["android-8.1", "android-14"])
def test_an_old_host_gets_small_packets_and_checksums(profile: str) -> None:
    """A host that takes 4096 bytes a packet gets nothing larger, and checksums with it."""

    async def body(host: Host) -> None:
        host._decoder.verify = True
        await host.greet(b"host::", 0x01000000, 4096)
        await host.open("source:10000")
        sizes = []
        while (packet := await host.packet()) and packet.command == Command.WRTE:
            sizes.append(len(packet.data))
            host.send(Command.OKAY, 7, packet.arg0)
        assert sizes == [4096, 4096, 1808]

    with_host(phone_of(profile), body)


def test_an_old_phone_verifies_checksums() -> None:
    """Android 8 ends a connection over a checksum that is wrong; Android 9 does not look."""
    bad = struct.pack("<6I", Command.OPEN, 7, 0, 9, 1, Command.OPEN ^ 0xFFFFFFFF) + b"exec:true"

    async def old(host: Host) -> None:
        await host.greet()
        host.send_raw(bad)
        assert await host.packet() is None

    async def new(host: Host) -> None:
        await host.greet()
        host.send_raw(bad)
        await host.need(Command.OKAY)

    with_host(phone_of("android-8.0"), old)
    with_host(phone_of("android-9"), new)


_IDS = st.integers(0, 12)
_NAMES = st.sampled_from(
    [
        b"shell:echo x",
        b"shell,v2:cat",
        b"sync:",
        b"exec:cat",
        b"tcp:1",
        b"reverse:list-forward",
        b"",
    ]
)
_STRAY = st.builds(
    Packet,
    st.sampled_from([*(c for c in Command if c is not Command.STLS), _NO_COMMAND]),
    _IDS,
    st.sampled_from([0, 1, 2, 3, 4, 7, 4096, 0x01000001, 0xFFFFFFFF]),
    st.one_of(_NAMES, st.binary(max_size=40)),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(_STRAY, max_size=20))
def test_packets_in_any_order_leave_the_phone_whole(packets: list[Packet]) -> None:
    """Whatever packets come in whatever order, the next host is served and nothing is left over."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        for packet in packets:
            host.send_raw(packet.encode(checksum=True))
        await host.close()
        other = type(host)(*await asyncio.open_connection("127.0.0.1", adbd.port))
        await other.greet()
        assert await other.is_alive()
        await other.close()

    with_adbd(_shared_phone(), body)


_PHONES: list[Phone] = []


def _shared_phone() -> Phone:
    """One phone for all examples: what one leaves behind the next would meet."""
    if not _PHONES:
        _PHONES.append(phone_of("android-14"))
    return _PHONES[0]
