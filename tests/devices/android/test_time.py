"""Time goes forward alone: moved by a hand where there is one, waited for elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from config.deadlines import DEADLINES
from devices import passing_time
from devices.android.time import AndroidTime
from devices.errors import EffectMissing, VerbRefused
from devices.facts import DeviceFacts
from devices.hand import NoHand

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.hand import Hand

VIRTUAL = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
REAL = replace(VIRTUAL, kind="real", attach="cable", transport="usb", serial="X1")
BEGINNING = datetime(2024, 3, 27, 23, 30, tzinfo=UTC)


@dataclass
class Phone:
    """Stands for adb and hand: a clock that goes on by hand, or by the host's time."""

    zone: str = "Asia/Tokyo"
    passed: timedelta = timedelta()
    obeys: bool = True
    lit: int = 0

    def shell(self, command: str) -> str:
        if command == "input keyevent WAKEUP":
            self.lit += 1
            return ""
        assert command.startswith("date +%s; getprop")
        return f"{int((BEGINNING + self.passed).timestamp())}\n{self.zone}\n"

    def pass_time(self, step: timedelta) -> None:
        self.passed += step if self.obeys else timedelta()


def verbs(phone: Phone, facts: DeviceFacts) -> AndroidTime:
    """The phone's time."""
    hand = cast("Hand", phone) if facts.kind == "virtual" else NoHand(facts)
    return AndroidTime(facts, cast("Adb", phone), hand)


def test_a_phone_tells_its_time_in_its_own_zone() -> None:
    """Tokyo has the next day already; a phone without a zone has Greenwich's time."""
    now = verbs(Phone(), VIRTUAL).now()
    assert (now, now.day, now.hour) == (BEGINNING, 28, 8)
    assert verbs(Phone(zone=""), VIRTUAL).now().hour == 23


def test_the_hand_moves_a_virtual_phones_clock() -> None:
    """Any step, and the phone's clock is asked whether it followed."""
    phone = Phone()
    verbs(phone, VIRTUAL).pass_(timedelta(days=3))
    assert phone.passed == timedelta(days=3)
    with pytest.raises(EffectMissing, match="1 day, 0:00:00 pass: its clock has gone on by 0:00"):
        verbs(Phone(obeys=False), VIRTUAL).pass_(timedelta(days=1))


def test_elsewhere_short_steps_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real time goes by, the phone's clock has to go on with it, and the screen is lit again."""
    phone = Phone()
    waited: list[timedelta] = []

    def wait(step: timedelta) -> None:
        waited.append(step)
        phone.passed += step

    monkeypatch.setattr(passing_time, "_wait", wait)
    verbs(phone, REAL).pass_(timedelta(seconds=DEADLINES.passing_s))
    assert (waited, phone.lit) == ([timedelta(seconds=DEADLINES.passing_s)], 1)


def test_elsewhere_long_steps_are_refused() -> None:
    """Beyond the budget the refusal names what would be needed, and what to use instead."""
    step = timedelta(seconds=DEADLINES.passing_s + 1)
    with pytest.raises(VerbRefused, match=r"time\.jump: only time itself.*time\.pass_ with two"):
        verbs(Phone(), REAL).pass_(step)
    with pytest.raises(VerbRefused, match=r"time\.jump"):
        verbs(Phone(), replace(VIRTUAL, column="real")).pass_(step)


@pytest.mark.parametrize("step", [timedelta(), timedelta(seconds=-1)])
def test_time_never_goes_back(step: timedelta) -> None:
    """A step that leads nowhere is a mistake of the test."""
    phone = Phone()
    with pytest.raises(ValueError, match="time goes forward alone"):
        verbs(phone, VIRTUAL).pass_(step)


def test_the_budget_is_what_the_ledger_says() -> None:
    """The ledger tells people two minutes."""
    assert DEADLINES.passing_s == 120
