"""System properties as they stand after boot.

Source: AOSP build/make/tools/buildinfo.sh, core/sysprop.mk and core/main.mk.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.os.profile import Identity, Profile

_NUMBER: Final = "11223344"
_TAGS: Final = "release-keys"


def boot_properties(profile: Profile, identity: Identity, attach: str) -> dict[str, str]:
    """What `getprop` knows of a phone of this profile and identity."""
    build = f"{profile.release}/{profile.build_id}/{_NUMBER}"
    fingerprint = f"{identity.brand}/{identity.product}/{identity.device}:{build}:user/{_TAGS}"
    description = f"{identity.product}-user {profile.release} {profile.build_id} {_NUMBER} {_TAGS}"
    found = {
        "persist.sys.locale": profile.locale,
        "persist.sys.timezone": profile.time_zone,
        "ro.boot.hardware": identity.hardware,
        "ro.build.characteristics": "emulator" if attach == "emulator" else "nosdcard",
        "ro.adb.secure": "1",
        "ro.build.description": description,
        "ro.build.display.id": profile.build_id,
        "ro.build.fingerprint": fingerprint,
        "ro.build.flavor": f"{identity.product}-user",
        "ro.build.id": profile.build_id,
        "ro.build.product": identity.device,
        "ro.build.tags": _TAGS,
        "ro.build.type": "user",
        "ro.build.version.all_codenames": "REL",
        "ro.build.version.codename": "REL",
        "ro.build.version.incremental": _NUMBER,
        "ro.build.version.preview_sdk": "0",
        "ro.build.version.release": profile.release,
        "ro.build.version.sdk": str(profile.api_level),
        "ro.build.version.security_patch": profile.security_patch,
        "ro.debuggable": "0",
        "ro.hardware": identity.hardware,
        "ro.product.brand": identity.brand,
        "ro.product.cpu.abi": profile.abi,
        "ro.product.cpu.abilist": profile.abi,
        "ro.product.device": identity.device,
        "ro.product.locale": profile.locale,
        "ro.product.manufacturer": identity.manufacturer,
        "ro.product.model": identity.model,
        "ro.product.name": identity.product,
        "ro.secure": "1",
        "ro.serialno": f"{zlib.crc32(fingerprint.encode()):08X}",
        "ro.sf.lcd_density": str(profile.screen.density_dpi),
        "sys.boot_completed": "1",
    }
    if attach == "emulator":
        found |= {"ro.kernel.qemu": "1", "ro.boot.qemu": "1"}
    return found
