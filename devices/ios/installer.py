"""Installing, removing and listing apps over the cable, as Xcode and the driver do.

The driver looks for replies every 50 ms and opens each connection anew: what takes it a second
takes a tenth of one here (measured on virtual phones). Sources: libimobiledevice,
``src/installation_proxy.c`` and ``src/afc.c``; libimobiledevice/ideviceinstaller.
"""

from __future__ import annotations

import struct
import time
from typing import TYPE_CHECKING, Any, Final

from config.deadlines import DEADLINES
from devices.ios.usbmuxd import exactly

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping
    from pathlib import Path

    from devices.ios.lockdown import Cable, Lists

_PROXY: Final = "com.apple.mobile.installation_proxy"
_FILES: Final = "com.apple.afc"
_STAGING: Final = "PublicStaging"


class InstallerError(Exception):
    """The phone does not do as told.

    Attributes:
        code: the phone's own word for why.
        words: its sentence, if it has one.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.words else self.code


class Installer:
    """The apps of one phone.

    Args:
        cable: of the phone.
    """

    def __init__(self, cable: Cable) -> None:
        self._cable = cable

    def lookup(self, bundle_id: str, *attributes: str) -> Mapping[str, Any] | None:
        """What the phone says of an app, None when it is not installed.

        Args:
            bundle_id: the app's.
            attributes: keys of its Info.plist; those that it has not are left out.
        """
        wanted = ["CFBundleIdentifier", *attributes]
        options = {"BundleIDs": [bundle_id], "ReturnAttributes": wanted}
        with self._cable.service(_PROXY) as proxy:
            told = proxy.ask({"Command": "Lookup", "ClientOptions": options})
        found: Mapping[str, Any] | None = told.get("LookupResult", {}).get(bundle_id)
        return found

    def install(self, build: Path, bundle_id: str) -> None:
        """Install a build, keeping the data of an older one.

        Args:
            build: an IPA.
            bundle_id: of the app in it.

        Raises:
            InstallerError: the phone refuses it.
        """
        path = f"{_STAGING}/{build.name}"
        with self._cable.service(_FILES) as files:
            _push(files.socket, path, build)
        options = {"CFBundleIdentifier": bundle_id}  # "PackageType: Developer" is for .app folders
        command = {"Command": "Install", "PackagePath": path, "ClientOptions": options}
        with self._cable.service(_PROXY) as proxy:
            _run(proxy, command)

    def remove(self, bundle_id: str) -> None:
        """Remove an app with its data; one that is not there is removed already.

        Raises:
            InstallerError: the phone refuses.
        """
        command = {"Command": "Uninstall", "ApplicationIdentifier": bundle_id, "ClientOptions": {}}
        with self._cable.service(_PROXY) as proxy:
            _run(proxy, command)


def _run(proxy: Lists, command: Mapping[str, Any]) -> None:
    """Send a command and follow what it tells of its steps, to the last.

    Raises:
        InstallerError: the phone refuses.
        OSError: it is silent for too long, or does not come to the end.
    """
    end = time.monotonic() + DEADLINES.install_s
    proxy.send(command)
    told: Mapping[str, Any] = {}
    while told.get("Status") != "Complete":
        if time.monotonic() > end:
            raise TimeoutError(f"it is not done within {DEADLINES.install_s:g} s")
        told = proxy.receive()
        if "Error" in told:
            raise InstallerError(str(told["Error"]), str(told.get("ErrorDescription", "")))


# afc: a header of 40 bytes, then what the operation wants.
_HEAD: Final = struct.Struct("<8s4Q")
_MAGIC: Final = b"CFA6LPAA"
_NUMBER: Final = struct.Struct("<Q")
_STATUS: Final = 0x01
_MAKE_FOLDER: Final = 0x09
_OPEN: Final = 0x0D
_OPENED: Final = 0x0E
_WRITE: Final = 0x10
_CLOSE: Final = 0x14
_TO_WRITE: Final = 3
_CHUNK: Final = 1 << 20


def _push(connection: socket.socket, path: str, file: Path) -> None:
    """Write a file, in a folder that is made where it is not there.

    Raises:
        OSError: the phone does not take it.
    """
    folder, _, _ = path.rpartition("/")
    _afc(connection, _MAKE_FOLDER, _text(folder))
    handle = _afc(connection, _OPEN, _NUMBER.pack(_TO_WRITE) + _text(path))
    with file.open("rb") as content:
        while part := content.read(_CHUNK):
            _afc(connection, _WRITE, handle, part)
    _afc(connection, _CLOSE, handle)


def _afc(
    connection: socket.socket, operation: int, arguments: bytes, content: bytes = b""
) -> bytes:
    """Do one operation; returns the handle that comes back, if one does."""
    this = _HEAD.size + len(arguments)
    head = _HEAD.pack(_MAGIC, this + len(content), this, 0, operation)
    connection.sendall(head + arguments + content)
    magic, whole, _, _, answer = _HEAD.unpack(exactly(connection, _HEAD.size))
    if magic != _MAGIC:
        raise OSError("what answers is no file service")
    body = exactly(connection, whole - _HEAD.size)
    status = _NUMBER.unpack(body[: _NUMBER.size])[0] if answer == _STATUS else 0
    if status:
        raise OSError(f"the file service refuses operation {operation:#x}: {status}")
    return body[: _NUMBER.size] if answer == _OPENED else b""


def _text(path: str) -> bytes:
    return path.encode() + b"\0"
