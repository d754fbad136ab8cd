"""What the phone reads from an archive at installation, once for each archive.

A hostile archive costs bounded memory and time: only entries of a sane size are unpacked, and the
binary manifest's structure is checked before the parser sees it.
"""

from __future__ import annotations

import logging
import re
import struct
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import IO, TYPE_CHECKING, Final

from pyaxmlparser.axmlprinter import AXMLPrinter

from devices.virtual.android.manifest import (
    Manifest,
    ManifestError,
    launch_element,
    parse_manifest,
    value,
)
from devices.virtual.android.resources import read_string
from devices.virtual.android.signing import Signing, read_signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

# Its complaints about broken input are ours to make.
logging.getLogger("pyaxmlparser").setLevel(logging.CRITICAL)

_MANIFEST: Final = "AndroidManifest.xml"
_RESOURCES: Final = "resources.arsc"
_LARGEST_MANIFEST: Final = 4 * 1024 * 1024
_LARGEST_RESOURCES: Final = 64 * 1024 * 1024
_MOST_ENTRIES: Final = 100_000
_LIBRARY: Final = re.compile(r"lib/([^/]+)/[^/]+\.so")
_DEEPEST: Final = 64  # elements in a manifest; the parser's tree is walked recursively
_HEADER: Final = struct.Struct("<HHI")
_XML: Final = 0x0003
_STRING_POOL: Final = 0x0001
_START_ELEMENT: Final = 0x0102
_END_ELEMENT: Final = 0x0103
_KNOWN_ARCHIVES: Final = 64


class ApkError(Exception):
    """The file is no archive that the package manager can read.

    Attributes:
        code: Android's name of the failure, ``INSTALL_…``.
        reason: what was found.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Apk:
    """An archive as the package manager knows it.

    Attributes:
        abis: what its native libraries are built for; empty when it has none.
        size: bytes.
    """

    manifest: Manifest
    signing: Signing
    abis: tuple[str, ...]
    size: int


_known: Final[OrderedDict[str, Apk | ApkError]] = OrderedDict()
_lock: Final = Lock()


def known_apk(digest: str, read: Callable[[], Apk]) -> Apk:
    """The facts of the archive with this digest, read once in this process.

    Raises:
        ApkError: it cannot be read.
    """
    with _lock:
        found = _known.get(digest)
    if found is None:
        try:
            found = read()
        except ApkError as error:
            found = error
    with _lock:
        _known[digest] = found
        _known.move_to_end(digest)
        while len(_known) > _KNOWN_ARCHIVES:
            _known.popitem(last=False)
    if isinstance(found, ApkError):
        raise ApkError(found.code, found.reason)
    return found


def read_apk(file: IO[bytes], name: str = "base.apk") -> Apk:
    """Read an archive; the label's text comes from its resources.

    Args:
        file: the archive, open for reading at any place.
        name: how complaints call it.

    Raises:
        ApkError: it is not a ZIP file, or has no manifest that can be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _apk(file, archive, name)
    except ApkError:
        raise
    except ManifestError as error:
        raise ApkError(error.code, error.reason) from error
    except Exception as error:
        # A broken directory leads zipfile to almost any error.
        raise ApkError(
            "INSTALL_PARSE_FAILED_NOT_APK",
            f"Failed to parse {name}: Failed to load asset path {name}",
        ) from error


def _apk(file: IO[bytes], archive: zipfile.ZipFile, name: str) -> Apk:
    entries = archive.namelist()
    if len(entries) > _MOST_ENTRIES:
        raise ApkError("INSTALL_FAILED_INVALID_APK", f"{name} has {len(entries)} entries")
    manifest = _read_manifest(archive, name)
    found = {match[1] for entry in entries if (match := _LIBRARY.fullmatch(entry))}
    return Apk(manifest, read_signing(file, archive), tuple(sorted(found)), file.seek(0, 2))


def _read_manifest(archive: zipfile.ZipFile, name: str) -> Manifest:
    try:
        content = _unpack(archive, _MANIFEST, _LARGEST_MANIFEST)
    except KeyError as error:
        raise ApkError(
            "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", f"Failed to parse {name}: {_MANIFEST}"
        ) from error
    try:
        check_binary_xml(content)
        root = AXMLPrinter(content).get_xml_obj()
        return parse_manifest(root, _label(root, archive))
    except ManifestError:
        raise
    except Exception as error:
        # The parser of binary XML raises whatever broken input leads it to.
        raise ApkError(
            "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION",
            f"Failed to parse {name}: Corrupt XML binary file",
        ) from error


def check_binary_xml(content: bytes) -> None:
    """Refuse what would lead the parser astray: chunks outside the file, absurd counts and depths.

    Raises:
        ValueError: the document is broken.
    """
    try:
        kind, at, size = _HEADER.unpack_from(content)
        if kind != _XML or not at <= size <= len(content):
            raise ValueError("no binary XML")
        depth = 0
        first = True
        while at < size:
            kind, header, length = _HEADER.unpack_from(content, at)
            if length < max(header, _HEADER.size) or at + length > size or length % 4:
                raise ValueError(f"a chunk at {at} has {length} bytes")
            if first:
                _check_pool(content, kind, at, length)
            first = False
            depth += (kind == _START_ELEMENT) - (kind == _END_ELEMENT)
            if depth > _DEEPEST or (kind == _START_ELEMENT and not _fits(content, at, length)):
                raise ValueError(f"the element at {at} is broken")
            at += length
    except struct.error as error:
        raise ValueError(str(error)) from error


def _check_pool(content: bytes, kind: int, at: int, length: int) -> None:
    strings, styles = struct.unpack_from("<II", content, at + 8)
    if kind != _STRING_POOL or 28 + 4 * (strings + styles) > length:
        raise ValueError("no pool of strings")


def _fits(content: bytes, at: int, length: int) -> bool:
    (attributes,) = struct.unpack_from("<H", content, at + 28)
    return 36 + 20 * int(attributes) <= length


def _unpack(archive: zipfile.ZipFile, entry: str, largest: int) -> bytes:
    info = archive.getinfo(entry)
    if info.file_size > largest:
        raise ApkError("INSTALL_FAILED_INVALID_APK", f"{entry} has {info.file_size} bytes")
    with archive.open(info) as file:
        return file.read(largest)


def _label(root: Element, archive: zipfile.ZipFile) -> str:
    label = value(root.find("application"), "label") or value(launch_element(root), "label")
    if not label.startswith("@"):
        return label
    try:
        table = _unpack(archive, _RESOURCES, _LARGEST_RESOURCES)
        return read_string(table, int(label[1:], 16))
    except (KeyError, ValueError, ApkError):
        return ""  # as on a phone: an app without a name goes by its package's
