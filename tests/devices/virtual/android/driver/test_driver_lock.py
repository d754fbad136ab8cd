"""The driver's commands for the lock screen and for fingers, on a phone with a credential."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_PIN: Final = "2580"
_PIN_BEFORE_INTRODUCTION: Final = 29
_NO_VERIFY: Final = 26


@pytest.fixture
def pin(driven: Driven) -> Iterator[Driven]:
    """A phone with a PIN, open; without one afterwards, and open again."""
    driven.shell(f"locksettings set-pin {_PIN}")
    try:
        yield driven
    finally:
        driven.shell(f"locksettings clear --old {_PIN}")
        driven.shell("input keyevent 224; wm dismiss-keyguard; input keyevent 3")


def _lock(driven: Driven) -> None:
    driven("lock")
    assert driven("isLocked") is True


def test_a_pin_unlocks_by_every_way(pin: Driven) -> None:
    """The driver taps the PIN, types it, or goes past the lock screen and leaves the PIN as it was.

    Without it, `mobile: unlock` leaves the phone locked.
    """
    _lock(pin)
    pin("unlock")
    assert pin("isLocked") is True
    pin("unlock", key=_PIN, type="pin", strategy="uiautomator")
    assert pin("isLocked") is False
    _lock(pin)
    pin("unlock", key=_PIN, type="pinWithKeyEvent", strategy="uiautomator")
    assert pin("isLocked") is False
    _lock(pin)
    pin("unlock", key=_PIN, type="pin")
    assert pin("isLocked") is False
    assert "verified successfully" in pin.shell(f"locksettings verify --old {_PIN}") or (
        pin.api_level == _NO_VERIFY
    )


def test_a_wrong_pin_does_not_unlock(pin: Driven) -> None:
    """The driver says so, and the phone stays locked."""
    _lock(pin)
    said = pin.refusal("unlock", key="1111", type="pin", strategy="uiautomator", timeoutMs=1)
    assert "failed to be unlocked" in said
    assert pin("isLocked") is True


@pytest.mark.parametrize(
    ("kind", "key"), [("password", "open sesame"), ("pattern", "1475963")], ids=lambda value: value
)
def test_other_credentials_unlock_on_the_screen(driven: Driven, kind: str, key: str) -> None:
    """A password is typed into its field, a pattern drawn over its dots."""
    driven.shell(f"locksettings set-{kind} '{key}'")
    try:
        _lock(driven)
        driven("unlock", key=key, type=kind, strategy="uiautomator")
        assert driven("isLocked") is False
    finally:
        driven.shell(f"locksettings clear --old '{key}'")
        driven.shell("input keyevent 224; wm dismiss-keyguard")


def test_a_finger_is_learned_and_unlocks(pin: Driven) -> None:
    """`mobile: fingerprint` enrols on the pages of Settings, then opens the phone; no cable can."""
    if not pin.emulator:
        said = pin.refusal("fingerprint", fingerprintId=1)
        assert "only available for emulators" in said
        return
    _enrol(pin)
    _lock(pin)
    said = pin.refusal("unlock", key="2", type="fingerprint", timeoutMs=1)
    assert "failed to be unlocked" in said
    pin("unlock", key="1", type="fingerprint")
    assert pin("isLocked") is False


def _enrol(phone: Driven) -> None:
    phone.shell("am start -W -a android.settings.SECURITY_SETTINGS")
    _tap(phone, "Fingerprint")
    if phone.api_level < _PIN_BEFORE_INTRODUCTION:
        _tap(phone, "NEXT")
    phone.find(id="com.android.settings:id/password_entry")
    phone.shell(f"input text {_PIN} && input keyevent 66")
    if phone.api_level >= _PIN_BEFORE_INTRODUCTION:
        _tap(phone, "NEXT")
    for words in ("Touch the sensor", "Put your finger", "Keep lifting"):
        phone.find(uiautomator=_containing(words))
        phone("fingerprint", fingerprintId=1)
    _tap(phone, "DONE")


def _tap(phone: Driven, words: str) -> None:
    phone.find(uiautomator=_containing(words)).click()


def _containing(words: str) -> str:
    return f'new UiSelector().textContains("{words}")'
