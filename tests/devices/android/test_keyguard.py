"""A lock screen is opened by our own PIN alone, which is kept until the phone has it no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.android.keyguard import KeyguardState
from devices.errors import CommandFailed, EffectMissing
from tests.devices.android.lock_screen import PIN, LockScreen, keyguard_of

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("impatience")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the PIN is kept."""
    return tmp_path / "pins" / "phone"


def test_a_pin_is_kept_for_its_owner_before_it_is_set_and_dropped_when_it_is_gone(
    file: Path,
) -> None:
    """Nobody else of this host reads it."""
    phone = LockScreen()
    keyguard_of(phone, file).set_pin()
    assert (phone.pin, file.read_text(encoding="ascii")) == (PIN.reveal(), PIN.reveal())
    assert file.stat().st_mode & 0o777 == 0o600
    keyguard_of(phone, file).clear_pin()
    assert (phone.pin, file.exists()) == ("", False)


def test_a_pin_that_is_not_proved_to_be_gone_is_kept(file: Path) -> None:
    """The next run tries it again."""
    phone = LockScreen()
    keyguard_of(phone, file).set_pin()
    phone.obeys = False
    with pytest.raises(EffectMissing, match=r"taking the screen lock away: .*by hand"):
        keyguard_of(phone, file).clear_pin()
    assert file.exists()


def test_the_pin_of_a_run_that_was_killed_is_gone_on_with(file: Path) -> None:
    """It opens, it is not set anew, and it is taken away."""
    file.parent.mkdir()
    file.write_text("112233445566", encoding="ascii")
    phone = LockScreen(pin="112233445566", up=True)
    keyguard = keyguard_of(phone, file)
    keyguard.set_pin()
    assert not keyguard.leave().up
    assert phone.typed() == ["112233445566"]
    keyguard.clear_pin()
    assert phone.pin == ""


def test_a_kept_pin_of_a_phone_that_has_none_now_is_replaced(file: Path) -> None:
    """Another phone may have come to the same serial."""
    file.parent.mkdir()
    file.write_text("112233445566", encoding="ascii")
    phone = LockScreen()
    keyguard_of(phone, file).set_pin()
    assert phone.pin == PIN.reveal() == file.read_text(encoding="ascii")


def test_nothing_is_typed_into_somebody_elses(file: Path) -> None:
    """Neither where nothing of ours is known, nor where the phone says that it is another."""
    phone = LockScreen(pin="1111", up=True)
    keyguard = keyguard_of(phone, file)
    assert keyguard.leave() == KeyguardState(up=True, secure=True)
    assert not any("locksettings" in command for command in phone.asked)
    file.parent.mkdir()
    file.write_text(PIN.reveal(), encoding="ascii")
    assert keyguard.leave().up
    with pytest.raises(EffectMissing, match=r"setting a PIN: .*another credential; .*by hand"):
        keyguard.set_pin()
    assert (phone.pin, phone.typed()) == ("1111", [])


@pytest.mark.parametrize("knows_verify", [True, False])
def test_the_phone_itself_says_whether_the_pin_is_ours(file: Path, *, knows_verify: bool) -> None:
    """Android 8.0 by the complaint that follows a credential that was right."""
    phone = LockScreen(knows_verify=knows_verify)
    keyguard = keyguard_of(phone, file)
    keyguard.set_pin()
    assert keyguard.is_ours()
    phone.pin = "1111"
    assert not keyguard.is_ours()


def test_digits_that_came_before_the_field_are_typed_once_more(file: Path) -> None:
    """Once, and as a secret: a third wrong one would be nearer to a wait for the next."""
    phone = LockScreen(deaf=1)
    keyguard = keyguard_of(phone, file)
    keyguard.set_pin()
    phone.up = True
    assert not keyguard.leave().up
    assert phone.typed() == [PIN.reveal()] * 2
    phone.up, phone.deaf = True, 5
    assert keyguard.leave().up
    assert phone.typed() == [PIN.reveal()] * 4
    shown = zip(phone.asked, phone.secrets, strict=True)
    assert not [command for command, secret in shown if PIN.reveal() in command and not secret]


def test_a_phone_that_does_not_tell_is_no_open_one(file: Path) -> None:
    """Silence proves nothing."""
    keyguard = keyguard_of(LockScreen(tells=False), file)
    for ask in (keyguard.look, keyguard.leave, keyguard.clear_pin):
        with pytest.raises(CommandFailed, match="does not tell of its lock screen"):
            ask()
