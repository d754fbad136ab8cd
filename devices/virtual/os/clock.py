"""A phone's own clock: the time it shows, how long it has been up, and what it does later."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(eq=False, slots=True)
class _Timer:
    """What is to be done once.

    Attributes:
        due: the time since boot at which it is.
        disarm: cancels the loop's call for it.
    """

    due: timedelta
    callback: Callable[[], None]
    disarm: Callable[[], None]


class Clock:
    """Wall time in the phone's zone, and a monotonic count since boot. It never goes back."""

    def __init__(self, time_zone: str = "UTC") -> None:
        self._zone = ZoneInfo(time_zone)
        self._booted_s = time.monotonic()
        self._ahead = timedelta()
        self._timers: dict[_Timer, None] = {}  # in the order made

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
        return datetime.now(self._zone) + self._ahead

    def uptime(self) -> timedelta:
        """How long the phone has been up."""
        return timedelta(seconds=time.monotonic() - self._booted_s) + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far it has been moved on."""
        return self._ahead

    def advance(self, step: timedelta) -> None:
        """Let time pass at once: all that is due meanwhile happens, each at its own time."""
        end, ahead = self.uptime() + step, self._ahead + step
        while due := [timer for timer in self._timers if timer.due <= end]:
            first = min(due, key=lambda timer: timer.due)
            self._ahead += max(first.due - self.uptime(), timedelta())
            self._fire(first)
        self._ahead = ahead
        for timer in self._timers:
            timer.disarm()
            self._arm(timer)

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back once after a delay of the phone's time; returns the call that cancels."""
        timer = _Timer(self.uptime() + delay, callback, _nothing)
        self._arm(timer)
        self._timers[timer] = None
        return lambda: self._drop(timer)

    async def sleep(self, delay: timedelta) -> None:
        """Return after a delay of the phone's time."""
        done = asyncio.Event()
        cancel = self.schedule(delay, done.set)
        try:
            await done.wait()
        finally:
            cancel()

    def _arm(self, timer: _Timer) -> None:
        wait_s = (timer.due - self.uptime()).total_seconds()
        timer.disarm = asyncio.get_running_loop().call_later(wait_s, self._fire, timer).cancel

    def _fire(self, timer: _Timer) -> None:
        self._drop(timer)
        timer.callback()

    def _drop(self, timer: _Timer) -> None:
        timer.disarm()
        self._timers.pop(timer, None)


def _nothing() -> None:
    """What disarms a timer that is not armed."""
