"""Permission prompts: what taps, Back and time do, and how the app is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.files import Bytes
from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Content
from tests.devices.virtual.os.prompts.asker import (
    ALLOW,
    CAMERA,
    COARSE,
    CONTACTS,
    DENY,
    FINE,
    IMAGES,
    IN_USE,
    LEVELS,
    MIC,
    NEVER,
    ONCE,
    POST,
    SELECTED,
    VIDEO,
    Asker,
    asker,
)
from tests.devices.virtual.os.system_apps.handset import SHOP

if TYPE_CHECKING:
    from pathlib import Path

_PHOTO = "/storage/emulated/0/DCIM/one.jpg"
_RADIO = "permission_location_accuracy_radio_"


def _told(phone: Asker) -> str:
    """What the app says of its last request."""
    return " ".join(phone.texts[1:])


@pytest.mark.parametrize("level", LEVELS)
def test_allowing_grants_and_tells_the_app(tmp_path: Path, level: int) -> None:
    """To 10 no flag is left behind, from 11 on the user's choice is one."""
    phone = asker(tmp_path, level)
    phone.ask(CONTACTS)
    phone.press(ALLOW)
    assert phone.held(CONTACTS) == (True, "" if level < 30 else "USER_SET")
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert _told(phone) == "android.permission.READ_CONTACTS: granted"


@pytest.mark.parametrize("level", LEVELS)
def test_denying_twice_is_for_good_from_11_on(tmp_path: Path, level: int) -> None:
    """To 10 the user is asked again and again; from 11 on the second denial is the last."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    phone.press(DENY)
    assert phone.held(CAMERA) == (False, "USER_SET")
    assert _told(phone) == "android.permission.CAMERA: denied"
    phone.ask(CAMERA)
    if level < 30:
        phone.press(DENY)
        assert phone.held(CAMERA) == (False, "USER_SET")
        phone.ask(CAMERA)
        assert phone.asked
        return
    phone.press(NEVER)
    assert phone.held(CAMERA) == (False, "USER_FIXED" if level == 30 else "USER_SET USER_FIXED")
    phone.ask(CAMERA)
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert _told(phone) == "android.permission.CAMERA: denied"


@pytest.mark.parametrize("level", [26, 27, 28])
def test_the_box_of_old_releases_forbids_to_ask_again(tmp_path: Path, level: int) -> None:
    """Checked, Allow cannot be tapped, and a denial is for good; it can be unchecked again."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    phone.press(DENY)
    phone.ask(CAMERA)
    phone.press("do_not_ask_checkbox")
    assert phone.view("do_not_ask_checkbox").checked
    assert not phone.view(ALLOW).enabled
    phone.press(ALLOW)
    assert phone.asked
    phone.press("do_not_ask_checkbox")
    assert phone.view(ALLOW).enabled
    phone.press("do_not_ask_checkbox")
    phone.press(DENY)
    assert phone.held(CAMERA) == (False, "USER_FIXED")
    phone.ask(CAMERA)
    assert not phone.asked


def test_the_third_button_of_10_forbids_to_ask_again(tmp_path: Path) -> None:
    """On 10 that is a button of its own, which keeps the other flag clear."""
    phone = asker(tmp_path, 29)
    phone.ask(MIC)
    phone.press(DENY)
    phone.ask(MIC)
    phone.press(NEVER)
    assert phone.held(MIC) == (False, "USER_FIXED")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("how", ["input keyevent 4", "input tap 300 200"])
def test_leaving_a_prompt_is_no_denial(tmp_path: Path, level: int, how: str) -> None:
    """Back and a tap beside it do nothing to 10; later they close it, and nothing is counted."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA, CONTACTS)
    phone.run(how)
    assert phone.asked is (level < 30)
    assert phone.held(CAMERA) == (False, "")
    if level >= 30:
        assert _told(phone).count("denied") == 2
        phone.ask(CAMERA)
        assert DENY.removeprefix("permission_").removesuffix("_button") in phone.buttons


@pytest.mark.parametrize("level", [30, 34])
def test_a_tap_on_the_dialog_itself_does_nothing(tmp_path: Path, level: int) -> None:
    """Its text takes the tap and keeps it."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    phone.press("permission_message")
    assert phone.asked


@pytest.mark.parametrize("level", [36, 37])
def test_taps_during_the_enter_animation_are_lost_on_17(tmp_path: Path, level: int) -> None:
    """From 16 QPR2 on a tap before the dialog has come in counts for nothing."""
    phone = asker(tmp_path, level)
    phone.comes_in = lambda: None  # type: ignore[method-assign]
    phone.ask(CAMERA)
    phone.press(IN_USE)
    assert phone.asked is (level == 37)
    if phone.asked:
        Asker.comes_in(phone)
        phone.press(IN_USE)
    assert phone.held(CAMERA)[0]


@pytest.mark.parametrize("level", [31, 33, 34, 36, 37])
def test_the_location_is_precise_or_approximate(tmp_path: Path, level: int) -> None:
    """Precise is chosen at first; the other choice grants the coarse permission alone."""
    phone = asker(tmp_path, level)
    phone.ask(FINE, COARSE)
    assert [phone.view(f"{_RADIO}{name}").checked for name in ("fine", "coarse")] == [True, False]
    texts = [phone.view(f"{_RADIO}{name}").text for name in ("fine", "coarse")]
    assert texts == ["Precise", "Approximate"]
    phone.press(f"{_RADIO}coarse")
    assert [phone.view(f"{_RADIO}{name}").checked for name in ("fine", "coarse")] == [False, True]
    phone.press(IN_USE)
    assert phone.held(COARSE) == (True, "USER_SET SELECTED_LOCATION_ACCURACY")
    assert phone.held(FINE) == (False, "")
    phone.ask(FINE, COARSE)
    assert phone.message == "Change Shop\u2019s location access from approximate to precise?"
    assert phone.view(IN_USE).text == "Change to precise location"
    deny = DENY if level < 34 else NEVER
    assert phone.view(deny).text == "Keep approximate location"
    assert phone.there("permission_location_accuracy_fine_only")
    phone.press(IN_USE)
    assert phone.held(FINE) == (True, "USER_SET SELECTED_LOCATION_ACCURACY")


@pytest.mark.parametrize("level", [29, 30, 33])
def test_apps_for_11_and_older_have_no_choice_of_accuracy(tmp_path: Path, level: int) -> None:
    """They get both permissions by one tap."""
    phone = asker(tmp_path, level, target=30)
    phone.ask(FINE, COARSE)
    assert not phone.there(f"{_RADIO}fine")
    phone.press(IN_USE)
    assert phone.held(FINE)[0]
    assert phone.held(COARSE)[0]


def test_keeping_the_approximate_location_takes_nothing_away(tmp_path: Path) -> None:
    """A denial of the precise one leaves the other, and the app running."""
    phone = asker(tmp_path, 33)
    phone.ask(FINE, COARSE)
    phone.press(f"{_RADIO}coarse")
    phone.press(IN_USE)
    phone.ask(FINE, COARSE)
    process = phone.phone.processes.get(SHOP)
    phone.press(DENY)
    assert phone.phone.processes.get(SHOP) == process
    assert phone.held(COARSE)[0]
    assert phone.held(FINE) == (False, "USER_SET")


# -- for this time alone


@pytest.mark.parametrize("level", [30, 31, 33, 34, 37])
def test_what_is_given_once_goes_after_a_minute_in_the_background(
    tmp_path: Path, level: int
) -> None:
    """The process ends with it, and the next request is a first one again."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    phone.press(ONCE)
    assert phone.held(CAMERA) == (True, "USER_SET ONE_TIME")
    phone.pass_(timedelta(minutes=5))
    assert phone.held(CAMERA)[0]
    phone.run("input keyevent 3")
    phone.pass_(timedelta(seconds=59))
    assert phone.held(CAMERA)[0]
    phone.pass_(timedelta(seconds=2))
    assert phone.held(CAMERA) == (False, "ONE_TIME")
    assert phone.phone.processes.get(SHOP) is None
    phone.ask(CAMERA)
    assert DENY in [node.id for node in phone.shown]


def test_what_is_given_once_outlives_a_short_absence_and_no_end(tmp_path: Path) -> None:
    """Coming back stops the time; without a process it is over in seconds."""
    phone = asker(tmp_path, 34)
    phone.ask(CAMERA)
    phone.press(ONCE)
    phone.run("input keyevent 3")
    phone.pass_(timedelta(seconds=50))
    phone.run(f"am start -W -n {SHOP}/.MainActivity")
    phone.pass_(timedelta(seconds=50))
    assert phone.held(CAMERA)[0]
    phone.run(f"am force-stop {SHOP}")
    phone.pass_(timedelta(seconds=6))
    assert phone.held(CAMERA) == (False, "ONE_TIME")


# -- pictures


def _picture(phone: Asker) -> None:
    phone.phone.files.write(_PHOTO, Bytes(b"\xff\xd8"))


@pytest.mark.parametrize("level", [34, 35, 36, 37])
def test_chosen_pictures_are_a_permission_of_their_own(tmp_path: Path, level: int) -> None:
    """The picker opens; afterwards more can be chosen, and then it opens at once."""
    phone = asker(tmp_path, level)
    _picture(phone)
    phone.ask(IMAGES, VIDEO, SELECTED)
    phone.press("permission_allow_selected_button")
    assert phone.focus.startswith("com.google.android.providers.media.module/")
    assert not phone.there("button_add")
    phone.press("icon_thumbnail")
    phone.press("button_add")
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert phone.held(SELECTED) == (True, "USER_SET")
    assert phone.held(IMAGES) == (False, "USER_SET")
    phone.ask(IMAGES, VIDEO, SELECTED)
    assert phone.message == "Allow Shop to access more photos and videos on this device?"
    assert " ".join(phone.buttons) == "allow_selected allow_all dont_allow_more_selected"
    phone.press("permission_dont_allow_more_selected_button")
    assert phone.held(SELECTED) == (True, "USER_SET USER_FIXED")
    phone.ask(IMAGES, VIDEO, SELECTED)
    assert phone.focus.startswith("com.google.android.providers.media.module/")
    phone.press("icon_thumbnail")
    phone.press("button_add")
    assert phone.focus == f"{SHOP}/.MainActivity"


def test_leaving_the_picker_changes_nothing(tmp_path: Path) -> None:
    """Back gives the app what it had, and the next request is a first one."""
    phone = asker(tmp_path, 34)
    _picture(phone)
    phone.ask(IMAGES, VIDEO, SELECTED)
    phone.press("permission_allow_selected_button")
    phone.press("icon_thumbnail")
    phone.run("input keyevent 4")
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert (phone.held(SELECTED), phone.held(IMAGES)) == ((False, ""), (False, ""))


def test_all_pictures_are_all_pictures(tmp_path: Path) -> None:
    """Allow all grants what was asked for, and the next request is granted unasked."""
    phone = asker(tmp_path, 36)
    phone.ask(IMAGES, VIDEO)
    phone.press("permission_allow_all_button")
    assert phone.held(IMAGES) == (True, "USER_SET")
    phone.ask(IMAGES, VIDEO)
    assert not phone.asked


def test_an_app_that_knows_no_choice_believes_it_has_all(tmp_path: Path) -> None:
    """It holds the permissions for once, while their app ops say no."""
    phone = asker(tmp_path, 34, requested=(IMAGES, VIDEO))
    _picture(phone)
    phone.ask(IMAGES, VIDEO)
    phone.press("permission_allow_selected_button")
    phone.press("icon_thumbnail")
    phone.press("button_add")
    assert phone.held(SELECTED) == (True, "USER_SET")
    assert phone.held(IMAGES) == (True, "ONE_TIME")
    assert "READ_MEDIA_IMAGES: ignore" in phone.run(f"appops get {SHOP}").out


# -- what hangs on permissions


@pytest.mark.parametrize("level", [33, 34, 37])
def test_posts_are_shown_once_the_permission_is_there(tmp_path: Path, level: int) -> None:
    """Without it nothing is posted; a revocation takes away what was."""
    phone = asker(tmp_path, level)
    shade = phone.phone.notifications
    shade.create_channel(SHOP, Channel("news", "News"))
    assert shade.post(SHOP, phone.shop.uid, 1, "news", Content("Hello")) is None
    phone.ask(POST)
    phone.press(ALLOW)
    assert shade.post(SHOP, phone.shop.uid, 1, "news", Content("Hello")) is not None
    phone.run(f"pm revoke {SHOP} android.permission.POST_NOTIFICATIONS")
    assert shade.active() == ()


def test_posts_need_no_permission_to_12(tmp_path: Path) -> None:
    """They are on from the start."""
    phone = asker(tmp_path, 32)
    phone.phone.notifications.create_channel(SHOP, Channel("news", "News"))
    posted = phone.phone.notifications.post(SHOP, phone.shop.uid, 1, "news", Content("Hello"))
    assert posted is not None


@pytest.mark.parametrize("level", [28, 29, 30, 34])
def test_app_ops_follow(tmp_path: Path, level: int) -> None:
    """From 10 on a user id's mode says what its permission does; in use is a mode of its own."""
    phone = asker(tmp_path, level)

    def mode(op: str) -> str:
        lines = phone.run(f"appops get {SHOP} {op}").out.splitlines()
        return next((line for line in lines if line.startswith("Uid mode")), "")

    assert mode("FINE_LOCATION") == ("" if level < 29 else "Uid mode: FINE_LOCATION: ignore")
    phone.run(f"pm grant {SHOP} android.permission.{FINE}")
    assert mode("FINE_LOCATION") == ("" if level < 29 else "Uid mode: FINE_LOCATION: foreground")
    phone.run(f"pm grant {SHOP} android.permission.{CAMERA}")
    camera = {28: "", 29: "Uid mode: CAMERA: allow"}.get(level, "Uid mode: CAMERA: foreground")
    assert mode("CAMERA") == camera
    phone.run(f"pm revoke {SHOP} android.permission.{CAMERA}")
    assert mode("CAMERA") == ("" if level < 29 else "Uid mode: CAMERA: ignore")


@pytest.mark.parametrize("level", [26, 30, 37])
def test_the_shell_s_commands_and_the_prompt_agree(tmp_path: Path, level: int) -> None:
    """What was granted is not asked; a revocation ends the process; resets make it new."""
    phone = asker(tmp_path, level)
    name = f"{SHOP} android.permission.{CAMERA}"
    phone.run(f"pm grant {name}")
    phone.ask(CAMERA)
    assert not phone.asked
    assert phone.phone.processes.get(SHOP) is not None
    phone.run(f"pm revoke {name}")
    assert phone.phone.processes.get(SHOP) is None
    for reset in (f"pm clear {SHOP}", "pm reset-permissions"):
        phone.ask(CAMERA)
        phone.press(DENY)
        dump = phone.run(f"dumpsys package {SHOP}").out
        line = next(line for line in dump.splitlines() if f"{CAMERA}: granted" in line)
        assert "granted=false, flags=[ USER_SET" in line
        phone.run(reset)
        assert phone.held(CAMERA) == (False, "")


def test_a_grant_from_elsewhere_closes_the_prompt(tmp_path: Path) -> None:
    """What the shell grants meanwhile is not asked any more, and the next group is."""
    phone = asker(tmp_path, 34)
    phone.ask(CAMERA, CONTACTS)
    phone.run(f"pm grant {SHOP} android.permission.{CAMERA}")
    assert "contacts" in phone.message
    phone.run(f"pm grant {SHOP} android.permission.{CONTACTS}")
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert _told(phone).count("granted") == 2


# -- how the app is told


@pytest.mark.parametrize("level", [26, 30, 37])
def test_an_answer_outlives_the_process_that_asked(tmp_path: Path, level: int) -> None:
    """Killed behind its prompt in the background, the app gets the answer in its next process."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    phone.run("input keyevent 3")
    before = phone.phone.processes.get(SHOP)
    phone.run(f"am kill {SHOP}")
    assert phone.phone.processes.get(SHOP) is None
    phone.back_to_app()
    assert phone.asked
    phone.press(IN_USE if level >= 30 else ALLOW)
    assert _told(phone) == "android.permission.CAMERA: granted"
    assert phone.phone.processes.get(SHOP) != before


def test_an_app_below_its_prompt_is_not_killed_as_cached(tmp_path: Path) -> None:
    """It can be seen, which keeps its process; a forced stop takes the prompt with it."""
    phone = asker(tmp_path, 34)
    phone.ask(CAMERA)
    phone.run(f"am kill {SHOP}")
    assert phone.phone.processes.get(SHOP) is not None
    phone.run(f"am force-stop {SHOP}")
    assert "nexuslauncher" in phone.focus


def test_a_prompt_waits_for_the_user_s_return(tmp_path: Path) -> None:
    """Home leaves it open; the app's task comes back with the question where it was."""
    phone = asker(tmp_path, 33)
    phone.ask(CAMERA, CONTACTS)
    phone.press(DENY)
    phone.run("input keyevent 3")
    phone.back_to_app()
    assert phone.message == "Allow Shop to access your contacts?"


def test_what_is_not_requested_is_denied_without_a_question(tmp_path: Path) -> None:
    """Neither a name that the manifest lacks nor one that nobody knows is put to the user."""
    phone = asker(tmp_path, 34, requested=(CAMERA,))
    phone.ask(CONTACTS, "NO_SUCH_PERMISSION")
    assert phone.focus == f"{SHOP}/.MainActivity"
    assert _told(phone).count("denied") == 2


@pytest.mark.parametrize(("level", "once"), [(34, True), (36, True), (37, False)])
def test_the_precise_location_for_good_leaves_the_other_as_it_was_to_16(
    tmp_path: Path, level: int, *, once: bool
) -> None:
    """Held for once, the approximate one stays so; 17 gives it for good along with the other."""
    phone = asker(tmp_path, level)
    phone.ask(COARSE)
    phone.press(ONCE)
    phone.ask(FINE, COARSE)
    phone.press(IN_USE)
    assert "ONE_TIME" not in phone.held(FINE)[1]
    assert ("ONE_TIME" in phone.held(COARSE)[1]) is once
