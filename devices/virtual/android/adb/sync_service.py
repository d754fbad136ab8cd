"""`sync:`, the file transfer of adb.

Source: AOSP packages/modules/adb, docs/dev/sync.md, file_sync_protocol.h and
daemon/file_sync_service.cpp. Whatever goes wrong is told with FAIL and ends the conversation.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.compression import COMPRESSIONS, Flags, encoder
from devices.virtual.android.adb.sync_reader import EndOfStreamError, SyncReader
from devices.virtual.android.adb.sync_store import Store, TransferError
from devices.virtual.os.files import SHELL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.files import Content, File

_WORD: Final = struct.Struct("<4sI")
_STAT_V1: Final = struct.Struct("<4sIII")
_STAT_V2: Final = struct.Struct("<4sIQQIIIIQqqq")
_DENT_V1: Final = struct.Struct("<4sIIII")
_DENT_V2: Final = struct.Struct("<4sIQQIIIIQqqqI")
_SEND_V2: Final = struct.Struct("<4sII")
_RECV_V2: Final = struct.Struct("<4sI")
_CHUNK: Final = 64 * 1024
# Chunks that leave together: one packet of the largest kind holds as many.
_CHUNKS_AT_ONCE: Final = 16
_PATH_MAX: Final = 1024
_U32: Final = 0xFFFFFFFF


async def run_sync(phone: Phone, stream: Stream) -> None:
    """Answer requests until the host says QUIT, closes the stream or gets something wrong."""
    stream.accept()
    session = _Session(phone, stream)
    try:
        while await session.answer():
            pass
    except EndOfStreamError:
        pass
    except TransferError as error:
        await session.fail(str(error))
        if error.drain:
            await session.drain()
    stream.close()


class _Session:
    def __init__(self, phone: Phone, stream: Stream) -> None:
        self._files = phone.files
        self._stream = stream
        self._reader = SyncReader(stream)
        rows = phone.profile.rows["adb_sync"]
        self._known_flags: int = rows["flags"]
        self._store = Store(phone.files, self._reader, rows["no_folder"], limited=rows["limited"])
        self._answers: dict[bytes, Callable[[bytes, str], Awaitable[None]]] = {
            b"STAT": self._stat_v1,
            b"LST2": self._stat_v2,
            b"STA2": self._stat_v2,
            b"LIST": self._list,
            b"SEND": self._send,
            b"RECV": self._receive,
        }
        if rows["v2"]:
            self._answers |= {
                b"LIS2": self._list,
                b"SND2": self._send_v2,
                b"RCV2": self._receive_v2,
            }

    async def answer(self) -> bool:
        """Take one request and answer it; says whether another may follow."""
        name, length = _WORD.unpack(await self._reader.take(_WORD.size))
        if length > _PATH_MAX:
            raise TransferError("path too long")
        # A path ends at its first NUL, as every string in C does.
        raw = (await self._reader.take(length)).partition(b"\0")[0]
        if name == b"QUIT":
            return False
        answer = self._answers.get(name)
        if answer is None:
            raise TransferError(f"unknown command {int.from_bytes(name, 'little'):08x}")
        await answer(name, raw.decode("utf-8", "surrogateescape"))
        return True

    async def fail(self, text: str) -> None:
        """Tell what went wrong."""
        message = text.encode("utf-8", "surrogateescape")
        await self._stream.write(_WORD.pack(b"FAIL", len(message)) + message)

    async def drain(self) -> None:
        """Swallow what an old host goes on sending until it has read that it failed."""
        try:
            while True:
                name, size = _WORD.unpack(await self._reader.take(_WORD.size))
                if name != b"DATA" or size > _CHUNK:
                    return
                await self._reader.take(size)
        except EndOfStreamError:
            return

    async def _stat_v1(self, name: bytes, path: str) -> None:
        try:
            file = self._files.need(path, who=SHELL, follow=False)
        except OSError:
            await self._stream.write(_STAT_V1.pack(name, 0, 0, 0))
            return
        fields = (file.mode, file.size & _U32, int(file.changed.timestamp()) & _U32)
        await self._stream.write(_STAT_V1.pack(name, *fields))

    async def _stat_v2(self, name: bytes, path: str) -> None:
        try:
            file = self._files.need(path, who=SHELL, follow=name == b"STA2")
        except OSError as error:
            await self._stream.write(_STAT_V2.pack(name, error.errno or 0, *(0,) * 10))
            return
        await self._stream.write(_STAT_V2.pack(name, *_stat_fields(file)))

    async def _list(self, name: bytes, path: str) -> None:
        done = b"DONE" + bytes((_DENT_V2 if name == b"LIS2" else _DENT_V1).size - 4)
        try:
            folder = self._files.need(path, who=SHELL)
            children = self._files.children(path, who=SHELL)
        except OSError:
            children = {}
        else:
            children = {".": folder, "..": folder, **children}
        for child, file in children.items():
            encoded = child.encode("utf-8", "surrogateescape")
            if name == b"LIS2":
                head = _DENT_V2.pack(b"DNT2", *_stat_fields(file), len(encoded))
            else:
                changed = int(file.changed.timestamp()) & _U32
                head = _DENT_V1.pack(b"DENT", file.mode, file.size & _U32, changed, len(encoded))
            await self._stream.write(head + encoded)
        await self._stream.write(done)

    async def _send(self, name: bytes, path_and_mode: str) -> None:
        del name
        path, comma, mode = path_and_mode.rpartition(",")
        if not comma:
            raise TransferError(
                "missing , in ID_SEND_V1" if self._known_flags else "missing , in ID_SEND"
            )
        await self._store.take(path, _number(mode), Flags(0))
        await self._stream.write(_WORD.pack(b"OKAY", 0))

    async def _send_v2(self, name: bytes, path: str) -> None:
        del name
        _, mode, flags = _SEND_V2.unpack(await self._reader.take(_SEND_V2.size))
        await self._store.take(path, mode, self._checked(flags, dry_run=True))
        await self._stream.write(_WORD.pack(b"OKAY", 0))

    async def _receive_v2(self, name: bytes, path: str) -> None:
        _, flags = _RECV_V2.unpack(await self._reader.take(_RECV_V2.size))
        await self._receive(name, path, self._checked(flags, dry_run=False))

    def _checked(self, flags: int, *, dry_run: bool) -> Flags:
        known = self._known_flags if dry_run else self._known_flags & ~Flags.DRY_RUN
        kinds = [kind for kind in COMPRESSIONS if flags & known & kind]
        if len(kinds) > 1:
            raise TransferError(f"multiple compression flags received: {_signed(flags)}")
        if flags & ~known:
            raise TransferError(f"unknown flags: {_signed(flags & ~known)}")
        return Flags(flags)

    async def _receive(self, name: bytes, path: str, flags: Flags = Flags(0)) -> None:  # noqa: B008 - a constant
        del name
        content = self._content(path)
        kind = next((kind for kind in COMPRESSIONS if kind in flags), None)
        if kind is None:
            await self._pour(content)
        else:
            await self._pour_packed(content, kind)
        await self._stream.write(_WORD.pack(b"DONE", 0))

    def _content(self, path: str) -> Content:
        try:
            file = self._files.need(path, who=SHELL)
        except OSError as error:
            raise TransferError(f"open failed: {error.strerror}") from error
        if not file.allows(SHELL, 4):
            raise TransferError("open failed: Permission denied")
        if file.content is None:
            raise TransferError("read failed: Is a directory")
        return file.content

    async def _pour(self, content: Content) -> None:
        offset, parts = 0, []
        while data := content.read(offset, _CHUNK):
            offset += len(data)
            parts += [_WORD.pack(b"DATA", len(data)), data]
            if len(parts) == 2 * _CHUNKS_AT_ONCE:
                await self._stream.write(b"".join(parts))
                parts.clear()
        if parts:
            await self._stream.write(b"".join(parts))

    async def _pour_packed(self, content: Content, kind: Flags) -> None:
        packing, offset = encoder(kind), 0
        while data := content.read(offset, _CHUNK):
            offset += len(data)
            await self._write_data(packing.feed(data))
        head = b"" if offset else packing.feed(b"")
        await self._write_data(head + packing.finish())

    async def _write_data(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            await self._stream.write(_WORD.pack(b"DATA", len(part)) + part)


def _stat_fields(file: File) -> tuple[int, ...]:
    """error, dev, ino, mode, nlink, uid, gid, size, atime, mtime, ctime."""
    when = int(file.changed.timestamp())
    owner = (file.uid, file.gid)
    return (0, 1, file.inode, file.mode, file.links, *owner, file.size, when, when, when)


def _number(text: str) -> int:
    """As strtoul reads a mode with base 0: octal after a 0, hexadecimal after 0x, else decimal."""
    try:
        value = int(text, 8) if text.startswith("0") and text.isdecimal() else int(text, 0)
    except ValueError:
        return 0
    return value & _U32


def _signed(flags: int) -> int:
    """As %d prints an unsigned number."""
    return flags - (1 << 32) if flags >> 31 else flags
