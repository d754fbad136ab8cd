"""Lock verbs prove themselves by the window manager, and type the PIN where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from config.deadlines import DEADLINES
from config.secrets import Secret
from devices.android import lock as lock_module
from devices.android.lock import AndroidLock, Keyguard, keyguard_of
from devices.device import DeviceFacts
from devices.errors import EffectMissing

if TYPE_CHECKING:
    from devices.android.adb import Adb

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
PIN = Secret("246813579246")


@dataclass
class Phone:
    """Stands for adb, before a phone with or without a lock screen.

    Attributes:
        pin: its credential; empty for none.
        has_screen: whether it shows a lock screen at all.
        obeys: whether anything it is told has an effect.
    """

    pin: str = ""
    has_screen: bool = True
    obeys: bool = True
    up: bool = False
    asked: list[str] = field(default_factory=list)
    secrets: list[Secret | None] = field(default_factory=list)

    def shell(self, command: str, *, secret: Secret | None = None) -> str:
        self.asked.append(command)
        self.secrets.append(secret)
        if self.obeys:
            self._do(command)
        policy = (
            f"      showing={str(self.up).lower()}\n      secure={str(bool(self.pin)).lower()}\n"
        )
        return policy if "dumpsys window policy" in command else ""

    def _do(self, command: str) -> None:
        if "set-disabled false" in command:
            self.has_screen = True
        if "POWER" in command:
            self.up = self.has_screen or bool(self.pin)
        if "dismiss-keyguard" in command and not self.pin:
            self.up = False
        if self.pin and f"input text {self.pin};" in command:
            self.up = False


def verbs(phone: Phone) -> AndroidLock:
    """The verbs on that phone."""
    return AndroidLock(FACTS, cast("Adb", phone), PIN)


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects that do not come are given up soon."""
    monkeypatch.setattr(lock_module, "DEADLINES", replace(DEADLINES, effect_s=0.1))


def test_a_phone_without_a_lock_screen_gets_one() -> None:
    """One that has a credential keeps its settings."""
    phone = Phone(has_screen=False)
    verbs(phone).lock()
    assert verbs(phone).is_locked
    phone = Phone(pin=PIN.reveal())
    verbs(phone).lock()
    assert not any("set-disabled" in command for command in phone.asked)


def test_the_pin_is_typed_only_where_it_is_asked_for() -> None:
    """And as a secret, so that no error shows it."""
    phone = Phone(pin=PIN.reveal(), up=True)
    verbs(phone).unlock()
    assert not phone.up
    assert phone.secrets == [None, PIN, None]
    phone = Phone(up=True)
    verbs(phone).unlock()
    assert not any("input text" in command for command in phone.asked)


def test_what_has_no_effect_is_told() -> None:
    """A screen that does not lock, and one that another PIN opens."""
    with pytest.raises(EffectMissing, match="locking the screen: no lock screen is in front"):
        verbs(Phone(obeys=False)).lock()
    with pytest.raises(EffectMissing, match=r"it is in front still, with a credential; .*by hand"):
        verbs(Phone(pin="1111", up=True)).unlock()


def test_a_dump_without_the_lines_is_of_no_keyguard() -> None:
    """What is not told is not assumed."""
    assert keyguard_of("") == Keyguard(up=False, secure=False)
    assert keyguard_of("      showing=true\n      secure=false\n") == Keyguard(
        up=True, secure=False
    )
    assert not keyguard_of("      showingAndNotOccluded=true\n").up
