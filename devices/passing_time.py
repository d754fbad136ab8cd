"""Time that passes: by the hand of a phone's lab, or in truth; proved by the phone's own clock."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.ledger import verdict_of
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.facts import DeviceFacts
    from devices.hand import Hand

_GRAIN: Final = timedelta(seconds=1)
_BUDGET: Final = timedelta(seconds=DEADLINES.passing_s)


class PassingTime(ABC):
    """Lets time pass. See `devices.device.Time`.

    Args:
        facts: of the device.
        hand: what a person's hand does to it.
    """

    def __init__(self, facts: DeviceFacts, hand: Hand) -> None:
        self.facts = facts
        self._hand = hand

    @abstractmethod
    def now(self) -> datetime:
        """See `devices.device.Time`."""

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

    @abstractmethod
    def _light(self) -> None:
        """Light a screen that has gone dark meanwhile."""

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
                "see whether something sets its clock",
            )

    def _let_pass(self, step: timedelta) -> None:
        _wait(step)
        self._light()


def _wait(step: timedelta) -> None:
    end = time.monotonic() + step.total_seconds()
    wait.until(lambda: time.monotonic() >= end, 2 * DEADLINES.passing_s)
