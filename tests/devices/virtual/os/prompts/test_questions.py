"""Permission prompts: who shows them, what they ask, and with which buttons, on every release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.devices.virtual.os.prompts.asker import (
    ALLOW,
    BACKGROUND,
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
    STORAGE,
    VIDEO,
    asker,
)

if TYPE_CHECKING:
    from pathlib import Path

_OLD: Final = "com.google.android.packageinstaller/com.android.packageinstaller"
_TEN: Final = "com.google.android.permissioncontroller/com.android.packageinstaller"
_NEW: Final = "com.google.android.permissioncontroller/com.android.permissioncontroller"
_DONT: Final = "Don\u2019t allow"


@pytest.mark.parametrize("level", LEVELS)
def test_the_release_s_own_activity_asks_over_the_app(tmp_path: Path, level: int) -> None:
    """It is in the app's task, its ids are the open source's, and the app stays visible below."""
    phone = asker(tmp_path, level)
    phone.ask(CAMERA)
    name = _OLD if level < 29 else _TEN if level == 29 else _NEW
    assert phone.focus == f"{name}.permission.ui.GrantPermissionsActivity"
    resources = "packageinstaller" if level < 29 else "permissioncontroller"
    assert phone.view("permission_message").package == f"com.android.{resources}"
    front = phone.phone.activities.focused
    assert front is not None
    assert front.task.root.component.class_name.endswith("MainActivity")
    kinds = [window.kind for window in phone.phone.display.windows()]
    assert kinds[-2:] == ["app", "overlay"]


@pytest.mark.parametrize("level", LEVELS)
def test_the_dialog_is_in_the_middle_and_can_be_read(tmp_path: Path, level: int) -> None:
    """It lies between the bars with as much room above as below; no text or button is cut."""
    phone = asker(tmp_path, level)
    phone.ask(FINE, COARSE)
    display = phone.phone.display
    bars, whole = display.system_bars(), display.bounds
    holders = ("dialog_container", "content_container", "grant_dialog")
    shown = [node.bounds for node in phone.shown if node.text or node.id in holders]
    above = min(one.top for one in shown) - bars.status_bar
    below = whole.bottom - bars.navigation_bar - max(one.bottom for one in shown)
    assert abs(above - below) < 40 * display.scale
    assert all(node.visible == node.bounds for node in phone.shown if node.text)


_MESSAGES: Final = {
    CAMERA: {26: "Allow Shop to take pictures and record video?"},
    MIC: {26: "Allow Shop to record audio?"},
    CONTACTS: {
        26: "Allow Shop to access your contacts?",
        37: "Allow Shop to access contacts and accounts on this device?",
    },
    STORAGE: {
        26: "Allow Shop to access photos, media, and files on your device?",
        29: "Allow Shop to access photos and media on your device?",
        33: "",
    },
    POST: {26: "", 33: "Allow Shop to send you notifications?"},
    IMAGES: {26: "", 33: "Allow Shop to access photos and videos on this device?"},
    "READ_MEDIA_AUDIO": {26: "", 33: "Allow Shop to access music and audio on this device?"},
    f"{FINE} {COARSE}": {
        26: "Allow Shop to access this device's location?",
        30: "Allow Shop to access this device\u2019s location?",
    },
    COARSE: {
        26: "Allow Shop to access this device's location?",
        30: "Allow Shop to access this device\u2019s location?",
        31: "Allow Shop to access this device\u2019s approximate location?",
    },
    FINE: {
        26: "Allow Shop to access this device's location?",
        30: "Allow Shop to access this device\u2019s location?",
        31: "",
    },
}


@pytest.mark.parametrize("level", LEVELS)
def test_the_message_is_the_release_s(tmp_path: Path, level: int) -> None:
    """Word by word, with the apostrophes of the release; what it does not ask it does not show."""
    phone = asker(tmp_path, level)
    for names, texts in _MESSAGES.items():
        phone.ask(*names.split())
        expected = texts[max(since for since in texts if since <= level)]
        assert (phone.message if phone.asked else "") == expected, names


@pytest.mark.parametrize(
    ("level", "target", "words"),
    [
        (29, 28, "photos, media, and files on your device"),
        (30, 29, "photos and media on your device"),
        (33, 32, "photos, videos, music, and audio on this device"),
        (33, 28, "photos, videos, music, audio, and other files on this device"),
        (36, 29, "photos, videos, music, and audio on this device"),
    ],
)
def test_storage_is_asked_for_as_the_app_knows_it(
    tmp_path: Path, level: int, target: int, words: str
) -> None:
    """Older apps are told of in the words of what they get."""
    phone = asker(tmp_path, level, target=target)
    phone.ask(STORAGE)
    assert phone.message == f"Allow Shop to access {words}?"


_BUTTONS: Final = {
    CAMERA: {
        26: ("deny allow", "deny allow"),
        29: ("allow deny", "allow deny deny_and_dont_ask_again"),
        30: (
            "allow_foreground_only allow_one_time deny",
            "allow_foreground_only allow_one_time deny_and_dont_ask_again",
        ),
    },
    CONTACTS: {
        26: ("deny allow", "deny allow"),
        29: ("allow deny", "allow deny deny_and_dont_ask_again"),
        30: ("allow deny", "allow deny_and_dont_ask_again"),
    },
    f"{FINE} {COARSE}": {
        26: ("deny allow", "deny allow"),
        29: (
            "allow_foreground_only deny",
            "allow_foreground_only deny deny_and_dont_ask_again",
        ),
        30: (
            "allow_foreground_only allow_one_time deny",
            "allow_foreground_only allow_one_time deny_and_dont_ask_again",
        ),
    },
    POST: {33: ("allow deny", "allow deny_and_dont_ask_again")},
    f"{IMAGES} {VIDEO}": {
        33: ("allow deny", "allow deny_and_dont_ask_again"),
        34: (
            "allow_selected allow_all deny",
            "allow_selected allow_all deny_and_dont_ask_again",
        ),
    },
}


@pytest.mark.parametrize("level", LEVELS)
def test_the_buttons_are_the_release_s_before_and_after_a_denial(
    tmp_path: Path, level: int
) -> None:
    """Which there are and in which order, the first time and once the user has denied."""
    phone = asker(tmp_path, level)
    for names, rows in _BUTTONS.items():
        known = [since for since in rows if since <= level]
        if not known:
            continue
        first, again = rows[max(known)]
        phone.ask(*names.split())
        assert " ".join(phone.buttons) == first, names
        assert not phone.there("do_not_ask_checkbox")
        phone.press(DENY)
        assert not phone.asked
        phone.ask(*names.split())
        assert " ".join(phone.buttons) == again, names
        assert phone.there("do_not_ask_checkbox") is (level < 29)


@pytest.mark.parametrize("level", LEVELS)
def test_buttons_are_labelled_as_the_release_does(tmp_path: Path, level: int) -> None:
    """Capitals to 9, the short form of the denial to 11, the curly apostrophe from 12 on."""
    phone = asker(tmp_path, level)
    phone.ask(CONTACTS)
    deny = "DENY" if level < 29 else "Deny" if level < 31 else _DONT
    assert phone.view(DENY).text == deny
    assert phone.view(ALLOW).text == ("ALLOW" if level < 29 else "Allow")
    phone.press(DENY)
    phone.ask(CONTACTS)
    if level < 29:
        assert phone.view("do_not_ask_checkbox").text == "Don't ask again"
    else:
        never = "Deny & don\u2019t ask again" if level == 29 else deny
        assert phone.view(NEVER).text == never
    phone.ask(CAMERA)
    if level >= 30:
        assert phone.view(IN_USE).text == "While using the app"
        assert phone.view(ONCE).text == "Only this time"
    phone.ask(FINE, COARSE)
    if level == 29:
        assert phone.view(IN_USE).text == "Allow only while using the app"


@pytest.mark.parametrize("level", LEVELS)
def test_contacts_are_explained_on_17_alone(tmp_path: Path, level: int) -> None:
    """A detail line is there where there is something to say, and nowhere else."""
    phone = asker(tmp_path, level)
    phone.ask(CONTACTS)
    assert phone.there("detail_message") is (level == 37)
    if level == 37:
        assert phone.view("detail_message").text.startswith("This app will be able to access")


@pytest.mark.parametrize("level", LEVELS)
def test_groups_are_asked_for_one_after_the_other(tmp_path: Path, level: int) -> None:
    """In the app's order to 10, what can be given once first from 11, by name from 12."""
    phone = asker(tmp_path, level)
    phone.ask(CONTACTS, MIC, CAMERA)
    order = []
    while phone.asked:
        count = phone.view("current_page_text").text if level < 29 else ""
        order.append((phone.message.split(" to ")[1], count))
        phone.press(DENY)
    words = [message for message, _ in order]
    contacts = next(text for text in words if "contacts" in text)
    audio, pictures = "record audio?", "take pictures and record video?"
    if level < 30:
        assert words == [contacts, audio, pictures]
    else:
        assert words == ([audio, pictures] if level == 30 else [pictures, audio]) + [contacts]
    counts = ["1 of 3", "2 of 3", "3 of 3"] if level < 29 else ["", "", ""]
    assert [count for _, count in order] == counts


@pytest.mark.parametrize("level", LEVELS)
def test_only_one_group_is_not_counted(tmp_path: Path, level: int) -> None:
    """Two permissions of one group are one question."""
    phone = asker(tmp_path, level)
    phone.ask(CONTACTS, "WRITE_CONTACTS")
    assert not phone.there("current_page_text")
    phone.press(ALLOW)
    assert not phone.asked
    assert phone.held(CONTACTS)[0]
    assert phone.held("WRITE_CONTACTS")[0]


@pytest.mark.parametrize("level", [29, 30, 33, 37])
def test_background_location_of_a_release(tmp_path: Path, level: int) -> None:
    """On 10 one prompt asks for all; from 11 a new app's joint request is refused unasked."""
    phone = asker(tmp_path, level)
    phone.ask(FINE, COARSE, BACKGROUND)
    assert phone.asked is (level == 29)
    if level > 29:
        assert not phone.held(FINE)[0]
        return
    assert " ".join(phone.buttons) == "allow_always allow_foreground_only deny"
    assert phone.view("permission_allow_always_button").text == "Allow all the time"
    phone.press(IN_USE)
    assert (phone.held(FINE), phone.held(BACKGROUND)) == ((True, ""), (False, ""))
    phone.ask(BACKGROUND)
    assert " ".join(phone.buttons) == "allow deny deny_and_dont_ask_again"
    texts = [phone.view(name).text for name in (ALLOW, DENY, NEVER)]
    keep = "Keep and don\u2019t ask again"
    assert texts == ["Allow all the time", "Keep while-in-use access", keep]
    words = "App currently can access location only while you\u2019re using the app"
    assert phone.view("detail_message").text == words
    phone.press(ALLOW)
    assert phone.held(BACKGROUND) == (True, "")


@pytest.mark.parametrize("level", [30, 31, 34, 37])
def test_background_location_of_a_new_app_is_given_in_the_settings(
    tmp_path: Path, level: int
) -> None:
    """Asked for alone it opens the group's page; leaving that without a choice is a denial."""
    phone = asker(tmp_path, level)
    phone.ask(BACKGROUND)
    assert not phone.asked
    assert "ManagePermissions" not in phone.focus
    phone.ask(FINE, COARSE)
    phone.press(IN_USE)
    for flags in ("USER_SET", "USER_SET USER_FIXED"):
        phone.ask(BACKGROUND)
        assert phone.focus.endswith(".ManagePermissionsActivity")
        assert phone.there("allow_always_radio_button")
        phone.run("input keyevent 4")
        assert phone.focus.endswith("/.MainActivity")
        assert phone.held(BACKGROUND) == (False, flags)
    phone.ask(BACKGROUND)
    assert phone.focus.endswith("/.MainActivity")
    assert f"{BACKGROUND}: denied" in " ".join(phone.texts)


def test_the_settings_page_gives_the_background(tmp_path: Path) -> None:
    """What is chosen there is the answer to the app."""
    phone = asker(tmp_path, 33)
    phone.ask(FINE, COARSE)
    phone.press(IN_USE)
    phone.ask(BACKGROUND)
    phone.press("allow_always_radio_button")
    phone.run("input keyevent 4")
    assert f"{BACKGROUND}: granted" in " ".join(phone.texts)


@pytest.mark.parametrize("level", [30, 33, 36])
def test_an_older_app_is_offered_the_way_to_the_settings(tmp_path: Path, level: int) -> None:
    """For 10 and older both are asked for at once, with a hint; then nothing more than is held."""
    phone = asker(tmp_path, level, target=29)
    phone.ask(FINE, COARSE, BACKGROUND)
    assert " ".join(phone.buttons) == "allow_foreground_only allow_one_time deny"
    assert phone.view("detail_message").text == (
        "This app may want to access your location all the time, even when you\u2019re not using"
        " the app. Allow in settings."
    )
    phone.press(IN_USE)
    phone.ask(BACKGROUND)
    assert phone.message == "Change location access for Shop?"
    again = "_and_dont_ask_again" if level >= 34 else ""
    (button,) = phone.buttons
    assert button == f"no_upgrade{again}"
    text = phone.view(f"permission_{button}_button").text
    assert text == "Keep \u201cWhile the app is in use\u201d"
    phone.press(f"permission_{button}_button")
    assert phone.held(FINE)[0]
    assert "USER_SET" in phone.held(BACKGROUND)[1]


def test_the_oldest_apps_ask_for_the_background_by_asking_for_the_location(tmp_path: Path) -> None:
    """An app for 9 has the wider permission along with the other one."""
    phone = asker(tmp_path, 29, target=28, requested=(FINE,))
    phone.ask(FINE)
    assert " ".join(phone.buttons) == "allow_always allow_foreground_only deny"
    phone.press("permission_allow_always_button")
    assert phone.held(BACKGROUND)[0]


@pytest.mark.parametrize(
    ("level", "requested", "target", "buttons"),
    [
        (34, (IMAGES, VIDEO), 33, "allow deny"),
        (34, (IMAGES, VIDEO, SELECTED), 33, "allow_selected allow_all deny"),
        (34, (IMAGES, VIDEO), 34, "allow_selected allow_all deny"),
        (33, (IMAGES, VIDEO, SELECTED), 35, "allow deny"),
        (36, (STORAGE,), 32, "allow deny"),
    ],
)
def test_who_is_offered_single_pictures(
    tmp_path: Path, level: int, requested: tuple[str, ...], target: int, buttons: str
) -> None:
    """Apps for 14, and those for 13 that say so; nobody before 14."""
    phone = asker(tmp_path, level, target=target, requested=requested)
    phone.ask(*(name for name in requested if name != SELECTED))
    assert " ".join(phone.buttons) == buttons


def test_chosen_pictures_alone_are_not_asked_for(tmp_path: Path) -> None:
    """The permission for them comes with the others and never by itself."""
    phone = asker(tmp_path, 34)
    phone.ask(SELECTED)
    assert not phone.asked


@pytest.mark.parametrize("level", [33, 36])
def test_older_apps_do_not_ask_to_post(tmp_path: Path, level: int) -> None:
    """Only an app for 13 and newer asks for it itself."""
    phone = asker(tmp_path, level, target=32)
    phone.ask(POST)
    assert not phone.asked
