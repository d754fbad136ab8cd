"""Which services there are, and how those that are not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]


@pytest.mark.parametrize("name", sorted(catalog()))
def test_the_lists_agree(shell_of: ShellOf, name: str) -> None:
    """On every release `service list`, `cmd -l` and `dumpsys -l` name the same services."""
    shell = shell_of(catalog()[name].api_level)
    listed = shell("service list").out.splitlines()
    names = [row.split("\t")[1].split(":")[0] for row in listed[1:]]
    assert listed[0] == f"Found {len(names)} services:"
    assert names == sorted(names)
    for command in ("cmd -l", "dumpsys -l"):
        rows = shell(command).out.splitlines()
        assert rows[0] == "Currently running services:"
        assert [row.strip() for row in rows[1:]] == names


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [("activity_task", 28, 29), ("time_zone_detector", 29, 30), ("vibrator_manager", 30, 31)],
)
def test_services_come_with_their_release(
    shell_of: ShellOf, name: str, before: int, since: int
) -> None:
    """A service that a release does not have yet is not found there."""
    old, new = shell_of(before), shell_of(since)
    assert old(f"service check {name}").out == f"Service {name}: not found\n"
    assert old(f"cmd {name}").err == f"cmd: Can't find service: {name}\n"
    assert old(f"cmd {name}").status == 20
    assert old(f"dumpsys {name}").err == f"Can't find service: {name}\n"
    assert new(f"service check {name}").out == f"Service {name}: found\n"


@pytest.mark.parametrize(
    ("script", "before", "since"),
    [
        ("cmd connectivity airplane-mode", 29, 30),
        ("cmd wifi status", 29, 30),
        ("cmd notification post -t T tag text", 28, 29),
        ("cmd lock_settings verify", 26, 27),
    ],
)
def test_sub_commands_come_with_their_release(
    shell_of: ShellOf, script: str, before: int, since: int
) -> None:
    """A sub-command that a release does not have yet is an unknown command there."""
    old = shell_of(before)(script)
    assert (old.out.split(":")[0], old.status) == ("Unknown command", 255)
    assert shell_of(since)(script).status == 0


def test_a_service_without_a_shell_says_so(shell_of: ShellOf) -> None:
    """Android 8 has a notification service, but no commands of it."""
    ran = shell_of(26)("cmd notification allow_listener io.appium.settings/.NLService")
    assert (ran.err, ran.status) == ("No shell command implementation.\n", 0)


@pytest.mark.parametrize(
    ("script", "out", "err", "status"),
    [
        ("cmd", "", "cmd: No service specified; use -l to list all services\n", 20),
        ("cmd -w", "", "cmd: Can't find service: -w\n", 20),
        ("service check", None, "service: No service specified for check\n", 10),
        ("service call", None, "service: No service specified for call\n", 10),
        ("service frob", None, "service: Unknown command frob\n", 10),
        ("service call nothing 1", "", "service: Service nothing does not exist\n", 10),
        ("service call alarm 3 s16", None, "service: no string supplied for 's16'\n", 10),
        ("service call alarm 3 frob", None, "service: unknown option frob\n", 10),
        ("service call alarm 99",
         'Result: Parcel(Error: 0xffffffffffffffb6 "Not a data message")\n', "", 0),
        ("dumpsys nothing", "", "Can't find service: nothing\n", 0),
    ],
)  # fmt: skip
def test_wrong_words_get_androids_answers(
    shell_of: ShellOf, script: str, out: str | None, err: str, status: int
) -> None:
    """`cmd`, `service` and `dumpsys` complain word for word."""
    ran = shell_of(34)(script)
    assert (ran.err, ran.status) == (err, status)
    if out is None:
        assert ran.out.startswith("Usage: service [-h|-?]\n")
    else:
        assert ran.out == out


def test_a_time_zone_that_does_not_exist_changes_nothing(shell_of: ShellOf) -> None:
    """A transaction with a wrong zone answers with an exception."""
    shell = shell_of(34)
    ran = shell("service call alarm 3 s16 Mars/Base; getprop persist.sys.timezone")
    assert ran.out == "Result: Parcel(fffffffd    '....')\nUTC\n"


def test_dumpsys_takes_its_options(shell_of: ShellOf) -> None:
    """A timeout goes before the service; a wrong one, or an unknown option, gets the usage."""
    shell = shell_of(34)
    assert shell("dumpsys -t 5 battery").out == shell("dumpsys battery").out
    wrong = shell("dumpsys -t x battery")
    assert wrong.err.startswith("Error: invalid timeout number: 'x'\nusage: dumpsys\n")
    assert wrong.status == 255
    assert shell("dumpsys --help").err.startswith("usage: dumpsys\n")
    assert shell("dumpsys --help").status == 0


def test_dumpsys_of_everything_skips_what_it_is_told(shell_of: ShellOf) -> None:
    """All services are dumped one after the other, but for those that are skipped."""
    dump = shell_of(34)("dumpsys --skip meminfo,cpuinfo").out
    assert "\nDUMP OF SERVICE battery:\nCurrent Battery Service state:\n" in dump
    assert "was the duration of dumpsys battery, ending at: " in dump
    assert "DUMP OF SERVICE meminfo:" not in dump
