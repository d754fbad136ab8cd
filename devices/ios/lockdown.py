"""lockdownd at the other end of a cable: what it tells of a phone, and the services it starts.

Source: libimobiledevice, ``src/lockdown.c``: property lists with their length in front, and TLS
with the keys of the pair record once a session is open.
"""

from __future__ import annotations

import os
import plistlib
import ssl
import struct
import tempfile
import weakref
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from config.deadlines import DEADLINES
from config.tally import counted
from devices.errors import CommandFailed, DeviceLost
from devices.ios.usbmuxd import Mux, UnpluggedError, exactly

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping


PORT: Final = 62078
"""Of lockdownd, on every phone."""
_LENGTH: Final = struct.Struct(">I")
# What phones of old releases speak, and what libimobiledevice signs pair records with, OpenSSL 3
# refuses by default: SHA-1 and renegotiation without its extension.
# Source: pymobiledevice3, service_connection.py.
_CIPHERS: Final = "ALL:!aNULL:!eNULL:@SECLEVEL=0"
_LEGACY_RENEGOTIATION: Final = 0x4  # Python 3.12 calls it ssl.OP_LEGACY_SERVER_CONNECT
_LABEL: Final = {"Label": "fleet", "ProtocolVersion": "2"}


class Lists:
    """Property lists over one connection, both ways."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one."""
        body = plistlib.dumps(dict(message), fmt=plistlib.FMT_BINARY)
        self.socket.sendall(_LENGTH.pack(len(body)) + body)

    def receive(self) -> dict[str, Any]:
        """The next one."""
        (size,) = _LENGTH.unpack(exactly(self.socket, _LENGTH.size))
        try:
            told: dict[str, Any] = plistlib.loads(exactly(self.socket, size))
        except (ValueError, plistlib.InvalidFileException) as error:
            raise OSError("it sent no property list") from error
        return told

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send one and return the reply."""
        self.send(message)
        return self.receive()


class Cable:
    """The cable of one phone.

    One session with lockdownd is kept for all that is asked of it, as pymobiledevice3 does: each
    costs a handshake of TLS.

    Args:
        name: of the device, for errors.
        udid: of the phone.
        usbmuxd: the socket that has it on a cable; None where none has.
    """

    def __init__(self, name: str, udid: str, usbmuxd: Path | None) -> None:
        self._name = name
        self._udid = udid
        self._usbmuxd = usbmuxd
        self._tls: ssl.SSLContext | None = None
        self._lockdown: Lists | None = None

    def values(self, *keys: str) -> Mapping[str, Any]:
        """What lockdownd tells within a session.

        Raises:
            CommandFailed: it does not answer, or does not tell one of them.
            DeviceLost: the phone is on no cable.
        """
        with self._telling(f"reading {', '.join(keys)}"):
            return {key: self._value(key) for key in keys}

    @contextmanager
    def service(self, name: str) -> Iterator[Lists]:
        """A connection to a service.

        Raises:
            CommandFailed: it does not start; or what is done with it fails with an OSError.
            DeviceLost: the phone is on no cable.
        """
        with self._telling(f"using {name}"):
            port, secures = self._start(name)
            with self._dialled(port) as plain, self._secured(plain, wanted=secures) as connection:
                yield Lists(connection)

    def stream(self, name: str) -> socket.socket:
        """A connection to a service that goes on; whoever takes it closes it.

        Raises:
            CommandFailed: it does not start.
            DeviceLost: the phone is on no cable.
        """
        with self._telling(f"starting {name}"):
            port, secures = self._start(name)
            return self._secured(self._dialled(port), wanted=secures)

    def _value(self, key: str) -> Any:  # noqa: ANN401 - of a property list
        told = self._ask({"Request": "GetValue", "Key": key})
        if "Value" not in told:
            raise OSError(f"lockdownd tells no {key}: {told.get('Error')}")
        return told["Value"]

    def _start(self, name: str) -> tuple[int, bool]:
        """Have a service started; its port, and whether it speaks TLS."""
        started = self._ask({"Request": "StartService", "Service": name})
        if "Port" not in started:
            raise OSError(f"lockdownd does not start it: {started.get('Error')}")
        return int(started["Port"]), bool(started.get("EnableServiceSSL", False))

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Ask lockdownd in the session that is kept, or in a new one where that has ended."""
        if self._lockdown is not None:
            try:
                return self._lockdown.ask(_LABEL | message)
            except OSError:
                self._lockdown.socket.close()
                self._lockdown = None
        self._lockdown = self._session()
        return self._lockdown.ask(_LABEL | message)

    def _session(self) -> Lists:
        """A connection to lockdownd, within a session; closed with this cable."""
        with ExitStack() as on_failure:
            plain = self._dialled(PORT)
            on_failure.callback(plain.close)
            told = Lists(plain).ask(_LABEL | {"Request": "StartSession"} | self._host())
            if "SessionID" not in told:
                raise OSError(f"lockdownd opens no session: {told.get('Error')}")
            connection = self._secured(plain, wanted=bool(told.get("EnableSessionSSL")))
            on_failure.pop_all()
        weakref.finalize(self, connection.close)
        return Lists(connection)

    def _host(self) -> dict[str, Any]:
        record = self._record()
        return {key: record[key] for key in ("HostID", "SystemBUID")}

    def _secured(self, connection: socket.socket, *, wanted: bool) -> socket.socket:
        """The connection with TLS on it, where that is wanted; it takes the place of the other."""
        if not wanted:
            return connection
        self._tls = self._tls or _context(self._record())
        return self._tls.wrap_socket(connection)

    def _record(self) -> dict[str, Any]:
        with Mux(self._path, within_s=DEADLINES.health_s) as mux:
            return mux.record(self._udid)

    def _dialled(self, port: int) -> socket.socket:
        with ExitStack() as on_failure:
            mux = on_failure.enter_context(Mux(self._path, within_s=DEADLINES.command_s))
            mux.connect(self._udid, port)
            on_failure.pop_all()
        return mux.socket

    @property
    def _path(self) -> Path:
        if self._usbmuxd is None:
            raise UnpluggedError("its lab names no socket of usbmuxd")
        return self._usbmuxd

    @contextmanager
    def _telling(self, tried: str) -> Iterator[None]:
        tried = f"over the cable: {tried}"
        try:
            with counted("cable"):
                yield
        except UnpluggedError as error:
            remedy = "see its cable, and whether it trusts this host"
            raise DeviceLost(self._name, tried, str(error), remedy) from error
        except OSError as error:  # TLS's and time's are OSErrors
            raise CommandFailed(self._name, tried, str(error) or "no answer in time") from error


def _context(record: Mapping[str, Any]) -> ssl.SSLContext:
    """TLS with this host's key. The phone's certificate is its own: nobody else vouches for it.

    Python reads keys from files alone: it is there for that moment, for its owner's eyes.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers(_CIPHERS)
    context.options |= _LEGACY_RENEGOTIATION
    handle, name = tempfile.mkstemp()
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(record["HostPrivateKey"] + b"\n" + record["HostCertificate"])
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    return context
