"""A socket of usbmuxd: which phones are on its cables, and connections to their ports.

Source: libimobiledevice/usbmuxd, ``src/usbmuxd-proto.h``: a header of four numbers of 32 bits, the
lowest byte first (length with the header, version 1, message 8, a tag), then a property list.
"""

from __future__ import annotations

import os
import plistlib
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

_HEADER: Final = struct.Struct("<4I")
_PLIST_VERSION: Final = 1
_PLIST_MESSAGE: Final = 8
_TAG: Final = 1
_CABLE: Final = "USB"
_LONGEST: Final = 1 << 20
_ME: Final = {"ClientVersionString": "fleet", "ProgName": "fleet"}

USUAL: Final = Path("/var/run/usbmuxd")
"""Where usbmuxd listens unless somebody wanted it elsewhere."""
# Source: libimobiledevice/libusbmuxd, README: the variable, its mark of a path, and the usual path.
_VARIABLE: Final = "USBMUXD_SOCKET_ADDRESS"
_MARK: Final = "UNIX:"


def socket_of(address: str) -> Path:
    """The path that an address of usbmuxd names: with a mark before it or without."""
    return Path(address.removeprefix(_MARK))


def user_socket(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The socket that the user's environment names; None where it names none."""
    address = environ.get(_VARIABLE, "")
    return socket_of(address) if address else None


class UnpluggedError(OSError):
    """A phone is on none of the cables."""


class Mux:
    """One connection to the socket; after `connect` it is one to the phone.

    Args:
        path: of the socket.
        within_s: for each step of an exchange, in seconds.

    Every method raises an OSError where nobody answers, or what answers is no usbmuxd.
    """

    def __init__(self, path: Path, *, within_s: float) -> None:
        self._path = path
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(within_s)
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise

    def __enter__(self) -> Self:
        """The connection."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.socket.close()

    def devices(self) -> dict[str, int]:
        """The numbers of the phones on its cables, by UDID; those in reach of its Wi-Fi are none.

        One on a cable that syncs by Wi-Fi as well is listed twice, with two numbers.
        """
        told = self.ask({"MessageType": "ListDevices"})
        try:
            listed = [(each["DeviceID"], each["Properties"]) for each in told["DeviceList"]]
            return {
                properties["SerialNumber"]: number
                for number, properties in listed
                if properties.get("ConnectionType", _CABLE) == _CABLE
            }
        except (AttributeError, KeyError, TypeError) as error:
            raise self._stranger() from error

    def record(self, udid: str) -> dict[str, Any]:
        """What this host and a phone know each other by."""
        told = self.ask({"MessageType": "ReadPairRecord", "PairRecordID": udid})
        try:
            record: dict[str, Any] = plistlib.loads(told["PairRecordData"])
        except KeyError as error:
            raise OSError(f"{udid} is not paired with this host") from error
        except (TypeError, ValueError) as error:
            raise self._stranger() from error
        return record

    def connect(self, udid: str, port: int) -> None:
        """Connect to a port of a phone; the socket is that connection from now on."""
        number = self.devices().get(udid)
        if number is None:
            raise UnpluggedError(f"{udid} is on no cable")
        swapped = int.from_bytes(port.to_bytes(2, "big"), "little")
        told = self.ask({"MessageType": "Connect", "DeviceID": number, "PortNumber": swapped})
        if told.get("Number") != 0:
            raise OSError(f"{udid} takes no connection to its port {port}: {told.get('Number')}")

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a message and return what answers it."""
        body = plistlib.dumps({**message, **_ME}, fmt=plistlib.FMT_XML)
        header = _HEADER.pack(_HEADER.size + len(body), _PLIST_VERSION, _PLIST_MESSAGE, _TAG)
        self.socket.sendall(header + body)
        length, *_ = _HEADER.unpack(exactly(self.socket, _HEADER.size))
        if not _HEADER.size <= length <= _LONGEST:
            raise self._stranger()
        try:
            told: dict[str, Any] = plistlib.loads(exactly(self.socket, length - _HEADER.size))
        except (ValueError, plistlib.InvalidFileException) as error:
            raise self._stranger() from error
        return told

    def _stranger(self) -> OSError:
        return OSError(f"what answers at {self._path} is no usbmuxd")


def listed(path: Path, *, within_s: float) -> frozenset[str]:
    """The UDIDs of the phones on a cable.

    Args:
        path: of the socket.
        within_s: for each step of the exchange, in seconds.

    Raises:
        OSError: nobody answers there, or what answers is no usbmuxd.
    """
    with Mux(path, within_s=within_s) as mux:
        return frozenset(mux.devices())


def exactly(connection: socket.socket, size: int) -> bytes:
    """So many bytes of a connection.

    Raises:
        ConnectionResetError: it ends before.
    """
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise ConnectionResetError("it closed the connection")
        data += part
    return data
