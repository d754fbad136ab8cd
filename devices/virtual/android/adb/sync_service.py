"""`sync:`, the file transfer of adb.

Source: AOSP packages/modules/adb, SYNC.TXT and file_sync_protocol.h.
"""

from __future__ import annotations

import errno
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from devices.virtual.os.files import Bytes, File

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.phone import Phone

_WORD: Final = struct.Struct("<4sI")
_STAT_V1: Final = struct.Struct("<4sIII")
_STAT_V2: Final = struct.Struct("<4sIQQIIIIQqqq")
_DENT_V1: Final = struct.Struct("<4sIIII")
_DENT_V2: Final = struct.Struct("<4sIQQIIIIQqqqI")
_SETUP_V2: Final = struct.Struct("<4sII")
_CHUNK: Final = 64 * 1024
_PATH_MAX: Final = 1024
_SHELL_UID: Final = 2000


class _Quit(Exception):  # noqa: N818 - the end of the conversation, not an error
    pass


class _Reader:
    """Takes exact numbers of bytes from a stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray()

    async def take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            data = await self._stream.read()
            if not data:
                raise _Quit
            self._buffer += data
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data


async def run_sync(phone: Phone, stream: Stream) -> None:
    """Answer requests until the host says QUIT or closes the stream."""
    stream.accept()
    session = _Session(phone, stream)
    try:
        while True:
            await session.answer()
    except _Quit:
        stream.close()


class _Session:
    def __init__(self, phone: Phone, stream: Stream) -> None:
        self._files = phone.files
        self._now = phone.clock.now
        self._stream = stream
        self._reader = _Reader(stream)
        self._answers: dict[bytes, Callable[[bytes, str], Awaitable[None]]] = {
            b"STAT": self._stat,
            b"LST2": self._stat,
            b"STA2": self._stat,
            b"LIST": self._list,
            b"LIS2": self._list,
            b"SEND": self._send,
            b"SND2": self._send_v2,
            b"RECV": self._receive,
            b"RCV2": self._receive_v2,
        }

    async def answer(self) -> None:
        """Take one request and answer it."""
        name, length = _WORD.unpack(await self._reader.take(_WORD.size))
        answer = self._answers.get(name)
        if answer is None or length > _PATH_MAX:
            if name != b"QUIT":
                await self._fail(f"unknown request {name!r} of {length} bytes")
            raise _Quit
        path = (await self._reader.take(length)).decode("utf-8", "surrogateescape")
        await answer(name, path)

    async def _fail(self, text: str) -> None:
        message = text.encode("utf-8", "surrogateescape")
        await self._stream.write(_WORD.pack(b"FAIL", len(message)) + message)

    async def _stat(self, name: bytes, path: str) -> None:
        entry = self._files.get(path)
        if name != b"STAT":
            fields = _stat_fields(entry) if entry else (errno.ENOENT, *(0,) * 10)
            await self._stream.write(_STAT_V2.pack(name, *fields))
        elif entry is None:
            await self._stream.write(_STAT_V1.pack(name, 0, 0, 0))
        else:
            changed = int(entry.changed.timestamp())
            await self._stream.write(_STAT_V1.pack(name, entry.mode, entry.size, changed))

    async def _list(self, name: bytes, path: str) -> None:
        entry = self._files.get(path)
        children = self._files.children(path) if entry and entry.is_folder else {}
        for child, item in children.items():
            encoded = child.encode("utf-8", "surrogateescape")
            if name == b"LIS2":
                head = _DENT_V2.pack(b"DNT2", *_stat_fields(item), len(encoded))
            else:
                changed = int(item.changed.timestamp())
                head = _DENT_V1.pack(b"DENT", item.mode, item.size, changed, len(encoded))
            await self._stream.write(head + encoded)
        done = _DENT_V2 if name == b"LIS2" else _DENT_V1
        await self._stream.write(b"DONE" + bytes(done.size - 4))

    async def _send(self, name: bytes, path_and_mode: str) -> None:
        del name
        path, _, mode = path_and_mode.rpartition(",")
        await self._store(path, int(mode) if mode.isdigit() else 0o644)

    async def _send_v2(self, name: bytes, path: str) -> None:
        del name
        _, mode, _flags = _SETUP_V2.unpack(await self._reader.take(_SETUP_V2.size))
        await self._store(path, mode)

    async def _store(self, path: str, mode: int) -> None:
        data = bytearray()
        while True:
            kind, value = _WORD.unpack(await self._reader.take(_WORD.size))
            if kind != b"DATA":
                break
            if value > _CHUNK:
                await self._fail(f"oversize data message of {value} bytes")
                raise _Quit
            data += await self._reader.take(value)
        if kind != b"DONE":
            await self._fail(f"unexpected {kind!r} in a transfer")
            raise _Quit
        try:
            self._files.check_writable(path)
            self._files.make_folders(path.rpartition("/")[0] or "/")
            when = datetime.fromtimestamp(value, UTC)
            self._files.write(path, Bytes(bytes(data)), mode=mode & 0o777, changed=when)
        except OSError as error:
            await self._fail(f"couldn't create file: {error.strerror}")
        else:
            await self._stream.write(_WORD.pack(b"OKAY", 0))

    async def _receive(self, name: bytes, path: str) -> None:
        del name
        entry = self._files.get(path)
        if entry is None or entry.content is None:
            number = errno.ENOENT if entry is None else errno.EISDIR
            reason = "No such file or directory" if entry is None else "Is a directory"
            await self._fail(f"open failed: {reason} (errno {number})")
            return
        for offset in range(0, entry.size, _CHUNK):
            data = entry.content.read(offset, _CHUNK)
            await self._stream.write(_WORD.pack(b"DATA", len(data)) + data)
        await self._stream.write(_WORD.pack(b"DONE", 0))

    async def _receive_v2(self, name: bytes, path: str) -> None:
        await self._reader.take(_WORD.size)  # id and flags: nothing is compressed
        await self._receive(name, path)


def _stat_fields(entry: File) -> tuple[int, ...]:
    """error, dev, ino, mode, nlink, uid, gid, size, atime, mtime, ctime."""
    when = int(entry.changed.timestamp())
    owner = (_SHELL_UID, _SHELL_UID)
    return (0, 1, entry.inode, entry.mode, 1, *owner, entry.size, when, when, when)
