"""installd: what it finds in a package that a host has put on the phone, and what it refuses.

Source of the sentences: MobileInstallation's errors as tools print them (appium-xcuitest-driver,
``real-device-management``; libimobiledevice/ideviceinstaller issue 166; SideStore issue 697).
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.ipa import INFO, SIGNATURE, AppBundle, IpaError, read_bundle, read_ipa
from devices.virtual.ios.usbmux.handset import InstallError
from devices.virtual.ios.usbmux.media import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.usbmux.handset import PlistValue
    from devices.virtual.ios.usbmux.media import Media

_LARGEST_INFO: Final = 1024 * 1024
_FAMILIES: Final = {"iPhone": (1,), "iPod": (1,), "iPad": (1, 2)}
_NO_SIGNATURE: Final = 0xE800801C - (1 << 32)


def inspect(media: Media, path: str) -> AppBundle:
    """Read the package at a path of the media folder: an IPA, or an app's folder.

    Raises:
        InstallError: nothing is there, or it cannot be read.
    """
    try:
        node = media.node(path)
        if isinstance(node, Folder):
            return _inspect_folder(media, path)
        return read_ipa(media.open(path))
    except IpaError as error:
        raise InstallError(error.code, error.reason) from error
    except OSError as error:
        reason = f"Couldn't stat {path}: {error.strerror}"
        raise InstallError("PackageInspectionFailed", reason) from error


def check_device(bundle: AppBundle, values: Mapping[str, PlistValue]) -> None:
    """Refuse a build that is not for this phone.

    Args:
        bundle: the build.
        values: what lockdownd tells of the phone.

    Raises:
        InstallError: its iOS is too old, or it is no device of the families built for.
    """
    have = str(values.get("ProductVersion", ""))
    if _older(have, bundle.minimum_os):
        raise InstallError(
            "DeviceOSVersionTooLow",
            "The system version is lower than the minimum OS version specified for bundle at "
            f"{bundle.folder}. Have {have}; need {bundle.minimum_os}",
        )
    families = _FAMILIES.get(str(values.get("DeviceClass", "")), (1,))
    if not set(families) & set(bundle.families):
        raise InstallError(
            "DeviceFamilyNotSupported",
            "This app was not built to support this device family; app is compatible with "
            f"{_listed(bundle.families)} but this device supports {_listed(families)}",
        )


def check_signature(bundle: AppBundle) -> None:
    """Refuse a build that nobody signed.

    Raises:
        InstallError: it has no signature.
    """
    if not bundle.signed:
        raise InstallError(
            "ApplicationVerificationFailed",
            f"Failed to verify code signature of {bundle.folder} : 0xe800801c "
            "(No code signature found.)",
            _NO_SIGNATURE,
        )


def _inspect_folder(media: Media, path: str) -> AppBundle:
    data = media.read(media.file(f"{path}/{INFO}"), 0, _LARGEST_INFO)
    try:
        media.file(f"{path}/{SIGNATURE}")
    except FileNotFoundError:
        signed = False
    else:
        signed = True
    return read_bundle(PurePosixPath(path).name, data, signed=signed)


def _older(have: str, need: str) -> bool:
    pairs = zip_longest(_parts(have), _parts(need), fillvalue=0)
    return next((mine < other for mine, other in pairs if mine != other), False)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _listed(families: tuple[int, ...]) -> str:
    """As NSArray describes itself."""
    return "(\n" + ",\n".join(f"    {family}" for family in families) + "\n)"
