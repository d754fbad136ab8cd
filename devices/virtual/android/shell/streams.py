"""Where commands read from and write to."""

from __future__ import annotations

import asyncio
import errno
import os
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from devices.virtual.os.content import CHUNK

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.os.files import File, Files

_PIPE_SIZE: Final = 64 * 1024
_MOST_COLLECTED: Final = 64 * 1024 * 1024
_YIELD_AFTER: Final = 1024 * 1024


class Reader(Protocol):
    """Standard input."""

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""

    def unread(self, data: bytes) -> None:
        """Give bytes back: the next read begins with them."""


class Writer(Protocol):
    """Standard output or error."""

    async def write(self, data: bytes) -> None:
        """Take bytes, waiting while the other side is slow.

        Raises:
            OSError: it takes no more: nobody reads any longer, or the disk is full.
        """


class Pipe:
    """Joins a writer to a reader; a writer waits while much is unread."""

    def __init__(self, data: bytes = b"", *, ended: bool = False) -> None:
        self._chunks = deque([data] if data else [])
        self._size = len(data)
        self._ended = ended
        self._left = False
        self.written = False
        self._changed = asyncio.Event()

    async def read(self) -> bytes:
        """The next bytes; empty once the writer ended and all was read."""
        while not self._chunks and not self._ended:
            self._changed.clear()
            await self._changed.wait()
        if not self._chunks:
            return b""
        data = self._chunks.popleft()
        self._size -= len(data)
        self._changed.set()
        return data

    def unread(self, data: bytes) -> None:
        """Give bytes back."""
        if data:
            self._chunks.appendleft(data)
            self._size += len(data)

    async def write(self, data: bytes) -> None:
        """Hand bytes over.

        Raises:
            BrokenPipeError: the reader has left.
        """
        if self._left:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        if not data or self._ended:
            return
        self.written = True
        self._chunks.append(data)
        self._size += len(data)
        self._changed.set()
        while self._size > _PIPE_SIZE and not self._left and not self._ended:
            self._changed.clear()
            await self._changed.wait()

    def end(self) -> None:
        """Let the reader see the end."""
        self._ended = True
        self._changed.set()

    def leave(self) -> None:
        """Let the writer know that nobody reads any longer."""
        self._left = True
        self._chunks.clear()
        self._changed.set()


class Sink:
    """A writer that hands what it gets to a call."""

    def __init__(self, take: Callable[[bytes], Awaitable[None]]) -> None:
        self._take = take

    async def write(self, data: bytes) -> None:
        """Hand bytes on."""
        if data:
            await self._take(data)


class Collected:
    """A writer that keeps what it gets."""

    def __init__(self) -> None:
        self._data = bytearray()

    async def write(self, data: bytes) -> None:
        """Keep bytes.

        Raises:
            OSError: more than a shell of a phone could hold.
        """
        if len(self._data) + len(data) > _MOST_COLLECTED:
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        self._data += data

    @property
    def data(self) -> bytes:
        """All that was written."""
        return bytes(self._data)


class FileReader:
    """Reads a file from its beginning."""

    def __init__(self, file: File) -> None:
        self.file = file
        self._offset = 0
        self._returned = b""

    async def read(self) -> bytes:
        """The next bytes."""
        if self._returned:
            data, self._returned = self._returned, b""
            return data
        if self.file.content is None:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        data = self.file.content.read(self._offset, CHUNK)
        self._offset += len(data)
        # A device never ends and never waits: everybody else gets a turn between two reads.
        await asyncio.sleep(0)
        return data

    def unread(self, data: bytes) -> None:
        """Give bytes back."""
        self._returned = data + self._returned


class FileWriter:
    """Writes to a file from an offset on, or always at its end."""

    def __init__(self, files: Files, file: File, *, appends: bool, offset: int = 0) -> None:
        self.file = file
        self._files = files
        self._appends = appends
        self._offset = offset
        self._since_yield = 0

    async def write(self, data: bytes) -> None:
        """Put bytes into the file."""
        offset = self.file.size if self._appends else self._offset
        self._files.write_at(self.file, offset, data)
        self._offset = offset + len(data)
        self._since_yield += len(data)
        if self._since_yield > _YIELD_AFTER:
            # A command that writes on and on must not keep the phone from everything else.
            self._since_yield = 0
            await asyncio.sleep(0)


class Closed:
    """A stream that was closed with ``>&-``."""

    async def read(self) -> bytes:
        """Fails."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def unread(self, data: bytes) -> None:
        """Nothing was read from it."""
        del data

    async def write(self, data: bytes) -> None:
        """Fails."""
        del data
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


async def read_all(reader: Reader) -> bytes:
    """Everything up to the end.

    Raises:
        OSError: more than a program of a phone could hold.
    """
    kept = Collected()
    while chunk := await reader.read():
        await kept.write(chunk)
    return kept.data


async def read_line(reader: Reader, end: bytes = b"\n") -> bytes:
    """The next line with its end; what was read beyond it is given back."""
    line = bytearray()
    while chunk := await reader.read():
        head, found, rest = chunk.partition(end)
        line += head + found
        if found:
            reader.unread(rest)
            break
        if len(line) > _MOST_COLLECTED:
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    return bytes(line)
