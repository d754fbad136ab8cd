"""Notifications: posted, dumped, listened to and shown in the shade."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]

_LISTENER = "io.appium.settings/io.appium.settings.NLService"


def _post(phone: Phone, number: int, importance: int = 4, flags: int = 0x10) -> None:
    phone.notifications.create_channel("com.x", Channel(f"c{importance}", "News", importance))
    phone.notifications.post(
        "com.x", 10123, number, f"c{importance}", Content("Hello", f"World {number}", flags=flags)
    )


def test_the_shell_posts(shell: PhoneShell, phone: Phone) -> None:
    """A post is echoed, and stands in the store under the shell's own key and channel."""
    ran = shell("cmd notification post -S bigtext -t 'A title' Tag 'Some text'")
    assert ran.out.startswith("posting:\n  Notification(channel=shellcmd ")
    (record,) = phone.notifications.active()
    assert record.key == "0|com.android.shell|2020|Tag|2000"
    assert (record.channel.name, record.channel.importance) == ("Shell command", 3)
    assert record.content.title == "A title"
    assert record.content.big_text == "Some text"


@pytest.mark.parametrize(
    ("words", "out", "status"),
    [
        ("post", "usage: cmd notification post [flags] <tag> <text>", 255),
        ("post OnlyTag", "usage: cmd notification post [flags] <tag> <text>", 255),
        ("post --help", "usage: cmd notification post [flags] <tag> <text>", 0),
        ("post -S frob a b", "error: unrecognized notification style: frob", 255),
        ("frob", "Unknown command: frob", 255),
        ("", "usage: cmd notification SUBCMD [args]", 255),
    ],
)
def test_a_post_that_says_too_little_gets_the_usage(
    shell: PhoneShell, phone: Phone, words: str, out: str, status: int
) -> None:
    """Wrong command lines are answered with the usage, and nothing is posted."""
    ran = shell(f"cmd notification {words}")
    assert (ran.out.splitlines()[0], ran.status) == (out, status)
    assert phone.notifications.active() == ()


def test_listeners_are_components(shell: PhoneShell) -> None:
    """Dashes and underscores are one; what is no component is refused."""
    shell(f"cmd notification allow_listener {_LISTENER}")
    assert shell("settings get secure enabled_notification_listeners").out == f"{_LISTENER}\n"
    assert _LISTENER in shell("dumpsys notification").out
    shell(f"cmd notification disallow-listener {_LISTENER}")
    assert shell("settings get secure enabled_notification_listeners").out == "\n"
    ran = shell("cmd notification allow_listener frob")
    assert (ran.err, ran.status) == ("Invalid listener - must be a ComponentName\n", 255)


@pytest.mark.parametrize(
    ("api_level", "header", "flags"),
    [
        (26, "0|com.x|1|null|10123: Notification(", "0x10"),
        (28, "0|com.x|1|null|10123appImportanceLocked=false: Notification(", "0x10"),
        (34, "0|com.x|1|null|10123: Notification(", "0x10"),
        (36, "0|com.x|1|null|10123: Notification(", "AUTO_CANCEL"),
    ],
)
def test_the_dump_has_its_releases_shape(
    shell_of: ShellOf, api_level: int, header: str, flags: str
) -> None:
    """Header and flags are written as the release writes them."""
    shell = shell_of(api_level)
    _post(shell.phone, 1)
    dump = shell("dumpsys notification --noredact").out
    lines = dump.splitlines()
    assert lines[:2] == ["Current Notification Manager state:", "  Notification List:"]
    assert re.match(
        r"    NotificationRecord\(0x[0-9a-f]{8}: pkg=com\.x user=UserHandle\{0\}", lines[2]
    )
    assert f"importance=4 key={header}" in lines[2]
    assert f"      flags={flags}" in lines
    assert "                android.title=String (Hello)" in lines
    assert "      mImportance=HIGH" in lines


def test_texts_are_redacted_unless_asked_for(shell: PhoneShell, phone: Phone) -> None:
    """Without ``--noredact`` only the length of a text is told."""
    _post(phone, 1)
    dump = shell("dumpsys notification").out
    assert "android.title=String [length=5]" in dump
    assert "Hello" not in dump


def test_what_is_gone_is_in_the_archive_and_in_the_history(shell: PhoneShell, phone: Phone) -> None:
    """A listener knows removed ones, newest first; a user's history is in the dump's archive."""
    shell("settings put secure notification_history_enabled 1")
    _post(phone, 1)
    _post(phone, 2)
    phone.notifications.cancel("0|com.x|1|null|10123")
    told = json.loads(json.dumps(phone.notifications.history()))["statusBarNotifications"]
    assert [(n["id"], n["isRemoved"]) for n in told] == [(1, True), (2, False)]
    assert told[1]["notification"]["text"] == "World 2"
    dump = shell("dumpsys notification --noredact").out
    listed, archive = dump.split("mArchive=")
    assert " id=1 " not in listed
    assert archive.startswith("Archive (1 notification)\n")
    assert "StatusBarNotification(pkg=com.x user=UserHandle{0} id=1 " in archive
    shell("settings put secure notification_history_enabled 0")
    assert "mArchive=Archive (0 notifications)" in shell("dumpsys notification").out


def test_the_history_is_bounded(phone: Phone) -> None:
    """A listener keeps a hundred entries; an app at most fifty notifications."""
    for number in range(120):
        _post(phone, number)
        phone.notifications.cancel(f"0|com.x|{number}|null|10123")
    for number in range(60):
        _post(phone, number)
    assert len(phone.notifications.history()["statusBarNotifications"]) == 100
    assert len(phone.notifications.active()) == 50


def test_blocked_posts_vanish(phone: Phone) -> None:
    """A package or channel that the user blocked posts nothing, silently."""
    _post(phone, 1, importance=0)
    phone.notifications.blocked.add("com.x")
    _post(phone, 2)
    assert phone.notifications.active() == ()
    with pytest.raises(LookupError, match=r"No Channel found for pkg=com\.x, channelId=no"):
        phone.notifications.post("com.x", 10123, 1, "no", Content())


def test_a_user_keeps_what_they_set_about_a_channel(phone: Phone) -> None:
    """An app that makes its channel again renames it, and changes nothing else."""
    phone.notifications.create_channel("com.x", Channel("c", "Old", 1))
    again = phone.notifications.create_channel("com.x", Channel("c", "New", 4))
    assert (again.name, again.importance) == ("New", 1)


def test_the_shade_lists_and_clears(shell: PhoneShell, phone: Phone) -> None:
    """The shade shows the more important first, follows posts, and leaves what is ongoing."""
    _post(phone, 1, importance=2)
    _post(phone, 2, importance=4, flags=0x02)
    shell("cmd statusbar expand-notifications")
    assert phone.display.active().package == "com.android.systemui"
    texts = [node.text for node in phone.display.root().walk() if node.id == "text"]
    assert texts == ["World 2", "World 1"]
    _post(phone, 3)
    assert "World 3" in [node.text for node in phone.display.root().walk()]
    button = next(n for n in phone.display.root().walk() if n.id == "dismiss_text")
    phone.display.tap(*button.bounds.center)
    assert [record.id for record in phone.notifications.active()] == [2]
    assert not phone.shade.open


def test_a_suspended_package_waits_unseen(shell: PhoneShell, phone: Phone) -> None:
    """What it posted stays posted, but shade and listeners see it only once it goes on."""
    _post(phone, 1)
    assert shell("cmd notification suspend_package com.x").out == ""
    _post(phone, 2)
    shell("cmd statusbar expand-notifications")
    assert "expandableNotificationRow" not in [n.id for n in phone.display.root().walk()]
    told = phone.notifications.history()["statusBarNotifications"]
    assert [(one["id"], one["isRemoved"]) for one in told] == [(1, True)]
    assert len(phone.notifications.active()) == 2
    assert shell("cmd notification unsuspend_package com.x").out == ""
    assert [n.id for n in phone.display.root().walk()].count("expandableNotificationRow") == 2
    told = phone.notifications.history()["statusBarNotifications"]
    assert not any(one["isRemoved"] for one in told)


def test_the_shade_is_collapsed(shell: PhoneShell, phone: Phone) -> None:
    """The command and the Back key close it; the command is silent."""
    assert shell("cmd statusbar expand-notifications; cmd statusbar collapse").out == ""
    assert not phone.shade.open
    shell("cmd statusbar expand-settings; input keyevent 4")
    assert not phone.shade.open


def test_tiles_are_kept(shell: PhoneShell) -> None:
    """Tiles are added once and removed."""
    shell("cmd statusbar add-tile com.x/.T; cmd statusbar add-tile com.x/.T")
    assert shell("settings get secure sysui_qs_tiles").out == "custom(com.x/.T)\n"
    shell("cmd statusbar remove-tile com.x/.T")
    assert shell("settings get secure sysui_qs_tiles").out == "\n"


@pytest.mark.parametrize("line", ["pm clear", "pm uninstall"])
def test_what_an_app_posted_goes_with_its_data(
    shell: PhoneShell, phone: Phone, build: Callable[..., Path], line: str
) -> None:
    """Clearing an app, and removing it, take its notifications away."""
    shell.install(build(package="com.x"), "-g")
    _post(phone, 1)
    assert [record.package for record in phone.notifications.active()] == ["com.x"]
    assert shell(f"{line} com.x").out == "Success\n"
    assert not phone.notifications.active()
