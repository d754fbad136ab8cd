"""Biometric verbs prove themselves by what the fingerprint service counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from config.deadlines import DEADLINES
from config.secrets import Secret
from devices.android import biometrics as biometrics_module
from devices.android.biometrics import AndroidBiometrics
from devices.android.fingerprints import counts_of
from devices.device import DeviceFacts
from devices.errors import CommandFailed, EffectMissing, VerbRefused

if TYPE_CHECKING:
    from devices.android.adb import Adb
    from devices.android.console import Console
    from devices.android.lock import AndroidLock
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
CABLE = replace(FACTS, attach="cable", transport="tcp", serial="127.0.0.1:5555")
PIN = Secret("246813579246")


@dataclass
class Phone:
    """Stands for adb, console and lock screen of a phone with a sensor.

    Attributes:
        listens: whether anybody is asking for a finger.
        others: whether the screen lock is somebody else's.
        touched: the ids that were put on the sensor.
        unlocked: how often the PIN was entered.
    """

    listens: bool = True
    others: bool = False
    secure: bool = True
    uptime_s: float = 1000
    counts: dict[str, int] = field(
        default_factory=lambda: (
            dict.fromkeys(("count", "accept", "reject", "lockout", "permanentLockout"), 0)
            | {"count": 1}
        )
    )
    touched: list[str] = field(default_factory=list)
    unlocked: int = 0

    def shell(self, command: str, *, secret: Secret | None = None) -> str:
        del secret
        if "locksettings clear" in command and not self.others:
            self.secure, self.counts["count"] = False, 0
        if "dumpsys fingerprint" in command:
            told = json.dumps({"service": "Fingerprint21", "prints": [self.counts]})
            return f"Dumping for sensorId: 0\n{told}\n{self.uptime_s:.2f} 10.00\n"
        return f"      showing=false\n      secure={str(self.secure).lower()}\n"

    def say(self, *lines: str) -> None:
        finger = lines[0].removeprefix("finger touch ")
        self.touched.append(finger)
        if self.listens:
            self.counts["accept" if finger == "1" else "reject"] += 1
            if finger != "1" and self.counts["reject"] % 5 == 0:
                self.counts["lockout"] += 1

    def lock(self) -> None:
        pass

    def unlock(self) -> None:
        self.unlocked += 1


def verbs(phone: Phone, facts: DeviceFacts = FACTS) -> AndroidBiometrics:
    """The verbs on that phone."""
    return AndroidBiometrics(
        facts,
        cast("Adb", phone),
        lambda: cast("Session", None),
        console=cast("Console", phone),
        lock=cast("AndroidLock", phone),
        pin=PIN,
    )


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects that do not come are given up soon."""
    monkeypatch.setattr(biometrics_module, "DEADLINES", replace(DEADLINES, effect_s=0.1))


def test_touches_are_proved_one_by_one() -> None:
    """The finger that is known, and so many of one that is not."""
    phone = Phone()
    verbs(phone).match()
    verbs(phone).mismatch(2)
    assert phone.touched == ["1", "9", "9"]
    assert (phone.counts["accept"], phone.counts["reject"]) == (1, 2)


def test_a_touch_that_nobody_waits_for_is_told() -> None:
    """Nothing is counted then, whatever the console says; the rest is not tried."""
    phone = Phone(listens=False)
    with pytest.raises(EffectMissing, match=r"counts no accept more.*was asking for a finger"):
        verbs(phone).match()
    with pytest.raises(EffectMissing, match="counts no reject more"):
        verbs(phone).mismatch(3)
    assert phone.touched == ["1", "9"]


def test_the_fifth_failure_shuts_the_sensor_for_thirty_seconds() -> None:
    """Reckoned by the phone's own uptime from the touch that did it."""
    phone = Phone()
    sensor = verbs(phone)
    sensor.mismatch(4)
    assert sensor.lockout() == "none"
    sensor.mismatch()
    assert sensor.lockout() == "timed"
    phone.uptime_s += 30
    assert sensor.lockout() == "none"


def test_the_sensor_is_shut_for_good_until_the_pin_is_entered() -> None:
    """The service counts that apart."""
    phone = Phone()
    sensor = verbs(phone)
    sensor.clear_lockout()
    phone.counts["permanentLockout"] += 1
    phone.counts["reject"] += 1
    assert sensor.lockout() == "permanent"
    sensor.clear_lockout()
    assert sensor.lockout() == "none"


def test_the_pin_is_entered_only_after_failures() -> None:
    """Of a phone that nobody knows anything of they are assumed; a match makes up for them."""
    phone = Phone()
    sensor = verbs(phone)
    for _ in range(2):
        sensor.clear_lockout()
    assert phone.unlocked == 1
    sensor.mismatch()
    sensor.match()
    sensor.clear_lockout()
    assert phone.unlocked == 1
    sensor.mismatch()
    sensor.clear_lockout()
    assert phone.unlocked == 2


def test_a_phone_that_knows_a_finger_is_let_be() -> None:
    """The wizard is not gone through a second time; nor is a session asked for."""
    phone = Phone()
    verbs(phone).enrol()
    assert (phone.secure, phone.touched) == (True, [])


def test_fingers_go_with_the_screen_lock() -> None:
    """Somebody else's stays, and that is told; the PIN is in no error."""
    phone = Phone()
    verbs(phone).forget()
    assert not verbs(phone).enrolled
    with pytest.raises(EffectMissing, match=r"forgetting fingers: .*by hand") as missing:
        verbs(Phone(others=True)).forget()
    assert PIN.reveal() not in str(missing.value)


def test_without_a_sensor_nothing_is_enrolled() -> None:
    """A phone whose service tells nothing knows no finger, and cannot be touched."""
    phone = Phone()
    assert counts_of("Can't find service: fingerprint\n1000.00 10.00\n") is None
    phone.shell = lambda *_, **__: ""  # type: ignore[method-assign] # it has no such service
    assert not verbs(phone).enrolled
    with pytest.raises(CommandFailed, match="the phone may have no sensor"):
        verbs(phone).match()


def test_on_a_cable_nobody_has_a_finger() -> None:
    """The refusal comes before anything is touched, and names another way."""
    phone = Phone()
    for touch in (verbs(phone, CABLE).match, verbs(phone, CABLE).mismatch):
        with pytest.raises(VerbRefused, match="instead: an emulator, or a virtual phone"):
            touch()
    assert phone.touched == []
