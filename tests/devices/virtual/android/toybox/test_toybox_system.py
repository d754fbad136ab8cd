"""Toybox about the phone, its processes and its network."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.android.phones import PhoneShell, phone_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.virtual.android.phone import Phone

_APP = "com.LeadConnector"


def _shell(name: str) -> PhoneShell:
    return PhoneShell(phone_of(name, "emulator"))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("android-8.0", "USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME"),
        ("android-10", "USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME"),
        ("android-11", "USER            PID   PPID     VSZ    RSS WCHAN            ADDR S NAME"),
        ("android-17", "USER            PID   PPID     VSZ    RSS WCHAN            ADDR S NAME"),
    ],
)
def test_ps_has_the_releases_header(name: str, header: str) -> None:
    """Toybox of Android 11 made room for longer process ids."""
    assert _shell(name)("ps -A").out.splitlines()[0].rstrip() == header


@pytest.mark.parametrize("name", ["android-8.0", "android-12", "android-17"])
def test_ps_lists_processes(name: str) -> None:
    """Every row has all columns; without -A only the shell's own processes are there."""
    shell = _shell(name)
    header, *rows = shell("ps -A").out.splitlines()
    assert all(len(row.split()) == len(header.split()) for row in rows)
    assert {row.split()[-1] for row in rows} >= {"init", "system_server", "adbd", "ps"}
    own = shell("ps").out.splitlines()[1:]
    assert {row.split()[0] for row in own} == {"shell"}
    assert (
        shell("ps -p 611 -o PID,NAME").out
        == shell("ps -A -o PID,NAME | grep -e PID -e ' 611 '").out
    )
    assert shell("ps -ef").out.splitlines()[0].split() == [
        "UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD",
    ]  # fmt: skip


def test_an_apps_process_is_not_the_shells_to_end(
    shell: PhoneShell, phone: Phone, build: Callable[..., Path]
) -> None:
    """An app is found by `pidof` and `pgrep`, and none of the killers may end it."""
    shell.install(build())
    shell(f"am start -n {_APP}/.MainActivity")
    pid = shell(f"pidof {_APP}").out.strip()
    assert shell(f"pgrep -f {_APP}").out.strip() == pid
    refused = "Operation not permitted"
    assert shell(f"kill {pid}").err == f"/system/bin/sh: kill: {pid}: {refused}\n"
    assert shell(f"toybox kill -9 {pid}").err == f"kill: bad pid '{pid}': {refused}\n"
    assert shell(f"killall {_APP}").err == f"killall: pid {pid}: {refused}\n"
    assert shell(f"pkill -f {_APP}").err == f"pkill: bad pid '{pid}': {refused}\n"
    assert phone.processes.get(_APP) is not None


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("id -u; id -un; id -g; whoami; logname", "2000\nshell\n2000\nshell\nshell\n"),
        ("id root", "uid=0(root) gid=0(root) groups=0(root)\n"),
        ("uname; uname -o; uname -m; hostname", "Linux\nToybox\nx86_64\nlocalhost\n"),
        ("getenforce; nproc; getconf PAGE_SIZE", "Enforcing\n4\n4096\n"),
        ("getprop ro.build.version.sdk; getprop no.such; getprop no.such else", "34\n\nelse\n"),
        ("getprop | grep '^\\[ro.build.version.sdk\\]'", "[ro.build.version.sdk]: [34]\n"),
        ("setprop debug.x 'a b'; getprop debug.x", "a b\n"),
        ("date -d @0; date -u -d @86400 +%F; TZ=Asia/Kolkata date -d @0 +%R%z",
         "Thu Jan  1 00:00:00 UTC 1970\n1970-01-02\n05:30+0530\n"),
        ("date -d '2024-02-29 01:02:03' '+%j %a %e %k:%M:%S %s %N %%'",
         "060 Thu 29  1:02:03 1709168523 000000000 %\n"),
        ("log -p e -t Here a line; logcat -d -s Here -v raw | tail -n 1", "a line\n"),
        ("ifconfig lo | grep -c 127.0.0.1; ip addr show wlan0 | grep -c 10.0.2.16; ip route",
         "1\n1\n10.0.2.0/24 dev wlan0 proto kernel scope link src 10.0.2.16 \n"),
        ("svc wifi disable; ifconfig | grep -c wlan0; ip route", "0\n"),
        ("ping -c 1 localhost | tail -n 2 | head -n 1",
         "1 packets transmitted, 1 received, 0% packet loss, time 0ms\n"),
        ("mount | grep -c ' /data type f2fs '; df /data | wc -l", "1\n2\n"),
        ("free -k | head -n 2 | tail -n 1 | cut -c1-4; uptime | grep -c up", "Mem:\n1\n"),
        ("top -b -n 1 | grep -c system_server; top -n1 -b | head -n 1 | cut -c1-6", "1\nTasks:\n"),
    ],
)  # fmt: skip
def test_the_phone_is_told(shell: PhoneShell, script: str, out: str) -> None:
    """Commands about the phone print what Android prints."""
    assert shell(script).out == out


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("setprop ro.x 1", "setprop: failed to set property 'ro.x' to '1'"),
        ("setprop x", 'setprop: Need 2 arguments (see "setprop --help")'),
        ("setenforce 0", "setenforce: Couldn't set enforcing status to '0': Permission denied"),
        ("dmesg", "dmesg: klogctl: Permission denied"),
        ("date 010203042020", "date: cannot set date: Operation not permitted"),
        ("run-as no.such", "run-as: unknown package: no.such"),
        ("run-as com.android.systemui ls", "run-as: package not debuggable: com.android.systemui"),
        ("ping -c1 no.such.host", "ping: unknown host no.such.host"),
        ("killall nothing", "killall: nothing: No such process"),
        ("toybox kill 99999", "kill: bad pid '99999': No such process"),
        ("ps -o BAD", "ps: bad -o BAD"),
        ("su", "/system/bin/sh: su: inaccessible or not found"),
    ],
)
def test_what_a_shell_may_not_is_refused(shell: PhoneShell, script: str, error: str) -> None:
    """What needs root, or is not there, is refused with Android's words."""
    ran = shell(script)
    assert ran.err == f"{error}\n"
    assert ran.status != 0


@pytest.mark.parametrize(
    ("name", "has_uhid"), [("android-8.0", False), ("android-9", True), ("android-14", True)]
)
def test_groups_are_those_of_the_release(name: str, has_uhid: bool) -> None:  # noqa: FBT001 - a table's column
    """`id` shows the groups that adbd gives its shells."""
    out = _shell(name)("id").out
    assert re.match(r"uid=2000\(shell\) gid=2000\(shell\) groups=2000\(shell\),1004\(input\)", out)
    assert ("3011(uhid)" in out) is has_uhid


def test_a_debuggable_package_runs_commands(shell: PhoneShell, phone: Phone) -> None:
    """`run-as` runs a command as the package's user where the package allows it."""
    package = phone.packages.get("com.android.systemui")
    assert package is not None
    package.manifest = dataclasses.replace(package.manifest, debuggable=True)
    assert shell("run-as com.android.systemui id -u").out == f"{package.uid}\n"
