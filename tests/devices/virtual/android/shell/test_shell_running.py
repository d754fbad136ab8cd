"""Scripts as they run on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("echo a; echo b", "a\nb\n"),
        ("true && echo yes || echo no", "yes\n"),
        ("false && echo yes || echo no", "no\n"),
        ("! false && echo turned", "turned\n"),
        ("X=1; echo $X ${X}2 '$X' \"$X\"", "1 12 $X 1\n"),
        ("X='a  b'; echo $X; echo \"$X\"", "a b\na  b\n"),
        ("export TAG=''; exec echo \"[$TAG]\"", "[]\n"),
        ("false; echo $?", "1\n"),
        ("echo abc | cat | grep b", "abc\n"),
        ("echo -n a; exit 3; echo b", "a"),
        ("[ -e '/sdcard' ] && echo __PASS__", "__PASS__\n"),
        ("test 2 -gt 1 && [ a != b ] && echo both", "both\n"),
        ("echo one > /sdcard/f; echo two >> /sdcard/f; cat /sdcard/f", "one\ntwo\n"),
        ("mkdir -p /sdcard/d/e; touch /sdcard/d/1 /sdcard/d/2; ls /sdcard/d", "1\n2\ne\n"),
        ("touch /sdcard/a1 /sdcard/a2; echo /sdcard/a*", "/sdcard/a1 /sdcard/a2\n"),
        ("echo '/sdcard/*'", "/sdcard/*\n"),
        ("missing 2>/dev/null; echo $?", "127\n"),
    ],
)
def test_scripts(shell: PhoneShell, script: str, out: str) -> None:
    """Operators, variables, pipes, patterns and redirects do what a shell does."""
    assert shell(script).out == out


def test_an_unknown_command_is_told_as_android_tells_it(shell: PhoneShell) -> None:
    """A command that does not exist ends with 127 and mksh's words."""
    ran = shell("foo --bar")
    assert ran.status == 127
    assert ran.err == "/system/bin/sh: foo: inaccessible or not found\n"


def test_the_status_is_that_of_the_last_command(shell: PhoneShell) -> None:
    """A script ends with its last command's status, or with the one that exit names."""
    assert [shell(s).status for s in ("true; false", "false; true", "exit 7; true")] == [1, 0, 7]


def test_a_broken_script_runs_nothing(shell: PhoneShell) -> None:
    """A syntax error is told on standard error and nothing before it runs."""
    ran = shell("echo first; echo 'open")
    assert (ran.out, ran.status) == ("", 1)
    assert ran.err == "/system/bin/sh: no closing quote\n"


@pytest.mark.parametrize("script", ["ls /usr", "cat /proc/self/environ", "/bin/ls /", "id -u"])
def test_nothing_of_the_host_shows(shell: PhoneShell, tmp_path: Path, script: str) -> None:
    """No command reads the host's files or runs its programs."""
    (tmp_path / "secret").write_text("host")
    ran = shell(f"{script}; cat {tmp_path}/secret; ls {tmp_path}")
    assert "host" not in ran.out
    assert "secret" not in ran.out


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("touch /system/bin/x", "Read-only file system"),
        ("mkdir /data/x", "Permission denied"),
        ("rm -rf /data/app", "Permission denied"),
        ("echo a > /system/x", "Read-only file system"),
    ],
)
def test_the_system_cannot_be_written(shell: PhoneShell, script: str, reason: str) -> None:
    """A shell without root writes only where a phone lets it."""
    ran = shell(script)
    assert ran.status == 1
    assert reason in ran.err


def test_a_pipe_ends_with_its_reader(shell: PhoneShell, phone: Phone) -> None:
    """A command that would go on forever ends when the last one of its pipe has ended."""
    phone.log.write("I", "Here", "a line", pid=1)
    assert shell("logcat | true").status == 0


def test_a_variable_before_a_command_is_its_own(shell: PhoneShell) -> None:
    """An assignment in front of a command does not outlive it."""
    assert shell("X=1 true; echo [$X]").out == "[]\n"
