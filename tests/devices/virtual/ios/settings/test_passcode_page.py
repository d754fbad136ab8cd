"""Settings' page of the passcode: what it wants first, what it tells, and what it takes away."""

from __future__ import annotations

import pytest

from devices.virtual.ui.node import Role
from tests.devices.virtual.ios.biometrics.booth import PASSCODE, Booth, booth
from tests.devices.virtual.ios.iphones import SETTINGS

WORDS = {
    "ios-15": ("Touch ID & Passcode", "Finger 1", "Add a Fingerprint…"),
    "ios-17": ("Face ID & Passcode", "Reset Face ID", "Set Up Face ID"),
    "ios-26": ("Face ID & Passcode", "Reset Face ID", "Set Up Face ID"),
}


def open_page(booth: Booth) -> None:
    """Open it from the first page, or from itself."""
    booth.phone.apps.kill(SETTINGS, "started anew")
    booth.phone.apps.launch(SETTINGS)
    title = next(words for words, _, _ in WORDS.values() if words in booth.texts)
    node = next(n for n in booth.nodes if n.text == title)
    booth.phone.display.tap(*node.visible.center)


def enter(booth: Booth, digits: str) -> None:
    """Type into its field."""
    field = next(node for node in booth.nodes if node.role is Role.INPUT)
    booth.phone.display.tap(*field.visible.center)
    booth.phone.display.type_text(digits)


def tap(booth: Booth, words: str) -> None:
    """Tap a row."""
    node = next(node for node in booth.nodes if node.text == words)
    booth.phone.display.tap(*node.visible.center)


@pytest.mark.parametrize("profile", WORDS)
def test_it_tells_whether_somebody_is_known(profile: str) -> None:
    """By the sensor's own words; without a passcode nothing stands before it."""
    _, _, unknown = WORDS[profile]

    async def body(booth: Booth) -> None:
        open_page(booth)
        assert unknown in booth.texts
        assert "Turn Passcode On" in booth.texts

    booth(profile, body, enrolled=False)


@pytest.mark.parametrize("profile", WORDS)
def test_it_wants_the_passcode_each_time(profile: str) -> None:
    """A wrong one is refused and shows nothing."""
    _, known, _ = WORDS[profile]

    async def body(booth: Booth) -> None:
        for _ in range(2):
            open_page(booth)
            assert known not in booth.texts
            enter(booth, "000000")
            assert known not in booth.texts
            assert "Failed Passcode Attempt" in booth.texts
            enter(booth, PASSCODE)
            assert known in booth.texts

    booth(profile, body)


@pytest.mark.parametrize("profile", WORDS)
def test_it_forgets_a_face_or_a_finger_and_keeps_the_passcode(profile: str) -> None:
    """The sensor knows nobody any more."""
    _, known, unknown = WORDS[profile]

    async def body(booth: Booth) -> None:
        open_page(booth)
        enter(booth, PASSCODE)
        tap(booth, known)
        assert unknown in booth.texts
        assert not booth.phone.biometrics.enrolled
        assert booth.phone.passcode.length == len(PASSCODE)

    booth(profile, body)


def test_without_the_passcode_nobody_is_known() -> None:
    """Turning it off takes the face with it; the phone opens without."""

    async def body(booth: Booth) -> None:
        open_page(booth)
        enter(booth, PASSCODE)
        tap(booth, "Turn Passcode Off")
        assert (booth.phone.passcode.length, booth.phone.biometrics.enrolled) == (0, False)

    booth("ios-17", body)
