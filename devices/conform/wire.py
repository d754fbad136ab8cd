"""The wires that rows are observed over: adb's own protocol by way of its server, and the console.

Protocol: AOSP packages/modules/adb, SERVICES.TXT and shell_protocol.h. adbutils is not used here
because it asks for a terminal, which merges the two streams that rows keep apart, and because its
deadlines are of one read and not of one command.
"""

from __future__ import annotations

import asyncio
import struct
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.android.adb_server import ask

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_LOOPBACK: Final = "127.0.0.1"
_STDOUT, _STDERR, _EXIT = 1, 2, 3
_CHUNK: Final = 1 << 18


class WireError(Exception):
    """The adb server, the phone or its console did not let itself be asked.

    Attributes:
        tried: what was asked.
        seen: what came instead of an answer.
    """

    def __init__(self, tried: str, seen: str) -> None:
        super().__init__(tried, seen)
        self.tried = tried
        self.seen = seen

    def __str__(self) -> str:
        return f"{self.tried}: {self.seen}"


@dataclass(frozen=True, slots=True)
class ShellAnswer:
    """What a command printed, and its exit status."""

    stdout: str
    stderr: str
    exit: int


@dataclass(frozen=True, slots=True)
class Adb:
    """One phone of an adb server that somebody else runs.

    Attributes:
        serial: what the server calls it.
        port: of the server on loopback.
    """

    serial: str
    port: int

    async def host(self, request: str, *, within_s: float) -> str:
        """Ask the server something about the phone.

        Raises:
            WireError: it does not answer, or refuses.
        """
        try:
            return await ask(self.port, f"host-serial:{self.serial}:{request}", within_s=within_s)
        except OSError as error:
            raise WireError(request, describe(error)) from error

    async def shell(self, command: str, *, within_s: float) -> ShellAnswer:
        """Run a command without a terminal.

        Raises:
            WireError: the phone does not answer, or not in time.
        """
        streams = {_STDOUT: bytearray(), _STDERR: bytearray(), _EXIT: bytearray()}
        async with self.open(shell_service(command), within_s) as (reader, _):
            while not streams[_EXIT]:
                kind, size = struct.unpack("<BI", await reader.readexactly(5))
                streams.setdefault(kind, bytearray()).extend(await reader.readexactly(size))
        stdout, stderr = (streams[kind].decode(errors="replace") for kind in (_STDOUT, _STDERR))
        return ShellAnswer(stdout, stderr, streams[_EXIT][0])

    async def service(self, name: str, *, within_s: float, file: Path | None = None) -> str:
        """Open a service, send it a file if one is given, and return all that it says.

        Raises:
            WireError: the phone refuses it, or does not end it in time.
        """
        async with self.open(name, within_s) as (reader, writer):
            if file is not None:
                await _send(file, writer)
            return (await reader.read()).decode(errors="replace")

    @asynccontextmanager
    async def open(
        self, service: str, within_s: float
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Open a service of the phone; the deadline is for all that is done with it.

        Raises:
            WireError: it cannot be opened, or something failed inside.
        """
        writer = None
        try:
            async with asyncio.timeout(within_s):
                reader, writer = await asyncio.open_connection(_LOOPBACK, self.port)
                for request in (f"host:transport:{self.serial}", service):
                    await _request(reader, writer, request)
                yield reader, writer
        except TimeoutError:
            raise WireError(_named(service), f"no end within {within_s:g} s") from None
        except (OSError, asyncio.IncompleteReadError) as error:
            raise WireError(_named(service), describe(error)) from error
        finally:
            if writer is not None:
                await _close(writer)


def shell_service(command: str) -> str:
    """The service that adb opens for ``adb shell COMMAND`` (AOSP adb client/commandline.cpp)."""
    return f"shell,v2,TERM=xterm,raw:{command}"


async def console(port: int, line: str, token: str = "", *, within_s: float) -> tuple[str, str]:
    """Say a line to an emulator's console; returns its greeting and what answered the line.

    As adb does, it shows the user's token first when there is one (AOSP adb client/console.cpp).

    Raises:
        WireError: nobody answers, or not in time.
    """
    try:
        async with asyncio.timeout(within_s):
            reader, writer = await asyncio.open_connection(_LOOPBACK, port)
            try:
                greeting = await _until_verdict(reader)
                if not line:
                    return greeting, ""
                if token:
                    writer.write(f"auth {token}\n".encode())
                    await _until_verdict(reader)
                writer.write(line.encode() + b"\n")
                answer = await _until_verdict(reader)
                writer.write(b"quit\n")
                await writer.drain()
                return greeting, answer
            finally:
                await _close(writer)
    except (OSError, asyncio.IncompleteReadError) as error:
        raise WireError(f"console {line}".strip(), describe(error)) from error


def describe(error: BaseException) -> str:
    """An error in words, also one without a message."""
    if isinstance(error, asyncio.IncompleteReadError):
        return "the connection was closed"
    return str(error) or ("no answer" if isinstance(error, TimeoutError) else type(error).__name__)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: str
) -> None:
    encoded = request.encode()
    writer.write(b"%04x" % len(encoded) + encoded)
    status = await reader.readexactly(4)
    if status != b"OKAY":
        said = (await reader.read())[4:].decode(errors="replace")
        raise WireError(_named(request), said or f"answered {status!r}")


async def _send(file: Path, writer: asyncio.StreamWriter) -> None:
    with file.open("rb") as source:
        while part := source.read(_CHUNK):
            writer.write(part)
            await writer.drain()


async def _until_verdict(reader: asyncio.StreamReader) -> str:
    """All lines up to the one that says how it went."""
    said = ""
    while True:
        line = (await reader.readuntil(b"\n")).decode(errors="replace")
        said += line
        if line.rstrip() == "OK" or line.startswith("KO"):
            return said


def _named(service: str) -> str:
    """A service as people call it."""
    words = service.replace("\0", " ")
    return f"adb shell {words.split(':', 1)[1]}" if words.startswith("shell,") else words
