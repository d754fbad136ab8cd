"""The bytes of an installed archive, outside of the process's memory, once for all its phones."""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.virtual.android.apk import known_apk, read_apk

if TYPE_CHECKING:
    from devices.virtual.android.apk import Apk


class Archive:
    """The bytes of an archive in an unnamed file of the host, gone with the last reference."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the archive
        self._digest = hashlib.sha256()
        self._size = 0
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._size

    def append(self, data: bytes) -> None:
        """Write the next bytes, before anything is read."""
        self._size += len(data)
        self._digest.update(data)
        self._file.write(data)
        self._file.flush()

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset."""
        return os.pread(self._file.fileno(), size, offset)

    @property
    def sha256(self) -> str:
        """Of what was appended."""
        return self._digest.hexdigest()

    def apk(self, name: str) -> Apk:
        """Its facts, read once in this process for the same bytes.

        Args:
            name: how complaints call it.

        Raises:
            ApkError: it cannot be read.
        """
        return known_apk(self.sha256, lambda: self._read(name))

    def _read(self, name: str) -> Apk:
        # A descriptor of its own: several phones may read the same archive at once.
        with Path(f"/proc/self/fd/{self._file.fileno()}").open("rb") as file:
            return read_apk(file, name)


# The phones of one process share a build and what was read from it, while one has it installed.
_shared: Final[weakref.WeakValueDictionary[str, Archive]] = weakref.WeakValueDictionary()


def shared(archive: Archive) -> Archive:
    """The archive with the same bytes that some phone has already, else this one."""
    return _shared.setdefault(archive.sha256, archive)
