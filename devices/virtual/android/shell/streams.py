"""Where commands read from and write to."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Reader(Protocol):
    """Standard input."""

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""


class Writer(Protocol):
    """Standard output or error."""

    async def write(self, data: bytes) -> None:
        """Take bytes, waiting while the other side is slow."""


class Pipe:
    """Joins a writer to a reader; what was written after the reader left is dropped."""

    def __init__(self, data: bytes = b"", *, ended: bool = False) -> None:
        self._chunks = deque([data] if data else [])
        self._ended = ended
        self._changed = asyncio.Event()

    async def read(self) -> bytes:
        """The next bytes; empty once the writer ended and all was read."""
        while not self._chunks and not self._ended:
            self._changed.clear()
            await self._changed.wait()
        return self._chunks.popleft() if self._chunks else b""

    async def write(self, data: bytes) -> None:
        """Hand bytes over."""
        if data and not self._ended:
            self._chunks.append(data)
            self._changed.set()

    def end(self) -> None:
        """Let the reader see the end."""
        self._ended = True
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
        """Keep bytes."""
        self._data += data

    @property
    def data(self) -> bytes:
        """All that was written."""
        return bytes(self._data)


async def read_all(reader: Reader) -> bytes:
    """Everything up to the end."""
    data = bytearray()
    while chunk := await reader.read():
        data += chunk
    return bytes(data)
