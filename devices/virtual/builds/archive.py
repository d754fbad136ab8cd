"""Writes the ZIP file that a build is: aligned, signed, the same bytes for the same content."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from devices.virtual.builds.signature import Key, sign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry
_LOCAL_HEADER: Final = 30
_ALIGNMENT: Final = 4
# The extra field that zipalign pads with. Source: AOSP build/tools/zipalign, ZipEntry.cpp.
_PADDING_ID: Final = 0xD935
# Android maps these into memory as they lie: from target 30 on it insists.
_STORED: Final = ("resources.arsc", ".png", ".so", ".dex")


def write_archive(path: Path, entries: Mapping[str, bytes], key: Key | None = "debug") -> Path:
    """Write an archive with these entries; a failed write leaves nothing.

    Args:
        path: file to write, replaced when it is there.
        entries: content by name, in order.
        key: who signs it; None leaves it unsigned.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in entries.items():
            _add(archive, packed, name, content)
    data = packed.getvalue()
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(data if key is None else sign(data, key))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _add(archive: zipfile.ZipFile, packed: io.BytesIO, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3  # the same bytes on every host
    if name.endswith(_STORED):
        entry.compress_type = zipfile.ZIP_STORED
        entry.extra = _padding(packed.tell() + _LOCAL_HEADER + len(name.encode()))
    else:
        entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _padding(start: int) -> bytes:
    missing = -(start + 6) % _ALIGNMENT
    return struct.pack("<HHH", _PADDING_ID, 2 + missing, _ALIGNMENT) + b"\0" * missing
