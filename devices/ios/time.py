"""The time of an iPhone, as lockdownd tells it over the cable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from devices.passing_time import PassingTime

if TYPE_CHECKING:
    from devices.facts import DeviceFacts
    from devices.hand import Hand
    from devices.ios.lock import IosLock
    from devices.ios.lockdown import Cable


class IosTime(PassingTime):
    """Lets time pass, and proves it by the phone's own clock, which only a cable tells of.

    Args:
        facts: of the device.
        lock: of the device.
        cable: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(self, facts: DeviceFacts, lock: IosLock, cable: Cable, hand: Hand) -> None:
        super().__init__(facts, hand)
        self._lock = lock
        self._cable = cable

    def now(self) -> datetime:
        """See `devices.device.Time`."""
        told = self._cable.values("TimeIntervalSince1970", "TimeZone")
        seconds, zone = float(told["TimeIntervalSince1970"]), ZoneInfo(str(told["TimeZone"]))
        return datetime.fromtimestamp(seconds, zone)

    def _light(self) -> None:
        if self._lock.is_locked:
            self._lock.light()
