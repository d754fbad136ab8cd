"""`cmd package install`: an archive from a stream or from the phone's own files."""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from typing import TYPE_CHECKING, Final

from devices.virtual.android.apk import ApkError, Manifest, read_manifest
from devices.virtual.android.services.package import SUB_COMMANDS
from devices.virtual.os.packages import InstallError

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.shell.streams import Reader

_CHUNK: Final = 1024 * 1024
_WITH_VALUE: Final = frozenset({"--user", "-i", "-S", "--install-location", "--abi"})


class Archive:
    """The bytes of an archive in an unnamed file of the host, gone with the last reference."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the archive
        self._digest = hashlib.sha256()
        self._size = 0
        self._manifest: Manifest | None = None
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

    @property
    def manifest(self) -> Manifest:
        """Its facts, read once.

        Raises:
            ApkError: it cannot be read.
        """
        if self._manifest is None:
            self._manifest = read_manifest(self._file)
        return self._manifest


# The phones of one process share a build and what was read from it, while one has it installed.
_KNOWN: Final[weakref.WeakValueDictionary[str, Archive]] = weakref.WeakValueDictionary()


async def install(call: Call) -> int:
    """Install an archive and print ``Success``, or Android's failure."""
    flags, size, paths = _arguments(call.args)
    try:
        if paths:
            archive = _from_phone(call, paths[0])
        else:
            archive = await _from_stream(call.stdin, size)
        archive = _KNOWN.setdefault(archive.sha256, archive)
        manifest = archive.manifest
        _check_source(call, manifest, flags)
        call.phone.packages.install(manifest, archive, grant="-g" in flags, downgrade="-d" in flags)
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


def _from_phone(call: Call, path: str) -> Archive:
    entry = call.phone.files.get(path)
    if entry is None or entry.content is None:
        raise InstallError("INSTALL_FAILED_INVALID_URI", f"Can't open file: {path}")
    archive = Archive()
    for offset in range(0, entry.size, _CHUNK):
        archive.append(entry.content.read(offset, _CHUNK))
    return archive


async def _from_stream(stdin: Reader, size: int) -> Archive:
    archive = Archive()
    while len(archive) < size:
        data = await stdin.read()
        if not data:
            raise InstallError(
                "INSTALL_FAILED_INTERNAL_ERROR", f"expected {size} bytes, got {len(archive)}"
            )
        archive.append(data[: size - len(archive)])
    return archive


SUB_COMMANDS["install"] = install
