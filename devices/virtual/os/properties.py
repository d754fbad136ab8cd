"""System properties as they stand after boot. Source: AOSP build/make/tools/buildinfo.sh."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.virtual.os.profile import Identity, Profile


def boot_properties(profile: Profile, identity: Identity, attach: str) -> dict[str, str]:
    """What `getprop` knows of a phone of this profile and identity."""
    build = f"{profile.release}/{profile.build_id}/11223344"
    fingerprint = f"{identity.brand}/{identity.product}/{identity.device}:{build}:user/release-keys"
    found = {
        "persist.sys.locale": profile.locale,
        "persist.sys.timezone": profile.time_zone,
        "ro.boot.hardware": identity.hardware,
        "ro.build.characteristics": "emulator" if attach == "emulator" else "nosdcard",
        "ro.build.fingerprint": fingerprint,
        "ro.build.id": profile.build_id,
        "ro.build.type": "user",
        "ro.build.version.codename": "REL",
        "ro.build.version.release": profile.release,
        "ro.build.version.sdk": str(profile.api_level),
        "ro.build.version.security_patch": profile.security_patch,
        "ro.hardware": identity.hardware,
        "ro.product.brand": identity.brand,
        "ro.product.cpu.abi": profile.abi,
        "ro.product.cpu.abilist": profile.abi,
        "ro.product.device": identity.device,
        "ro.product.locale": profile.locale,
        "ro.product.manufacturer": identity.manufacturer,
        "ro.product.model": identity.model,
        "ro.product.name": identity.product,
        "ro.serialno": f"{zlib.crc32(fingerprint.encode()):08X}",
        "ro.sf.lcd_density": str(profile.screen.density_dpi),
        "sys.boot_completed": "1",
    }
    if attach == "emulator":
        found |= {"ro.kernel.qemu": "1", "ro.boot.qemu": "1"}
    return found
