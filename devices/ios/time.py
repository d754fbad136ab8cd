"""The time of an iPhone, as lockdownd tells it over the cable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from devices.passing_time import PassingTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session
    from devices.device import DeviceFacts
    from devices.hand import Hand
    from devices.ios.lockdown import Cable


class IosTime(PassingTime):
    """Lets time pass, and proves it by the phone's own clock, which only a cable tells of.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        cable: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(
        self, facts: DeviceFacts, session: Callable[[], Session], cable: Cable, hand: Hand
    ) -> None:
        super().__init__(facts, hand)
        self._session = session
        self._cable = cable

    def now(self) -> datetime:
        """See `devices.device.Time`."""
        told = self._cable.values("TimeIntervalSince1970", "TimeZone")
        seconds, zone = float(told["TimeIntervalSince1970"]), ZoneInfo(str(told["TimeZone"]))
        return datetime.fromtimestamp(seconds, zone)

    def _light(self) -> None:
        if self._session().execute("mobile: isLocked"):
            self._session().execute("mobile: unlock")
