"""Biometric verbs prove themselves by what the fingerprint service counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from devices.android.biometrics import AndroidBiometrics
from devices.errors import CommandFailed, EffectMissing, VerbRefused
from tests.devices.android.lock_screen import FACTS

if TYPE_CHECKING:
    from config.secrets import Secret
    from devices.android.adb import Adb
    from devices.android.console import Console
    from devices.android.keyguard import Keyguard
    from devices.android.lock import AndroidLock
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

pytestmark = pytest.mark.usefixtures("impatience")

CABLE = replace(FACTS, attach="cable", transport="tcp", serial="127.0.0.1:5555")


@dataclass
class Phone:
    """Stands for adb, console and lock screen of a phone with a sensor.

    Attributes:
        listens: whether anybody is asking for a finger.
        starts_at: from which touch on the sensor listens.
        late: how many looks a touch is not counted for.
        knows_ours: whether the finger that was enrolled is the one that we put there.
        others: whether the screen lock is somebody else's.
        touched: the ids that were put on the sensor.
        lies: whether a finger lies there.
        unlocked: how often the PIN was entered.
    """

    listens: bool = True
    starts_at: int = 1
    late: int = 0
    knows_ours: bool = True
    others: bool = False
    uptime_s: float = 1000
    counts: dict[str, int] = field(
        default_factory=lambda: (
            dict.fromkeys(("count", "accept", "reject", "lockout", "permanentLockout"), 0)
            | {"count": 1}
        )
    )
    touched: list[str] = field(default_factory=list)
    lies: bool = False
    unlocked: int = 0
    _pending: list[int] = field(default_factory=list)

    def shell(self, command: str, *, secret: Secret | None = None) -> str:
        del secret
        assert "dumpsys fingerprint" in command
        self._pending = [looks - 1 for looks in self._pending]
        if self._pending and self._pending[0] <= 0:
            self._pending.pop(0)
            self._count(self.touched[-1])
        told = json.dumps({"service": "Fingerprint21", "prints": [self.counts]})
        return f"Dumping for sensorId: 0\n{told}\n{self.uptime_s:.2f} 10.00\n"

    def say(self, *lines: str) -> None:
        if lines[0] == "finger remove":
            self.lies = False
            return
        finger = lines[0].removeprefix("finger touch ")
        self.touched.append(finger)
        self.lies = True
        if self.listens and len(self.touched) >= self.starts_at:
            self._pending.append(self.late)

    def _count(self, finger: str) -> None:
        self.counts["accept" if finger == "1" and self.knows_ours else "reject"] += 1
        if finger != "1" and self.counts["reject"] % 5 == 0:
            self.counts["lockout"] += 1

    def lock(self) -> None:
        pass

    def unlock(self) -> None:
        self.unlocked += 1

    def is_ours(self) -> bool:
        return not self.others

    def clear_pin(self) -> None:
        self.counts["count"] = 0


def verbs(phone: Phone, facts: DeviceFacts = FACTS) -> AndroidBiometrics:
    """The verbs on that phone."""
    return AndroidBiometrics(
        facts,
        cast("Adb", phone),
        lambda: cast("Session", None),
        console=cast("Console", phone),
        keyguard=cast("Keyguard", phone),
        lock=cast("AndroidLock", phone),
    )


def test_touches_are_proved_one_by_one() -> None:
    """The finger that is known, and so many of one that is not."""
    phone = Phone()
    verbs(phone).match()
    verbs(phone).mismatch(2)
    assert (phone.touched, phone.lies) == (["1", "9", "9"], False)
    assert (phone.counts["accept"], phone.counts["reject"]) == (1, 2)


def test_a_touch_that_nobody_waits_for_is_told() -> None:
    """Nothing is counted then, whatever the console says; the rest is not tried."""
    phone = Phone(listens=False)
    with pytest.raises(
        EffectMissing, match=r"does not count one accept more.*was asking for a finger"
    ):
        verbs(phone).match()
    with pytest.raises(EffectMissing, match="does not count one reject more"):
        verbs(phone).mismatch(3)
    assert (set(phone.touched), phone.lies) == ({"1", "9"}, False)


def test_a_sensor_that_does_not_listen_yet_is_touched_again() -> None:
    """Until one touch was counted, and no more."""
    phone = Phone(starts_at=2)
    verbs(phone).mismatch()
    assert (phone.touched, phone.counts["reject"]) == (["9"] * 2, 1)


def test_a_touch_that_is_counted_late_is_not_repeated() -> None:
    """The finger lies there until it is."""
    phone = Phone(late=2)
    verbs(phone).mismatch(2)
    assert (phone.touched, phone.counts["reject"]) == (["9"] * 2, 2)


def test_a_touch_that_is_judged_otherwise_is_told_at_once() -> None:
    """A finger that should match and does not is not put there again."""
    phone = Phone()
    phone.knows_ours = False
    with pytest.raises(EffectMissing, match="does not count one accept more"):
        verbs(phone).match()
    assert phone.touched == ["1"]


def test_the_fifth_failure_shuts_the_sensor_for_thirty_seconds() -> None:
    """Reckoned by the phone's own uptime from the touch that did it."""
    phone = Phone()
    sensor = verbs(phone)
    sensor.mismatch(sensor.bears - 1)
    assert sensor.lockout() == "none"
    sensor.mismatch()
    assert sensor.lockout() == "timed"
    phone.uptime_s += sensor.shut_for.total_seconds()
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
    assert phone.touched == []


def test_fingers_go_with_the_screen_lock() -> None:
    """One that does not go is told."""
    phone = Phone()
    verbs(phone).forget()
    assert not verbs(phone).enrolled
    phone.counts["count"] = 1
    phone.clear_pin = lambda: None  # type: ignore[method-assign] # it keeps its fingers
    with pytest.raises(EffectMissing, match=r"forgetting fingers: .*by hand"):
        verbs(phone).forget()


def test_without_a_sensor_nothing_is_enrolled() -> None:
    """A phone that has no such service knows no finger; of one that tells nothing nobody knows."""
    phone = Phone()
    phone.shell = lambda *_, **__: "Can't find service: fingerprint\n1.00 10.00\n"  # type: ignore[method-assign] # it has none
    assert not verbs(phone).enrolled
    with pytest.raises(CommandFailed, match="the phone may have no sensor"):
        verbs(phone).match()
    phone.shell = lambda *_, **__: "1.00 10.00\n"  # type: ignore[method-assign] # it tells nothing
    with pytest.raises(CommandFailed, match="it tells of no fingers"):
        _ = verbs(phone).enrolled


def test_on_a_cable_nobody_has_a_finger() -> None:
    """The refusal comes before anything is touched, and names another way."""
    phone = Phone()
    for touch in (verbs(phone, CABLE).match, verbs(phone, CABLE).mismatch):
        with pytest.raises(VerbRefused, match="instead: an emulator, or a virtual phone"):
            touch()
    assert phone.touched == []
