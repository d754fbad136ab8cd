"""The lock screen of an iPhone: what brings it up, and what opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.apps.running_app import AppState
from devices.virtual.ios.biometrics.policy import LAError
from devices.virtual.os.window import WindowKind
from tests.devices.virtual.ios.biometrics.booth import FACES, FINGERS, PASSCODE, Booth, booth
from tests.devices.virtual.ios.iphones import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = ("ios-15", "ios-17")


def lock(booth: Booth) -> None:
    """Lock the phone and light its screen."""
    booth.phone.lock()
    booth.phone.press("home")
    assert booth.phone.locked
    assert booth.phone.display.screen_on


def type_in(booth: Booth, digits: str) -> None:
    """Tap keys of the keypad."""
    for digit in digits:
        booth.tap(digit)


@pytest.mark.parametrize("profile", [*FACES, *FINGERS])
def test_without_a_passcode_the_second_press_opens(profile: str) -> None:
    """The first lights the screen; what was in front before is there again."""

    async def body(booth: Booth) -> None:
        booth.phone.lock()
        assert not booth.phone.display.screen_on
        booth.phone.press("home")
        assert (booth.phone.locked, booth.front) == (True, SPRINGBOARD)
        assert booth.phone.display.active().kind is WindowKind.KEYGUARD
        booth.phone.press("home")
        assert (booth.phone.locked, booth.front) == (False, SETTINGS)

    booth(profile, body, enrolled=False)


def test_an_app_behind_it_is_in_the_background() -> None:
    """It left the foreground, and comes back to it."""

    async def body(booth: Booth) -> None:
        apps = booth.phone.apps
        lock(booth)
        assert (apps.front, apps.state(SETTINGS)) == (SPRINGBOARD, AppState.BACKGROUND)
        booth.phone.press("home")
        assert (apps.front, apps.state(SETTINGS)) == (SETTINGS, AppState.FOREGROUND)

    booth("ios-17", body, enrolled=False)


@pytest.mark.parametrize("profile", BOTH)
def test_the_passcode_opens_it(profile: str) -> None:
    """A wrong one does not, the last digit enters it, and Delete takes one back."""

    async def body(booth: Booth) -> None:
        lock(booth)
        booth.phone.unlock()
        assert booth.phone.locked
        type_in(booth, "111111")
        assert booth.phone.locked
        type_in(booth, PASSCODE[:-1] + "9")
        assert booth.phone.locked
        type_in(booth, PASSCODE[:2] + "7")
        booth.tap("Delete")
        type_in(booth, PASSCODE[2:])
        assert (booth.phone.locked, booth.front) == (False, SETTINGS)

    booth(profile, body)


def test_a_finger_opens_a_dark_phone_at_once() -> None:
    """The button is touched, and what was in front is there."""

    async def body(booth: Booth) -> None:
        booth.phone.lock()
        booth.match()
        assert (booth.phone.locked, booth.phone.display.screen_on) == (False, True)

    booth("ios-15", body)


def test_a_face_opens_the_padlock_and_a_sweep_the_phone() -> None:
    """Over the keypad, which a sweep brought, the face alone is enough."""

    async def body(booth: Booth) -> None:
        lock(booth)
        assert "Locked" in [node.label for node in booth.nodes]
        booth.match()
        assert "Unlocked" in [node.label for node in booth.nodes]
        assert booth.phone.locked
        screen = booth.phone.display.bounds
        booth.phone.display.swipe(screen.width // 2, screen.bottom - 5, screen.width // 2, 300)
        assert not booth.phone.locked
        lock(booth)
        booth.phone.press("home")
        booth.match()
        assert not booth.phone.locked

    booth("ios-17", body)


@pytest.mark.parametrize("profile", BOTH)
def test_a_sensor_that_is_shut_opens_nothing(profile: str) -> None:
    """The keypad says what is required, and the passcode has the sensor opened again."""

    async def body(booth: Booth) -> None:
        lock(booth)
        booth.miss(5)
        booth.match()
        assert booth.phone.locked
        assert any(text.startswith("Your passcode is required") for text in booth.texts)
        type_in(booth, PASSCODE)
        assert not booth.phone.locked
        booth.ask()
        booth.match()
        assert booth.told == [None]

    booth(profile, body)


@pytest.mark.parametrize("back", [lambda booth: booth.tap("Cancel"), lock])
def test_the_keypad_is_left_without_a_trace(back: Callable[[Booth], None]) -> None:
    """Digits that were typed before do not count after it."""

    async def body(booth: Booth) -> None:
        lock(booth)
        booth.phone.press("home")
        type_in(booth, PASSCODE[:1])
        booth.tap("Delete")
        back(booth)
        assert PASSCODE[0] not in booth.texts
        booth.phone.press("home")
        type_in(booth, PASSCODE)
        assert not booth.phone.locked

    booth("ios-17", body)


def test_what_lies_beyond_it_waits_until_it_is_open() -> None:
    """And is forgotten where the keypad is left."""

    async def body(booth: Booth) -> None:
        done: list[str] = []
        screen = booth.phone.lock_screen
        lock(booth)
        screen.pass_to(lambda: done.append("left"))
        booth.tap("Cancel")
        screen.pass_to(lambda: done.append("opened"))
        assert done == []
        type_in(booth, PASSCODE)
        screen.pass_to(lambda: done.append("at once"))
        assert done == ["opened", "at once"]

    booth("ios-17", body)


def test_an_apps_question_does_not_outlive_it() -> None:
    """The system takes it back, and the sensor is the lock screen's."""

    async def body(booth: Booth) -> None:
        booth.ask()
        lock(booth)
        assert booth.told == [LAError.SYSTEM_CANCEL]
        booth.match()
        booth.phone.press("home")
        assert not booth.phone.locked

    booth("ios-17", body)
