"""An adb server with one phone whose answers a test writes down."""

from __future__ import annotations

import asyncio
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

SERIAL = "phone-1"
Answer = tuple[str, str, int]


@dataclass
class FakeServer:
    """Answers what it was told to and remembers what it was asked.

    Attributes:
        shell: stdout, stderr and exit status by command; a list is used up one by one.
        services: replies by service.
        features: of the phone.
        devices: states by serial.
        asked: every shell command, in order.
        received: bytes that services were sent.
        silent: commands that are never answered.
    """

    shell: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    features: str = "cmd,shell_v2"
    devices: dict[str, str] = field(default_factory=lambda: {SERIAL: "device"})
    asked: list[str] = field(default_factory=list)
    received: bytes = b""
    silent: set[str] = field(default_factory=set)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._serving: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        serving = list(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            with suppress(asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self._serving.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            request = await _read(reader)
            if request == "host:devices":
                _say(writer, "".join(f"{s}\t{state}\n" for s, state in self.devices.items()))
                return
            if request.endswith(":features"):
                _say(writer, self.features)
                return
            if request.startswith("host:transport:"):
                serial = request.removeprefix("host:transport:")
                if serial not in self.devices:
                    writer.write(b"FAIL" + _counted(f"device '{serial}' not found"))
                    return
                writer.write(b"OKAY")
                continue
            await self._service(request, reader, writer)
            return

    async def _service(
        self, request: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if request.startswith("shell,v2,"):
            await self._shell(request.split("raw:", 1)[1], reader, writer)
        elif request.split("-S", 1)[0] in self.services:
            writer.write(b"OKAY")
            if "-S" in request:
                size = int(request.split("-S", 1)[1].strip(" \0"))
                self.received += await reader.readexactly(size)
            writer.write(self.services[request.split("-S", 1)[0]].encode())
        else:
            writer.write(b"FAIL" + _counted("closed"))

    async def _shell(
        self, command: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.asked.append(command)
        writer.write(b"OKAY")
        if command in self.silent:
            await reader.read()
            return
        answer = self.shell.get(command, ("", f"{command}: not found\n", 127))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        stdout, stderr, status = answer
        for kind, data in ((1, stdout.encode()), (2, stderr.encode()), (3, bytes([status]))):
            writer.write(struct.pack("<BI", kind, len(data)) + data)


def a_phone(level: int = 34, **shell: Answer | list[Answer]) -> FakeServer:
    """A phone that says what it is; answers to other commands are given by name."""
    what = "getprop ro.build.version.sdk; getprop ro.build.version.release; id -u"
    answers: dict[str, Answer | list[Answer]] = {
        what: (f"{level}\n14\n2000\n", "", 0),
        "pm list packages": ("package:android\npackage:com.android.settings\n", "", 0),
    }
    return FakeServer(shell=answers | shell)


async def _read(reader: asyncio.StreamReader) -> str:
    size = int(await reader.readexactly(4), 16)
    return (await reader.readexactly(size)).decode()


def _counted(text: str) -> bytes:
    return b"%04x" % len(text) + text.encode()


def _say(writer: asyncio.StreamWriter, text: str) -> None:
    writer.write(b"OKAY" + _counted(text))
