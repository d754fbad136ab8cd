"""Shells over adb: framed (protocol v2) or raw, and Android's binder bridge `abb`."""

from __future__ import annotations

import asyncio
import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services import COMMANDS
from devices.virtual.android.shell.call import Call
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Pipe, Sink

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.phone import Phone

_FRAME: Final = struct.Struct("<BI")


class _Id(IntEnum):
    """Kinds of frames. Source: AOSP packages/modules/adb/shell_protocol.h."""

    STDIN = 0
    STDOUT = 1
    STDERR = 2
    EXIT = 3
    CLOSE_STDIN = 4
    WINDOW_SIZE = 5


def encode_frame(kind: int, data: bytes) -> bytes:
    """One frame of the shell protocol."""
    return _FRAME.pack(kind, len(data)) + data


class FrameDecoder:
    """Cuts bytes into frames of the shell protocol."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Take bytes in and give the kind and data of every frame that is complete."""
        self._buffer += data
        frames = []
        while len(self._buffer) >= _FRAME.size:
            kind, length = _FRAME.unpack_from(self._buffer)
            end = _FRAME.size + length
            if len(self._buffer) < end:
                break
            frames.append((kind, bytes(self._buffer[_FRAME.size : end])))
            del self._buffer[:end]
        return frames


async def run_shell(
    phone: Phone, script: str, stream: Stream, *, framed: bool, terminal: bool
) -> None:
    """Run a script, or without one what comes on standard input, line by line."""

    async def body(streams: Streams) -> int:
        shell = Shell(phone, streams)
        if script:
            return await shell.run(script)
        return await _interactive(phone, shell, streams, terminal=terminal)

    await _with_streams(stream, body, framed=framed)


async def run_abb(phone: Phone, argv: tuple[str, ...], stream: Stream, *, framed: bool) -> None:
    """Call a service of the system directly, as `cmd` does, without a shell between."""

    async def body(streams: Streams) -> int:
        words = ("cmd", *argv)
        call = Call(phone, words, streams.stdin, streams.stdout, streams.stderr, {})
        return await COMMANDS["cmd"](call)

    await _with_streams(stream, body, framed=framed)


async def _with_streams(
    stream: Stream, body: Callable[[Streams], Awaitable[int]], *, framed: bool
) -> None:
    stream.accept()
    stdin = Pipe()
    if not framed:
        raw = Sink(stream.write)
        feeding = asyncio.create_task(_feed_raw(stream, stdin))
        streams = Streams(stdin, raw, raw)
    else:
        feeding = asyncio.create_task(_feed_framed(stream, stdin))
        streams = Streams(
            stdin,
            Sink(lambda data: stream.write(encode_frame(_Id.STDOUT, data))),
            Sink(lambda data: stream.write(encode_frame(_Id.STDERR, data))),
        )
    try:
        status = await body(streams)
    finally:
        feeding.cancel()
    if framed:
        stream.push(encode_frame(_Id.EXIT, bytes([status & 0xFF])))
    stream.close()


async def _feed_raw(stream: Stream, stdin: Pipe) -> None:
    while data := await stream.read():
        await stdin.write(data)
    stdin.end()


async def _feed_framed(stream: Stream, stdin: Pipe) -> None:
    decoder = FrameDecoder()
    while data := await stream.read():
        for kind, content in decoder.feed(data):
            if kind == _Id.STDIN:
                await stdin.write(content)
            elif kind == _Id.CLOSE_STDIN:
                stdin.end()
    stdin.end()


async def _interactive(phone: Phone, shell: Shell, streams: Streams, *, terminal: bool) -> int:
    """Read commands line by line; a terminal gets a prompt and sees what it types."""
    prompt = f"{phone.properties['ro.product.device']}:/ $ ".encode() if terminal else b""
    status, pending = 0, b""
    await streams.stdout.write(prompt)
    while data := await streams.stdin.read():
        if terminal:
            await streams.stdout.write(data.replace(b"\r", b"\r\n"))
            data = data.replace(b"\r", b"\n")
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            status = await shell.run(line.decode("utf-8", "surrogateescape"))
            if shell.left:
                return status
            await streams.stdout.write(prompt)
    return await shell.run(pending.decode("utf-8", "surrogateescape")) if pending else status
