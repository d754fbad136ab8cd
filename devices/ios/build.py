"""Builds for iOS: what the Info.plist of an IPA says."""

from __future__ import annotations

import hashlib
import io
import plistlib
import zipfile
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from devices.build import DEFECT, REFERENCE, Build, BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Source: Apple, "Distributing your app to registered devices": an IPA is an archive with one app
# in its folder Payload.
_INFO: Final = "Payload/*.app/Info.plist"
_LARGEST_INFO: Final = 1024 * 1024


def is_ipa(content: bytes) -> bool:
    """Whether a file is packed as an IPA is, whatever its name; only its directory is looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("Payload/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def read_ipa(path: Path, content: bytes) -> Build:
    """Read what an IPA says of itself.

    Args:
        path: the file.
        content: what is in it.

    Raises:
        BuildError: it is no IPA.
    """
    try:
        info = _info(content)
        label = info.get("CFBundleDisplayName") or info.get("CFBundleName") or ""
        return Build(
            path=path.resolve(),
            platform="ios",
            package=_text(info, "CFBundleIdentifier"),
            label=str(label),
            version_name=_text(info, "CFBundleShortVersionString"),
            number=_text(info, "CFBundleVersion"),
            sha256=hashlib.sha256(content).hexdigest(),
            reference=REFERENCE in info,
            defect=str(info.get(DEFECT, "")),
        )
    except Exception as error:  # a broken archive or list leads their readers to almost any error
        raise BuildError(path, f"is no IPA: {error}") from error


def _info(content: bytes) -> Mapping[str, object]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # `*` stands for `/` as well: extensions of the app have a list of their own, further down.
        depth = _INFO.count("/")
        found = [
            name
            for name in archive.namelist()
            if fnmatchcase(name, _INFO) and name.count("/") == depth
        ]
        if len(found) != 1:
            raise ValueError(f"{len(found)} apps in Payload, expected one")
        with archive.open(found[0]) as entry:
            data = entry.read(_LARGEST_INFO + 1)
    if len(data) > _LARGEST_INFO:
        raise ValueError("its Info.plist is too large")
    read: Mapping[str, object] = plistlib.loads(data)
    return read


def _text(info: Mapping[str, object], key: str) -> str:
    value = info.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"its Info.plist has no {key}")
    return value
