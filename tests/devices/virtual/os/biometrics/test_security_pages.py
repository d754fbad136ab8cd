"""Settings: the screen lock and the fingerprints, by intent and by tapping through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.credentials import CredentialKind
from tests.devices.virtual.os.biometrics.desk import (
    BANK,
    LEVELS,
    MINE,
    OTHER,
    PIN,
    SYSTEM_UI,
    WITH_PROMPT,
    Desk,
)

if TYPE_CHECKING:
    from tests.devices.virtual.os.biometrics.conftest import OnDesk

SETTINGS = "com.android.settings"
ENTER_PIN = f"input text {PIN}; input keyevent 66"


def _containing(desk: Desk, words: str) -> str:
    """The first text in front that holds some words, as tests with ``textContains`` find it."""
    return next((text for text in desk.texts if words in text), "")


def _focus(desk: Desk) -> str:
    front = desk.phone.activities.focused
    return front.component.class_name if front else ""


def _fingerprints(level: int) -> str:
    folder = "fingerprint" if level < 29 else "biometrics.fingerprint"
    return f"{SETTINGS}.{folder}"


@pytest.mark.parametrize("level", LEVELS)
def test_a_finger_is_enrolled_by_three_touches(on_desk: OnDesk, level: int) -> None:
    """Intent, PIN and NEXT in the release's order, three touches, DONE; then apps know it."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        await desk.run(f"locksettings set-pin {PIN}")
        desk.tap(_containing(desk, "Fingerprint"))
        if level < 29:
            desk.tap("NEXT")
        assert _focus(desk) == f"{SETTINGS}.password.ConfirmLockPassword"
        assert "Re-enter your PIN" in desk.texts
        assert f"{SETTINGS}:id/password_entry" in desk.ids
        await desk.run(ENTER_PIN)
        if level >= 29:
            assert _focus(desk) == f"{_fingerprints(level)}.FingerprintEnrollIntroduction"
            desk.tap("NEXT")
        assert "Touch the sensor" in desk.texts
        desk.touch(7)
        assert _containing(desk, "Put your finger")
        desk.touch(7)
        assert _containing(desk, "Keep lifting")
        desk.touch(7)
        assert desk.phone.fingers.names == {7: "Finger 1"}
        desk.tap("DONE")
        assert _containing(desk, "1 fingerprint set up")
        await desk.run("input keyevent HOME")
        desk.open()
        desk.ask()
        desk.touch(MINE, 7)
        assert [event for event, _, _ in desk.told] == ["failed", "succeeded"]

    on_desk(level, body, enrolled=())


@pytest.mark.parametrize("level", WITH_PROMPT)
def test_the_way_begins_with_an_intent_or_a_lock(on_desk: OnDesk, level: int) -> None:
    """Without a lock a PIN is chosen on the way, twice; another finger follows at once."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.FINGERPRINT_ENROLL")
        assert _focus(desk) == f"{_fingerprints(level)}.FingerprintEnrollIntroduction"
        desk.tap("NEXT")
        assert _focus(desk) == f"{SETTINGS}.password.ChooseLockGeneric"
        assert "Swipe" not in desk.texts
        desk.tap("PIN")
        await desk.run(ENTER_PIN)
        assert "Re-enter your PIN" in desk.texts
        await desk.run("input text 4321; input keyevent 66")
        assert _containing(desk, "match")
        await desk.run(f"{ENTER_PIN}; {ENTER_PIN}")
        assert desk.phone.credentials.matches(PIN)
        assert "Touch the sensor" in desk.texts
        desk.touch(MINE, MINE, MINE)
        desk.tap("ADD ANOTHER")
        desk.touch(OTHER, OTHER, OTHER)
        assert desk.phone.fingers.names == {MINE: "Finger 1", OTHER: "Finger 2"}
        desk.tap("DONE")
        assert _focus(desk).startswith(BANK)

    on_desk(level, body, enrolled=())


def test_the_pages_are_reached_by_tapping(on_desk: OnDesk) -> None:
    """From the root of Settings to the lock, and its kind is told on the way."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SETTINGS")
        while not desk.view("Security & privacy").visible.height:
            await desk.run("input swipe 500 1800 500 800 600")
        desk.tap("Security & privacy")
        assert {"Screen lock", "PIN", "Fingerprint Unlock", "1 fingerprint set up"} <= set(
            desk.texts
        )

    on_desk(34, body)


@pytest.mark.parametrize("level", [26, 29, 34])
def test_who_does_not_know_the_pin_gets_no_further(on_desk: OnDesk, level: int) -> None:
    """A wrong PIN is said; going back leaves the page that wanted it, too."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        desk.tap(_containing(desk, "Fingerprint"))
        await desk.run("input text 9999; input keyevent 66")
        assert "Wrong PIN" in desk.texts
        await desk.run("input keyevent BACK")
        assert _containing(desk, "1 fingerprint set up")
        desk.tap("Screen lock")
        assert "Re-enter your PIN" in desk.texts
        await desk.run("input keyevent BACK")
        assert _containing(desk, "1 fingerprint set up")

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_a_finger_is_removed(on_desk: OnDesk, level: int) -> None:
    """The list shows the fingers after the PIN; one is deleted, and apps can ask no more."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        desk.tap(_containing(desk, "Fingerprint"))
        await desk.run(ENTER_PIN)
        assert _focus(desk) == f"{_fingerprints(level)}.FingerprintSettings"
        desk.tap("Finger 1")
        desk.tap("Delete")
        assert "Finger 1" not in desk.texts
        assert desk.phone.reader.availability == 11

    on_desk(level, body)


def test_at_most_five_fingers_are_known(on_desk: OnDesk) -> None:
    """With five there is nothing to add any more."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        desk.tap(_containing(desk, "Fingerprint"))
        await desk.run(ENTER_PIN)
        desk.tap("Add fingerprint")
        desk.touch(5, 5, 5)
        assert "ADD ANOTHER" not in desk.texts
        desk.tap("DONE")
        assert "Finger 5" in desk.texts
        assert "Add fingerprint" not in desk.texts

    on_desk(33, body, enrolled=(1, 2, 3, 4))


def test_leaving_the_wizard_lets_the_reader_go(on_desk: OnDesk) -> None:
    """Touches after Home are nobody's; on return the finger is learned from the beginning."""

    async def body(desk: Desk) -> None:
        await desk.run(f"locksettings set-pin {PIN}")
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        desk.tap(_containing(desk, "Fingerprint"))
        await desk.run(ENTER_PIN)
        desk.tap("NEXT")
        desk.touch(7, 7)
        await desk.run("input keyevent HOME")
        desk.touch(7, 7, 7)
        assert 7 not in desk.phone.fingers.names
        await desk.run("input keyevent APP_SWITCH; input keyevent APP_SWITCH")
        assert _containing(desk, "Put your finger")
        desk.touch(7, 7)
        assert 7 not in desk.phone.fingers.names
        desk.touch(7)
        assert 7 in desk.phone.fingers.names

    on_desk(34, body, enrolled=())


@pytest.mark.parametrize(
    ("kind", "secret"), [("PIN", "2580"), ("Password", "open sesame"), ("Swipe", "")]
)
def test_another_lock_is_chosen(on_desk: OnDesk, kind: str, secret: str) -> None:
    """The old one is asked for; the fingers stay with another lock and go with the last one."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.app.action.SET_NEW_PASSWORD")
        await desk.run(ENTER_PIN)
        desk.tap(kind)
        if secret:
            words = secret.replace(" ", "%s")
            await desk.run(f"input text {words}; input keyevent 66")
            desk.tap("password_entry")
            await desk.run(f"input keyevent 111; input text {words}")
            desk.tap("NEXT")
            assert desk.phone.credentials.matches(secret)
            assert desk.phone.fingers.names
            return
        desk.tap("Yes, remove")
        assert not desk.phone.credentials.secure
        assert not desk.phone.fingers.names
        assert (await desk.run("locksettings get-disabled")) == "false\n"

    on_desk(34, body)


def test_a_pattern_is_chosen(on_desk: OnDesk) -> None:
    """It is drawn twice."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.app.action.SET_NEW_PASSWORD")
        desk.tap("Pattern")
        for _ in range(2):
            left, top, right, bottom = desk.view("lockPattern").bounds
            edge = (right - left) // 6
            corners = [(left + edge, top + edge), (right - edge, top + edge),
                       (right - edge, bottom - edge)]  # fmt: skip
            touch = desk.phone.display.touch
            touch.down(0, *corners[0], 0)
            for step, corner in enumerate(corners[1:], 1):
                touch.move(0, *corner, step * 100)
            touch.up(0, *corners[-1], 500)
        assert desk.phone.credentials.kind is CredentialKind.PATTERN
        assert desk.phone.credentials.matches("12369")

    on_desk(31, body, enrolled=())


# -- what other apps may start


@pytest.mark.parametrize("level", LEVELS)
def test_the_device_credential_is_confirmed(on_desk: OnDesk, level: int) -> None:
    """With the system's prompt where there is one, else with the page of Settings."""

    async def body(desk: Desk) -> None:
        title = "android.app.extra.TITLE Prove"
        await desk.run(f"am start -a android.app.action.CONFIRM_DEVICE_CREDENTIAL --es {title}")
        if level < 29:
            await desk.run(ENTER_PIN)
        else:
            assert desk.window.startswith(SYSTEM_UI)
            assert "Prove" in desk.texts
            desk.touch(OTHER, MINE)
        assert _focus(desk).startswith(BANK)

    on_desk(level, body)


@pytest.mark.parametrize("level", [29, 30])
def test_who_has_no_finger_at_hand_enters_the_pin(on_desk: OnDesk, level: int) -> None:
    """The prompt's button leads to the PIN: on a page of Settings, from Android 11 on in itself."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.app.action.CONFIRM_DEVICE_CREDENTIAL")
        desk.tap("Use PIN")
        await desk.run(ENTER_PIN)
        assert _focus(desk).startswith(BANK)

    on_desk(level, body)


def test_without_a_lock_there_is_nothing_to_confirm(on_desk: OnDesk) -> None:
    """The activity is gone at once."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.app.action.CONFIRM_DEVICE_CREDENTIAL")
        assert _focus(desk).startswith(BANK)

    on_desk(34, body, enrolled=())


def test_a_confirmation_that_was_left_does_not_come_back(on_desk: OnDesk) -> None:
    """After Home, Settings opens on its own page, not on the question of before."""

    async def body(desk: Desk) -> None:
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        await desk.run("am start -a android.app.action.CONFIRM_DEVICE_CREDENTIAL")
        await desk.run("input keyevent HOME")
        await desk.run("am start -a android.settings.SECURITY_SETTINGS")
        assert _containing(desk, "1 fingerprint set up")

    on_desk(34, body)
