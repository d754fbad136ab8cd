"""`cmd package install`: an archive from a stream or from the phone's own files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from typing import IO, TYPE_CHECKING, Final

from devices.virtual.android.apk import ApkError, Manifest, read_manifest
from devices.virtual.android.services.package import SUB_COMMANDS
from devices.virtual.os.packages import InstallError

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.shell.streams import Reader
    from devices.virtual.os.files import Content

_CHUNK: Final = 1024 * 1024
_WITH_VALUE: Final = frozenset({"--user", "-i", "-S", "--install-location", "--abi"})


class Archive:
    """The bytes of an archive in an unnamed file of the host, gone with the last reference."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size

    def __len__(self) -> int:
        return self._size

    def read(self, offset: int, size: int) -> bytes:
        """Up to size bytes from an offset."""
        return os.pread(self._file.fileno(), size, offset)

    @property
    def file(self) -> IO[bytes]:
        """The open file, at its start."""
        self._file.seek(0)
        return self._file


class ArchiveStore:
    """Archives by their SHA-256: the phones of one process share a build and its manifest."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Manifest, Archive]] = {}

    def add(self, digest: str, archive: Archive) -> tuple[Manifest, Archive]:
        """The manifest of an archive, and the stored copy of it.

        Raises:
            ApkError: it cannot be read.
        """
        if digest not in self._known:
            self._known[digest] = (read_manifest(archive.file), archive)
        return self._known[digest]


_STORE: Final = ArchiveStore()


async def install(call: Call) -> int:
    """Install an archive and print ``Success``, or Android's failure."""
    flags, size, paths = _arguments(call.args)
    try:
        if paths:
            digest, archive = _from_phone(call, paths[0])
        else:
            digest, archive = await _from_stream(call.stdin, size)
        manifest, stored = _STORE.add(digest, archive)
        _check_source(call, manifest, flags)
        call.phone.packages.install(manifest, stored, grant="-g" in flags, downgrade="-d" in flags)
    except (ApkError, InstallError) as error:
        await call.print(f"Failure [{error.code}: {error.reason}]")
        return 1
    call.phone.activities.force_stop(manifest.package)
    await call.print("Success")
    return 0


def _arguments(words: tuple[str, ...]) -> tuple[set[str], int, list[str]]:
    flags, size, paths = set(), 0, []
    rest = iter(words)
    for word in rest:
        if word == "-S":
            value = next(rest, "0")
            size = int(value) if value.isdigit() else 0
        elif word in _WITH_VALUE:
            next(rest, None)
        elif word.startswith("-"):
            flags.add(word)
        elif word != "-":
            paths.append(word)
    return flags, size, paths


def _check_source(call: Call, manifest: Manifest, flags: set[str]) -> None:
    """From Android 9 on an update is the default; only -R asks for none."""
    if "-R" in flags and call.phone.packages.get(manifest.package) is not None:
        raise InstallError(
            "INSTALL_FAILED_ALREADY_EXISTS",
            f"Attempt to re-install {manifest.package} without first uninstalling.",
        )


def _from_phone(call: Call, path: str) -> tuple[str, Archive]:
    entry = call.phone.files.get(path)
    if entry is None or entry.content is None:
        raise InstallError("INSTALL_FAILED_INVALID_URI", f"Can't open file: {path}")
    return _copied(entry.content)


def _copied(content: Content) -> tuple[str, Archive]:
    file = _unnamed_file()
    digest = hashlib.sha256()
    for offset in range(0, len(content), _CHUNK):
        data = content.read(offset, _CHUNK)
        digest.update(data)
        file.write(data)
    file.flush()
    return digest.hexdigest(), Archive(file, len(content))


async def _from_stream(stdin: Reader, size: int) -> tuple[str, Archive]:
    file = _unnamed_file()
    digest = hashlib.sha256()
    received = 0
    while received < size:
        data = await stdin.read()
        if not data:
            raise InstallError(
                "INSTALL_FAILED_INTERNAL_ERROR", f"expected {size} bytes, got {received}"
            )
        data = data[: size - received]
        received += len(data)
        digest.update(data)
        file.write(data)
    file.flush()
    return digest.hexdigest(), Archive(file, size)


def _unnamed_file() -> IO[bytes]:
    return tempfile.TemporaryFile()


SUB_COMMANDS["install"] = install
