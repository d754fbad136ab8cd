"""Shells over adb: framed (protocol v2) or raw, and Android's binder bridge `abb`.

Source: AOSP packages/modules/adb, daemon/shell_service.cpp and daemon/abb.cpp; the prompt:
external/mksh, mkshrc.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.shell_protocol import FrameDecoder, FrameId, encode_frame
from devices.virtual.android.adb.terminal import Input, Terminal
from devices.virtual.android.services import COMMANDS
from devices.virtual.android.shell.call import Call
from devices.virtual.android.shell.commands import SIGNALS
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.streams import Sink
from devices.virtual.android.shell.syntax import ShellSyntaxError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.android.phone import Phone

_INTERRUPTED: Final = 130
_UNFINISHED: Final = ("unexpected EOF", "no closing quote", "unclosed", "error: unmatched ")


async def run_shell(
    phone: Phone, script: str, stream: Stream, *, framed: bool, terminal: bool, kind: str
) -> None:
    """Run a script, or without one what comes on standard input, line by line.

    Args:
        phone: whose shell.
        script: what to run; empty for a shell that reads.
        stream: to the host.
        framed: whether streams and exit status are told apart.
        terminal: whether a pseudo-terminal is between.
        kind: of the terminal, as TERM names it.
    """

    async def body(streams: Streams) -> int:
        shell = Shell(phone, streams)
        if kind:
            shell.state.export_all({"TERM": kind})
        if script:
            if isinstance(streams.stdin, Terminal):
                streams.stdin.on_interrupt = partial(shell.signal, SIGNALS["INT"])
            return await shell.run(script)
        return await _Session(shell, streams).run()

    await _with_streams(stream, body, framed=framed, terminal=terminal)


async def run_abb(phone: Phone, argv: tuple[str, ...], stream: Stream, *, framed: bool) -> None:
    """Call a service of the system directly, as `cmd` does, without a shell between."""

    async def body(streams: Streams) -> int:
        words = ("cmd", *argv)
        call = Call(phone, words, streams.stdin, streams.stdout, streams.stderr, {})
        return await COMMANDS["cmd"](call)

    await _with_streams(stream, body, framed=framed, terminal=False)


async def _with_streams(
    stream: Stream, body: Callable[[Streams], Awaitable[int]], *, framed: bool, terminal: bool
) -> None:
    """Run a command on a stream; a host that hangs up ends it, as SIGHUP does."""
    stream.accept()
    running = asyncio.current_task()
    assert running is not None
    stream.on_hang_up = running.cancel
    out, err = _sinks(stream, framed=framed)
    stdin = Terminal(out) if terminal else Input()
    if isinstance(stdin, Terminal):
        streams = Streams(stdin, Sink(stdin.show), Sink(stdin.show))
    else:
        streams = Streams(stdin, Sink(out), Sink(err))
    feeding = asyncio.create_task(_feed(stream, stdin, framed=framed))
    try:
        status = await body(streams)
    finally:
        feeding.cancel()
    if framed:
        stream.push(encode_frame(FrameId.EXIT, bytes([status & 0xFF])))
    stream.close()


def _sinks(
    stream: Stream, *, framed: bool
) -> tuple[Callable[[bytes], Awaitable[None]], Callable[[bytes], Awaitable[None]]]:
    if not framed:
        return stream.write, stream.write
    return (
        lambda data: stream.write(encode_frame(FrameId.STDOUT, data)),
        lambda data: stream.write(encode_frame(FrameId.STDERR, data)),
    )


async def _feed(stream: Stream, stdin: Input, *, framed: bool) -> None:
    decoder = FrameDecoder()
    while data := await stream.read():
        frames = decoder.feed(data) if framed else [(int(FrameId.STDIN), data)]
        for kind, content in frames:
            await _take_frame(kind, content, stdin)
    stdin.end()


async def _take_frame(kind: int, content: bytes, stdin: Input) -> None:
    if isinstance(stdin, Terminal):
        # A terminal cannot be closed on one side: the host ends the shell, or types Ctrl-D.
        if kind == FrameId.WINDOW_SIZE:
            stdin.resize(content)
        elif kind == FrameId.STDIN:
            with suppress(ConnectionError):
                await stdin.type(content)
    elif kind == FrameId.STDIN:
        stdin.feed(content)
        await stdin.room()
    elif kind == FrameId.CLOSE_STDIN:
        stdin.end()


class _Session:
    """A shell that reads its commands; on a terminal it prompts for them."""

    def __init__(self, shell: Shell, streams: Streams) -> None:
        assert isinstance(streams.stdin, Input)
        self._shell, self._stdin, self._stdout = shell, streams.stdin, streams.stdout
        self._status = 0
        self._running: asyncio.Future[int] | None = None
        self._interrupted = False
        # One process reads every line; a fault in one of them does not end it.
        shell.state.interactive = True

    async def run(self) -> int:
        """Read commands to the end of input or `exit`; gives the status of the last."""
        try:
            return await self._read()
        finally:
            self._shell.end()

    async def _read(self) -> int:
        if isinstance(self._stdin, Terminal):
            self._stdin.on_interrupt = self._interrupt
        await self._prompt()
        text = ""
        while line := await self._stdin.line():
            text += line.decode("utf-8", "surrogateescape")
            if self._interrupted:
                text = ""
                self._interrupted = False
                self._status = self._shell.state.status = _INTERRUPTED
                await self._prompt()
                continue
            if _is_unfinished(text):
                await self._show(self._shell.state.variables.get("PS2", ""))
                continue
            self._status = await self._one(text)
            text = ""
            if self._shell.left:
                break
            await self._prompt()
        else:
            if text:
                self._status = await self._one(text)
        self._shell.state.interactive = False
        await self._shell.run("")  # what a shell does as it ends: traps, and jobs that still write
        return self._status

    async def _one(self, text: str) -> int:
        terminal = self._stdin
        if not isinstance(terminal, Terminal):
            return await self._shell.run(text)
        size = {"LINES": str(terminal.rows), "COLUMNS": str(terminal.columns)}
        self._shell.state.variables |= size
        self._running = asyncio.ensure_future(self._shell.run(text))
        try:
            return await self._running
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            self._shell.state.status = _INTERRUPTED
            return _INTERRUPTED
        finally:
            self._running.cancel()
            self._running = None

    def _interrupt(self) -> None:
        if self._running is not None:
            self._running.cancel()
        else:
            # What was typed of a command is dropped, and the shell prompts anew.
            self._interrupted = True
            self._stdin.feed(b"\n")

    async def _prompt(self) -> None:
        state = self._shell.state
        failed = f"{self._status}|" if self._status else ""
        await self._show(f"{failed}{state.variables.get('HOSTNAME', '')}:{state.cwd} $ ")

    async def _show(self, text: str) -> None:
        if isinstance(self._stdin, Terminal):
            await self._stdout.write(text.encode("utf-8", "surrogateescape"))


def _is_unfinished(text: str) -> bool:
    """Whether more lines belong to a command: a quote or a block is open."""
    try:
        parse(text)
    except ShellSyntaxError as error:
        return any(reason in str(error) for reason in _UNFINISHED)
    return False
