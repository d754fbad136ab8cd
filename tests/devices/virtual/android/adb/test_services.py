"""What else adbd offers: reverse forwards, the picture, refusals, debuggers, a restart."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.adb.packet import Command
from devices.virtual.android.attachment import Attachment
from devices.virtual.os.files import Bytes
from tests.devices.virtual.android.adb.host import DEADLINE_S, Host, with_adbd, with_host
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from devices.virtual.android.adb.daemon import Adbd
    from devices.virtual.android.phone import Phone

_FREE = b"OKAY000532768"


def _reverse(phone: Phone, *commands: str) -> list[bytes]:
    answers: list[bytes] = []

    async def body(host: Host) -> None:
        await host.greet()
        answers.extend([await host.exchange(f"reverse:{command}") for command in commands])

    with_host(phone, body)
    return answers


@pytest.mark.parametrize(
    ("profile", "told"), [("android-9", b"OKAY"), ("android-10", b"OKAY00048081")]
)
def test_a_reverse_forward_is_told_listed_and_removed(profile: str, told: bytes) -> None:
    """A listener inside the phone is bound, shown, not bound twice, and taken away again."""
    answers = _reverse(
        phone_of(profile),
        "forward:tcp:8081;tcp:9000",
        "forward:tcp:0;tcp:9001",
        "forward:localabstract:name;tcp:9002",
        "list-forward",
        "forward:norebind:tcp:8081;tcp:1",
        "forward:tcp:8081;tcp:7",
        "killforward:tcp:8081",
        "list-forward",
        "killforward-all",
        "list-forward",
    )
    listed = b"host-13 tcp:32768 tcp:9001\nhost-13 localabstract:name tcp:9002\n"
    everything = b"host-13 tcp:8081 tcp:9000\n" + listed
    assert answers[:3] == [told, _FREE, b"OKAY"]
    assert answers[3] == b"%04x" % len(everything) + everything
    assert answers[4] == b"FAIL001dcannot rebind existing socket"
    assert answers[5:7] == [b"OKAY", b"OKAY"]
    assert answers[7] == b"%04x" % len(listed) + listed
    assert answers[8:] == [b"OKAY", b"0000"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("forward:tcp:80;tcp:1", "cannot bind listener: Permission denied"),
        ("forward:tcp:99999;tcp:1", "cannot bind listener: bad port number '99999'"),
        ("forward:tcp:;tcp:1", "cannot bind listener: string after tcp specification is empty"),
        ("forward:tcp:6790;tcp:1", "cannot bind listener: Address already in use"),
        (
            "forward:tcp:example.com:80;tcp:1",
            "cannot bind listener: listening on specified hostname currently unsupported",
        ),
        ("forward:what;tcp:1", "cannot bind listener: unknown socket specification:what"),
        ("forward:tcp:1", "bad forward: tcp:1"),
        ("forward:tcp:1;*smartsocket*", "bad forward: tcp:1;*smartsocket*"),
        ("killforward:tcp:1", "listener 'tcp:1' not found"),
        ("killforward:", "bad killforward: "),
        ("nonsense", "not a reverse forwarding command"),
    ],
)
def test_a_reverse_forward_is_refused(phone: Phone, command: str, reason: str) -> None:
    """What cannot be bound or understood is refused in adbd's words."""
    phone.ports[6790] = asyncio.Protocol
    assert _reverse(phone, command) == [b"FAIL%04x" % len(reason) + reason.encode()]


@pytest.mark.parametrize("banner", [b"host::features=cmd", b"host::features=delayed_ack"])
def test_what_connects_inside_the_phone_reaches_the_host(phone: Phone, banner: bytes) -> None:
    """A connection to the listener opens a stream to the host; bytes and the end go both ways."""
    windowed = b"delayed_ack" in banner
    ack = struct.pack("<i", 1000) if windowed else b""

    async def body(host: Host) -> None:
        await host.greet(banner)
        host.send(Command.OPEN, 7, int(windowed), b"reverse:forward:tcp:8081;tcp:9000\0")
        await host.need(Command.OKAY)
        await host.need(Command.WRTE)
        await host.drop(7)
        reader, writer = await phone.ports.open_connection(8081)
        writer.write(b"hello")
        opened = await host.need(Command.OPEN)
        assert (opened.data, bool(opened.arg1)) == (b"tcp:9000\0", windowed)
        host.send(Command.OKAY, 50, opened.arg0, ack)
        assert (await host.need(Command.WRTE)).data == b"hello"
        host.send(Command.OKAY, 50, opened.arg0, ack)
        host.send(Command.WRTE, 50, opened.arg0, b"world")
        assert await reader.readexactly(5) == b"world"
        host.send(Command.CLSE, 50, opened.arg0)
        assert await reader.read() == b""
        writer.close()

    with_host(phone, body)


def test_a_host_that_refuses_closes_the_connection_inside(phone: Phone) -> None:
    """When nobody listens on the host the connection inside the phone ends."""

    async def body(host: Host) -> None:
        await host.greet()
        await host.exchange("reverse:forward:tcp:8081;tcp:9000")
        reader, writer = await phone.ports.open_connection(8081)
        host.send(Command.CLSE, 0, (await host.need(Command.OPEN)).arg0)
        assert await reader.read() == b""
        writer.close()

    with_host(phone, body)


def test_listeners_go_with_their_connection(phone: Phone) -> None:
    """When the adb server is gone nothing listens for it any more."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        await host.exchange("reverse:forward:tcp:8081;tcp:9000")
        await host.exchange("reverse:forward:localabstract:x;tcp:9000")
        await host.close()
        await adbd.down()
        assert not phone.ports
        assert not phone.ports.abstract

    with_adbd(phone, body)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.from_regex(
                r"(forward|killforward):(norebind:)?(tcp:\d{0,6}|x)?;?(tcp:\d)?", fullmatch=True
            ),
        ),
        max_size=5,
    )
)
def test_any_reverse_command_is_answered(commands: list[str]) -> None:
    """Whatever is asked of `reverse:`, the answer is a status or a counted text."""

    async def body(host: Host) -> None:
        await host.greet()
        for command in commands:
            name = b"reverse:" + command.encode("utf-8", "surrogatepass")
            assert (await host.exchange(name))[:4] in {b"OKAY", b"FAIL", b"0000"}
        await host.exchange("reverse:killforward-all")

    with_host(_PHONE, body)


_PHONE = phone_of("android-14")


@pytest.mark.parametrize(("profile", "version"), [("android-8.0", 1), ("android-14", 2)])
def test_the_framebuffer_is_a_header_and_pixels(profile: str, version: int) -> None:
    """The picture comes as raw pixels, the colour space told from version 2 on."""
    phone = phone_of(profile)

    async def body(host: Host) -> None:
        await host.greet()
        data = await host.exchange("framebuffer:")
        fields = struct.unpack_from("<14I" if version == 2 else "<13I", data)
        screen = phone.profile.screen
        size = screen.width_px * screen.height_px * 4
        assert fields[:2] == (version, 32)
        assert fields[version + 1 : version + 4] == (size, screen.width_px, screen.height_px)
        assert fields[-8:] == (0, 8, 16, 8, 8, 8, 24, 8)
        assert len(data) - 4 * len(fields) == size

    with_host(phone, body)


@pytest.mark.parametrize(
    ("profile", "service", "answer"),
    [
        ("android-14", "root:", b"adbd cannot run as root in production builds\n"),
        ("android-14", "unroot:", b"adbd not running as root\n"),
        ("android-8.0", "remount:", b'Not running as root. Try "adb root" first.\n'),
        ("android-10", "remount:", b'Not running as root. Try "adb root" first.\nremount failed\n'),
        (
            "android-9",
            "disable-verity:",
            (
                b"disable-verity only works for userdebug builds\n"
                b"verity cannot be disabled/enabled - USER build\n"
            ),
        ),
        ("android-9", "reboot:sideload", b"'adb root' is required for 'adb reboot sideload'.\n"),
        ("android-14", "tcpip:0", b"invalid port 0\n"),
        ("android-14", "spin", b"refusing to spin on non-debuggable build\n"),
    ],
)
def test_a_user_build_refuses(profile: str, service: str, answer: bytes) -> None:
    """Services that need root or a debuggable build say so, in the release's words."""

    async def body(host: Host) -> None:
        await host.greet()
        assert await host.exchange(service) == answer

    with_host(phone_of(profile), body)


@pytest.mark.parametrize("service", ["tcpip:5555", "usb:", "reconnect"])
def test_a_restart_of_adbd_ends_the_connection(phone: Phone, service: str) -> None:
    """Changing the transport answers, hangs up, and serves whoever connects again."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        assert await host.exchange(service)
        assert await host.packet() is None
        again = Host(*await asyncio.open_connection("127.0.0.1", adbd.port))
        await again.greet()
        assert await again.is_alive()
        await again.close()

    with_adbd(phone, body)


def test_what_is_sunk_and_poured_is_counted(phone: Phone) -> None:
    """`sink:` closes after so many bytes, `source:` gives so many."""

    async def body(host: Host) -> None:
        await host.greet()
        assert await host.exchange("sink:3", b"abc") == b""
        assert await host.exchange("source:5") == bytes(5)

    with_host(phone, body)


def test_trackers_tell_at_once_and_end_with_their_host(phone: Phone) -> None:
    """No app of the image can be debugged, and a tracker that is closed is gone."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        for service in ("track-jdwp", "track-app"):
            remote_id = await host.open(service)
            assert (await host.need(Command.WRTE)).data == b"0000"
            host.send(Command.CLSE, 7, remote_id)
            await host.drop(7)
        (connection,) = adbd.connections
        assert await host.is_alive()
        assert not connection._tasks

    with_adbd(phone, body)


@pytest.mark.parametrize("target", ["", "bootloader", "recovery", "sideload"])
def test_a_restart_keeps_what_lies_on_a_disk(phone: Phone, target: str) -> None:
    """Files, settings and persistent properties survive; what ran does not; the port stays."""
    phone.files.write("/data/local/tmp/kept", Bytes(b"x"))
    phone.settings.put("global", "kept", "1")
    phone.properties |= {"persist.kept": "1", "lost": "1"}
    phone.ports[1234] = asyncio.Protocol
    booted = asyncio.Event()

    async def run() -> None:
        attachment = Attachment(phone)
        await attachment.start()
        port = attachment.adbd.port
        host = Host(*await asyncio.open_connection("127.0.0.1", port))
        await host.greet()
        await host.open(f"reboot:{target}")
        while await host.packet() is not None:
            pass
        again = Host(*await asyncio.open_connection("127.0.0.1", port))
        await again.greet()
        assert await again.exchange("exec:getprop sys.boot_completed") == b"\n"
        assert await again.exchange("exec:getprop init.svc.bootanim") == b"running\n"
        while await again.exchange("exec:getprop sys.boot_completed") != b"1\n":
            pass
        assert await again.exchange("exec:getprop init.svc.bootanim") == b"stopped\n"
        await host.close()
        await again.close()
        assert attachment.adbd.port == port
        await attachment.stop()
        booted.set()

    asyncio.run(asyncio.wait_for(run(), DEADLINE_S))
    assert booted.is_set()
    assert phone.files.read("/data/local/tmp/kept") == b"x"
    assert phone.settings.get("global", "kept") == "1"
    assert phone.properties["persist.kept"] == "1"
    assert "lost" not in phone.properties
    assert 1234 not in phone.ports
