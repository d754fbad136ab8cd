"""The permission controller: its list, the page of one group, and what a choice changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import AppSpec, make_app
from devices.virtual.os.permissions import PermissionFlag
from tests.devices.virtual.os.system_apps.handset import SHOP, Handset, handset

if TYPE_CHECKING:
    from pathlib import Path

_LIST = ("android.intent.action.MANAGE_APP_PERMISSIONS", "android.intent.extra.PACKAGE_NAME", SHOP)
_IDS = "com.android.permissioncontroller:id/"
_DONT = "Don\u2019t allow"
_USERS = PermissionFlag.USER_SET | PermissionFlag.USER_FIXED | PermissionFlag.ONE_TIME
_OLD = "com.google.android.packageinstaller/com.android.packageinstaller"
_TEN = "com.google.android.permissioncontroller/com.android.packageinstaller"
_NEW = "com.google.android.permissioncontroller/com.android.permissioncontroller"


def _open(phone: Handset, group: str) -> None:
    phone.settings(*_LIST)
    phone.tap(phone.text(group))


def _radios(phone: Handset) -> list[tuple[str, str, bool]]:
    return [(n.id, n.text, n.checked) for n in phone.shown if n.role == "radio"]


def _flags(phone: Handset, name: str) -> PermissionFlag:
    return phone.permission(name).flags & _USERS


@pytest.mark.parametrize(
    ("level", "classes"), [(26, _OLD), (28, _OLD), (29, _TEN), (30, _NEW), (33, _NEW), (37, _NEW)]
)
def test_actions_lead_to_the_classes_of_the_release(
    tmp_path: Path, level: int, classes: str
) -> None:
    """Asking and managing resolve in the release's package and class; for others from 13 on."""
    phone = handset(tmp_path, level)
    brief = "cmd package resolve-activity --brief -a"
    asked = phone.run(f"{brief} android.content.pm.action.REQUEST_PERMISSIONS").out
    assert asked.splitlines()[-1] == f"{classes}.permission.ui.GrantPermissionsActivity"
    managed = phone.run(f"{brief} android.intent.action.MANAGE_APP_PERMISSIONS").out
    assert managed.splitlines()[-1] == f"{classes}.permission.ui.ManagePermissionsActivity"
    others = phone.shell(f"{brief} android.content.pm.action.REQUEST_PERMISSIONS_FOR_OTHER").out
    assert (others.splitlines()[-1] == asked.splitlines()[-1]) is (level >= 33)


@pytest.mark.parametrize("level", [26, 28])
def test_old_releases_have_a_switch_a_group(tmp_path: Path, level: int) -> None:
    """A tap grants all that the app asks of the group, another one revokes it as a denial."""
    phone = handset(tmp_path, level)
    phone.settings(*_LIST)
    assert phone.texts[-3:] == ["Camera", "Contacts", "Location"]
    phone.tap(phone.text("Location"))
    assert phone.permission("ACCESS_FINE_LOCATION").granted
    assert phone.permission("ACCESS_COARSE_LOCATION").granted
    assert _flags(phone, "ACCESS_FINE_LOCATION") == PermissionFlag(0)
    assert [n.checked for n in phone.shown if n.id == "switch_widget"] == [False, False, True]
    phone.tap(phone.text("Location"))
    assert not phone.permission("ACCESS_FINE_LOCATION").granted
    assert _flags(phone, "ACCESS_FINE_LOCATION") == PermissionFlag.USER_SET


@pytest.mark.parametrize(("level", "denied"), [(29, "Denied"), (30, "Denied"), (31, "Not allowed")])
def test_newer_releases_have_sections(tmp_path: Path, level: int, denied: str) -> None:
    """Groups stand by their labels under what they are: allowed, or not."""
    phone = handset(tmp_path, level)
    phone.run(f"pm grant {SHOP} android.permission.READ_CONTACTS")
    phone.settings(*_LIST)
    names = [n.text for n in phone.shown if (n.package, n.id) == ("android", "title")]
    assert names[:5] == ["Allowed", "Contacts", denied, "Camera", "Location"]


@pytest.mark.parametrize(
    ("level", "group", "radios"),
    [
        (29, "Camera", ["allow_radio_button Allow", "deny_radio_button Deny"]),
        (
            29,
            "Location",
            [
                "allow_radio_button Allow all the time",
                "foreground_only_radio_button Allow only while using the app",
                "deny_radio_button Deny",
            ],
        ),
        (
            30,
            "Camera",
            [
                "allow_foreground_only_radio_button Allow only while using the app",
                "ask_radio_button Ask every time",
                "deny_radio_button Deny",
            ],
        ),
        (34, "Contacts", ["allow_radio_button Allow", f"deny_radio_button {_DONT}"]),
        (
            34,
            "Photos and videos",
            [
                "allow_radio_button Always allow all",
                "select_radio_button Allow limited access",
                f"deny_radio_button {_DONT}",
            ],
        ),
        (
            36,
            "Location",
            [
                "allow_always_radio_button Allow all the time",
                "allow_foreground_only_radio_button Allow only while using the app",
                "ask_radio_button Ask every time",
                f"deny_radio_button {_DONT}",
            ],
        ),
        (
            37,
            "Location",
            [
                "allow_always_radio_button Allow all the time",
                "allow_foreground_only_radio_button Allow only while using the app",
                "ask_radio_button Ask every time or allow when you share",
                f"deny_radio_button {_DONT}",
            ],
        ),
    ],
)
def test_a_groups_page_offers_what_the_release_does(
    tmp_path: Path, level: int, group: str, radios: list[str]
) -> None:
    """Ids and words of its choices, in their order; a group that is not granted is denied."""
    phone = handset(tmp_path, level)
    _open(phone, group)
    assert [f"{name} {text}" for name, text, _ in _radios(phone)] == radios
    assert [checked for _, _, checked in _radios(phone)] == [*[False] * (len(radios) - 1), True]
    assert phone.has(f"{_IDS}permission_message") is (level >= 30)
    assert phone.has(f"{_IDS}allow_radio_button_frame") is (level >= 36)


@pytest.mark.parametrize(("level", "allowed"), [(29, 0), (30, 1), (37, 1)])
def test_a_choice_changes_grants_and_flags(tmp_path: Path, level: int, allowed: int) -> None:
    """While in use leaves the background out; all the time adds it; a denial is the user's."""
    phone = handset(tmp_path, level)
    _open(phone, "Location")
    phone.tap(phone.text("Allow only while using the app"))
    assert phone.permission("ACCESS_FINE_LOCATION").granted
    assert not phone.permission("ACCESS_BACKGROUND_LOCATION").granted
    assert _flags(phone, "ACCESS_FINE_LOCATION") == PermissionFlag(allowed)
    phone.tap(phone.text("Allow all the time"))
    assert phone.permission("ACCESS_BACKGROUND_LOCATION").granted
    phone.tap(phone.find(f"{_IDS}deny_radio_button"))
    assert not any(state.granted for state in phone.shop.permissions.values())
    assert _flags(phone, "ACCESS_FINE_LOCATION") == PermissionFlag.USER_SET


def test_asking_every_time_is_no_denial(tmp_path: Path) -> None:
    """It revokes, keeps that as one-time, and takes back that the user had chosen."""
    phone = handset(tmp_path, 34)
    _open(phone, "Camera")
    phone.tap(phone.find(f"{_IDS}allow_foreground_only_radio_button"))
    phone.tap(phone.find(f"{_IDS}ask_radio_button"))
    assert not phone.permission("CAMERA").granted
    assert _flags(phone, "CAMERA") == PermissionFlag.ONE_TIME
    assert ("ask_radio_button", "Ask every time", True) in _radios(phone)
    phone.run("input keyevent 4")
    assert phone.texts.index("Ask every time") < phone.texts.index("Camera")


def test_a_permission_given_once_is_shown_as_that(tmp_path: Path) -> None:
    """Granted for one time, the other radio to be asked is there and checked."""
    phone = handset(tmp_path, 33)
    phone.run(f"pm grant {SHOP} android.permission.CAMERA")
    phone.permission("CAMERA").flags |= PermissionFlag.ONE_TIME
    _open(phone, "Camera")
    assert ("ask_one_time_radio_button", "Ask every time", True) in _radios(phone)
    assert not phone.has(f"{_IDS}ask_radio_button")


def test_limited_photos_are_chosen(tmp_path: Path) -> None:
    """Limited access grants the selected ones alone."""
    phone = handset(tmp_path, 34)
    _open(phone, "Photos and videos")
    phone.tap(phone.find(f"{_IDS}select_radio_button"))
    assert phone.permission("READ_MEDIA_VISUAL_USER_SELECTED").granted
    assert not phone.permission("READ_MEDIA_IMAGES").granted
    assert ("select_radio_button", "Allow limited access", True) in _radios(phone)


def test_the_precise_location_is_switched_alone(tmp_path: Path) -> None:
    """From 12 on a granted location has its switch: the approximate one stays."""
    phone = handset(tmp_path, 31)
    _open(phone, "Location")
    assert not phone.has(f"{_IDS}location_accuracy_switch")
    phone.tap(phone.text("Allow only while using the app"))
    phone.tap(phone.find(f"{_IDS}location_accuracy_switch"))
    assert not phone.permission("ACCESS_FINE_LOCATION").granted
    assert phone.permission("ACCESS_COARSE_LOCATION").granted
    assert not phone.find(f"{_IDS}location_accuracy_switch").checked


def test_the_compatibility_grant_goes_for_good(tmp_path: Path) -> None:
    """On 17 an implicit grant has a radio of its own, until another one was chosen."""
    phone = handset(tmp_path, 37)
    phone.run(f"pm grant {SHOP} android.permission.READ_CONTACTS")
    phone.permission("READ_CONTACTS").flags |= PermissionFlag.REVOKE_WHEN_REQUESTED
    _open(phone, "Contacts")
    chosen = ("allow_for_compatibility_radio_button", "Allow to keep app working", True)
    assert chosen in _radios(phone)
    phone.tap(phone.find(f"{_IDS}deny_radio_button"))
    phone.tap(phone.find(f"{_IDS}allow_radio_button"))
    assert [name for name, *_ in _radios(phone)] == ["allow_radio_button", "deny_radio_button"]


@pytest.mark.parametrize("level", [36, 37])
def test_an_older_app_has_the_local_network_without_asking(tmp_path: Path, level: int) -> None:
    """On 17 an app for 16 that may use the network holds the permission from its installation."""
    phone = handset(tmp_path, level)
    spec = AppSpec("com.old", "Old", permissions={"android.permission.INTERNET": 0}, target_sdk=36)
    assert phone.shell.install(make_app(tmp_path / "old.apk", spec)).out == "Success\n"
    line = "android.permission.ACCESS_LOCAL_NETWORK: granted=true, flags=[ REVOKE_WHEN_REQUESTED|"
    assert (line in phone.run("dumpsys package com.old").out) is (level == 37)


def test_a_revoked_permission_kills_the_app_and_keeps_its_task(tmp_path: Path) -> None:
    """The process is gone, the activity waits in its task; a grant kills nobody."""
    phone = handset(tmp_path, 34)
    phone.run(f"am start -W -n {SHOP}/.MainActivity")
    _open(phone, "Camera")
    phone.tap(phone.find(f"{_IDS}allow_foreground_only_radio_button"))
    assert phone.phone.activities.body_of(SHOP) is not None
    phone.tap(phone.find(f"{_IDS}deny_radio_button"))
    assert phone.phone.activities.body_of(SHOP) is None
    assert any(task.affinity == SHOP for task in phone.phone.activities.tasks)


def test_views_bear_the_ids_of_another_package_than_the_window(tmp_path: Path) -> None:
    """On a Google image the node's package is Google's, and the ids keep the open source's."""
    phone = handset(tmp_path, 34)
    _open(phone, "Camera")
    assert phone.phone.display.active().package == "com.google.android.permissioncontroller"
    phone.run("uiautomator dump /sdcard/w.xml")
    dump = phone.run("cat /sdcard/w.xml").out
    assert (
        'resource-id="com.android.permissioncontroller:id/permission_message"'
        ' class="android.widget.TextView" package="com.google.android.permissioncontroller"'
    ) in dump


def test_one_group_can_be_asked_for(tmp_path: Path) -> None:
    """The page of a group opens by a permission's or a group's name, and Back leaves it."""
    for extra in (
        ("PERMISSION_NAME", "android.permission.CAMERA"),
        ("PERMISSION_GROUP_NAME", "android.permission-group.CAMERA"),
    ):
        phone = handset(tmp_path, 30)
        phone.settings(
            "android.intent.action.MANAGE_APP_PERMISSION",
            *("android.intent.extra.PACKAGE_NAME", SHOP),
            *(f"android.intent.extra.{extra[0]}", extra[1]),
        )
        assert phone.find(f"{_IDS}permission_message").text == "Camera access for this app"
        phone.run("input keyevent 4")
        assert "nexuslauncher" in phone.focus


def test_the_notification_group_is_the_switch_of_settings(tmp_path: Path) -> None:
    """The controller's entry leads there; switched off, its permission is denied, and it runs."""
    phone = handset(tmp_path, 36)
    phone.run(f"pm grant {SHOP} android.permission.POST_NOTIFICATIONS")
    phone.run(f"am start -W -n {SHOP}/.MainActivity")
    _open(phone, "Notifications")
    assert phone.focus == "com.android.settings/.Settings$AppNotificationSettingsActivity"
    phone.tap(phone.find("com.android.settings:id/main_switch_bar"))
    phone.settings(*_LIST)
    assert phone.texts.index("Not allowed") < phone.texts.index("Notifications")
    assert phone.phone.activities.body_of(SHOP) is not None
    assert SHOP in phone.phone.notifications.blocked
    phone.run(f"am start -W -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:{SHOP}")
    assert phone.texts[phone.texts.index("Notifications") + 1] == "Off"
