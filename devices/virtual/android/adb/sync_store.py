"""What becomes of a file that `sync:` is sent. Source: AOSP daemon/file_sync_service.cpp."""

from __future__ import annotations

import posixpath
import stat
import struct
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.compression import (
    COMPRESSIONS,
    CompressionError,
    Decoder,
    Flags,
    decoder,
)
from devices.virtual.os.files import SHELL

if TYPE_CHECKING:
    from devices.virtual.android.adb.sync_reader import SyncReader
    from devices.virtual.os.files import File, Files

_WORD: Final = struct.Struct("<4sI")
_CHUNK: Final = 64 * 1024
_FOLDER_MODE: Final = 0o775


class TransferError(Exception):
    """What the host is told; the conversation ends.

    Attributes:
        drain: whether the rest of a file is still to be swallowed.
    """

    def __init__(self, text: str, *, drain: bool = False) -> None:
        super().__init__(text)
        self.drain = drain


class Store:
    """Takes files and links, as the user shell.

    Args:
        files: the phone's files.
        reader: where the bytes come from.
        no_folder: what precedes the reason when a missing folder cannot be made.
        limited: whether a message may hold no more than 64 KiB.
    """

    def __init__(self, files: Files, reader: SyncReader, no_folder: str, *, limited: bool) -> None:
        self._files, self._reader = files, reader
        self._no_folder, self._limited = no_folder, limited

    async def take(self, path: str, mode: int, flags: Flags) -> None:
        """Take one file or link to its end.

        Raises:
            TransferError: it cannot be had; what was there is gone, as on a phone.
            EndOfStreamError: the host went away; so has the file.
        """
        dry_run = Flags.DRY_RUN in flags
        replaced = not dry_run and self._is_replaced(path, mode)
        if replaced:
            self._unlink(path)
        if stat.S_ISLNK(mode):
            await self._take_link(path, dry_run=dry_run)
            return
        whole = False
        try:
            await self._take_file(path, _spread(mode), flags)
            whole = True
        finally:
            if replaced and not whole:
                self._unlink(path)

    def _is_replaced(self, path: str, mode: int) -> bool:
        try:
            old = self._files.need(path, who=SHELL, follow=False)
        except OSError:
            return True
        return stat.S_ISREG(old.mode) or (old.is_link and not stat.S_ISLNK(mode))

    def _unlink(self, path: str) -> None:
        with suppress(OSError):
            self._files.unlink(path, who=SHELL)

    async def _take_file(self, path: str, mode: int, flags: Flags) -> None:
        file = None if Flags.DRY_RUN in flags else self._create(path, mode)
        kind = next((kind for kind in COMPRESSIONS if kind in flags), None)
        reading = None if kind is None else decoder(kind)
        while True:
            name, value = _WORD.unpack(await self._reader.take(_WORD.size))
            if name == b"DONE":
                break
            if name != b"DATA":
                raise TransferError("invalid data message", drain=True)
            if self._limited and value > _CHUNK:
                raise TransferError("oversize data message", drain=True)
            await self._take_data(path, file, value, reading)
        if reading is not None and not reading.ended():
            raise TransferError("decompress failed")
        if file is not None:
            self._set_time(path, file, value)

    async def _take_data(
        self, path: str, file: File | None, size: int, reading: Decoder | None
    ) -> None:
        while size:
            part = await self._reader.some(size)
            size -= len(part)
            data = bytes(part)
            try:
                plain = data if reading is None else reading.feed(data)
                if file is not None:
                    self._files.append(file, plain, path)
            except CompressionError as error:
                await self._skip(size)
                raise TransferError("decompress failed", drain=True) from error
            except OSError as error:
                await self._skip(size)
                raise TransferError(f"write failed: {error.strerror}", drain=True) from error

    async def _skip(self, size: int) -> None:
        while size:
            size -= len(await self._reader.some(size))

    def _create(self, path: str, mode: int) -> File:
        try:
            try:
                return self._files.create(path, who=SHELL, mode=mode)
            except FileNotFoundError:
                self._make_folder_of(path)
                return self._files.create(path, who=SHELL, mode=mode)
        except OSError as error:
            raise TransferError(f"couldn't create file: {error.strerror}", drain=True) from error

    def _make_folder_of(self, path: str) -> None:
        if not path.startswith("/"):
            raise TransferError(f"{self._no_folder}: No such file or directory", drain=True)
        try:
            self._files.make_folders(posixpath.dirname(path), who=SHELL, mode=_FOLDER_MODE)
        except OSError as error:
            raise TransferError(f"{self._no_folder}: {error.strerror}", drain=True) from error

    async def _take_link(self, path: str, *, dry_run: bool) -> None:
        name, size = _WORD.unpack(await self._reader.take(_WORD.size))
        if name != b"DATA":
            raise TransferError("invalid data message: expected ID_DATA")
        if size > _CHUNK:
            raise TransferError("oversize data message")
        target = (await self._reader.take(size)).partition(b"\0")[0]
        if not dry_run:
            self._link(path, target.decode("utf-8", "surrogateescape"))
        name, when = _WORD.unpack(await self._reader.take(_WORD.size))
        if name != b"DONE":
            raise TransferError("invalid data message: expected ID_DONE")
        if not dry_run:
            self._set_time(path, self._files.need(path, follow=False), when)

    def _link(self, path: str, target: str) -> None:
        self._unlink(path)
        try:
            try:
                self._files.make_link(path, target, who=SHELL)
            except FileNotFoundError:
                self._make_folder_of(path)
                self._files.make_link(path, target, who=SHELL)
        except OSError as error:
            raise TransferError(f"symlink failed: {error.strerror}") from error

    def _set_time(self, path: str, file: File, seconds: int) -> None:
        with suppress(OSError):  # as the call's result is not looked at
            self._files.change_time(file, datetime.fromtimestamp(seconds, UTC), path, who=SHELL)


def _spread(mode: int) -> int:
    """The owner's permissions for group and others too."""
    mode &= 0o777
    mode |= (mode >> 3) & 0o070
    return mode | ((mode >> 3) & 0o007)
