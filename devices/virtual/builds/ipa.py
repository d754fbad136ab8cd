"""iOS builds of the reference app.

A build is an archive as Xcode exports it, without code that any machine could run. A virtual phone
runs the reference app that comes with it, as the build's metadata says.
"""

from __future__ import annotations

import hashlib
import io
import plistlib
import struct
from typing import TYPE_CHECKING, Final

from PIL import Image

from devices.virtual.app import REFERENCE, skins
from devices.virtual.app.defects import METADATA, check_defect
from devices.virtual.builds.archive import write_archive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PURPOSES: Final = {
    "NSCameraUsageDescription": "Take photos and videos to send them in conversations.",
    "NSMicrophoneUsageDescription": "Record voice messages and take calls.",
    "NSContactsUsageDescription": "Add people from your address book as contacts.",
    "NSLocationWhenInUseUsageDescription": "Check in where you meet your contacts.",
    "NSPhotoLibraryUsageDescription": "Send photos and videos in conversations.",
    "NSFaceIDUsageDescription": "Unlock the app with your face.",
}
"""What the app says in each of the system's permission alerts."""

ALL_PURPOSES: Final = PURPOSES | {
    "NSLocationAlwaysAndWhenInUseUsageDescription": "Check in on your way.",
    "NSPhotoLibraryAddUsageDescription": "Keep what you get.",
    "NSUserTrackingUsageDescription": "Tell you what may suit you.",
    "NSLocalNetworkUsageDescription": "Find what is near.",
    "NSBluetoothAlwaysUsageDescription": "Use a headset.",
    "NSMotionUsageDescription": "Count your steps.",
}
"""One for every alert that a virtual iPhone has: what an app that only asks says."""

_NAME: Final = "LeadConnector"
_ICON_PX: Final = 120
_ICON: Final = "AppIcon60x60"
# mach-o/loader.h: MH_MAGIC_64, CPU_TYPE_ARM64, MH_EXECUTE, and no load command.
_NO_CODE: Final = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, 0, 0, 0, 0)
_TEAM: Final = "FLEET00000"


def make_ipa(
    path: Path,
    *,
    version_name: str = "3.95.0",
    build: str | None = None,
    minimum_os: str = "15.0",
    families: Sequence[int] = (1, 2),
    capabilities: Sequence[str] = ("arm64",),
    label: str = "LeadConnector",
    bundle_id: str = "com.LeadConnector",
    defect: str | None = None,
    skin: str = "native",
    signed: bool = True,
    reference: bool = True,
    purposes: Mapping[str, str] = PURPOSES,
) -> Path:
    """Write a build of the reference app, or a plain one; the same arguments give the same bytes.

    Args:
        path: file to write, replaced when it is there.
        version_name: what users see.
        build: ``CFBundleVersion``; None takes the version's name.
        minimum_os: iOS below which a phone refuses the install.
        families: 1 for iPhone, 2 for iPad; a device of another family refuses it.
        capabilities: what the app requires of the hardware.
        label: name under the icon.
        bundle_id: bundle identifier.
        defect: name of a seeded defect, one of `devices.virtual.app.defects.DEFECTS`.
        skin: how its views are told, one of `devices.virtual.app.skins.SKINS`.
        signed: whether it carries a signature and a profile; iOS refuses one without.
        reference: whether it is the reference app; another build asks for what it is launched with.
        purposes: what it says in permission alerts, by the key of Info.plist.

    Returns:
        The path.

    Raises:
        UnknownDefectError: no defect has this name.
        UnknownSkinError: no skin has this name.
    """
    oldest = check_defect(defect).min_ios if defect is not None else None
    info: dict[str, object] = {
        **_names(label, bundle_id),
        "CFBundleShortVersionString": version_name,
        "CFBundleVersion": version_name if build is None else build,
        "MinimumOSVersion": oldest or minimum_os,
        "UIDeviceFamily": list(families),
        "UIRequiredDeviceCapabilities": list(capabilities),
        **purposes,
        **(_metadata(defect, skin) if reference else {}),
    }
    files = _bundle(info)
    if signed:
        files["embedded.mobileprovision"] = _profile(bundle_id)
        files["_CodeSignature/CodeResources"] = _resources(files)
    return write_archive(
        path, {f"Payload/{_NAME}.app/{name}": data for name, data in files.items()}, key=None
    )


def _names(label: str, bundle_id: str) -> Mapping[str, object]:
    """What Info.plist says of the app itself, whatever its version."""
    return {
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDisplayName": label,
        "CFBundleExecutable": _NAME,
        "CFBundleIcons": {"CFBundlePrimaryIcon": {"CFBundleIconFiles": [_ICON]}},
        "CFBundleIdentifier": bundle_id,
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleName": label,
        "CFBundlePackageType": "APPL",
        "CFBundleSupportedPlatforms": ["iPhoneOS"],
        "LSRequiresIPhoneOS": True,
    }


def _bundle(info: Mapping[str, object]) -> dict[str, bytes]:
    """The files of the app's folder, without a signature."""
    return {
        "Info.plist": plistlib.dumps(info, fmt=plistlib.FMT_BINARY),
        "PkgInfo": b"APPL????",
        _NAME: _NO_CODE,
        f"{_ICON}@2x.png": _icon(),
    }


def _metadata(defect: str | None, skin: str) -> Mapping[str, str]:
    metadata = {REFERENCE: "1"}
    if defect is not None:
        metadata[METADATA] = check_defect(defect).name
    if skins.check_skin(skin) != skins.SKINS[0]:
        metadata[skins.METADATA] = skin
    return metadata


def _icon() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (_ICON_PX, _ICON_PX), "#1a73e8").save(drawn, "PNG")
    return drawn.getvalue()


def _profile(bundle_id: str) -> bytes:
    """A provisioning profile, without the signed envelope that Apple puts around one."""
    entitlements = {"application-identifier": f"{_TEAM}.{bundle_id}", "get-task-allow": True}
    profile = {"Entitlements": entitlements, "Name": "fleet", "TeamIdentifier": [_TEAM]}
    return plistlib.dumps(profile, fmt=plistlib.FMT_XML)


def _resources(files: Mapping[str, bytes]) -> bytes:
    """The seal over a build's files, as codesign writes it."""
    sealed = {name: {"hash2": hashlib.sha256(data).digest()} for name, data in files.items()}
    return plistlib.dumps({"files2": sealed, "rules2": {"^.*": True}}, fmt=plistlib.FMT_XML)
