"""Battery, doze, wakefulness and the lock screen's credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]

_PHONE = "com.android.settings"


@pytest.mark.parametrize(
    ("api_level", "attach", "powered"), [(26, "emulator", "AC"), (34, "cable", "USB")]
)
def test_a_charger_feeds_the_phone(
    shell_of: ShellOf, api_level: int, attach: str, powered: str
) -> None:
    """An emulator hangs on the mains, a phone on a cable on USB."""
    dump = shell_of(api_level, attach)("dumpsys battery").out
    assert dump.startswith("Current Battery Service state:\n  AC powered: ")
    assert dump.count("powered: true\n") == 1
    assert f"  {powered} powered: true\n" in dump
    assert "  level: 100\n  scale: 100\n" in dump


@pytest.mark.parametrize(("api_level", "there"), [(32, False), (33, True)])
def test_the_dock_came_with_13(shell_of: ShellOf, api_level: int, there: bool) -> None:  # noqa: FBT001 - a cell of the table
    """Only releases that know docks tell of one and let one be set."""
    shell = shell_of(api_level)
    assert ("Dock powered" in shell("dumpsys battery").out) is there
    assert shell("dumpsys battery set dock 1").out == (
        "" if there else "Unknown set option: dock\n"
    )


def test_a_set_battery_stays_until_it_is_reset(shell: PhoneShell) -> None:
    """Values that were set are shown with a note, and the hardware's come back."""
    shell("dumpsys battery unplug; cmd battery set level 7; cmd battery set status 3")
    dump = shell("dumpsys battery").out
    assert "  (UPDATES STOPPED -- use 'reset' to restart)\n" in dump
    assert "  USB powered: false\n" in dump
    assert "  status: 3\n" in dump
    assert "  level: 7\n" in dump
    assert shell("cmd battery get level").out == "7\n"
    assert "level: 100" in shell("dumpsys battery reset; dumpsys battery").out


@pytest.mark.parametrize(
    ("script", "out", "status"),
    [
        ("cmd battery set", "No property specified\n", 255),
        ("cmd battery set level", "No value specified\n", 255),
        ("cmd battery set level x", "Bad value: x\n", 255),
        ("cmd battery set level 99999999999", "Bad value: 99999999999\n", 255),
        ("cmd battery set frob 1", "Unknown set option: frob\n", 0),
        ("cmd battery get frob", "Unknown get option: frob\n", 0),
        ("cmd battery frob", "Unknown command: frob\n", 255),
        ("dumpsys battery frob", "Unknown command: frob\n", 0),
    ],
)
def test_wrong_words_about_the_battery(
    shell: PhoneShell, script: str, out: str, status: int
) -> None:
    """Each complaint is Android's, on standard output."""
    ran = shell(script)
    assert (ran.out, ran.err, ran.status) == (out, "", status)


def test_doze_is_reached_step_by_step(shell: PhoneShell) -> None:
    """With a dark screen and no charger each step goes one state on."""
    shell("dumpsys battery unplug; input keyevent 223")
    steps = [shell("dumpsys deviceidle step").out for _ in range(6)]
    assert steps == [
        f"Stepped to deep: {state}\n"
        for state in (
            "IDLE_PENDING", "SENSING", "LOCATING", "IDLE", "IDLE_MAINTENANCE", "IDLE",
        )
    ]  # fmt: skip
    assert shell("dumpsys deviceidle step light").out == "Stepped to light: IDLE\n"
    assert "mDeviceIdleMode=true" in shell("dumpsys power").out


def test_an_active_phone_does_not_step(shell: PhoneShell) -> None:
    """A lit screen or a charger keeps the phone active."""
    assert shell("dumpsys deviceidle step").out == "Stepped to deep: ACTIVE\n"


def test_doze_is_forced_and_given_up(shell: PhoneShell) -> None:
    """Forcing needs neither darkness nor a missing charger, but the mode to be on."""
    assert shell("dumpsys deviceidle force-idle").out == "Now forced in to deep idle mode\n"
    assert shell("dumpsys deviceidle get deep; dumpsys deviceidle get force").out == "IDLE\ntrue\n"
    assert shell("dumpsys deviceidle unforce").out == "Light state: ACTIVE, deep state: ACTIVE\n"
    assert shell("dumpsys deviceidle disable deep").out == "Deep idle mode disabled\n"
    ran = shell("cmd deviceidle force-idle deep")
    assert (ran.out, ran.status) == ("Unable to go deep idle; not enabled\n", 255)
    assert shell("dumpsys deviceidle enabled; dumpsys deviceidle enabled light").out == "0\n1\n"
    assert shell("dumpsys deviceidle enable deep").out == "Deep idle mode enabled\n"
    assert shell("dumpsys deviceidle force-idle light").out == "Now forced in to light idle mode\n"
    both = shell("dumpsys deviceidle disable; dumpsys deviceidle enable light").out
    assert both.endswith("Light idle mode disabled\nLight idle mode enable\n")


def test_the_exempt_packages_are_kept(shell: PhoneShell) -> None:
    """Packages are added, asked for, listed with their uid and removed."""
    assert shell(f"dumpsys deviceidle whitelist +{_PHONE}").out == f"Added: {_PHONE}\n"
    assert shell(f"dumpsys deviceidle whitelist ={_PHONE}").out == "true\n"
    assert f"user,{_PHONE},1000\n" in shell("dumpsys deviceidle whitelist").out
    assert shell(f"dumpsys deviceidle whitelist -{_PHONE}").out == f"Removed: {_PHONE}\n"
    wrong = shell("cmd deviceidle whitelist frob")
    assert wrong.out == "Package must be prefixed with +, -, or =: frob\n"
    assert wrong.status == 255


@pytest.mark.parametrize(
    ("key", "value"),
    [("screen", "true"), ("charging", "true"), ("network", "true"), ("light", "ACTIVE")],
)
def test_what_doze_goes_by_is_told(shell: PhoneShell, key: str, value: str) -> None:
    """Each fact is printed bare."""
    assert shell(f"dumpsys deviceidle get {key}").out == f"{value}\n"


def test_staying_on_is_a_setting(shell: PhoneShell) -> None:
    """`svc power stayon` writes its setting, which holds only while plugged in."""
    shell("svc power stayon usb")
    assert shell("settings get global stay_on_while_plugged_in").out == "2\n"
    assert "mStayOn=true" in shell("dumpsys power").out
    assert "mStayOn=false" in shell("dumpsys battery unplug; dumpsys power").out


@pytest.mark.parametrize(
    ("verb", "secret", "other"),
    [("pin", "1234", "4321"), ("password", "pässword", "x"), ("pattern", "1478", "1236")],
)
def test_a_credential_guards_every_command(
    shell: PhoneShell, verb: str, secret: str, other: str
) -> None:
    """Once set, nothing goes without it, and with it everything does; the status is always 0."""
    set_out = shell(f"locksettings set-{verb} {secret}").out
    assert set_out == f"{verb.capitalize()} set to '{secret}'\n"
    wrong = shell(f"locksettings clear --old {other}")
    assert (wrong.out, wrong.status) == (f"Old password '{other}' didn't match\n", 0)
    assert shell(f"cmd lock_settings clear --old {other}").status == 255
    assert "didn't match" in shell("locksettings verify").out
    right = shell(f"locksettings verify --old {secret}")
    assert (right.out, right.status) == ("Lock credential verified successfully\n", 0)
    assert shell(f"locksettings clear --old {secret}").out == "Lock credential cleared\n"
    assert shell("locksettings verify").out == "Lock credential verified successfully\n"


@pytest.mark.parametrize(("api_level", "shown"), [(26, "null"), (29, "null")])
def test_no_old_password_is_named(shell_of: ShellOf, api_level: int, shown: str) -> None:
    """Up to 10 a password that was not given is Java's null."""
    shell = shell_of(api_level)
    shell("locksettings set-pin 1234")
    assert shell("locksettings clear").out == f"Old password '{shown}' didn't match\n"


@pytest.mark.parametrize(
    ("script", "out", "err", "status"),
    [
        ("cmd lock_settings clear --old 1",
         "Old password provided but user has no password\n", "", 255),
        ("cmd lock_settings set-pin 12", "",
         ("Error while executing command: java.lang.IllegalArgumentException:"
         " password must not be null and at least of length 4\n"), 255),
        ("cmd lock_settings set-pattern 1123", "",
         ("Error while executing command: java.lang.IllegalArgumentException:"
         " pattern must not be null and at least 4 dots long.\n"), 255),
        ("cmd lock_settings frob", "", "Unknown command: frob\n", 0),
        ("cmd lock_settings verify --frob", "",
         ("Unknown option: --frob\n"
         "Error while executing command: java.lang.IllegalArgumentException\n"), 255),
        ("cmd lock_settings set-disabled true", "Lock screen disabled set to true\n", "", 0),
        ("cmd lock_settings set-disabled no", "Lock screen disabled set to false\n", "", 0),
    ],
)  # fmt: skip
def test_words_of_the_lock_settings(
    shell: PhoneShell, script: str, out: str, err: str, status: int
) -> None:
    """Answers and complaints are Android's."""
    ran = shell(script)
    assert (ran.out, ran.err, ran.status) == (out, err, status)


def test_a_credential_brings_the_lock_screen_back(shell: PhoneShell) -> None:
    """A lock screen that was disabled is there again once it is secure."""
    assert shell("locksettings set-disabled true; locksettings get-disabled").out.endswith("true\n")
    assert shell(
        "locksettings set-pin 1234 >/dev/null; locksettings get-disabled --old 1234"
    ).out == ("false\n")


@pytest.mark.parametrize("line", ["reboot recovery", "svc power reboot recovery"])
def test_the_shell_restarts_the_phone(shell: PhoneShell, line: str) -> None:
    """`reboot` restarts the phone and leaves its target as the reason of the boot."""
    restarts: list[str] = []
    shell.phone.on_reboot = lambda: restarts.append("restarted")
    assert shell(line).status == 0
    assert restarts == ["restarted"]
    assert shell("getprop persist.sys.boot.reason").out == "reboot,recovery\n"
