"""Builds for Android: what an APK's manifest says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from pyaxmlparser import APK

from devices.build import DEFECT, REFERENCE, Build, BuildError

if TYPE_CHECKING:
    from pathlib import Path

_ANDROID: Final = "{http://schemas.android.com/apk/res/android}"


def read_apk(path: Path, content: bytes) -> Build:
    """Read what an APK says of itself.

    Args:
        path: the file.
        content: what is in it.

    Raises:
        BuildError: it is no APK.
    """
    try:
        apk = APK(str(path))
        manifest = apk.get_android_manifest_xml()
        metadata = {
            item.get(f"{_ANDROID}name"): item.get(f"{_ANDROID}value", "")
            for item in manifest.iter("meta-data")
        }
        return Build(
            path=path.resolve(),
            platform="android",
            package=str(apk.package),
            label=str(apk.application),
            version_name=str(apk.version_name),
            number=str(int(apk.version_code)),
            sha256=hashlib.sha256(content).hexdigest(),
            reference=REFERENCE in metadata,
            defect=str(metadata.get(DEFECT, "")),
        )
    except Exception as error:  # the parser raises whatever a broken file makes it stumble over
        raise BuildError(path, f"is no APK: {error}") from error
