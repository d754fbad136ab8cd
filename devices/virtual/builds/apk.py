"""Android builds of the reference app.

A virtual phone runs the reference app that comes with it, as the build's metadata says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import skins
from devices.virtual.app.defects import METADATA, check_defect
from devices.virtual.builds.app import AppSpec, make_app

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from devices.virtual.builds.signature import Key

REFERENCE: Final = "fleet.reference"
"""Meta-data that marks a build of the reference app."""

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
    skin: str = "native",
    abis: Sequence[str] = (),
    key: Key | None = "debug",
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
        skin: how its views are told, one of `devices.virtual.app.skins.SKINS`.
        abis: processors that it carries native libraries for; a phone with another refuses it.
        key: who signs it: Android refuses an update by another; None leaves it unsigned.

    Returns:
        The path.

    Raises:
        UnknownDefectError: no defect has this name.
        UnknownSkinError: no skin has this name.
        ValueError: no code was given and the version name is not three numbers.
    """
    metadata = {REFERENCE: "1"}
    if defect is not None:
        check_defect(defect)
        metadata[METADATA] = defect
    if skins.check_skin(skin) != skins.SKINS[0]:
        metadata[skins.METADATA] = skin
    spec = AppSpec(
        package=package,
        label=label,
        version_name=version_name,
        version_code=_code(version_name) if version_code is None else version_code,
        min_sdk=min_sdk,
        target_sdk=target_sdk,
        permissions=dict.fromkeys(PERMISSIONS, 0),
        strings={"brand": "LeadConnector", "version": version_name},
        metadata=metadata,
        abis=tuple(abis),
    )
    return make_app(path, spec, key=key)


def _code(version_name: str) -> int:
    major, minor, patch = (int(part) for part in version_name.split("."))
    return major * 10_000 + minor * 100 + patch
