"""Apps that ask for permissions, for observing how phones put that to the user.

They ask for what they are started with, which only virtual phones know: no code is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.builds import AppSpec, make_app
from devices.virtual.builds.ipa import ALL_PURPOSES, make_ipa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASKING_IPA: Final = "app.fleet.asks"
"""Bundle identifier of the app for iPhones; its launch arguments are those of `PlainApp`."""

_LABEL: Final = "Asker"
_REQUESTED: Final = (
    "CAMERA", "RECORD_AUDIO", "READ_CONTACTS", "WRITE_CONTACTS", "ACCESS_FINE_LOCATION",
    "ACCESS_COARSE_LOCATION", "ACCESS_BACKGROUND_LOCATION", "READ_EXTERNAL_STORAGE",
    "POST_NOTIFICATIONS", "READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_AUDIO",
    "BLUETOOTH_CONNECT",
)  # fmt: skip
_CHOICE: Final = "READ_MEDIA_VISUAL_USER_SELECTED"
# Releases that apps are made for, by package: what they are asked depends on it.
_TARGETS: Final = {
    "app.fleet.asks": 35,
    "app.fleet.asks33": 33,
    "app.fleet.asks29": 29,
    "app.fleet.asks28": 28,
}


def make_asking_apps(folder: Path) -> Mapping[str, Path]:
    """Write the apps, and give their files by package."""
    return {
        package: make_app(folder / f"{package}.apk", _spec(package, target))
        for package, target in _TARGETS.items()
    }


def make_asking_ipa(folder: Path) -> Path:
    """Write the app for iPhones: it asks for what it is launched with, and says what for."""
    return make_ipa(
        folder / f"{ASKING_IPA}.ipa",
        label=_LABEL,
        bundle_id=ASKING_IPA,
        reference=False,
        purposes=ALL_PURPOSES,
    )


def _spec(package: str, target: int) -> AppSpec:
    names = (*_REQUESTED, _CHOICE) if package == "app.fleet.asks" else _REQUESTED
    permissions = {f"android.permission.{name}": 0 for name in names}
    return AppSpec(package, _LABEL, target_sdk=target, permissions=permissions)
