"""Toybox over the phone's files."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.files import Bytes
from tests.devices.virtual.android.phones import PhoneShell, phone_of

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.files import Files

_TMP = "/data/local/tmp"


@pytest.fixture
def files(phone: Phone) -> Files:
    """A phone's files, with two of ours."""
    phone.files.write(f"{_TMP}/f", Bytes(b"b2\na1\nA3\n"))
    phone.files.make_folders(f"{_TMP}/d/e")
    phone.files.write(f"{_TMP}/d/g", Bytes(b"x" * 5000))
    return phone.files


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("ls", "d\nf\n"),
        ("ls -a", ".\n..\nd\nf\n"),
        ("ls -r -1", "f\nd\n"),
        ("ls -F", "d/\nf\n"),
        ("ls -S d f", "f\n\nd:\ng\ne\n"),
        ("ls -R", ".:\nd\nf\n\n./d:\ne\ng\n\n./d/e:\n"),
        ("ls -s d", "total 12\n  4 e\n  8 g\n"),
        ("stat -c '%n %s %a %U:%G %F %h' f d",
         "f 9 644 shell:shell regular file 1\nd 4096 777 shell:shell directory 3\n"),
        ("ln -s f l; readlink l; readlink -f l; cat l; stat -c %F l",
         f"f\n{_TMP}/f\nb2\na1\nA3\nsymbolic link\n"),
        ("ln f h; stat -c %h f; rm f; cat h", "2\nb2\na1\nA3\n"),
        ("cp f c; echo more >> c; wc -l f c", "3 f\n4 c\n7 total\n"),
        ("cp -r d copy; ls copy; rm -r copy; ls", "e\ng\nd\nf\n"),
        ("mv f d; ls d; mv d/f back; cat back", "e\nf\ng\nb2\na1\nA3\n"),
        ("mv d/g /sdcard/; ls -l /sdcard/g | cut -d' ' -f5", "5000\n"),
        ("mkdir -p n/m; rmdir n/m; ls n; mkdir -m 700 p; stat -c %a p", "700\n"),
        ("touch -d '2020-01-02 03:04:05' t; stat -c %y t | cut -c1-19", "2020-01-02 03:04:05\n"),
        ("chmod 600 f; stat -c %a f; chmod u+x,go=r f; stat -c %A f; chmod -R a-w d;stat -c %a d/g",
         "600\n-rwxr--r--\n444\n"),
        ("find . -type f", "./d/g\n./f\n"),
        ("find . -name 'g*' -o -maxdepth 2 -type d -name d", "./d\n./d/g\n"),
        ("find . -type f -size +1k -exec echo big {} \\;", "big ./d/g\n"),
        ("find d -type f -exec echo {} + ; find d -delete; ls", "d/g\nf\n"),
        ("find . -newer d/g; find . -mmin -5 -name f; find . -empty", "./f\n./d/e\n"),
        ("du -s d; du -a d", "16\td\n4\td/e\n8\td/g\n16\td\n"),
        ("truncate -s 3 f; cat f; truncate -s +2 f; stat -c %s f", "b2\n5\n"),
        ("dd if=f of=o bs=3 skip=1 count=1 2>/dev/null; cat o", "a1\n"),
        ("dd if=d/g of=f bs=1 count=2 seek=1 conv=notrunc 2>/dev/null; cat f", "bxxa1\nA3\n"),
        ("cmp f d/g; cmp -s f f; echo $?", "f d/g differ: char 1, line 1\n0\n"),
        ("cp f k; echo new >> k; diff f k; echo $?",
         "--- f\n+++ k\n@@ -1,3 +1,4 @@\n b2\n a1\n A3\n+new\n1\n"),
        ("tar cf a.tar f d; tar tf a.tar; mkdir x; tar xf a.tar -C x; cat x/f",
         "f\nd/\nd/e/\nd/g\nb2\na1\nA3\n"),
        ("tar czf - f | tar tzvf - | cut -d' ' -f1,2", "-rw-r--r-- shell/shell\n"),
        ("gzip f; ls; zcat f.gz | head -n 1; gunzip f.gz; ls", "d\nf.gz\nb2\nd\nf\n"),
        ("mktemp -p . -d | grep -c tmp.; ls -d tmp.* | wc -l", "1\n1\n"),
        ("realpath d/../f; basename /a/b.c .c; dirname /a/b/ c", f"{_TMP}/f\nb\n/a\n.\n"),
    ],
)  # fmt: skip
def test_files_are_shown_and_changed(
    shell: PhoneShell, files: Files, script: str, out: str
) -> None:
    """Commands on files do and print what toybox does."""
    assert files.get(f"{_TMP}/f") is not None
    ran = shell(f"cd {_TMP}; {script}")
    assert ran.out == out


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("ls /nope", "ls: /nope: No such file or directory"),
        ("ls /data", "ls: /data: Permission denied"),
        ("ls -Q", "ls: Unknown option 'Q' (see \"ls --help\")"),
        ("ls --bad", "ls: Unknown option 'bad' (see \"ls --help\")"),
        ("cat -v /nope", "cat: /nope: No such file or directory"),
        ("toybox cat /data/data", "cat: /data/data: Permission denied"),
        ("toybox cat /sdcard", "cat: /sdcard: Is a directory"),
        ("rm /nope", "rm: /nope: No such file or directory"),
        ("rm d", "rm: d: is a directory"),
        ("rm -rf /data/app", "rm: /data/app: Permission denied"),
        ("rm", 'rm: Needs 1 argument (see "rm --help")'),
        ("mkdir d", "mkdir: 'd': File exists"),
        ("mkdir /data/x", "mkdir: '/data/x': Permission denied"),
        ("mkdir", 'mkdir: Needs 1 argument (see "mkdir --help")'),
        ("rmdir d", "rmdir: d: Directory not empty"),
        ("touch /system/x", "touch: '/system/x': Read-only file system"),
        ("cp /nope x", "cp: bad '/nope': No such file or directory"),
        ("cp d x", "cp: Skipped dir 'd'"),
        ("cp f /system/x", "cp: '/system/x': Read-only file system"),
        ("mv /nope x", "mv: bad '/nope': No such file or directory"),
        ("ln -s f f", "ln: cannot create symbolic link from 'f' to 'f': File exists"),
        ("ln -s f /sdcard/l",
         "ln: cannot create symbolic link from 'f' to '/sdcard/l': Operation not permitted"),
        ("chmod 9 f", "chmod: bad mode '9'"),
        ("chown root f", "chown: chown 'f' to 'root': Operation not permitted"),
        ("stat /nope", "stat: '/nope': No such file or directory"),
        ("find . -type q", "find: bad -type 'q'"),
        ("find . -bad", "find: bad arg '-bad'"),
        ("head -n x f", "head: not integer: x"),
        ("fallocate -l 8G f", "fallocate: 'f': No space left on device"),
        ("gzip -d f", "gzip: f: no magic"),
        ("tar tf f", "tar: bad header"),
    ],
)  # fmt: skip
def test_errors_have_toyboxs_words(
    shell: PhoneShell, files: Files, script: str, error: str
) -> None:
    """What fails is told after the command's name, with a status of one."""
    assert files.get(f"{_TMP}/f") is not None
    ran = shell(f"cd {_TMP}; {script}")
    assert ran.err == f"{error}\n"
    assert ran.status == 1


def test_a_long_listing_has_its_columns(shell: PhoneShell, files: Files) -> None:
    """``ls -l`` begins with a total and shows mode, links, owner, group, size, time and name."""
    files.make_link(f"{_TMP}/l", "f")
    total, *rows = shell(f"ls -l {_TMP}").out.splitlines()
    assert total == "total 8"
    shape = r"([dl-][rwxst-]{9}) (\d) shell shell +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d (.+)"
    found = [match.groups() for row in rows if (match := re.fullmatch(shape, row))]
    assert found == [
        ("drwxrwxrwx", "3", "4096", "d"),
        ("-rw-r--r--", "1", "9", "f"),
        ("lrwxrwxrwx", "1", "1", "l -> f"),
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("android-8.0", r"-rw-rw---- 1 root sdcard_rw 2 .* f"),
        ("android-10", r"-rw-rw---- 1 root sdcard_rw 2 .* f"),
        ("android-14", r"-rw-rw---- 1 u0_a\d+ media_rw 2 .* f"),
    ],
)
def test_shared_storage_shows_the_releases_owner(name: str, row: str) -> None:
    """The older file system gave everything to root, the media provider gives it to itself."""
    phone = phone_of(name, "emulator")
    ran = PhoneShell(phone)("cd /sdcard; echo x > f; chmod 777 f; ls -l f")
    assert re.fullmatch(row, ran.out.strip())
    assert ran.err == ""


def test_a_full_disk_is_told(phone: Phone, shell: PhoneShell) -> None:
    """A write that does not fit stops with Android's words, and ``df`` shows no room."""
    phone.files.capacity = phone.files.used + 8192
    ran = shell("dd if=/dev/zero of=/sdcard/big bs=1k count=100")
    assert ran.err.endswith("dd: /sdcard/big: No space left on device\n")
    assert shell("df /data | tail -n 1").out.split()[3] == "0"
    assert shell("echo x > /sdcard/y; echo $?").err == (
        "/system/bin/sh: echo: write: No space left on device\n"
    )


def test_proc_is_made_where_it_is_read(phone: Phone, shell: PhoneShell) -> None:
    """The kernel's files show what runs now, and processes that have gone are gone."""
    assert "MemTotal:" in shell("cat /proc/meminfo").out
    assert shell("cat /proc/611/cmdline").out == "system_server\0"
    assert "Name:\tsystem_server\n" in shell("cat /proc/611/status").out
    assert shell("cat /proc/net/unix").out.startswith("Num")
    assert float(shell("cat /proc/uptime").out.split()[0]) >= 0
    assert shell("cat /proc/99999/status").status == 1
    assert "system_server" in shell("cat /proc/[0-9]*/comm").out
    assert phone.commands.all() == []


def test_tail_follows(phone: Phone, shell: PhoneShell) -> None:
    """``tail -f`` prints what is added, until its time is over."""
    assert phone.booted
    ran = shell("cd /sdcard; echo one > f; (sleep 0.05; echo two >> f) & timeout 0.6 tail -f f")
    assert ran.out == "one\ntwo\n"
    assert ran.status == 124


def test_times_are_the_phones(phone: Phone, shell: PhoneShell) -> None:
    """A new file has the phone's time."""
    shell("touch /sdcard/f")
    age = phone.clock.now() - phone.files.need("/sdcard/f").changed
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert isinstance(phone.files.need("/sdcard/f").changed, datetime)
