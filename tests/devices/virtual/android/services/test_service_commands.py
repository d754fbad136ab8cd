"""The services' commands, in the shapes that Appium and tests read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell

_APP = "com.LeadConnector"
_LATIN = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("getprop ro.build.version.sdk", "34\n"),
        ("getprop ro.build.version.release", "14\n"),
        ("getprop persist.sys.locale", "en-US\n"),
        ("getprop no.such.property", "\n"),
        ("settings get global wifi_on", "1\n"),
        ("settings get global nothing", "null\n"),
        ("settings put global a 1;settings get global a;settings delete global a",
         "1\nDeleted 1 rows\n"),
        ("settings get secure default_input_method", f"{_LATIN}\n"),
        ("wm size; wm density", "Physical size: 1080x2400\nPhysical density: 420\n"),
        ("cmd -w wifi set-wifi-enabled disabled; settings get global wifi_on", "0\n"),
        ("svc wifi disable; settings get global wifi_on", "0\n"),
        ("svc data disable; settings get global mobile_data", "0\n"),
        ("cmd phone data disable; settings get global mobile_data", "0\n"),
        ("cmd connectivity airplane-mode enable; cmd connectivity airplane-mode", "enabled\n"),
        ("cmd location is-location-enabled", "true\n"),
        ("cmd location set-location-enabled false; cmd location is-location-enabled", "false\n"),
        ("cmd uimode night yes", "Night mode: yes\n"),
        ("locksettings get-disabled", "false\n"),
        ("locksettings clear --old 1234 2>&1", "Old password provided but user has no password\n"),
        ("whoami; id -u", "shell\n2000\n"),
        ("su -c id 2>&1", "/system/bin/sh: su: inaccessible or not found\n"),
        ("service call alarm 3 s16 Europe/Berlin; getprop persist.sys.timezone",
         "Result: Parcel(00000000    '....')\nEurope/Berlin\n"),
        ("pm path no.such.app; echo $?", "1\n"),
        ("cmd package resolve-activity --brief no.such", "No activity found\n"),
        ("dumpsys package no.such", "Unable to find package: no.such\n"),
        ("dumpsys deviceidle whitelist +no.such ; dumpsys deviceidle whitelist =no.such ;",
         "Unknown package: no.such\nfalse\n"),
    ],
)  # fmt: skip
def test_commands_print_what_android_prints(shell: PhoneShell, script: str, out: str) -> None:
    """Small commands answer word for word."""
    assert shell(script).out == out


def test_the_time_is_parsed_by_the_driver(shell: PhoneShell) -> None:
    """The format that the driver asks for gives date, time and offset."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\n", shell("date +%Y-%m-%dT%T%z").out)


def test_an_installed_build_is_told_everywhere(
    shell: PhoneShell, build: Callable[..., Path]
) -> None:
    """Version, path, activity and permissions of a build show in every listing."""
    assert shell.install(build(version_name="3.95.0")).out == "Success\n"
    assert (
        f"package:{_APP} versionCode:39500\n"
        in shell("cmd package list packages --show-versioncode").out
    )
    assert shell(f"cmd package resolve-activity --brief {_APP}").out.endswith(
        f"\n{_APP}/.MainActivity\n"
    )
    dump = shell(f"dumpsys package {_APP}").out
    assert re.search(rf"^\s*Package\s+\[{_APP}\][^:]+:$", dump, re.MULTILINE)
    assert "    versionName=3.95.0\n" in dump
    assert "versionCode=39500 " in dump
    assert "        android.permission.CAMERA: granted=false, flags=[ USER_SENSITIVE_" in dump
    assert "      android.permission.INTERNET: granted=true\n" in dump


def test_granting_follows_androids_rules(shell: PhoneShell, build: Callable[..., Path]) -> None:
    """Runtime permissions are granted and revoked; others are refused with Android's words."""
    shell.install(build())
    assert shell(f"pm grant {_APP} android.permission.CAMERA").status == 0
    assert "android.permission.CAMERA: granted=true" in shell(f"dumpsys package {_APP}").out
    for permission, words in {
        "android.permission.INTERNET": "is not a changeable permission type",
        "android.permission.SEND_SMS": "has not requested permission",
        "com.x.UNKNOWN": "Unknown permission: com.x.UNKNOWN",
    }.items():
        ran = shell(f"pm revoke {_APP} {permission}")
        assert ran.status == 255
        assert words in ran.err


def test_revoking_kills_the_app(
    shell: PhoneShell, phone: Phone, build: Callable[..., Path]
) -> None:
    """An app that loses a permission it held loses its process, too."""
    shell.install(build(), "-g")
    shell(f"am start -n {_APP}/.MainActivity")
    shell(f"pm revoke {_APP} android.permission.CAMERA")
    assert phone.processes.get(_APP) is None


def test_install_options(shell: PhoneShell, build: Callable[..., Path]) -> None:
    """-g grants, -d allows a downgrade, -R forbids an update."""
    newer, older = build(version_name="3.95.0"), build(version_name="3.90.0")
    shell.install(newer, "-g")
    assert "android.permission.CAMERA: granted=true" in shell(f"dumpsys package {_APP}").out
    assert "INSTALL_FAILED_VERSION_DOWNGRADE" in shell.install(older).out
    assert shell.install(older, "-d").out == "Success\n"
    assert "INSTALL_FAILED_ALREADY_EXISTS" in shell.install(newer, "-R").out
    assert "versionName=3.90.0" in shell(f"dumpsys package {_APP}").out


def test_an_activity_is_started_and_told(shell: PhoneShell, build: Callable[..., Path]) -> None:
    """`am start -W` reports cold, hot and warm starts; the dumps name what is in front."""
    shell.install(build())
    start = f"am start-activity -W -n {_APP}/.MainActivity -a android.intent.action.MAIN"
    cold = shell(start).out
    assert cold.startswith(f"Starting: Intent {{ act=android.intent.action.MAIN cmp={_APP}/")
    assert f"Status: ok\nLaunchState: COLD\nActivity: {_APP}/.MainActivity\n" in cold
    assert "delivered to currently running top-most instance" in shell(start).out
    shell("input keyevent 3")
    assert "LaunchState: HOT" in shell(start).out
    assert "LaunchState: COLD" in shell(f"{start} -S").out
    focus = shell("dumpsys window displays").out
    window = rf"^  mCurrentFocus=Window{{\w+ u0 {_APP}/{_APP}.MainActivity}}$"
    assert re.search(window, focus, re.MULTILINE)
    app = rf"^  mFocusedApp=ActivityRecord{{\w+ u0 {_APP}/.MainActivity t\d+}}$"
    assert re.search(app, focus, re.MULTILINE)
    assert re.search(rf"ProcessRecord{{\w+\s+\d+:{_APP}/", shell("dumpsys activity processes").out)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (f"am start -n {_APP}/.Missing", "Error: Activity class"),
        ("am start -n no.such/.Main", "does not exist."),
        ("am start -W -a android.intent.action.VIEW -d app://x", "unable to resolve Intent"),
    ],
)
def test_a_start_that_fails_says_so(
    shell: PhoneShell, build: Callable[..., Path], script: str, words: str
) -> None:
    """What cannot be started is an error with Android's words and a status."""
    shell.install(build())
    ran = shell(script)
    assert words in (ran.out if " -W " in script else ran.err)
    assert ran.status == 1


def test_a_stopped_app_is_gone_at_once(shell: PhoneShell, build: Callable[..., Path]) -> None:
    """After force-stop no dump knows the process, and the launcher is in front."""
    shell.install(build())
    shell(f"am start {_APP}; am force-stop {_APP}")
    assert _APP not in shell("ps -A; dumpsys activity processes; dumpsys window").out
    assert "nexuslauncher" in shell("dumpsys window displays").out


def test_process_ids_only_increase(
    shell: PhoneShell, phone: Phone, build: Callable[..., Path]
) -> None:
    """A restarted app has a new and higher process id."""
    shell.install(build())
    seen = []
    for _ in range(3):
        shell(f"am start -S -n {_APP}/.MainActivity")
        process = phone.processes.get(_APP)
        assert process is not None
        seen.append(process.pid)
    assert seen == sorted(set(seen))


def test_cleared_data_are_lost_and_stopped_data_are_not(
    shell: PhoneShell, phone: Phone, build: Callable[..., Path]
) -> None:
    """Private data outlive the process and an update, but not pm clear."""
    shell.install(build(), "-g")
    package = phone.packages.get(_APP)
    assert package is not None
    package.storage["kept"] = 1
    shell(f"am start {_APP}; am force-stop {_APP}")
    shell.install(build())
    assert package.storage["kept"] == 1
    assert shell(f"pm clear {_APP}").out == "Success\n"
    assert "kept" not in package.storage
    assert package.granted == set()
    assert shell("pm clear no.such").err == "Failed\n"


@pytest.mark.parametrize(
    ("script", "network"),
    [
        ("true", "100"),
        ("svc wifi disable", "101"),
        ("svc wifi disable; svc data disable", "none"),
        ("cmd connectivity airplane-mode enable", "none"),
    ],
)
def test_the_default_network_is_told(shell: PhoneShell, script: str, network: str) -> None:
    """A probe outside the driver can tell Wi-Fi, mobile data and offline apart."""
    dump = shell(f"{script}; dumpsys connectivity").out
    assert f"Active default network: {network}\n" in dump


def test_flight_mode_needs_more_than_its_setting(shell: PhoneShell) -> None:
    """The broadcast that would make the setting true is refused to a shell without root."""
    ran = shell(
        "settings put global airplane_mode_on 1;"
        "am broadcast -a android.intent.action.AIRPLANE_MODE --ez state true"
    )
    assert ran.status == 255
    assert "SecurityException: Permission Denial" in ran.err
    assert "Active default network: 100" in shell("dumpsys connectivity").out


def test_a_broadcast_needs_its_receiver(shell: PhoneShell) -> None:
    """Without Appium's settings app nobody takes its broadcasts, and nothing is switched."""
    ran = shell("am broadcast -a io.appium.settings.wifi --es setstatus disable")
    assert ran.out.endswith("Broadcast completed: result=0\n")
    assert shell("settings get global wifi_on").out == "1\n"


def test_locking_shows_in_the_dumps(shell: PhoneShell) -> None:
    """The power key darkens and locks; waking and opening the keyguard undo it."""
    shell("input keyevent 26")
    dark = shell("dumpsys window; dumpsys power").out
    assert "mIsShowing=true" in dark
    assert "mInputRestricted=true" in dark
    assert "screenState=SCREEN_STATE_OFF" in dark
    assert "mWakefulness=Dozing" in dark
    shell("input keyevent KEYCODE_WAKEUP; wm dismiss-keyguard")
    light = shell("dumpsys window; dumpsys power").out
    assert "mIsShowing=false" in light
    assert "mWakefulness=Awake" in light


def test_input_methods(shell: PhoneShell) -> None:
    """Only what is installed can be enabled or chosen."""
    assert shell("ime list -s").out == f"{_LATIN}\n"
    assert shell("ime set io.appium.settings/.EmptyIME").status == 255
    assert shell(f"ime set {_LATIN}").out == f"Input method {_LATIN} selected for user #0\n"


def test_app_ops_are_kept(shell: PhoneShell, build: Callable[..., Path]) -> None:
    """A mode that was set is read back under either spelling of its op."""
    shell.install(build())
    assert shell(f"appops set {_APP} android:vibrate deny").out == ""
    assert shell(f"appops get {_APP} VIBRATE").out == "VIBRATE: deny\n"
    reset = shell(f"appops reset {_APP}; appops get {_APP} VIBRATE").out
    assert "No operations.\n" in reset


def test_log_lines_have_threadtimes_shape(shell: PhoneShell, phone: Phone) -> None:
    """The log is printed with date, ids, priority and tag, filtered by tag and priority."""
    phone.log.write("D", "Quiet", "one", pid=7)
    phone.log.write("E", "Loud", "two", pid=7)
    lines = shell("logcat -d -v threadtime").out.splitlines()
    assert lines[0] == "--------- beginning of main"
    assert re.fullmatch(r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +7 +7 E Loud    : two", lines[-1])
    assert "Quiet" not in shell("logcat -d '*:W'").out
    assert shell("logcat -d -s Quiet -v raw").out == "--------- beginning of main\none\n"
    assert "two" not in shell("logcat -c; logcat -d").out


def test_ps_is_what_the_driver_parses(shell: PhoneShell) -> None:
    """The help lists -A, and the table has its columns."""
    assert re.search(r"^\s*-A", shell("ps --help").out, re.MULTILINE)
    header, *rows = shell("ps -A").out.splitlines()
    assert {"PID", "NAME"} <= set(header.split())
    assert all(len(row.split()) == len(header.split()) for row in rows)


def test_unknown_words_end_with_androids_status(shell: PhoneShell) -> None:
    """Services that do not exist and words that they do not know are told apart."""
    assert shell("cmd nothing").status == 20
    assert shell("cmd package frobnicate").status == 255
    assert shell("am frobnicate").out == "Unknown command: frobnicate\n"


def test_system_bars_are_real_windows(shell: PhoneShell) -> None:
    """The driver finds both bars among the windows, with frames and visibility."""
    dump = shell("dumpsys window windows").out
    for title in ("StatusBar", "NavigationBar0"):
        assert re.search(
            rf"^\s+Window\s#\d+\sWindow{{[0-9a-f]+\s\w+\s{title}}}:$", dump, re.MULTILINE
        )
    assert "frame=[0,0][1080,63]" in dump
