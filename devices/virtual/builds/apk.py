"""Android builds of the reference app.

A build is a genuine archive with a manifest that Android's own tools read. Its code is not in it: a
virtual phone runs the reference app that comes with it, as the manifest's metadata says.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from devices.virtual.app.defects import check_defect
from devices.virtual.builds.axml import Element, Value, encode

if TYPE_CHECKING:
    from pathlib import Path

PERMISSIONS: Final = tuple(
    f"android.permission.{name}"
    for name in (
        "INTERNET",
        "ACCESS_NETWORK_STATE",
        "POST_NOTIFICATIONS",
        "CAMERA",
        "RECORD_AUDIO",
        "READ_CONTACTS",
        "ACCESS_FINE_LOCATION",
        "ACCESS_COARSE_LOCATION",
        "READ_MEDIA_IMAGES",
        "READ_MEDIA_VISUAL_USER_SELECTED",
        "READ_EXTERNAL_STORAGE",
        "USE_BIOMETRIC",
    )
)
"""What the reference app requests."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry
# A dex file's magic and nothing else: there is no code for any machine in it.
_NO_CODE: Final = b"dex\n035\0" + b"\0" * 104


def make_apk(
    path: Path,
    *,
    version_name: str = "3.95.0",
    version_code: int | None = None,
    min_sdk: int = 26,
    target_sdk: int = 35,
    label: str = "LeadConnector",
    package: str = "com.LeadConnector",
    defect: str | None = None,
) -> Path:
    """Write a build of the reference app; the same arguments give the same bytes.

    Args:
        path: file to write, replaced when it is there.
        version_name: what users see, three numbers.
        version_code: what Android compares; None makes 39500 of 3.95.0.
        min_sdk: API level below which Android refuses the install.
        target_sdk: API level that the build is made for.
        label: name under the launcher icon.
        package: application id.
        defect: name of a seeded defect, one of `devices.virtual.app.defects.DEFECTS`.

    Returns:
        The path.

    Raises:
        UnknownDefectError: no defect has this name.
        ValueError: no code was given and the version name is not three numbers.
    """
    if defect is not None:
        check_defect(defect)
    manifest = Element(
        "manifest",
        {
            "versionCode": _code(version_name) if version_code is None else version_code,
            "versionName": version_name,
        },
        {"package": package},
        (
            Element("uses-sdk", {"minSdkVersion": min_sdk, "targetSdkVersion": target_sdk}),
            *(Element("uses-permission", {"name": name}) for name in PERMISSIONS),
            _application(label, package, defect),
        ),
    )
    partial = path.with_name(path.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "w") as archive:
            _add(archive, "AndroidManifest.xml", encode(manifest), zipfile.ZIP_DEFLATED)
            _add(archive, "classes.dex", _NO_CODE, zipfile.ZIP_STORED)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _application(label: str, package: str, defect: str | None) -> Element:
    metadata = {"fleet.reference": "1"}
    if defect is not None:
        metadata["fleet.defect"] = defect
    opened = Element(
        "intent-filter",
        children=(
            Element("action", {"name": "android.intent.action.MAIN"}),
            Element("category", {"name": "android.intent.category.LAUNCHER"}),
        ),
    )
    activity: dict[str, Value] = {
        "label": label,
        "name": f"{package}.MainActivity",
        "exported": True,
    }
    return Element(
        "application",
        {"label": label},
        children=(
            *(Element("meta-data", {"name": k, "value": v}) for k, v in metadata.items()),
            Element("activity", activity, children=(opened,)),
        ),
    )


def _code(version_name: str) -> int:
    major, minor, patch = (int(part) for part in version_name.split("."))
    return major * 10_000 + minor * 100 + patch


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    entry.create_system = 3  # the same bytes on every host
    archive.writestr(entry, content)
