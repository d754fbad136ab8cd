"""Pictures on an Android phone, beside its owner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import EffectMissing
from devices.picture import ONE_POINT
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

_FOLDER: Final = "/sdcard/DCIM/Fleet"


class AndroidPhotos:
    """Puts pictures where the phone's media store finds them, in a folder of our own.

    Args:
        facts: of the device.
        adb: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._adb = adb
        self._session = session

    @verb("photos.add")
    def add(self, *names: str) -> None:
        """See `devices.device.Photos`. The driver has the media store look at what it pushes."""
        for name in names:
            path = f"{_FOLDER}/{name}"
            self._session().execute("mobile: pushFile", remotePath=path, payload=ONE_POINT)
        missing = set(names) - set(self._there())
        if missing:
            seen = f"{_FOLDER} lacks {', '.join(sorted(missing))}"
            raise EffectMissing(self.facts.name, "adding pictures", seen)

    @verb("photos.remove")
    def remove(self, *names: str) -> None:
        """See `devices.device.Photos`."""
        for name in names:
            self._session().execute("mobile: deleteFile", remotePath=f"{_FOLDER}/{name}")
        left = set(names) & set(self._there())
        if left:
            seen = f"{_FOLDER} holds {', '.join(sorted(left))} still"
            raise EffectMissing(self.facts.name, "removing pictures", seen)

    def _there(self) -> list[str]:
        return self._adb.shell(f"ls {_FOLDER} 2>/dev/null || true").split()
