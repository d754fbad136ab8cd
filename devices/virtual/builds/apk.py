"""Android builds of the reference app.

A virtual phone runs the reference app that comes with it, as the build's metadata says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import REFERENCE, skins
from devices.virtual.app.defects import METADATA, check_defect
from devices.virtual.builds.app import ActivitySpec, AppSpec, make_app

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from devices.virtual.builds.signature import Key

PERMISSIONS: Final[dict[str, int]] = {
    f"android.permission.{name}": newest
    for name, newest in {
        "INTERNET": 0,
        "ACCESS_NETWORK_STATE": 0,
        "POST_NOTIFICATIONS": 0,
        "CAMERA": 0,
        "RECORD_AUDIO": 0,
        "READ_CONTACTS": 0,
        "ACCESS_FINE_LOCATION": 0,
        "ACCESS_COARSE_LOCATION": 0,
        "READ_MEDIA_IMAGES": 0,
        "READ_MEDIA_VIDEO": 0,
        "READ_MEDIA_VISUAL_USER_SELECTED": 0,
        "READ_EXTERNAL_STORAGE": 32,
        "USE_BIOMETRIC": 0,
    }.items()
}
"""What the reference app requests, each with the newest API level on which it does, 0 for any."""


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
    metadata, permissions, icon = {REFERENCE: "1"}, dict(PERMISSIONS), ""
    if defect is not None:
        seeded = check_defect(defect)
        min_sdk, icon = seeded.min_sdk or min_sdk, seeded.icon or ""
        permissions |= dict.fromkeys(seeded.requests, 0)
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
        permissions=permissions,
        activities=(ActivitySpec(launcher=True, label=icon),),
        strings={"brand": "LeadConnector", "version": version_name},
        metadata=metadata,
        abis=tuple(abis),
    )
    return make_app(path, spec, key=key)


def _code(version_name: str) -> int:
    major, minor, patch = (int(part) for part in version_name.split("."))
    return major * 10_000 + minor * 100 + patch
