"""What the owner of a phone has on it, as a running app sees it: people, pictures, and its place.

Source: AOSP ContactsContract, MediaStore (who sees which pictures: MediaProvider,
AccessChecker), LocationManager.getLastKnownLocation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.content import Bytes
from devices.virtual.os.permission_names import COARSE, FINE, PREFIX, SELECTED
from devices.virtual.os.permissions import PermissionFlag
from devices.virtual.os.sensors import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.os.app_permissions import Requester
    from devices.virtual.os.files import Files
    from devices.virtual.os.package import Package
    from devices.virtual.os.sensors import Sensors
    from devices.virtual.os.settings import Settings

_CONTACTS: Final = PREFIX + "READ_CONTACTS"
_ALL_PICTURES: Final = (PREFIX + "READ_EXTERNAL_STORAGE", PREFIX + "READ_MEDIA_IMAGES")
_FOLDERS: Final = ("/storage/emulated/0/DCIM", "/storage/emulated/0/Pictures")
_KINDS: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4")
FIRST_PICTURES: Final = tuple(f"{_FOLDERS[0]}/Camera/IMG_000{n}.jpg" for n in (1, 2, 3))
"""What the camera has taken before anybody uses the phone."""
JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
MOUNTAIN_VIEW: Final = Fix(-122.084, 37.421998)
"""Where an emulator is before it is told. Source: Android emulator, its default location."""
_COARSE_DIGITS: Final = 2  # of a degree, about a kilometre


class NotPermittedError(Exception):
    """An app reached for what it holds no permission for: a SecurityException.

    Attributes:
        permission: the full name of what is missing.
    """

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission

    def __str__(self) -> str:
        return f"Permission Denial: requires {self.permission}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the address book."""

    name: str
    phone: str
    email: str


PEOPLE: Final = (
    Person("Ines Romero", "+12065550171", "ines.romero@example.test"),
    Person("Otis Grant", "+12065550172", "otis.grant@example.test"),
    Person("Priya Nair", "+12065550173", "priya.nair@example.test"),
)
"""The address book of every phone, by name."""


def take_pictures(files: Files) -> None:
    """Put the pictures on a new phone that its owner has taken."""
    files.make_folders(FIRST_PICTURES[0].rpartition("/")[0])
    for path in FIRST_PICTURES:
        files.write(path, Bytes(JPEG))


def pictures(files: Files) -> list[str]:
    """Paths of all pictures and films on a phone, as the media store finds them."""
    return [
        path
        for folder in _FOLDERS
        for path in _below(files, folder)
        if path.lower().endswith(_KINDS)
    ]


def _below(files: Files, folder: str) -> Iterator[str]:
    found = files.get(folder)
    for name, entry in (found.entries or {}).items() if found else ():
        path = f"{folder}/{name}"
        if entry.is_folder:
            yield from _below(files, path)
        else:
            yield path


class AppBelongings:
    """See `devices.virtual.os.process.Belongings`."""

    def __init__(
        self,
        package: Package,
        permissions: Requester,
        files: Files,
        sensors: Sensors,
        settings: Settings,
    ) -> None:
        self._package = package
        self._permissions = permissions
        self._files = files
        self._sensors = sensors
        self._settings = settings

    def people(self) -> tuple[Person, ...]:
        """The address book, by name.

        Raises:
            NotPermittedError: the app may not read contacts.
        """
        if not self._permissions.granted(_CONTACTS):
            raise NotPermittedError(_CONTACTS)
        return PEOPLE

    def pictures(self) -> list[str]:
        """Paths of the pictures that the app may see: all, those chosen for it, or none."""
        found = pictures(self._files)
        if any(self._sees_all(name) for name in _ALL_PICTURES):
            return found
        if self._permissions.granted(SELECTED):
            return [path for path in found if path in self._package.chosen_pictures]
        return []

    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None where nobody may know, or location is off."""
        if self._settings.get("secure", "location_mode") in {None, "0"}:
            return None
        fix = self._sensors.fix or MOUNTAIN_VIEW
        if self._permissions.granted(FINE):
            return fix.latitude, fix.longitude
        if self._permissions.granted(COARSE):
            return round(fix.latitude, _COARSE_DIGITS), round(fix.longitude, _COARSE_DIGITS)
        return None

    def _sees_all(self, name: str) -> bool:
        """A grant that goes with a choice of pictures opens no others."""
        state = self._package.permissions.get(name)
        return (
            state is not None and state.granted and not state.flags & PermissionFlag.REVOKED_COMPAT
        )
