"""A phone's own clock: the time it shows, how long it has been up, and what it does later."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Wall time in the phone's zone, and a monotonic count since boot."""

    def __init__(self, time_zone: str = "UTC") -> None:
        self._zone = ZoneInfo(time_zone)
        self._booted_s = time.monotonic()

    @property
    def time_zone(self) -> str:
        """The zone's name in the IANA database."""
        return self._zone.key

    def set_time_zone(self, name: str) -> None:
        """Show the time of another zone from now on.

        Raises:
            zoneinfo.ZoneInfoNotFoundError: no zone has this name.
        """
        self._zone = ZoneInfo(name)

    def now(self) -> datetime:
        """The time the phone shows, with its zone."""
        return datetime.now(self._zone)

    def uptime(self) -> timedelta:
        """How long the phone has been up."""
        return timedelta(seconds=time.monotonic() - self._booted_s)

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back once after a delay of the phone's time; returns the call that cancels."""
        return asyncio.get_running_loop().call_later(delay.total_seconds(), callback).cancel

    async def sleep(self, delay: timedelta) -> None:
        """Return after a delay of the phone's time."""
        done = asyncio.Event()
        cancel = self.schedule(delay, done.set)
        try:
            await done.wait()
        finally:
            cancel()
