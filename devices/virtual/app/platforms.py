"""What the app takes from the platform that it runs on: the names of what it asks for.

Sources: AOSP frameworks/base/core/res/AndroidManifest.xml; developer.android.com, "Notification
runtime permission" and "Grant partial access to photos and videos". iOS has no names of that kind:
these are the words of the harness for AVCaptureDevice, CNContactStore, CLLocationManager,
UNUserNotificationCenter and PHPhotoLibrary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from devices.virtual.os.permission_names import COARSE, FINE, POST, PREFIX, SELECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.os.process import AppContext

Permission = Literal["camera", "contacts", "location", "microphone", "notifications", "photos"]

_ASKS_TO_POST: Final = 33  # API levels from which Android asks for these
_MEDIA: Final = 33
_CHOICE: Final = 34


@dataclass(frozen=True, slots=True)
class Platform:
    """What differs from platform to platform, and from release to release.

    Attributes:
        names: the system's names of each permission, of which one is enough; none where the system
            does not ask.
        chosen: its name of access to the pictures that the user has chosen, and no others.
    """

    names: Mapping[Permission, tuple[str, ...]]
    chosen: str


_IOS: Final = Platform(
    {
        "camera": ("camera",),
        "contacts": ("contacts",),
        "location": ("location",),
        "microphone": ("microphone",),
        "notifications": ("notifications",),
        "photos": ("photos", "photos.selected"),
    },
    chosen="photos.selected",
)


def platform_of(context: AppContext) -> Platform:
    """The platform that an app runs on."""
    return _IOS if context.platform == "ios" else _android(context.api_level)


def _android(api_level: int) -> Platform:
    return Platform(
        {
            "camera": (PREFIX + "CAMERA",),
            "contacts": (PREFIX + "READ_CONTACTS",),
            "location": (FINE, COARSE),
            "microphone": (PREFIX + "RECORD_AUDIO",),
            "notifications": (POST,) if api_level >= _ASKS_TO_POST else (),
            "photos": _photos(api_level),
        },
        chosen=SELECTED,
    )


def _photos(api_level: int) -> tuple[str, ...]:
    if api_level < _MEDIA:
        return (PREFIX + "READ_EXTERNAL_STORAGE",)
    media = (PREFIX + "READ_MEDIA_IMAGES", PREFIX + "READ_MEDIA_VIDEO")
    return (*media, SELECTED) if api_level >= _CHOICE else media
