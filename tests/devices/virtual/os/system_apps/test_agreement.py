"""What the shell says of permissions and what pages show agree, whoever has changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.notification_choices import Channel
from tests.devices.virtual.os.system_apps.handset import RELEASES, SHOP, Handset, handset

if TYPE_CHECKING:
    from pathlib import Path

_LIST = ("android.intent.action.MANAGE_APP_PERMISSIONS", "android.intent.extra.PACKAGE_NAME", SHOP)
_CONTACTS = "android.permission.READ_CONTACTS"
_POST = "android.permission.POST_NOTIFICATIONS"
_SECTIONS = {"Allowed": True, "Denied": False, "Not allowed": False, "Ask every time": False}
_NOTIFICATIONS = (
    "android.settings.APP_NOTIFICATION_SETTINGS",
    *("android.provider.extra.APP_PACKAGE", SHOP),
)


def _page_says(phone: Handset, group: str) -> bool:
    """Whether the list of permissions shows a group as allowed."""
    phone.settings(*_LIST)
    switches = [node for node in phone.shown if node.id == "switch_widget"]
    texts = phone.texts
    if "Allowed" not in texts:
        groups = texts[texts.index("Shop") + 1 :]
        return switches[groups.index(group)].checked
    heads = [text for text in texts[: texts.index(group)] if text in _SECTIONS]
    return _SECTIONS[heads[-1]]


def _dump_says(phone: Handset, permission: str) -> bool:
    return f"{permission}: granted=true" in phone.run(f"dumpsys package {SHOP}").out


def _choose(phone: Handset, group: str, *, allow: bool) -> None:
    """Set a group that is not told apart by use."""
    phone.settings(*_LIST)
    phone.tap(phone.text(group))
    name = "allow_radio_button" if allow else "deny_radio_button"
    for radio in [node for node in phone.shown if node.id == name]:
        phone.tap(radio)
        phone.run("input keyevent 4")


@pytest.mark.parametrize("level", sorted(RELEASES))
def test_the_list_shows_what_the_shell_grants_and_revokes(tmp_path: Path, level: int) -> None:
    """After each of the shell's commands the page says the same as the package's dump."""
    phone = handset(tmp_path, level)
    for command, granted in (
        (f"pm grant {SHOP} {_CONTACTS}", True),
        (f"pm revoke {SHOP} {_CONTACTS}", False),
        (f"pm grant {SHOP} {_CONTACTS}", True),
        ("pm reset-permissions", False),
        (f"pm grant {SHOP} {_CONTACTS}", True),
        (f"pm clear {SHOP}", False),
    ):
        phone.run(command)
        assert _page_says(phone, "Contacts") is _dump_says(phone, _CONTACTS) is granted, command


@pytest.mark.parametrize("level", sorted(RELEASES))
def test_the_shell_says_what_the_page_has_chosen(tmp_path: Path, level: int) -> None:
    """Grants and, where a release tells it, the mode of the operation follow the page."""
    phone = handset(tmp_path, level)
    for allow in (True, False, True):
        _choose(phone, "Contacts", allow=allow)
        assert _page_says(phone, "Contacts") is _dump_says(phone, _CONTACTS) is allow
        if level >= 29:
            mode = "allow" if allow else "ignore"
            said = phone.run(f"appops get {SHOP} READ_CONTACTS").out
            assert f"Uid mode: READ_CONTACTS: {mode}" in said


@pytest.mark.parametrize("level", [33, 34, 37])
def test_the_notification_switch_and_its_permission_are_one(tmp_path: Path, level: int) -> None:
    """Granted by the shell the switch is on; switched off, the dump says so; and back."""
    phone = handset(tmp_path, level)
    for command, granted in (
        (f"pm grant {SHOP} {_POST}", True),
        (f"pm revoke {SHOP} {_POST}", False),
    ):
        phone.run(command)
        phone.settings(*_NOTIFICATIONS)
        assert phone.find("android:id/switch_widget").checked is granted
        phone.tap(phone.find("com.android.settings:id/main_switch_bar"))
        assert _dump_says(phone, _POST) is not granted
        assert _page_says(phone, "Notifications") is not granted


@pytest.mark.parametrize("level", [26, 30, 34])
def test_clearing_an_app_lets_it_notify_as_after_its_installation(
    tmp_path: Path, level: int
) -> None:
    """What the switch and a channel were set to is forgotten with the app's data."""
    phone = handset(tmp_path, level)
    if level >= 33:
        phone.run(f"pm grant {SHOP} {_POST}")
    store = phone.phone.notifications
    store.create_channel(SHOP, Channel("news", "News"))
    store.set_importance(SHOP, "news", 0)
    phone.settings(*_NOTIFICATIONS)
    bar = "main_switch_bar" if level >= 31 else "switch_bar"
    phone.tap(phone.find(f"com.android.settings:id/{bar}"))
    assert not store.enabled(SHOP)
    phone.run(f"pm clear {SHOP}")
    assert store.channels(SHOP) == ()
    assert store.enabled(SHOP) is (level < 33)
