"""The phone's own files, all in memory; only installed archives lie in an unnamed file of the host.

Nothing here can reach a file of the host: paths are keys of a table.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.clock import Clock

# Links of the system image. Source: AOSP system/core/rootdir/init.rc and sdcard's view of storage.
_LINKS: Final = {
    "/sdcard": "/storage/emulated/0",
    "/mnt/sdcard": "/storage/emulated/0",
    "/storage/self/primary": "/storage/emulated/0",
    "/bin": "/system/bin",
}
_FOLDERS: Final = (
    "/system/bin",
    "/data/app",
    "/data/data",
    "/data/local/tmp",
    "/storage/emulated/0/Download",
    "/storage/emulated/0/Pictures",
    "/storage/emulated/0/DCIM",
    "/proc/net",
)
# Where the shell user may write; elsewhere the phone answers as it does to a shell without root.
_WRITABLE: Final = ("/data/local/tmp", "/storage/emulated/0")
_READ_ONLY: Final = ("/system", "/proc", "/product", "/system_ext", "/apex", "/vendor")


class Content(Protocol):
    """The bytes of a file, wherever they are kept."""

    def __len__(self) -> int:
        """Bytes in the file."""

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset; nothing past the end."""


class Bytes:
    """Content kept in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset."""
        return self._data[offset : offset + size]


@dataclass(slots=True)
class File:
    """One entry of the table: a folder (content None) or a file."""

    mode: int
    changed: datetime
    content: Content | None = None
    inode: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it holds other entries."""
        return self.content is None

    @property
    def size(self) -> int:
        """Bytes; a folder counts as one block."""
        return 4096 if self.content is None else len(self.content)

    def data(self) -> bytes:
        """The whole content; a folder has none."""
        return b"" if self.content is None else self.content.read(0, len(self.content))


class Files:
    """A tree of files by absolute path.

    Methods raise ``OSError`` with the errno and path that a phone would answer.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._table: dict[str, File] = {}
        self._inodes = count(2)
        self._folder("/")
        for folder in _FOLDERS:
            self.make_folders(folder)

    def get(self, path: str) -> File | None:
        """The entry at a path, or None."""
        return self._table.get(resolve(path))

    def need(self, path: str) -> File:
        """The entry at a path."""
        entry = self.get(path)
        if entry is None:
            raise _error(errno.ENOENT, path)
        return entry

    def children(self, path: str) -> dict[str, File]:
        """Entries of a folder by name, sorted."""
        if not self.need(path).is_folder:
            raise _error(errno.ENOTDIR, path)
        prefix = resolve(path).rstrip("/") + "/"
        names = (key for key in self._table if key.startswith(prefix) and key != prefix)
        return {
            key[len(prefix) :]: self._table[key]
            for key in sorted(names)
            if "/" not in key[len(prefix) :]
        }

    def read(self, path: str) -> bytes:
        """The whole content of a file."""
        entry = self.need(path)
        if entry.is_folder:
            raise _error(errno.EISDIR, path)
        return entry.data()

    def write(
        self,
        path: str,
        content: Content,
        *,
        mode: int = 0o644,
        changed: datetime | None = None,
    ) -> None:
        """Create or replace a file; its folder must be there."""
        key = resolve(path)
        old = self._table.get(key)
        if old is not None and old.is_folder:
            raise _error(errno.EISDIR, path)
        parent = self._table.get(posixpath.dirname(key))
        if parent is None:
            raise _error(errno.ENOENT, path)
        if not parent.is_folder:
            raise _error(errno.ENOTDIR, path)
        when = changed or self._clock.now()
        inode = old.inode if old else next(self._inodes)
        self._table[key] = File(stat.S_IFREG | mode, when, content, inode)

    def make_folders(self, path: str) -> None:
        """Create a folder and those above it; nothing happens where it is there."""
        key = resolve(path)
        parents = key.split("/")
        for end in range(2, len(parents) + 1):
            folder = "/".join(parents[:end])
            entry = self._table.get(folder)
            if entry is None:
                self._folder(folder)
            elif not entry.is_folder:
                raise _error(errno.ENOTDIR, path)

    def make_folder(self, path: str) -> None:
        """Create one folder in one that is there."""
        key = resolve(path)
        if key in self._table:
            raise _error(errno.EEXIST, path)
        if posixpath.dirname(key) not in self._table:
            raise _error(errno.ENOENT, path)
        self._folder(key)

    def remove(self, path: str) -> None:
        """Remove an entry and all below it."""
        self.need(path)
        key = resolve(path)
        for doomed in [k for k in self._table if k == key or k.startswith(key + "/")]:
            del self._table[doomed]

    def check_writable(self, path: str) -> None:
        """Raise what the shell user gets where it may not write."""
        key = resolve(path)
        if any(key == root or key.startswith(root + "/") for root in _WRITABLE):
            return
        read_only = key == "/" or any(key.startswith(root) for root in _READ_ONLY)
        raise _error(errno.EROFS if read_only else errno.EACCES, path)

    def _folder(self, key: str) -> None:
        mode = stat.S_IFDIR | 0o771
        self._table[key] = File(mode, self._clock.now(), None, next(self._inodes))


def resolve(path: str) -> str:
    """The absolute path without dots and links; a relative one starts at the root."""
    plain = posixpath.normpath("/" + path.lstrip("/"))
    for link, target in _LINKS.items():
        if plain == link or plain.startswith(link + "/"):
            return target + plain[len(link) :]
    return plain


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)
