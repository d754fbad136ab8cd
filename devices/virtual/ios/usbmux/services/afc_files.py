"""The files that a client of the file service has open.

Source of the modes: libimobiledevice, ``include/libimobiledevice/afc.h``.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.ios.usbmux.media import File, Media

_LARGEST_READ: Final = 8 * 1024 * 1024  # one answer is made in memory
_MOST_FILES: Final = 256
_LAST_OFFSET: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class _Mode:
    """What a number of FileRefOpen means, as fopen's letters."""

    reads: bool = False
    writes: bool = False
    creates: bool = False
    empties: bool = False
    appends: bool = False


_MODES: Final = {
    1: _Mode(reads=True),  # r
    2: _Mode(reads=True, writes=True, creates=True),  # r+
    3: _Mode(writes=True, creates=True, empties=True),  # w
    4: _Mode(reads=True, writes=True, creates=True, empties=True),  # w+
    5: _Mode(writes=True, creates=True, appends=True),  # a
    6: _Mode(reads=True, writes=True, creates=True, appends=True),  # a+
}


@dataclass(slots=True)
class _Open:
    """A file that is open, and where the next byte is read or written."""

    file: File
    mode: _Mode
    offset: int = 0


class OpenFiles:
    """Open files by their handles, which are never used again.

    Methods raise `OSError` with the errno of what failed: EBADF for a handle that is none, EPERM
    for what the file was not opened for, EINVAL for numbers that mean nothing.
    """

    def __init__(self, media: Media) -> None:
        self._media = media
        self._files: dict[int, _Open] = {}
        self._count = 0

    def open(self, path: str, number: int) -> int:
        """Open a file in the mode of this number; returns its handle."""
        mode = _MODES.get(number)
        if mode is None:
            raise _error(errno.EINVAL)
        if len(self._files) >= _MOST_FILES:
            raise _error(errno.EMFILE)
        file = self._media.create(path) if mode.creates else self._media.file(path)
        if mode.empties:
            self._media.resize(file, 0)
        self._count += 1
        self._files[self._count] = _Open(file, mode)
        return self._count

    def close(self, handle: int) -> None:
        """Close a file."""
        self._file(handle)
        del self._files[handle]

    def read(self, handle: int, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end of the file."""
        opened = self._file(handle)
        if not opened.mode.reads:
            raise _error(errno.EPERM)
        data = self._media.read(opened.file, opened.offset, min(size, _LARGEST_READ))
        opened.offset += len(data)
        return data

    def check_writable(self, handle: int) -> None:
        """Raise unless the file may be written."""
        if not self._file(handle).mode.writes:
            raise _error(errno.EPERM)

    def write(self, handle: int, data: bytes) -> None:
        """Write the next bytes."""
        self.check_writable(handle)
        opened = self._file(handle)
        if opened.mode.appends:
            opened.offset = opened.file.size
        self._media.write(opened.file, opened.offset, data)
        opened.offset += len(data)

    def seek(self, handle: int, whence: int, offset: int) -> None:
        """Go to an offset from the start, from here or from the end, as ``whence`` says."""
        opened = self._file(handle)
        starts = {os.SEEK_SET: 0, os.SEEK_CUR: opened.offset, os.SEEK_END: opened.file.size}
        if whence not in starts or not 0 <= starts[whence] + offset <= _LAST_OFFSET:
            raise _error(errno.EINVAL)
        opened.offset = starts[whence] + offset

    def tell(self, handle: int) -> int:
        """Where the next byte is read or written."""
        return self._file(handle).offset

    def resize(self, handle: int, size: int) -> None:
        """Cut a file, or fill it up with zeros."""
        self.check_writable(handle)
        self._media.resize(self._file(handle).file, size)

    def _file(self, handle: int) -> _Open:
        if handle not in self._files:
            raise _error(errno.EBADF)
        return self._files[handle]


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
