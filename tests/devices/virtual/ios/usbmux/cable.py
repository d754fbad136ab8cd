"""A host's end of the cable: a client written from the protocols' descriptions alone.

It shares no code with the servers, and blocks: the servers run in a thread of their own.
"""

from __future__ import annotations

import asyncio
import plistlib
import socket
import ssl
import struct
import threading
import time
from concurrent.futures import wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.usbmux import Usbmuxd

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from devices.virtual.ios.usbmux.handset import Handset

DEADLINE_S: Final = 10
LOCKDOWN: Final = 62078

Message = dict[str, Any]


class Cable:
    """A usbmuxd that runs, and what connects to it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, mux: Usbmuxd, folder: Path) -> None:
        self._loop, self._mux, self._folder = loop, mux, folder
        self._open: list[socket.socket] = []

    @property
    def path(self) -> Path:
        """Of the socket."""
        return self._folder / "mux"

    def run(self, work: Coroutine[None, None, None]) -> None:
        """Do something in the servers' loop."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)

    def call(self, work: Callable[[], object]) -> None:
        """Call something in the servers' loop."""

        async def called() -> None:
            work()

        self.run(called())

    def until(self, true: Callable[[], bool]) -> None:
        """Give the servers turns until something has become true."""
        deadline = time.monotonic() + DEADLINE_S
        while not true():
            assert time.monotonic() < deadline
            self.call(lambda: None)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is sent in the block reaches the servers in the same turn of their loop."""
        held, let_go = threading.Event(), threading.Event()

        def hold() -> None:
            held.set()
            let_go.wait(DEADLINE_S)

        self._loop.call_soon_threadsafe(hold)
        assert held.wait(DEADLINE_S)
        try:
            yield
        finally:
            let_go.set()

    def attach(self, handset: Handset) -> None:
        """Plug a phone in."""
        self.call(lambda: self._mux.attach(handset))

    def detach(self, udid: str) -> None:
        """Pull a phone's plug."""
        self.run(self._mux.detach(udid))

    @property
    def connections(self) -> int:
        """How many there are to phones."""
        return sum(len(each.connections) for each in self._mux.attached)

    def connect(self) -> socket.socket:
        """A raw connection to usbmuxd."""
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(DEADLINE_S)
        sock.connect(str(self.path))
        self._open.append(sock)
        return sock

    def mux(self) -> Mux:
        """A client of usbmuxd."""
        return Mux(self.connect())

    def record(self, udid: str) -> Message:
        """The pair record of a phone."""
        reply = self.mux().ask({"MessageType": "ReadPairRecord", "PairRecordID": udid})
        return dict(plistlib.loads(reply["PairRecordData"]))

    def port(self, udid: str, port: int) -> socket.socket:
        """A connection to a port of a phone."""
        mux = self.mux()
        assert mux.dial(self.device_id(udid), port) == 0
        return mux.sock

    def device_id(self, udid: str) -> int:
        """The number of a phone."""
        devices = self.mux().ask({"MessageType": "ListDevices"})["DeviceList"]
        (found,) = (each for each in devices if each["Properties"]["SerialNumber"] == udid)
        return int(found["DeviceID"])

    def context(self, udid: str) -> ssl.SSLContext:
        """TLS with what the pair record holds, as hosts use it."""
        record = self.record(udid)
        pem = self._folder / f"{udid}.pem"
        pem.write_bytes(record["HostPrivateKey"] + record["HostCertificate"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.load_cert_chain(pem)
        return context

    def lockdown(self, udid: str) -> Plists:
        """A connection to lockdownd, without a session."""
        return Plists(self.port(udid, LOCKDOWN))

    def session(self, udid: str) -> Plists:
        """A connection to lockdownd, within a session."""
        lockdown = self.lockdown(udid)
        record = self.record(udid)
        lockdown.ask(
            {
                "Request": "StartSession",
                "HostID": record["HostID"],
                "SystemBUID": record["SystemBUID"],
            }
        )
        return Plists(self.secure(lockdown.sock, udid))

    def secure(self, sock: socket.socket, udid: str) -> ssl.SSLSocket:
        """TLS over a connection."""
        secured = self.context(udid).wrap_socket(sock)
        self._open.append(secured)
        return secured

    def service(self, udid: str, name: str) -> ssl.SSLSocket:
        """A connection to a service."""
        reply = self.session(udid).ask({"Request": "StartService", "Service": name})
        return self.secure(self.port(udid, reply["Port"]), udid)

    def close(self) -> None:
        """Close every connection that was made."""
        for sock in self._open:
            sock.close()


class Mux:
    """Messages of usbmuxd over one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._tag = 0

    def send(self, message: Message) -> int:
        """Send a message; returns its tag."""
        self._tag += 1
        body = plistlib.dumps(message)
        self.sock.sendall(struct.pack("<4I", 16 + len(body), 1, 8, self._tag) + body)
        return self._tag

    def receive(self) -> tuple[int, Message]:
        """The next message with its tag."""
        size, version, kind, tag = struct.unpack("<4I", exactly(self.sock, 16))
        assert (version, kind) == (1, 8)
        return tag, plistlib.loads(exactly(self.sock, size - 16))

    def ask(self, message: Message) -> Message:
        """Send a message; returns the reply, which carries its tag."""
        tag = self.send(message)
        got, reply = self.receive()
        assert got == tag
        return reply

    def dial(self, device_id: int, port: int) -> int:
        """Connect to a port; returns the number of the result."""
        swapped = struct.unpack("<H", struct.pack(">H", port))[0]
        message = {"MessageType": "Connect", "DeviceID": device_id, "PortNumber": swapped}
        return int(self.ask(message)["Number"])


class Plists:
    """Lists with a length in front, over one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def send(self, message: Message, *, binary: bool = True) -> None:
        """Send a list."""
        fmt = plistlib.FMT_BINARY if binary else plistlib.FMT_XML
        body = plistlib.dumps(message, fmt=fmt)
        self.sock.sendall(struct.pack(">I", len(body)) + body)

    def receive(self) -> Message:
        """The next list."""
        (size,) = struct.unpack(">I", exactly(self.sock, 4))
        return dict(plistlib.loads(exactly(self.sock, size)))

    def ask(self, message: Message) -> Message:
        """Send a list; returns the reply."""
        self.send(message)
        return self.receive()

    def run(self, message: Message) -> list[Message]:
        """Send a command; returns its replies up to the last."""
        self.send(message)
        replies = [self.receive()]
        while replies[-1].get("Status") != "Complete" and "Error" not in replies[-1]:
            replies.append(self.receive())
        return replies


class Packet:
    """A reply of the file service."""

    def __init__(self, operation: int, arguments: bytes, content: bytes) -> None:
        self.operation, self.arguments, self.content = operation, arguments, content

    @property
    def status(self) -> int:
        """Of a reply that is nothing else."""
        assert self.operation == 1
        return int(struct.unpack("<Q", self.arguments)[0])

    @property
    def number(self) -> int:
        """Of a reply that is nothing else."""
        assert self.operation in {0x0E, 0x13}
        return int(struct.unpack("<Q", self.arguments)[0])

    @property
    def texts(self) -> list[str]:
        """Of a reply that lists them."""
        assert self.operation == 2
        assert not self.content or self.content.endswith(b"\0")
        return self.content.decode().split("\0")[:-1]


class Files:
    """Packets of the file service over one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._count = 0

    def ask(self, operation: int, *parts: int | str | bytes, content: bytes = b"") -> Packet:
        """Send numbers, paths and bytes; returns the reply."""
        self._count += 1
        arguments = b"".join(_part(part) for part in parts)
        this = 40 + len(arguments)
        head = struct.pack("<8s4Q", b"CFA6LPAA", this + len(content), this, self._count, operation)
        self.sock.sendall(head + arguments + content)
        return self.receive()

    def receive(self) -> Packet:
        """The next reply."""
        head = exactly(self.sock, 40)
        magic, whole, this, count, operation = struct.unpack("<8s4Q", head)
        assert (magic, count) == (b"CFA6LPAA", self._count)
        body = exactly(self.sock, whole - 40)
        return Packet(operation, body[: this - 40], body[this - 40 :])

    def push(self, path: str, data: bytes) -> None:
        """Write a file, as hosts do."""
        handle = self.ask(0x0D, 3, path).number
        assert self.ask(0x10, handle, content=data).status == 0
        assert self.ask(0x14, handle).status == 0

    def pull(self, path: str) -> bytes:
        """Read a file, as hosts do."""
        handle = self.ask(0x0D, 1, path).number
        data = b""
        while more := self.ask(0x0F, handle, 5).content:
            data += more
        assert self.ask(0x14, handle).status == 0
        return data


def _part(part: int | str | bytes) -> bytes:
    if isinstance(part, int):
        return struct.pack("<q" if part < 0 else "<Q", part)
    return part.encode() + b"\0" if isinstance(part, str) else part


def exactly(sock: socket.socket, size: int) -> bytes:
    """Bytes of a connection; an error when it ends before."""
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise EOFError(f"closed after {len(data)} bytes of {size}")
        data += more
    return data


def closed(sock: socket.socket) -> bool:
    """Whether the other side has closed the connection, once what it said has been read."""
    try:
        while sock.recv(4096):
            pass
    except (ConnectionError, ssl.SSLError):
        pass  # with what we said unread, the end is a reset
    return True


@contextmanager
def plugged(folder: Path, *handsets: Handset) -> Iterator[Cable]:
    """A usbmuxd with phones attached, until the end of the block, and nothing left of it then."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    mux = Usbmuxd()
    cable = Cable(loop, mux, folder)
    try:
        cable.run(mux.start(cable.path))
        for handset in handsets:
            cable.attach(handset)
        yield cable
        cable.run(mux.stop())
        left = asyncio.run_coroutine_threadsafe(_others(), loop)
        wait([left], DEADLINE_S)
        assert left.result() == 0, "connections are left"
        assert not cable.path.exists()
    finally:
        cable.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(DEADLINE_S)
        loop.close()


async def _others() -> int:
    return len(asyncio.all_tasks()) - 1
