"""Touch ID: what stands on the screen, and what the app is told of it."""

from __future__ import annotations

import pytest

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.biometrics.policy import LAError
from tests.devices.virtual.ios.biometrics.booth import FINGERS, REASON, Booth, booth
from tests.devices.virtual.ios.iphones import SETTINGS


@pytest.mark.parametrize("profile", FINGERS)
def test_an_alert_asks_from_the_beginning(profile: str) -> None:
    """It names the app, says its reason, and can be left; a finger that matches ends it."""

    async def body(booth: Booth) -> None:
        booth.ask()
        assert (booth.front, booth.up()) == (SPRINGBOARD, ("Touch ID for “HoopAI”", ["Cancel"]))
        assert REASON in booth.texts
        booth.match()
        assert (booth.front, booth.told, booth.up()) == (SETTINGS, [None], None)

    booth(profile, body)


@pytest.mark.parametrize("profile", FINGERS)
def test_the_third_failure_ends_the_question(profile: str) -> None:
    """The first two leave it, with the fallback; the app hears of nothing but the third."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss()
        assert booth.up() == ("Try Again", ["Use password", "Cancel"])
        booth.miss()
        assert booth.told == []
        booth.miss()
        assert (booth.told, booth.up()) == ([LAError.AUTHENTICATION_FAILED], None)

    booth(profile, body)


@pytest.mark.parametrize(
    ("button", "told"),
    [("Cancel", LAError.USER_CANCEL), ("Use password", LAError.USER_FALLBACK)],
)
def test_its_buttons_end_it(button: str, told: LAError) -> None:
    """The app is told which."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss()
        booth.tap(button)
        assert (booth.told, booth.up()) == ([told], None)

    booth("ios-15", body)


def test_the_next_question_begins_anew() -> None:
    """Two failures in one question and two in the next end neither."""

    async def body(booth: Booth) -> None:
        for _ in range(2):
            booth.ask()
            booth.miss(2)
            booth.tap("Cancel")
        assert booth.told == [LAError.USER_CANCEL] * 2

    booth("ios-15", body)
