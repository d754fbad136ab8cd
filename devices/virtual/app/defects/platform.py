"""The platform."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect(
        "needs-newer-android",
        "PLAT-01",
        "Android 8.0 refuses the install",
        min_sdk=27,
        platforms=("android",),
    ),
    Defect(
        "installs-on-older-android",
        "PLAT-01",
        "Android 7 takes it as well",
        min_sdk=24,
        platforms=("android",),
    ),
    Defect(
        "needs-newer-ios",
        "PLAT-01",
        "iOS 15 refuses the install",
        min_ios="16.0",
        platforms=("ios",),
    ),
    Defect(
        "installs-on-older-ios",
        "PLAT-01",
        "iOS 14 takes it as well",
        min_ios="14.0",
        platforms=("ios",),
    ),
)
