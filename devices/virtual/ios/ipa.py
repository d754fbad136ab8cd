"""What a phone reads from a build at installation, packed as an IPA or as a folder ``….app``.

A hostile archive costs bounded memory and time: nothing but the app's Info.plist is unpacked, and
sizes and names are judged by the archive's directory.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from devices.virtual.ios.plist import MalformedPlistError, load_plist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INFO: Final = "Info.plist"
SIGNATURE: Final = "_CodeSignature/CodeResources"
_APP: Final = re.compile(r"(Payload/[^/]+\.app)/.*", re.DOTALL)
_LARGEST_INFO: Final = 1024 * 1024
_LARGEST_APP: Final = 4 * 1024**3  # uncompressed, as the App Store has it
_MOST_ENTRIES: Final = 100_000
_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,4}")
_METADATA: Final = "fleet."
_OLDEST: Final = "1.0"
_IPHONE: Final = 1


class IpaError(Exception):
    """The file is no build that iOS can read.

    Attributes:
        code: iOS's name of the failure.
        reason: what was found.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


@dataclass(frozen=True, slots=True)
class AppBundle:
    """A build as the phone knows it.

    Attributes:
        folder: name of its folder, for example ``LeadConnector.app``.
        info: its Info.plist.
        bundle_id: ``CFBundleIdentifier``.
        version: what users see, ``CFBundleShortVersionString``.
        build: ``CFBundleVersion``.
        minimum_os: the oldest iOS that runs it.
        families: 1 for iPhone, 2 for iPad.
        signed: whether there is a code signature.
    """

    folder: str
    info: Mapping[str, object]
    bundle_id: str
    version: str
    build: str
    minimum_os: str
    families: tuple[int, ...]
    signed: bool

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the build says to virtual phones: keys that begin with ``fleet.``."""
        return {
            key: value
            for key, value in self.info.items()
            if key.startswith(_METADATA) and isinstance(value, str)
        }


def read_ipa(file: IO[bytes]) -> AppBundle:
    """Read an archive.

    Args:
        file: open for reading at any place.

    Raises:
        IpaError: it is no archive, would fill a phone or write outside of its folder, or holds no
            app that can be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _judge(entries)
            return _read(archive, [entry.filename for entry in entries])
    except IpaError:
        raise
    except Exception as error:
        # A broken directory leads zipfile to almost any error.
        raise IpaError("PackageExtractionFailed", f"Could not extract archive: {error}") from error


def read_bundle(folder: str, data: bytes, *, signed: bool) -> AppBundle:
    """Read an app by its Info.plist.

    Args:
        folder: name of the app's folder.
        data: the list, XML or binary.
        signed: whether a code signature lies beside it.

    Raises:
        IpaError: the list cannot be read, or lacks what iOS needs of it.
    """
    try:
        info = load_plist(data)
    except MalformedPlistError as error:
        reason = f"Failed to load Info.plist from bundle at path {folder}: {error}"
        raise IpaError("PackageInspectionFailed", reason) from error
    return AppBundle(
        folder=folder,
        info=info,
        bundle_id=_needed(info, "CFBundleIdentifier", "MissingBundleIdentifier"),
        version=_text(info, "CFBundleShortVersionString", ""),
        build=_needed(info, "CFBundleVersion", "MissingBundleVersion"),
        minimum_os=_version(info),
        families=_families(info),
        signed=signed,
    )


def _judge(entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES:
        raise _not_extracted(f"{len(entries)} entries")
    if (size := sum(entry.file_size for entry in entries)) > _LARGEST_APP:
        raise _not_extracted(f"{size} bytes")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
            raise _not_extracted(f"{entry.filename!r} lies outside of it")


def _read(archive: zipfile.ZipFile, names: Sequence[str]) -> AppBundle:
    apps = {found[1] for name in names if (found := _APP.fullmatch(name))}
    if len(apps) != 1:
        reason = f"Found {len(apps)} apps in Payload, expected one"
        raise IpaError("PackageInspectionFailed", reason)
    (app,) = apps
    folder = app.partition("/")[2]
    if f"{app}/{INFO}" not in names:
        reason = f"Failed to load Info.plist from bundle at path {folder}: no such file"
        raise IpaError("PackageInspectionFailed", reason)
    with archive.open(f"{app}/{INFO}") as entry:
        # The directory may lie about the size.
        data = entry.read(_LARGEST_INFO + 1)
    if len(data) > _LARGEST_INFO:
        raise IpaError("PackageInspectionFailed", f"Info.plist of {folder} is too large")
    return read_bundle(folder, data, signed=f"{app}/{SIGNATURE}" in names)


def _not_extracted(reason: str) -> IpaError:
    return IpaError("PackageExtractionFailed", f"Could not extract archive: {reason}")


def _text(info: Mapping[str, object], key: str, default: str) -> str:
    value = info.get(key, default)
    if not isinstance(value, str):
        raise IpaError("PackageInspectionFailed", f"{key} is no string: {value!r:.100}")
    return value


def _needed(info: Mapping[str, object], key: str, code: str) -> str:
    value = _text(info, key, "")
    if not value:
        raise IpaError(code, f"Info.plist has no {key}")
    return value


def _version(info: Mapping[str, object]) -> str:
    value = _text(info, "MinimumOSVersion", _OLDEST)
    if not _VERSION.fullmatch(value):
        raise IpaError("PackageInspectionFailed", f"MinimumOSVersion is no version: {value!r:.100}")
    return value


def _families(info: Mapping[str, object]) -> tuple[int, ...]:
    value = info.get("UIDeviceFamily", [_IPHONE])
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(family, int) for family in found):
        raise IpaError("PackageInspectionFailed", f"UIDeviceFamily is no list: {value!r:.100}")
    return tuple(found)
