"""Pictures on an iPhone, beside its owner's own.

The driver puts files into the folder that the cable shows; a simulator's library does not say what
was added to it.
The library of a phone in a real hand does not look there: the ledger refuses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import CommandFailed, EffectMissing
from devices.picture import ONE_POINT
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session
    from devices.facts import DeviceFacts

_FOLDER: Final = "/DCIM/100APPLE"


class IosPhotos:
    """Puts pictures where the phone's library finds them.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._session = session

    @verb("photos.add")
    def add(self, *names: str) -> None:
        """See `devices.device.Photos`."""
        for name in names:
            path = f"{_FOLDER}/{name}"
            self._session().execute("mobile: pushFile", remotePath=path, payload=ONE_POINT)
        missing = [name for name in names if not self._is_there(name)]
        if missing:
            seen = f"{_FOLDER} lacks {', '.join(missing)}"
            raise EffectMissing(self.facts.name, "adding pictures", seen)

    @verb("photos.remove")
    def remove(self, *names: str) -> None:
        """See `devices.device.Photos`."""
        for name in names:
            self._session().execute("mobile: deleteFile", remotePath=f"{_FOLDER}/{name}")
        left = [name for name in names if self._is_there(name)]
        if left:
            seen = f"{_FOLDER} holds {', '.join(left)} still"
            raise EffectMissing(self.facts.name, "removing pictures", seen)

    def _is_there(self, name: str) -> bool:
        try:
            self._session().execute("mobile: pullFile", remotePath=f"{_FOLDER}/{name}")
        except CommandFailed:
            return False
        return True
