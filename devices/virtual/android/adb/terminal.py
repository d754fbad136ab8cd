"""Standard input of a shell over adb: a pipe, or a pseudo-terminal with its line discipline."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command
from devices.virtual.android.shell.streams import read_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_SIZE: Final = re.compile(rb"\s*(\d+)x(\d+),(\d+)x(\d+)")
_HIGH_WATER: Final = 1024 * 1024
_END: Final = 0x04
_INTERRUPT: Final = 0x03
_ERASE: Final = frozenset({0x08, 0x7F})
_KILL: Final = 0x15
_NEWLINE: Final = 0x0A
_RETURN: Final = 0x0D


class Input:
    """What comes on standard input, taken line by line by a shell, or as it is by a command."""

    def __init__(self) -> None:
        self._arrived = bytearray()
        self._ended = False
        self._changed, self._taken = asyncio.Event(), asyncio.Event()

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""
        await self._until(lambda: bool(self._arrived))
        data = bytes(self._arrived)
        self._arrived.clear()
        self._taken.set()
        return data

    def unread(self, data: bytes) -> None:
        """Give bytes back: the next read begins with them."""
        self._arrived[:0] = data

    async def line(self) -> bytes:
        """The next line with its newline; the last one may lack it; empty at the end."""
        await self._until(lambda: _NEWLINE in self._arrived)
        end = self._arrived.find(_NEWLINE) + 1 or len(self._arrived)
        line = bytes(self._arrived[:end])
        del self._arrived[:end]
        self._taken.set()
        return line

    async def room(self) -> None:
        """Wait while so much is there that a host should send no more."""
        while len(self._arrived) > _HIGH_WATER and not self._ended:
            self._taken.clear()
            await self._taken.wait()

    def feed(self, data: bytes) -> None:
        """Bytes came from the host."""
        if not self._ended:
            self._arrived += data
            self._changed.set()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._changed.set()

    async def _until(self, ready: Callable[[], bool]) -> None:
        while not ready() and not self._ended:
            self._changed.clear()
            await self._changed.wait()


class Terminal(Input):
    """A pseudo-terminal as adbd opens it: it echoes, edits a line and knows its size.

    Source: termios(3), the modes that a new Linux terminal has (ICANON, ECHO, ECHOE, ISIG, ICRNL,
    ONLCR).

    Args:
        write: what shows bytes on the terminal.

    Attributes:
        rows, columns: 0 until the host has told them.
        on_interrupt: what Ctrl-C does.
    """

    def __init__(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        super().__init__()
        self._lines: deque[bytes] = deque()  # as they were sent on; an empty one is Ctrl-D
        self._write = write
        self._edited = bytearray()
        self.rows = self.columns = 0
        self.on_interrupt: Callable[[], None] = lambda: None

    async def read(self) -> bytes:
        """The next line; empty where Ctrl-D was typed, and at the end."""
        await self._until(lambda: bool(self._lines))
        return self._lines.popleft() if self._lines else b""

    def unread(self, data: bytes) -> None:
        """Give bytes back: the next read begins with them."""
        if data:
            self._lines.appendleft(data)

    async def line(self) -> bytes:
        """The next line with its newline; the last one may lack it; empty at the end."""
        return await read_line(self)

    def feed(self, data: bytes) -> None:
        """A line was sent on, an empty one by Ctrl-D."""
        self._lines.append(data)
        self._changed.set()

    def resize(self, told: bytes) -> None:
        """Take a window size, ``ROWSxCOLUMNS,WIDTHxHEIGHT``; anything else is passed over."""
        match = _SIZE.match(told)
        if match is not None:
            self.rows, self.columns = int(match[1]) & 0xFFFF, int(match[2]) & 0xFFFF

    async def show(self, data: bytes) -> None:
        """Show what a command wrote: a newline begins its line at the left."""
        await self._write(data.replace(b"\n", b"\r\n"))

    async def type(self, data: bytes) -> None:
        """Take keys as they are typed."""
        echo = bytearray()
        for key in data:
            echo += self._key(key)
        if echo:
            await self._write(bytes(echo))

    def _key(self, key: int) -> bytes:
        if key in (_RETURN, _NEWLINE):
            self.feed(bytes(self._edited) + b"\n")
            self._edited.clear()
            return b"\r\n"
        if key == _INTERRUPT:
            self._edited.clear()
            self._lines.clear()
            self.on_interrupt()
            return b"^C\r\n"
        if key == _END:
            # It ends what reads now, and no more than that.
            self.feed(bytes(self._edited))
            self._edited.clear()
            return b""
        if key in _ERASE or key == _KILL:
            return self._erased(1 if key != _KILL else len(self._edited))
        self._edited.append(key)
        return bytes((key,))

    def _erased(self, count: int) -> bytes:
        count = min(count, len(self._edited))
        del self._edited[len(self._edited) - count :]
        return b"\b \b" * count


@command("stty")
async def stty(call: Call) -> int:
    """Tell the terminal's size; its modes are fixed."""
    terminal = call.stdin
    if not isinstance(terminal, Terminal):
        return await call.fail("stty: tcgetattr standard input: Not a tty")
    if call.args == ("size",):
        await call.print(f"{terminal.rows} {terminal.columns}")
    elif call.args in {(), ("-a",)}:
        size = f"rows {terminal.rows}; columns {terminal.columns};"
        await call.print(f"speed 38400 baud; {size} line = 0;")
    return 0
