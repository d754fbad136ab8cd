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


@dataclass(frozen=True, slots=True)
class PermissionNames:
    """What differs from platform to platform, and from release to release.

    Attributes:
        names: the system's names of each permission, of which one is enough; none where the system
            does not ask.
        chosen: its name of access to the pictures that the user has chosen, and no others.
    """

    names: Mapping[Permission, tuple[str, ...]]
    chosen: str


_IOS: Final = PermissionNames(
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

_ANY_ANDROID: Final[Mapping[Permission, tuple[str, ...]]] = {
    "camera": (PREFIX + "CAMERA",),
    "contacts": (PREFIX + "READ_CONTACTS",),
    "location": (FINE, COARSE),
    "microphone": (PREFIX + "RECORD_AUDIO",),
}
_MEDIA: Final = (PREFIX + "READ_MEDIA_IMAGES", PREFIX + "READ_MEDIA_VIDEO")
_ANDROID: Final[tuple[tuple[int, Mapping[Permission, tuple[str, ...]]], ...]] = (
    (0, {"notifications": (), "photos": (PREFIX + "READ_EXTERNAL_STORAGE",)}),
    (33, {"notifications": (POST,), "photos": _MEDIA}),
    (34, {"notifications": (POST,), "photos": (*_MEDIA, SELECTED)}),
)
"""What has changed on Android, each row from an API level on, oldest first."""


def names_of(context: AppContext) -> PermissionNames:
    """What the platform that an app runs on calls permissions."""
    if context.platform == "ios":
        return _IOS
    changed = [row for since, row in _ANDROID if since <= context.api_level][-1]
    return PermissionNames({**_ANY_ANDROID, **changed}, chosen=SELECTED)
