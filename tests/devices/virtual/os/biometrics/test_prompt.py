"""The prompt for a finger: its views by release, and every way in which it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.os.biometrics.desk import (
    ASKED,
    BANK,
    LEVELS,
    MINE,
    OTHER,
    PIN,
    SYSTEM_UI,
    WITH_PROMPT,
    Bank,
    Desk,
)

if TYPE_CHECKING:
    from tests.devices.virtual.os.biometrics.conftest import OnDesk

TOUCH = "Touch the fingerprint sensor"
FAILED = ("failed", None, "")
SUCCEEDED = ("succeeded", None, "")


def _line(level: int) -> str:
    """The id of the line below the icon."""
    if level < 28:
        return "fingerprint_error"
    return "error" if level < 30 else "indicator"


@pytest.mark.parametrize(
    ("level", "ids"),
    [
        (27, ["alertTitle", "fingerprint_subtitle", "fingerprint_description", "fingerprint_icon",
              "fingerprint_error", "button2"]),
        (28, ["dialog", "title", "subtitle", "description", "fingerprint_icon", "error",
              "button2"]),
        (29, ["dialog", "title", "subtitle", "description", "biometric_icon", "error", "button2"]),
        (30, ["title", "subtitle", "description", "biometric_icon_frame", "biometric_icon",
              "indicator", "button_bar", "button_negative"]),
        (33, ["title", "subtitle", "description", "biometric_icon_frame", "biometric_icon",
              "indicator", "button_bar", "button_negative"]),
        (34, ["title", "subtitle", "description", "biometric_icon_frame", "biometric_icon",
              "biometric_icon_overlay", "indicator", "button_bar", "button_negative"]),
        (35, ["background", "panel", "logo", "logo_description", "title", "subtitle",
              "description", "biometric_icon", "indicator", "button_bar", "button_negative"]),
        (37, ["background", "panel", "logo", "logo_description", "title", "subtitle",
              "description", "biometric_icon", "indicator", "button_bar", "button_negative"]),
    ],
)  # fmt: skip
def test_a_release_has_its_own_views(on_desk: OnDesk, level: int, ids: list[str]) -> None:
    """What is shown has the ids of the release, in their order; nothing that is gone is there."""

    async def body(desk: Desk) -> None:
        desk.ask()
        shown = [name.partition(":id/")[2] for name in desk.ids]
        assert [name for name in shown if name in ids] == ids
        assert not {"button1", "button_confirm", "button_try_again", "button_cancel"} & set(shown)
        assert desk.says(_line(level)) == TOUCH
        for text in ("Log in", "to the bank", "With your finger."):
            assert text in desk.texts

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_whose_window_the_prompt_is(on_desk: OnDesk, level: int) -> None:
    """From Android 9 on it is the system's, over the app; before, a dialog of the app itself."""

    async def body(desk: Desk) -> None:
        desk.ask()
        dump = await desk.run("dumpsys window windows; dumpsys window displays")
        assert f"{BANK}/.MainActivity" in dump.partition("mFocusedApp=")[2].partition("\n")[0]
        if level < 28:
            assert desk.window.startswith(BANK)
            assert "android:id/button2" in desk.ids
            return
        titles = {28: "FingerprintDialogView", 29: "BiometricDialogView"}
        assert desk.window == f"{SYSTEM_UI}/{titles.get(level, 'BiometricPrompt')}"
        assert f"u0 {titles.get(level, 'BiometricPrompt')}}}" in dump
        assert all(name.startswith((f"{SYSTEM_UI}:id/", "android:id/content")) for name in desk.ids)

    on_desk(level, body)


@pytest.mark.parametrize(("level", "black"), [(27, False), (29, False), (30, True), (37, True)])
def test_the_prompt_is_not_photographed(on_desk: OnDesk, level: int, *, black: bool) -> None:
    """From Android 11 on its window is secure."""

    async def body(desk: Desk) -> None:
        desk.ask()
        assert desk.phone.display.secure is black
        desk.tap("Use password" if level >= 28 else "USE PASSWORD")
        assert not desk.phone.display.secure

    on_desk(level, body)


def test_an_empty_line_is_not_there(on_desk: OnDesk) -> None:
    """Subtitle and description are shown only where the app gives them."""

    async def body(desk: Desk) -> None:
        desk.ask(replace(ASKED, subtitle="", description=""))
        assert not {f"{SYSTEM_UI}:id/subtitle", f"{SYSTEM_UI}:id/description"} & set(desk.ids)

    on_desk(33, body)


@pytest.mark.parametrize("level", LEVELS)
def test_the_right_finger_ends_it_well(on_desk: OnDesk, level: int) -> None:
    """One touch of an enrolled finger is told once, and the app is in front again."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.touch(MINE)
        assert desk.told == [SUCCEEDED]
        assert not desk.asking
        desk.touch(MINE, OTHER)
        desk.wait(60)
        assert desk.told == [SUCCEEDED]

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_a_wrong_finger_leaves_it_open(on_desk: OnDesk, level: int) -> None:
    """It says so for two seconds, the app is told, and the right finger still ends it well."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.touch(OTHER)
        assert desk.says(_line(level)) == "Not recognized"
        desk.wait(1.9)
        assert desk.says(_line(level)) == "Not recognized"
        desk.wait(0.2)
        assert desk.says(_line(level)) == TOUCH
        desk.touch(OTHER, MINE)
        assert desk.told == [FAILED, FAILED, SUCCEEDED]

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_its_button_declines(on_desk: OnDesk, level: int) -> None:
    """The app is told the button's label with the code 13."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.tap("Use password" if level >= 28 else "USE PASSWORD")
        assert desk.told == [("error", 13, "Use password")]
        assert not desk.asking

    on_desk(level, body)


@pytest.mark.parametrize(
    ("level", "text"),
    [(27, "Fingerprint operation canceled by user."),
     (28, "Fingerprint operation canceled by user."),
     (29, "Authentication canceled"), (36, "Authentication canceled")],
)  # fmt: skip
def test_the_user_cancels(on_desk: OnDesk, level: int, text: str) -> None:
    """Back, a touch outside of the sheet and a dark screen cancel it."""

    async def body(desk: Desk) -> None:
        for cancel in ("input keyevent BACK", "input keyevent POWER"):
            desk.ask()
            await desk.run(cancel)
        await desk.run("input keyevent WAKEUP; wm dismiss-keyguard; locksettings clear --old 1234")
        assert desk.told == [("error", 10, text)] * 2

    on_desk(level, body)


@pytest.mark.parametrize("level", WITH_PROMPT)
def test_a_touch_outside_cancels_and_one_inside_does_not(on_desk: OnDesk, level: int) -> None:
    """The sheet keeps touches that hit nothing in it."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.tap("title")
        assert desk.asking
        desk.phone.display.tap(500, 300)
        assert [code for _, code, _ in desk.told] == [10]
        assert not desk.asking

    on_desk(level, body)


@pytest.mark.parametrize(("level", "code"), [(27, 5), (28, 5), (29, 5), (30, 10), (37, 10)])
def test_another_app_in_front_ends_it(on_desk: OnDesk, level: int, code: int) -> None:
    """It is not left behind over an app that did not ask."""

    async def body(desk: Desk) -> None:
        desk.ask()
        await desk.run("input keyevent HOME")
        assert [told for _, told, _ in desk.told] == [code]
        assert desk.window.startswith("com.google.android.apps.nexuslauncher")

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_the_app_takes_it_back(on_desk: OnDesk, level: int) -> None:
    """Its own cancel closes the prompt and is told with the code 5; a second one is not told."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.withdraw()
        desk.withdraw()
        assert desk.told == [("error", 5, "Fingerprint operation canceled.")]
        assert not desk.asking

    on_desk(level, body)


def test_a_second_prompt_withdraws_the_first(on_desk: OnDesk) -> None:
    """There is one prompt at a time, and the reader is that of the last one."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.ask()
        assert [code for _, code, _ in desk.told] == [5]
        desk.touch(MINE)
        assert desk.told[1:] == [SUCCEEDED]
        assert not desk.asking

    on_desk(34, body)


@pytest.mark.parametrize("level", LEVELS)
def test_the_prompt_goes_with_its_app(on_desk: OnDesk, level: int) -> None:
    """A killed app leaves no prompt behind and is told nothing."""

    async def body(desk: Desk) -> None:
        desk.ask()
        await desk.run(f"am force-stop {BANK}")
        assert desk.window.startswith("com.google.android.apps.nexuslauncher")
        desk.touch(MINE)
        desk.wait(60)
        assert desk.told == []

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_nobody_touches_the_reader(on_desk: OnDesk, level: int) -> None:
    """After half a minute the reader gives up; the prompt says it, and goes."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.wait(29)
        assert desk.says(_line(level)) == TOUCH
        desk.wait(1.5)
        assert desk.says(_line(level)) == "Fingerprint time out reached. Try again."
        desk.wait(2)
        assert desk.told == [("error", 3, "Fingerprint time out reached. Try again.")]
        assert not desk.asking

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("attach", ["emulator", "cable"])
def test_without_a_finger_there_is_no_prompt(on_desk: OnDesk, level: int, attach: str) -> None:
    """A phone that knows no finger says so at once, and that none is enrolled before."""

    async def body(desk: Desk) -> None:
        desk.ask()
        assert desk.told == [("error", 11, "No fingerprints enrolled.")]
        assert not desk.asking
        assert (await desk.run("locksettings set-pin 1234")).startswith("Pin set")
        desk.ask()
        assert desk.told[1:] == [("error", 11, "No fingerprints enrolled.")]

    on_desk(level, body, enrolled=(), attach=attach)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", LEVELS)
def test_the_app_learns_before_whether_it_can_ask(on_desk: OnDesk, level: int) -> None:
    """Availability follows the enrolled fingers, whether the reader is locked out or not."""

    async def body(desk: Desk) -> None:
        biometrics = Bank.last.fingerprints
        assert biometrics.availability == 0
        desk.scan()
        desk.touch(*[OTHER] * 20)
        assert biometrics.availability == 0
        await desk.run(f"locksettings clear --old {PIN}")
        assert biometrics.availability == 11

    on_desk(level, body)


def test_a_second_prompt_withdraws_one_that_asks_for_the_credential(on_desk: OnDesk) -> None:
    """A prompt that has let the reader go is withdrawn as well."""

    async def body(desk: Desk) -> None:
        desk.ask(replace(ASKED, device_credential=True))
        desk.tap("button_use_credential")
        desk.ask()
        assert [code for _, code, _ in desk.told] == [5]
        desk.touch(MINE)
        assert not desk.asking

    on_desk(34, body)


# -- the credential in its place


@pytest.mark.parametrize("level", [30, 34, 37])
def test_the_credential_will_do_as_well(on_desk: OnDesk, level: int) -> None:
    """Its button leads to a field; a wrong PIN is told there, the right one ends it well."""

    async def body(desk: Desk) -> None:
        desk.ask(replace(ASKED, device_credential=True))
        assert f"{SYSTEM_UI}:id/button_negative" not in desk.ids
        assert desk.says("button_use_credential") == "Use PIN"
        desk.tap("button_use_credential")
        assert f"{SYSTEM_UI}:id/auth_credential_header" in desk.ids
        desk.touch(MINE)
        await desk.run("input text 9999; input keyevent ENTER")
        assert desk.says("error") == "Wrong PIN"
        await desk.run(f"input text {PIN}; input keyevent ENTER")
        assert desk.told == [SUCCEEDED]
        assert not desk.asking

    on_desk(level, body)


def test_without_a_finger_the_credential_is_asked_at_once(on_desk: OnDesk) -> None:
    """A prompt that takes the credential needs no finger, but one of the two."""

    async def body(desk: Desk) -> None:
        either = replace(ASKED, device_credential=True)
        desk.ask(either)
        assert desk.told == [("error", 14, "No pin, pattern, or password set")]
        await desk.run(f"locksettings set-pin {PIN}")
        desk.ask(either)
        await desk.run(f"input text {PIN}; input keyevent ENTER")
        assert desk.told[1:] == [SUCCEEDED]

    on_desk(33, body, enrolled=())
