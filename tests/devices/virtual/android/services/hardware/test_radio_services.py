"""Radios by every road, and the dumps that prove them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]


@pytest.mark.parametrize(
    ("api_level", "shape"),
    [
        (26, (r"  NetworkAgentInfo\{ ni\{\[type: WIFI\[\], state: CONNECTED/CONNECTED, .*"
             r"network\{100\}  nethandle\{\d+\}  lp\{\{InterfaceName: wlan0 .*"
             r"Transports: WIFI .*Score\{60\}")),
        (33, r"  NetworkAgentInfo\{ ni\{\[type: WIFI\[\], .*VALIDATED"),
        (34, (r"  NetworkAgentInfo\{network\{100\}  handle\{\d+\}  ni\{WIFI CONNECTED extra: \}"
             r" Score\(60 ; KeepConnected : 0 ; Policies : .*Transports: WIFI .*VALIDATED")),
    ],
)  # fmt: skip
def test_a_network_is_told_as_its_release_does(
    shell_of: ShellOf, api_level: int, shape: str
) -> None:
    """The line of a network has the form of its release."""
    assert re.search(f"^{shape}", shell_of(api_level)("dumpsys connectivity").out, re.MULTILINE)


@pytest.mark.parametrize(("attach", "networks"), [("cable", 1), ("emulator", 2)])
@pytest.mark.parametrize("api_level", [28, 36])
def test_the_emulator_has_both_networks(
    shell_of: ShellOf, attach: str, networks: int, api_level: int
) -> None:
    """A phone drops mobile data for Wi-Fi; an emulator keeps both connected."""
    shell = shell_of(api_level, attach)
    assert shell("dumpsys connectivity").out.count("NetworkAgentInfo{") == networks
    dump = shell("svc wifi disable; dumpsys connectivity").out
    assert dump.count("NetworkAgentInfo{") == 1
    assert "Active default network: 101\n" in dump
    assert "MOBILE" in dump


@pytest.mark.parametrize("name", ["wifi", "data", "bluetooth", "nfc"])
def test_svc_explains_itself(shell: PhoneShell, name: str) -> None:
    """What svc does not know gets its help on standard error, and ends well."""
    ran = shell(f"svc {name} frob")
    assert (ran.out, ran.status) == ("", 0)
    assert f"usage: svc {name} [enable|disable]" in ran.err
    assert shell("svc frob").err.startswith("Available commands:\n    help")


def test_the_dump_of_wifi_begins_with_its_state(shell: PhoneShell) -> None:
    """The first line says whether Wi-Fi is on."""
    assert shell("dumpsys wifi").out.startswith("Wi-Fi is enabled\n")
    assert shell("svc wifi disable; dumpsys wifi").out.startswith("Wi-Fi is disabled\n")
    assert (
        "setWifiEnabled package=com.android.shell uid=2000 enable=false" in shell("logcat -d").out
    )


@pytest.mark.parametrize(
    ("script", "out", "status"),
    [
        ("cmd wifi set-wifi-enabled frob",
         ("Invalid args for set-wifi-enabled: java.lang.IllegalArgumentException:"
         " expected 'enabled' or 'disabled' as next arg but got 'frob'\n"), 255),
        ("cmd wifi frob", "Unknown command: frob\n", 255),
        ("cmd connectivity airplane-mode frob", None, 255),
        ("cmd bluetooth_manager disable", "disable: Success\n", 0),
        ("cmd bluetooth_manager wait-for-state:STATE_OFF", "wait-for-state:STATE_OFF: Fail\n", 255),
    ],
)  # fmt: skip
def test_words_of_the_radios(shell: PhoneShell, script: str, out: str | None, status: int) -> None:
    """Each service answers as Android's."""
    ran = shell(script)
    assert ran.status == status
    assert out is None or ran.out == out


def test_wifi_status_tells_the_connection(shell_of: ShellOf) -> None:
    """The status of Wi-Fi names what it is connected to, and from 12 on by which client."""
    assert 'Wifi is connected to "AndroidWifi"\n' in shell_of(30)("cmd wifi status").out
    assert "ClientModeManager" not in shell_of(30)("cmd wifi status").out
    assert "ClientModeManager" in shell_of(31)("cmd wifi status").out


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("cmd uimode night", "Night mode: no\n"),
        ("cmd uimode night yes; cmd uimode night", "Night mode: yes\nNight mode: yes\n"),
        ("cmd netpolicy set restrict-background true; cmd netpolicy get restrict-background",
         "Restrict background status: enabled\n"),
        ("media volume --stream 3 --set 4; media volume --adj raise; media volume --get",
         ("[V] will control stream=3 (STREAM_MUSIC)\n[V] volume is 4 in range [0..15]\n"
         "[V] will control stream=3 (STREAM_MUSIC)\n[V] volume is 5 in range [0..15]\n")),
        ("cmd time_zone_detector is_auto_detection_enabled", "true\n"),
        ("cmd alarm set-timezone Asia/Tokyo; getprop persist.sys.timezone", "Asia/Tokyo\n"),
        ("device_config put ns key 1; device_config get ns key; device_config list ns",
         "1\nkey=1\n"),
        ("device_config get ns none; device_config delete ns none",
         "null\nFailed to delete none from ns\n"),
        ("cmd overlay list", ("android\n[x] com.android.internal.systemui.navbar.threebutton\n"
         "[ ] com.android.internal.systemui.navbar.gestural\n")),
        ("cmd vibrator_manager list", "0\n"),
        ("cmd location set-location-enabled false; cmd location is-location-enabled", "false\n"),
    ],
)  # fmt: skip
def test_small_services(shell: PhoneShell, script: str, out: str) -> None:
    """Small services keep what they are told."""
    assert shell(script).out == out


@pytest.mark.parametrize(
    ("script", "err"),
    [
        (
            "cmd uimode night frob",
            "Error: mode must be 'yes', 'no', or 'auto' or 'custom_schedule'\n",
        ),
        (
            "cmd alarm set-timezone Mars/Base",
            (
                "\nException occurred while executing 'set-timezone':\n"
                "java.lang.IllegalArgumentException: Invalid time zone: Mars/Base\n"
            ),
        ),
        ("device_config frob", "Invalid command: frob\n"),
        ("device_config get ns", "Bad arguments\n"),
        ("cmd overlay enable frob", "Error: failed to enable overlay: frob\n"),
    ],
)
def test_small_services_refuse(shell: PhoneShell, script: str, err: str) -> None:
    """What they cannot do is an error with a status."""
    ran = shell(script)
    assert ran.err == err
    assert ran.status != 0


def test_memory_is_told_of_one_process_or_all(shell: PhoneShell) -> None:
    """A process is found by name and by id; one that is not is said so."""
    pid = shell("pidof com.android.systemui").out.strip()
    by_name = shell("dumpsys meminfo com.android.systemui").out
    assert f"** MEMINFO in pid {pid} [com.android.systemui] **" in by_name
    assert f"** MEMINFO in pid {pid} " in shell(f"dumpsys meminfo {pid}").out
    assert shell("dumpsys meminfo no.such").out == "No process found for: no.such\n"
    assert "Total PSS by process:" in shell("dumpsys meminfo").out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cpuinfo", "TOTAL: 0% user"), ("diskstats", "Data-Free: "), ("procstats", "TOTAL: 100%"),
        ("batterystats", "Statistics since last charge:"), ("alarm", "nowRTC="),
        ("jobscheduler", "Registered 0 jobs:"), ("user", "UserInfo{0:Owner"),
        ("dropbox", "Drop box contents: 0 entries"), ("uimode", "mNightMode=1 (no)"),
        ("bluetooth_manager", "enabled: true"), ("telephony.registry", "mCallState=0"),
        ("location", "Location Setting: true"), ("statusbar", "mExpanded=false"),
    ],
)  # fmt: skip
def test_dumps_that_are_read_for_one_line(shell: PhoneShell, name: str, words: str) -> None:
    """Each dump has the line that its readers look for."""
    assert words in shell(f"dumpsys {name}").out
