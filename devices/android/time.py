"""A phone's time: moved by the hand of its lab, or waited for."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.ledger import verdict_of
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb
    from devices.device import DeviceFacts
    from devices.hand import Hand

_CLOCK: Final = "date +%s; getprop persist.sys.timezone"
_UNSET: Final = "GMT"  # what Android takes where the property is not set
_LIGHT: Final = "input keyevent WAKEUP"
_GRAIN: Final = timedelta(seconds=1)
_BUDGET: Final = timedelta(seconds=DEADLINES.passing_s)


class AndroidTime:
    """Lets time pass, and proves it by the phone's own clock.

    Args:
        facts: of the device.
        adb: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb, hand: Hand) -> None:
        self.facts = facts
        self._adb = adb
        self._hand = hand

    def now(self) -> datetime:
        """See `devices.device.Time`."""
        seconds, _, zone = self._adb.shell(_CLOCK).strip().partition("\n")
        return datetime.fromtimestamp(int(seconds), ZoneInfo(zone.strip() or _UNSET))

    @verb("time.pass_")
    def pass_(self, step: timedelta) -> None:
        """See `devices.device.Time`.

        Raises:
            ValueError: the step does not lead forward.
        """
        if step <= timedelta():
            raise ValueError(f"time goes forward alone: {step}")
        if step > _BUDGET or not verdict_of("time.jump", self.facts).refused:
            self._jump(step)
        else:
            self._proved(self._let_pass, step)

    @verb("time.jump")
    def _jump(self, step: timedelta) -> None:
        self._proved(self._hand.pass_time, step)

    def _proved(self, let_pass: Callable[[timedelta], None], step: timedelta) -> None:
        before = self.now()
        let_pass(step)
        passed = self.now() - before
        if passed < step - _GRAIN:
            raise EffectMissing(
                self.facts.name,
                f"letting {step} pass",
                f"its clock has gone on by {passed}",
                "see whether something sets its clock: `settings get global auto_time`",
            )

    def _let_pass(self, step: timedelta) -> None:
        """Let real time go by; a screen that has gone dark meanwhile is lit again."""
        _wait(step)
        self._adb.shell(_LIGHT)


def _wait(step: timedelta) -> None:
    end = time.monotonic() + step.total_seconds()
    wait.until(lambda: time.monotonic() >= end, 2 * DEADLINES.passing_s)
