"""Which iPhones a socket of usbmuxd lists."""

from __future__ import annotations

import socket
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.ios import usbmuxd

if TYPE_CHECKING:
    from collections.abc import Iterator

_WITHIN_S = 5
# As usbmuxd 1.1 has put it on the wire, but for the serial number.
_TWO = b"""<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>DeviceList</key><array>
<dict><key>DeviceID</key><integer>1</integer><key>Properties</key><dict>
<key>SerialNumber</key><string>00008110-001A2B3C4D5E6F70</string></dict></dict>
<dict><key>DeviceID</key><integer>2</integer><key>Properties</key><dict>
<key>SerialNumber</key><string>00008120-00AA2B3C4D5E6F70</string></dict></dict>
</array></dict></plist>"""


@contextmanager
def answering(reply: bytes) -> Iterator[Path]:
    """A socket where whoever asks gets these bytes, in two pieces."""
    with tempfile.TemporaryDirectory(prefix="mux") as folder, socket.socket(socket.AF_UNIX) as up:
        path = Path(folder) / "s"
        up.bind(str(path))
        up.listen()

        def serve() -> None:
            connection, _ = up.accept()
            with connection, suppress(BrokenPipeError):  # who has seen enough hangs up
                connection.recv(4096)
                connection.sendall(reply[:20])
                connection.sendall(reply[20:])

        thread = threading.Thread(target=serve)
        thread.start()
        yield path
        thread.join(_WITHIN_S)


def framed(body: bytes) -> bytes:
    """A reply with its header."""
    return b"".join(n.to_bytes(4, "little") for n in (16 + len(body), 1, 8, 1)) + body


def test_every_phone_on_a_cable_is_listed() -> None:
    """By its serial number, which is the UDID."""
    with answering(framed(_TWO)) as path:
        found = usbmuxd.listed(path, within_s=_WITHIN_S)
    assert found == {"00008110-001A2B3C4D5E6F70", "00008120-00AA2B3C4D5E6F70"}


def test_a_phone_in_reach_of_wifi_is_on_no_cable() -> None:
    """One that is on a cable as well is listed twice, and reached by the cable's number."""
    entry = (
        "<dict><key>DeviceID</key><integer>{}</integer><key>Properties</key><dict>"
        "<key>ConnectionType</key><string>{}</string>"
        "<key>SerialNumber</key><string>{}</string></dict></dict>"
    )
    entries = [(1, "USB", "both"), (2, "Network", "both"), (3, "Network", "air")]
    listed = "".join(entry.format(*each) for each in entries)
    body = f'<plist version="1.0"><dict><key>DeviceList</key><array>{listed}</array></dict></plist>'
    with (
        answering(framed(body.encode())) as path,
        usbmuxd.Mux(path, within_s=_WITHIN_S) as mux,
    ):
        assert mux.devices() == {"both": 1}


@pytest.mark.parametrize(
    "reply", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", framed(b"<plist/>"), framed(b"nothing")]
)
def test_what_is_no_usbmuxd_is_told(reply: bytes) -> None:
    """Another server's answer, none, or half of one is an error that says so in words."""
    with (
        answering(reply) as path,
        pytest.raises(OSError, match=r"is no usbmuxd|it closed the connection"),
    ):
        usbmuxd.listed(path, within_s=_WITHIN_S)


def test_a_socket_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Nobody listens: the system says so."""
    with pytest.raises(FileNotFoundError):
        usbmuxd.listed(tmp_path / "s", within_s=_WITHIN_S)


@pytest.mark.parametrize(
    ("said", "socket_"),
    [
        ({}, None),
        ({"USBMUXD_SOCKET_ADDRESS": ""}, None),
        ({"USBMUXD_SOCKET_ADDRESS": "/run/mux"}, Path("/run/mux")),
        ({"USBMUXD_SOCKET_ADDRESS": "UNIX:/run/mux"}, Path("/run/mux")),
    ],
)
def test_the_socket_is_the_one_that_the_user_names(
    said: dict[str, str], socket_: Path | None
) -> None:
    """The variable of libimobiledevice's clients is read as they do, with its mark or without."""
    assert usbmuxd.user_socket(said) == socket_
