"""The bytes of files: in chunks that all phones of the process share where they are the same."""

from __future__ import annotations

import hashlib
import os
import weakref
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK: Final = 64 * 1024
"""Bytes in a whole chunk; a read of one whole chunk copies nothing."""


class Content(Protocol):
    """The bytes of a file, wherever they are kept."""

    def __len__(self) -> int:
        """Bytes in the file."""

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset; nothing past the end."""


class _Chunk:
    __slots__ = ("__weakref__", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data


# Sixteen phones that hold the same archive hold its chunks once; the last one to go frees them.
_CHUNKS: Final[weakref.WeakValueDictionary[bytes, _Chunk]] = weakref.WeakValueDictionary()


def _shared(data: bytes) -> _Chunk:
    digest = hashlib.sha256(data).digest()
    chunk = _CHUNKS.get(digest)
    if chunk is None:
        chunk = _CHUNKS[digest] = _Chunk(data)
    return chunk


def shared_chunks() -> int:
    """How many different chunks the files of all phones hold."""
    return len(_CHUNKS)


class Bytes:
    """Content kept in memory; whole chunks are shared between files and between phones."""

    __slots__ = ("_chunks", "_tail")

    def __init__(self, data: bytes = b"") -> None:
        self._chunks: list[_Chunk] = []
        self._tail = bytearray()
        self.append(data)

    def __len__(self) -> int:
        return len(self._chunks) * CHUNK + len(self._tail)

    def copy(self) -> Bytes:
        """The same bytes as a file of its own; what is shared stays shared."""
        twin = Bytes()
        twin._chunks = self._chunks.copy()
        twin._tail = self._tail.copy()
        return twin

    def append(self, data: bytes | memoryview) -> None:
        """Add bytes at the end."""
        view = memoryview(data)
        if self._tail:
            missing = CHUNK - len(self._tail)
            self._tail += view[:missing]
            view = view[missing:]
            if len(self._tail) == CHUNK:
                self._chunks.append(_shared(bytes(self._tail)))
                self._tail = bytearray()
        whole = len(view) - len(view) % CHUNK
        for start in range(0, whole, CHUNK):
            self._chunks.append(_shared(bytes(view[start : start + CHUNK])))
        if whole < len(view):
            self._tail += view[whole:]

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset."""
        end = min(offset + size, len(self))
        if offset >= end:
            return b""
        first, last = offset // CHUNK, (end - 1) // CHUNK
        if first == last:
            return bytes(self._block(first)[offset % CHUNK : end - first * CHUNK])
        joined = b"".join(self._block(index) for index in range(first, last + 1))
        start = offset - first * CHUNK
        return (
            joined if start == 0 and len(joined) == end - offset else joined[start:][: end - offset]
        )

    def write(self, offset: int, data: bytes) -> None:
        """Put bytes at an offset; a gap before it is filled with zeros."""
        self.resize(max(len(self), offset))
        after = self.read(offset + len(data), len(self))
        self.resize(offset)
        self.append(data)
        self.append(after)

    def resize(self, size: int) -> None:
        """Cut the end off, or fill up with zeros."""
        if size <= len(self):
            kept, rest = divmod(size, CHUNK)
            tail = bytearray(self._block(kept)[:rest]) if rest else bytearray()
            del self._chunks[kept:]
            self._tail = tail
            return
        missing = size - len(self)
        self.append(bytes(min(missing, CHUNK - len(self._tail))))
        whole, rest = divmod(size - len(self), CHUNK)
        if whole > 0:
            self._chunks += [_shared(bytes(CHUNK))] * whole
        self.append(bytes(rest))

    def _block(self, index: int) -> bytes | bytearray:
        return self._chunks[index].data if index < len(self._chunks) else self._tail


class Generated:
    """Content that is made when it is read, as below ``/proc``; its size counts as nothing."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __len__(self) -> int:
        return 0

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset of what it is now."""
        return self._make().encode("utf-8", "surrogateescape")[offset : offset + size]


class Device:
    """A character device that never ends: ``/dev/zero``, ``/dev/urandom``; or has no bytes."""

    __slots__ = ("_kind",)

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __len__(self) -> int:
        return 0

    def read(self, offset: int, size: int) -> bytes:
        """The next bytes, as many as are asked for; none from ``/dev/null``."""
        del offset
        if self._kind == "null":
            return b""
        return bytes(size) if self._kind == "zero" else os.urandom(size)
