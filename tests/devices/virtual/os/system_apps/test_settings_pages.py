"""Settings: its pages, what they switch, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Content
from tests.devices.virtual.os.system_apps.handset import RELEASES, SHOP, handset

if TYPE_CHECKING:
    from pathlib import Path

_NOTIFICATIONS = (
    "android.settings.APP_NOTIFICATION_SETTINGS",
    "android.provider.extra.APP_PACKAGE",
)
_DETAILS = f"am start -W -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:{SHOP}"
_SETTINGS = "com.android.settings"


@pytest.mark.parametrize(
    ("level", "bar", "widget", "words"),
    [
        (26, "switch_bar", "com.android.settings:id/switch_widget", "On"),
        (28, "switch_bar", "com.android.settings:id/switch_widget", "On"),
        (29, "switch_bar", "com.android.settings:id/switch_widget", "Show notifications"),
        (30, "switch_bar", "com.android.settings:id/switch_widget", "Show notifications"),
        (31, "main_switch_bar", "android:id/switch_widget", "All Shop notifications"),
        (34, "main_switch_bar", "android:id/switch_widget", "All Shop notifications"),
        (37, "main_switch_bar", "android:id/switch_widget", "All Shop notifications"),
    ],
)
def test_the_main_switch_of_a_release_stops_an_apps_notifications(
    tmp_path: Path, level: int, bar: str, widget: str, words: str
) -> None:
    """Its ids and words are the release's; a tap clears and blocks, another one allows again."""
    phone = handset(tmp_path, level)
    if level >= 33:
        phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    post = phone.phone.notifications
    post.create_channel(SHOP, Channel("news", "News"))
    assert post.post(SHOP, phone.shop.uid, 1, "news", Content("Hello")) is not None
    phone.settings(*_NOTIFICATIONS, SHOP)
    assert phone.focus == "com.android.settings/.Settings$AppNotificationSettingsActivity"
    assert phone.find(f"{_SETTINGS}:id/switch_text").text == words
    assert phone.find(widget).checked
    assert "News" in phone.texts
    phone.tap(phone.find(f"{_SETTINGS}:id/{bar}"))
    assert not phone.find(widget).checked
    assert post.active() == ()
    assert post.post(SHOP, phone.shop.uid, 1, "news", Content("Hello")) is None
    phone.tap(phone.find(widget))
    assert phone.find(widget).checked
    assert post.post(SHOP, phone.shop.uid, 1, "news", Content("Hello")) is not None


def test_the_notification_switch_is_the_permission_and_kills_nobody(tmp_path: Path) -> None:
    """From Android 13 it grants and revokes POST_NOTIFICATIONS, and the app runs on."""
    phone = handset(tmp_path, 34)
    phone.run(f"am start -W -n {SHOP}/.MainActivity")
    phone.settings(*_NOTIFICATIONS, SHOP)
    for granted in (True, False):
        phone.tap(phone.find(f"{_SETTINGS}:id/main_switch_bar"))
        state = phone.permission("POST_NOTIFICATIONS")
        assert (state.granted, state.flags & 0x3) == (granted, 0x1)
    assert phone.phone.activities.body_of(SHOP) is not None


def test_a_channel_is_switched_off_on_its_page(tmp_path: Path) -> None:
    """Its switch takes away what it posted and lets nothing more through; its name is the title."""
    phone = handset(tmp_path, 30)
    post = phone.phone.notifications
    for name in ("news", "sales"):
        post.create_channel(SHOP, Channel(name, name.capitalize()))
        post.post(SHOP, phone.shop.uid, 1, name, Content(name), tag=name)
    phone.settings(
        "android.settings.CHANNEL_NOTIFICATION_SETTINGS",
        *("android.provider.extra.APP_PACKAGE", SHOP),
        *("android.provider.extra.CHANNEL_ID", "news"),
    )
    assert phone.find(f"{_SETTINGS}:id/switch_text").text == "Show notifications"
    phone.tap(phone.find(f"{_SETTINGS}:id/switch_bar"))
    assert [record.channel.id for record in post.active()] == ["sales"]
    assert post.post(SHOP, phone.shop.uid, 2, "news", Content("again")) is None


def test_pages_open_each_other_and_back_returns(tmp_path: Path) -> None:
    """From the icon to an app's channels and back, each page is an activity of its own."""
    phone = handset(tmp_path, 34)
    phone.phone.notifications.create_channel(SHOP, Channel("news", "News"))
    phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    phone.tap(phone.text("Settings"))
    assert phone.focus == "com.android.settings/.Settings"
    seen = []
    for words in ("Apps", "See all 3 apps", "Shop", "Notifications", "News"):
        seen.append(phone.texts)
        phone.tap(phone.text(words))
        assert phone.focus == "com.android.settings/.SubSettings"
    assert "Show notifications" in phone.texts
    for texts in reversed(seen):
        phone.run("input keyevent 4")
        assert phone.texts == texts
    phone.run("input keyevent 4")
    assert "nexuslauncher" in phone.focus


@pytest.mark.parametrize("level", sorted(RELEASES))
def test_the_first_page_lists_its_entries_and_scrolls(tmp_path: Path, level: int) -> None:
    """Its rows have a title each, in a list that moves, and no text is cut at the side."""
    phone = handset(tmp_path, level)
    phone.run("am start -n com.android.settings/.Settings")
    titles = [node.text for node in phone.shown if (node.package, node.id) == ("android", "title")]
    assert titles[:2] == ["Network & internet", "Connected devices"]
    assert phone.find(f"{_SETTINGS}:id/recycler_view").scroll_range > 0
    wide = phone.phone.display.bounds.right
    assert all(node.bounds.left >= 0 and node.bounds.right <= wide for node in phone.shown)


def test_the_radios_follow_their_switches(tmp_path: Path) -> None:
    """Airplane mode and Wi-Fi are switched, and a change from elsewhere shows at once."""
    phone = handset(tmp_path, 36)
    phone.settings("android.settings.AIRPLANE_MODE_SETTINGS")
    assert phone.focus == "com.android.settings/.Settings$NetworkDashboardActivity"
    phone.tap(phone.text("Airplane mode"))
    assert phone.phone.radios.airplane
    assert not phone.phone.radios.connected
    phone.tap(phone.text("Airplane mode"))
    phone.settings("android.settings.WIFI_SETTINGS")
    assert phone.find("android:id/switch_widget").checked
    phone.run("svc wifi disable")
    assert not phone.find("android:id/switch_widget").checked
    phone.tap(phone.find("android:id/switch_widget"))
    assert phone.phone.radios.wifi


def test_the_location_switch_keeps_both_keys_in_step(tmp_path: Path) -> None:
    """Switched off, the mode is 0 and no provider is allowed."""
    phone = handset(tmp_path, 33)
    phone.settings("android.settings.LOCATION_SOURCE_SETTINGS")
    phone.tap(phone.find("android:id/switch_widget"))
    assert phone.run("settings get secure location_mode").out == "0\n"
    assert phone.run("settings get secure location_providers_allowed").out == "\n"


@pytest.mark.parametrize(
    ("level", "stop"), [(28, "right_button"), (29, "button3"), (37, "button3")]
)
def test_force_stop_asks_and_acts(tmp_path: Path, level: int, stop: str) -> None:
    """A running app can be stopped once the user agrees; one that is not cannot."""
    phone = handset(tmp_path, level)
    phone.run(f"am start -W -n {SHOP}/.MainActivity")
    phone.run(_DETAILS)
    phone.tap(phone.find(f"{_SETTINGS}:id/{stop}"))
    assert phone.find("android:id/alertTitle").text == "Force stop?"
    phone.tap(phone.find("android:id/button2"))
    assert phone.phone.activities.body_of(SHOP) is not None
    phone.tap(phone.find(f"{_SETTINGS}:id/{stop}"))
    phone.tap(phone.find("android:id/button1"))
    assert phone.phone.activities.body_of(SHOP) is None
    assert not phone.find(f"{_SETTINGS}:id/{stop}").enabled


def test_a_question_goes_with_its_page(tmp_path: Path) -> None:
    """Home withdraws a dialog; Back closes it and leaves the page."""
    phone = handset(tmp_path, 34)
    phone.run(_DETAILS)
    uninstall = f"{_SETTINGS}:id/button2"
    phone.tap(phone.find(uninstall))
    phone.run("input keyevent 4")
    assert phone.has(uninstall)
    phone.tap(phone.find(uninstall))
    phone.run("input keyevent 3")
    kinds = [window.kind for window in phone.phone.display.windows()]
    assert kinds[-1] == "launcher"
    assert "dialog" not in kinds
    phone.run(_DETAILS)
    assert phone.has(uninstall)


def test_an_app_is_opened_and_uninstalled_from_its_page(tmp_path: Path) -> None:
    """Open starts it; Uninstall removes it once the user agrees, and the page closes."""
    phone = handset(tmp_path, 34)
    phone.run(_DETAILS)
    phone.tap(phone.find(f"{_SETTINGS}:id/button1"))
    assert phone.focus == f"{SHOP}/.MainActivity"
    phone.run(_DETAILS)
    phone.tap(phone.find(f"{_SETTINGS}:id/button2"))
    assert phone.find("android:id/alertTitle").text == "Shop"
    phone.tap(phone.find("android:id/button1"))
    assert phone.phone.packages.get(SHOP) is None
    assert "Settings" not in phone.focus


@pytest.mark.parametrize(
    "intent",
    [
        "-a android.settings.APP_NOTIFICATION_SETTINGS",
        f"-a {_NOTIFICATIONS[0]} --es {_NOTIFICATIONS[1]} no.app",
        f"-a android.settings.CHANNEL_NOTIFICATION_SETTINGS --es {_NOTIFICATIONS[1]} {SHOP}",
        "-a android.settings.APPLICATION_DETAILS_SETTINGS -d package:no.app",
        "-a android.intent.action.MANAGE_APP_PERMISSIONS",
        "-a android.content.pm.action.REQUEST_PERMISSIONS",
    ],
)
def test_a_page_about_nothing_closes_at_once(tmp_path: Path, intent: str) -> None:
    """An activity whose app or channel is not there is started and gone, and the phone goes on."""
    phone = handset(tmp_path, 34)
    phone.run(f"am start -W {intent}")
    assert "nexuslauncher" in phone.focus
    assert "Shop" in phone.texts


def test_the_security_page_tells_the_lock(tmp_path: Path) -> None:
    """Screen lock says which credential the phone has."""
    phone = handset(tmp_path, 31)
    phone.settings("android.settings.SECURITY_SETTINGS")
    assert phone.texts[1:3] == ["Screen lock", "Swipe"]
    phone.run("locksettings set-pin 1234")
    phone.run("am force-stop com.android.settings")
    phone.settings("android.settings.SECURITY_SETTINGS")
    assert phone.texts[1:3] == ["Screen lock", "PIN"]


@pytest.mark.parametrize(
    ("level", "title", "listed"),
    [
        (26, "Apps & notifications", "App info"),
        (30, "Apps & notifications", "App info"),
        (31, "Apps", "All apps"),
        (37, "Apps", "All apps"),
    ],
)
def test_apps_lead_to_all_of_them(tmp_path: Path, level: int, title: str, listed: str) -> None:
    """By the names of the release: those used last, how many there are, and the list of all."""
    phone = handset(tmp_path, level)
    phone.run(f"am start -W -n {SHOP}/.MainActivity; am start -W -n com.android.settings/.Settings")
    phone.tap(phone.text(title))
    assert phone.texts.index("Recently opened apps") < phone.texts.index("Shop")
    phone.tap(next(node for node in phone.shown if node.text.startswith("See all ")))
    assert listed in phone.texts
    assert {"Settings", "Shop"} <= set(phone.texts)


@pytest.mark.parametrize(("level", "row"), [(26, "Importance"), (28, "Behavior")])
def test_older_channels_ask_how_they_alert(tmp_path: Path, level: int, row: str) -> None:
    """A row tells it and opens the choices; the one that is chosen counts at once."""
    phone = handset(tmp_path, level)
    post = phone.phone.notifications
    post.create_channel(SHOP, Channel("news", "News", 4))
    phone.settings(*_channel("news"))
    assert "Urgent: Make sound and pop on screen" in phone.texts
    phone.tap(phone.text(row))
    assert [node.checked for node in phone.shown if node.id == "text1"] == [True] + [False] * 3
    phone.tap(phone.text("Medium\nNo sound"))
    assert post.channels(SHOP)[0].importance == 2
    assert "Medium: No sound" in phone.texts


@pytest.mark.parametrize(("level", "loud"), [(29, "Alerting"), (30, "Default"), (37, "Default")])
def test_newer_channels_have_their_choices_on_the_page(
    tmp_path: Path, level: int, loud: str
) -> None:
    """Silent takes the pop-up's switch away; the other brings it back, switched off."""
    phone = handset(tmp_path, level)
    post = phone.phone.notifications
    post.create_channel(SHOP, Channel("news", "News", 4))
    phone.settings(*_channel("news"))
    for words, importance in (("Pop on screen", 3), ("Silent", 2), (loud, 3), ("Pop on screen", 4)):
        phone.tap(phone.text(words))
        assert post.channels(SHOP)[0].importance == importance
        assert ("Pop on screen" in phone.texts) is (importance >= 3)


def _channel(name: str) -> tuple[str, ...]:
    return (
        "android.settings.CHANNEL_NOTIFICATION_SETTINGS",
        *("android.provider.extra.APP_PACKAGE", SHOP),
        *("android.provider.extra.CHANNEL_ID", name),
    )


@pytest.mark.parametrize("level", [28, 30, 34])
def test_channels_are_switched_in_the_list_too(tmp_path: Path, level: int) -> None:
    """The switch of a row blocks its channel alone, and the row says so."""
    phone = handset(tmp_path, level)
    if level >= 33:
        phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    post = phone.phone.notifications
    for name in ("news", "sales"):
        post.create_channel(SHOP, Channel(name, name.capitalize()))
    phone.settings(*_NOTIFICATIONS, SHOP)
    widgets = [n for n in phone.shown if n.id in {"switchWidget", "checkboxWidget"}]
    phone.tap(widgets[0])
    assert [channel.importance for channel in post.channels(SHOP)] == [0, 3]
    assert phone.texts[phone.texts.index("News") + 1] == "Off"


def test_the_dot_is_switched_for_all_channels(tmp_path: Path) -> None:
    """It follows its switch, and the switch follows the channels."""
    phone = handset(tmp_path, 30)
    post = phone.phone.notifications
    post.create_channel(SHOP, Channel("news", "News"))
    phone.settings(*_NOTIFICATIONS, SHOP)
    phone.tap(phone.text("Allow notification dot"))
    assert not post.channels(SHOP)[0].show_badge
    phone.tap(phone.text("Allow notification dot"))
    assert post.channels(SHOP)[0].show_badge
