"""Which iPhones a socket of usbmuxd lists."""

from __future__ import annotations

import socket
import tempfile
import threading
from contextlib import contextmanager
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
            with connection:
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
