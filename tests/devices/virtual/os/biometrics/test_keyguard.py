"""The lock screen: what it asks for, what opens it, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.credentials import CredentialKind
from tests.devices.virtual.os.biometrics.desk import LEVELS, MINE, OTHER, PIN, SYSTEM_UI, Desk

if TYPE_CHECKING:
    from tests.devices.virtual.os.biometrics.conftest import OnDesk

LOCK = "input keyevent POWER; input keyevent WAKEUP"
_ASK = f"{LOCK}; wm dismiss-keyguard"


def _locked(desk: Desk) -> bool:
    return desk.phone.display.locked


@pytest.mark.parametrize("level", LEVELS)
def test_a_pin_is_tapped(on_desk: OnDesk, level: int) -> None:
    """The pad has the keys that drivers look for; Delete takes back, Enter opens."""

    async def body(desk: Desk) -> None:
        await desk.run(_ASK)
        digits = [node.text for node in desk.views if node.id == "digit_text"]
        assert sorted(digits) == sorted("0123456789")
        keys = {f"{SYSTEM_UI}:id/key{digit}" for digit in digits}
        assert keys <= set(desk.ids)
        for key in ("key1", "key2", "key9", "delete_button", "key3", "key4"):
            desk.tap(key)
        assert _locked(desk)
        desk.tap("key_enter")
        assert not _locked(desk)
        assert not desk.asking

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_a_pin_is_typed(on_desk: OnDesk, level: int) -> None:
    """Keys of a keyboard do what those of the pad do."""

    async def body(desk: Desk) -> None:
        await desk.run(_ASK)
        await desk.run("input keyevent 8; input keyevent 9; input keyevent 10; input keyevent 11")
        assert len(desk.says("pinEntry")) == 4
        assert _locked(desk)
        await desk.run("input keyevent 66")
        assert not _locked(desk)

    on_desk(level, body)


def test_a_secret_is_not_told(on_desk: OnDesk) -> None:
    """The tree that others read has bullets in the place of the digits."""

    async def body(desk: Desk) -> None:
        await desk.run(f"{_ASK}; input text {PIN}")
        dump = await desk.run("uiautomator dump /data/local/tmp/w.xml; cat /data/local/tmp/w.xml")
        assert PIN not in dump
        assert "\u2022" * len(PIN) in dump

    on_desk(34, body)


@pytest.mark.parametrize(
    ("level", "name", "ask", "wrong"),
    [
        (26, "keyguard_message_area", "Enter your PIN", "Wrong PIN"),
        (33, "keyguard_message_area", "Enter your PIN", "Wrong PIN"),
        (34, "bouncer_primary_message_area", "Enter PIN", "Wrong PIN. Try again."),
    ],
)
def test_a_wrong_pin_is_said(on_desk: OnDesk, level: int, name: str, ask: str, wrong: str) -> None:
    """The field is empty again, and the line above it says what was wrong until typing begins."""

    async def body(desk: Desk) -> None:
        await desk.run(_ASK)
        assert desk.says(name) == ask
        await desk.run("input text 9999; input keyevent ENTER")
        assert (desk.says(name), desk.says("pinEntry")) == (wrong, "")
        assert _locked(desk)
        desk.tap("key1")
        assert desk.says(name) == ask

    on_desk(level, body)


def test_five_wrong_pins_cost_half_a_minute(on_desk: OnDesk) -> None:
    """Meanwhile not even the right one is looked at, in the shell neither."""

    async def body(desk: Desk) -> None:
        await desk.run(_ASK)
        for _ in range(5):
            await desk.run("input text 9999; input keyevent ENTER")
        assert "Try again in 30 seconds." in desk.says("bouncer_primary_message_area")
        await desk.run(f"input text {PIN}; input keyevent ENTER")
        assert _locked(desk)
        assert await desk.run(f"locksettings verify --old {PIN}") == "Request throttled\n"
        desk.wait(30)
        await desk.run(f"input text {PIN}; input keyevent ENTER")
        assert not _locked(desk)

    on_desk(35, body)


def test_a_password_is_typed(on_desk: OnDesk) -> None:
    """A password has a field, which the Enter key submits."""

    async def body(desk: Desk) -> None:
        desk.phone.credentials.set(CredentialKind.PASSWORD, "open sesame")
        await desk.run(_ASK)
        assert f"{SYSTEM_UI}:id/passwordEntry" in desk.ids
        await desk.run("input text open%ssesam; input keyevent ENTER")
        assert _locked(desk)
        await desk.run("input text open%ssesame; input keyevent ENTER")
        assert not _locked(desk)

    on_desk(31, body)


def test_a_pattern_is_drawn(on_desk: OnDesk) -> None:
    """A finger goes over the dots; one that is jumped over counts, too."""

    async def body(desk: Desk) -> None:
        desk.phone.credentials.set(CredentialKind.PATTERN, "12369")
        await desk.run(_ASK)
        left, top, right, _ = desk.view("lockPatternView").bounds
        cell = (right - left) // 3

        def dot(number: int) -> tuple[int, int]:
            row, column = divmod(number - 1, 3)
            return left + column * cell + cell // 2, top + row * cell + cell // 2

        for path, opens in (([1, 9], False), ([1, 3, 9], True)):
            touch = desk.phone.display.touch
            touch.down(0, *dot(path[0]), 0)
            for step, number in enumerate(path[1:], 1):
                touch.move(0, *dot(number), step * 100)
            touch.up(0, *dot(path[-1]), 1000)
            assert _locked(desk) is not opens

    on_desk(33, body)


@pytest.mark.parametrize("level", LEVELS)
def test_the_keyguard_stays_without_its_credential(on_desk: OnDesk, level: int) -> None:
    """Neither a swipe, nor Home, nor Menu, nor an app that is started gets past it."""

    async def body(desk: Desk) -> None:
        await desk.run(LOCK)
        for attempt in ("input swipe 500 1900 500 300", "input keyevent HOME",
                        "input keyevent MENU", "am start -a android.settings.SETTINGS",
                        "input keyevent BACK"):  # fmt: skip
            await desk.run(attempt)
            assert _locked(desk)
            assert desk.phone.display.active().package == SYSTEM_UI

    on_desk(level, body)


def test_back_leaves_the_question(on_desk: OnDesk) -> None:
    """From the PIN pad back to the lock screen, where nothing typed is left."""

    async def body(desk: Desk) -> None:
        await desk.run(f"{_ASK}; input text 12; input keyevent BACK")
        assert f"{SYSTEM_UI}:id/lockscreen_clock_view" in desk.ids
        await desk.run("wm dismiss-keyguard")
        assert desk.says("pinEntry") == ""

    on_desk(32, body)


# -- fingers


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("lit", [True, False])
def test_a_finger_opens_the_phone(on_desk: OnDesk, level: int, *, lit: bool) -> None:
    """The right one does, on a lit screen and on a dark one; the wrong one is told."""

    async def body(desk: Desk) -> None:
        await desk.run(LOCK if lit else "input keyevent POWER")
        desk.touch(OTHER)
        assert _locked(desk)
        assert desk.says("keyguard_indication_text") == "Not recognized"
        desk.touch(MINE)
        assert (desk.phone.display.screen_on, _locked(desk)) == (True, False)
        assert not desk.asking

    on_desk(level, body)


def test_the_lock_screen_shares_the_count(on_desk: OnDesk) -> None:
    """Five wrong fingers on it shut the reader for apps as well, and for itself."""

    async def body(desk: Desk) -> None:
        await desk.run(LOCK)
        desk.touch(*[OTHER] * 5)
        assert desk.says("keyguard_indication_text") == "Too many attempts. Try again later."
        desk.touch(MINE)
        assert _locked(desk)
        desk.wait(30)
        desk.touch(MINE)
        assert not _locked(desk)

    on_desk(30, body)


def test_a_restart_asks_for_the_pin(on_desk: OnDesk) -> None:
    """The phone comes up locked, and no finger opens it before the PIN did."""

    async def body(desk: Desk) -> None:
        desk.phone.reboot()
        assert _locked(desk)
        desk.touch(MINE)
        assert _locked(desk)
        await desk.run("wm dismiss-keyguard")
        assert "PIN is required after device restarts" in desk.texts
        await desk.run(f"input text {PIN}; input keyevent ENTER")
        assert not _locked(desk)
        await desk.run(LOCK)
        desk.touch(MINE)
        assert not _locked(desk)

    on_desk(36, body)


def test_fingers_on_an_open_phone_mean_nothing(on_desk: OnDesk) -> None:
    """Where nobody asks, no touch is counted."""

    async def body(desk: Desk) -> None:
        desk.touch(*[OTHER] * 7)
        assert desk.phone.reader.lockout.failures == 0

    on_desk(34, body)


@pytest.mark.parametrize("level", LEVELS)
def test_a_lock_that_is_cleared_takes_the_fingers(on_desk: OnDesk, level: int) -> None:
    """Without a credential there are no fingerprints, nor with the next one."""

    async def body(desk: Desk) -> None:
        await desk.run(f"locksettings clear --old {PIN}; locksettings set-pin {PIN}")
        assert desk.phone.fingers.names == {}
        await desk.run("input keyevent POWER")
        desk.touch(MINE)
        assert _locked(desk)

    on_desk(level, body)


# -- without a credential


def test_a_swipe_lock_opens_by_itself(on_desk: OnDesk) -> None:
    """A phone without a credential asks for none."""

    async def body(desk: Desk) -> None:
        await desk.run(LOCK)
        assert _locked(desk)
        await desk.run("input swipe 500 1900 500 300")
        assert not _locked(desk)

    on_desk(33, body, enrolled=())


def test_a_disabled_lock_screen_does_not_come_up(on_desk: OnDesk) -> None:
    """`locksettings set-disabled` means it, until there is a credential."""

    async def body(desk: Desk) -> None:
        await desk.run(f"locksettings set-disabled true; {LOCK}")
        assert not _locked(desk)
        await desk.run(f"locksettings set-pin {PIN}; {LOCK}")
        assert _locked(desk)

    on_desk(33, body, enrolled=())
