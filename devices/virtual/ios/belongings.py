"""What the owner of an iPhone has on it, as a running app sees it: people, pictures, its place.

Source: Apple, CNContactStore, PHFetchResult (who sees which pictures), CLLocationManager with
accuracyAuthorization.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.permissions.store import LOCATION
from devices.virtual.ios.usbmux.media import File, Folder
from devices.virtual.os.belongings import JPEG, MOUNTAIN_VIEW, PEOPLE, NotPermittedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.usbmux.media import Media
    from devices.virtual.os.belongings import Person
    from devices.virtual.os.clock import Clock

__all__ = ["PEOPLE", "AppBelongings", "Picture", "pictures", "take_pictures"]

_LIBRARY: Final = "DCIM"
_FIRST: Final = tuple(f"{_LIBRARY}/100APPLE/IMG_000{n}.JPG" for n in (1, 2, 3))
_KINDS: Final = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".mov", ".mp4")
_ROUGH_DIGITS: Final = 2  # of a degree, about a kilometre
_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the library.

    Attributes:
        path: in the media folder.
        label: what it is told as. Source: VoiceOver's words in Photos, unsure.
    """

    path: str
    label: str


def take_pictures(media: Media) -> None:
    """Put the pictures on a new phone that its owner has taken."""
    media.make_folder(_FIRST[0].rpartition("/")[0])
    for path in _FIRST:
        media.write(media.create(path), 0, JPEG)


def pictures(media: Media, clock: Clock) -> list[Picture]:
    """All pictures and films of the library, in the order of their paths."""
    return [
        Picture(path, _label(file, clock))
        for path, file in _below(media.folder(_LIBRARY), _LIBRARY)
        if path.lower().endswith(_KINDS)
    ]


def _below(folder: Folder, path: str) -> Iterator[tuple[str, File]]:
    for name, child in sorted(folder.children.items()):
        if isinstance(child, Folder):
            yield from _below(child, f"{path}/{name}")
        elif isinstance(child, File):
            yield f"{path}/{name}", child


def _label(file: File, clock: Clock) -> str:
    taken = datetime.fromtimestamp(file.born_ns / _NS, UTC).astimezone(clock.now().tzinfo)
    return f"Photo, {taken:%B} {taken.day}, {taken.year}, {taken.hour % 12 or 12}:{taken:%M %p}"


class AppBelongings:
    """See `devices.virtual.os.process.Belongings`."""

    def __init__(self, phone: IPhone, bundle_id: str) -> None:
        self._phone, self._bundle_id = phone, bundle_id

    def people(self) -> tuple[Person, ...]:
        """The address book, by name: all, or those chosen for the app.

        Raises:
            NotPermittedError: the app may not read contacts.
        """
        status = self._status("contacts")
        if not status.granted:
            raise NotPermittedError("contacts")
        if status is Status.LIMITED:
            chosen = self._phone.permissions.grant(self._bundle_id).people
            return tuple(each for each in PEOPLE if each.name in chosen)
        return PEOPLE

    def pictures(self) -> list[str]:
        """Paths of the pictures that the app may see: all, those chosen for it, or none."""
        status = self._status("photos")
        if not status.granted:
            return []
        found = [each.path for each in pictures(self._phone.media, self._phone.clock)]
        if status is Status.LIMITED:
            chosen = self._phone.permissions.grant(self._bundle_id).pictures
            return [path for path in found if path in chosen]
        return found

    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, rough ones where the user wants that; None for no."""
        permissions = self._phone.permissions
        if not permissions.location_services or not self._status(LOCATION).granted:
            return None
        latitude, longitude = self._phone.place or (MOUNTAIN_VIEW.latitude, MOUNTAIN_VIEW.longitude)
        if permissions.grant(self._bundle_id).precise:
            return latitude, longitude
        return round(latitude, _ROUGH_DIGITS), round(longitude, _ROUGH_DIGITS)

    def _status(self, service: str) -> Status:
        return self._phone.permissions.status(self._bundle_id, service)
