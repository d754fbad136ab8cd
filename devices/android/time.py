"""The time of an Android phone, as its shell tells it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from devices.passing_time import PassingTime

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.facts import DeviceFacts
    from devices.hand import Hand

_CLOCK: Final = "date +%s; getprop persist.sys.timezone"
_UNSET: Final = "GMT"  # what Android takes where the property is not set
_LIGHT: Final = "input keyevent WAKEUP"


class AndroidTime(PassingTime):
    """Lets time pass, and proves it by the phone's own clock.

    Args:
        facts: of the device.
        adb: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, hand: Hand) -> None:
        super().__init__(facts, hand)
        self._adb = adb

    def now(self) -> datetime:
        """See `devices.device.Time`."""
        seconds, _, zone = self._adb.shell(_CLOCK).strip().partition("\n")
        return datetime.fromtimestamp(int(seconds), ZoneInfo(zone.strip() or _UNSET))

    def _light(self) -> None:
        self._adb.shell(_LIGHT)
