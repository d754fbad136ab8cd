"""Lock verbs prove themselves by the window manager, and leave the phone as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from devices.android.lock import AndroidLock
from devices.errors import EffectMissing, VerbRefused
from tests.devices.android.lock_screen import FACTS, LockScreen, keyguard_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.android.adb import Adb


pytestmark = pytest.mark.usefixtures("impatience")


@pytest.fixture
def verbs(tmp_path: Path) -> Callable[[LockScreen], AndroidLock]:
    """Gives the verbs on a phone."""
    return lambda phone: AndroidLock(
        FACTS, cast("Adb", phone), keyguard_of(phone, tmp_path / "pin")
    )


@pytest.mark.parametrize("disabled", [True, False])
def test_a_phone_without_a_lock_screen_has_one_while_it_is_locked(
    verbs: Callable[[LockScreen], AndroidLock], *, disabled: bool
) -> None:
    """What its settings said before, they say afterwards."""
    phone = LockScreen(disabled=disabled)
    lock = verbs(phone)
    lock.lock()
    assert lock.is_locked
    lock.unlock()
    assert (lock.is_locked, phone.disabled) == (False, disabled)


def test_a_phone_with_our_pin_is_locked_and_opened(
    verbs: Callable[[LockScreen], AndroidLock], tmp_path: Path
) -> None:
    """Its settings are let be."""
    phone = LockScreen()
    keyguard_of(phone, tmp_path / "pin").set_pin()
    lock = verbs(phone)
    lock.lock()
    assert lock.is_locked
    lock.unlock()
    assert not lock.is_locked
    assert not any("disabled" in command for command in phone.asked)


def test_a_phone_with_its_owners_credential_is_not_touched(
    verbs: Callable[[LockScreen], AndroidLock],
) -> None:
    """It is neither locked, since nobody here could open it, nor is anything typed into it."""
    phone = LockScreen(pin="1111")
    with pytest.raises(VerbRefused, match=r"screen\.lock: only its owner's.*by hand"):
        verbs(phone).lock()
    assert not phone.up
    assert not any("input" in command for command in phone.asked)
    phone.up = True
    with pytest.raises(EffectMissing, match=r"it is in front still, with a credential; .*by hand"):
        verbs(phone).unlock()
    assert phone.typed() == []


def test_what_has_no_effect_is_told(verbs: Callable[[LockScreen], AndroidLock]) -> None:
    """A screen that does not lock, and one that does not open."""
    with pytest.raises(EffectMissing, match="locking the screen: no lock screen is in front"):
        verbs(LockScreen(obeys=False)).lock()
    with pytest.raises(EffectMissing, match="it is in front still, without a credential"):
        verbs(LockScreen(obeys=False, up=True)).unlock()
