"""`logcat`: buffers, filters, formats and following."""

from __future__ import annotations

import asyncio
import contextlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.services.log import logcat
from devices.virtual.android.services.log.request import LogcatError, parse
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.os.clock import Clock
from devices.virtual.os.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.log import Line
    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]

_TIME = r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"


@pytest.fixture
def quiet(phone: Phone) -> Phone:
    """A phone whose log holds three lines only."""
    phone.log.clear()
    phone.log.write("D", "Quiet", "one", pid=7, uid=10150)
    phone.log.write("W", "Loud", "two", pid=8)
    phone.log.write("I", "am_pause", "three", pid=8, buffer="events")
    return phone


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("brief", r"W/Loud    \(    8\): two"),
        ("process", r"W\(    8\) two  \(Loud\)"),
        ("tag", r"W/Loud    : two"),
        ("thread", r"W\(    8:    8\) two"),
        ("raw", "two"),
        ("time", rf"{_TIME} W/Loud    \(    8\): two"),
        ("threadtime", rf"{_TIME}     8     8 W Loud    : two"),
        ("threadtime -v uid", rf"{_TIME}  1000     8     8 W Loud    : two"),
        ("brief,uid", r"W/Loud    \( 1000:    8\): two"),
        ("time,year,zone,usec",
         r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} \+0000 W/Loud    \(    8\): two"),
        ("time,epoch", r" ?\d{10}\.\d{3} W/Loud    \(    8\): two"),
        ("time,monotonic", r" +\d+\.\d{3} W/Loud    \(    8\): two"),
        ("tag,color", "\x1b\\[38;5;166mW/Loud    : two\x1b\\[0m"),
        ("long", rf"\[ {_TIME}     8:    8 W/Loud     \]\ntwo\n"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("quiet")
def test_each_format(shell: PhoneShell, form: str, line: str) -> None:
    """A line is laid out as its format and modifiers say."""
    out = shell(f"logcat -d -s Loud -v {form}").out
    assert re.fullmatch(f"--------- beginning of main\n{line}\n", out)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", "one two"),
        ("Quiet:I", "two"),
        ("Quiet:V *:S", "one"),
        ("'*:W'", "two"),
        ("-s Quiet", "one"),
        ("-e t.o", "two"),
        ("--regex=^on", "one"),
        ("--pid 8", "two"),
        ("--uid=10150", "one"),
        ("-m 1", "one"),
        ("-t 1", "two"),
        ("-b events", "three"),
        ("-b main,events", "one two three"),
        ("-b all", "one two three"),
        ("-b crash -b radio", ""),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("quiet")
def test_what_is_shown(shell: PhoneShell, words: str, shown: str) -> None:
    """Buffers, tags, priorities, patterns, ids and counts choose the lines."""
    out = shell(f"logcat -d -v raw {words}").out
    assert " ".join(line for line in out.splitlines() if "-----" not in line) == shown


@pytest.mark.usefixtures("quiet")
def test_a_buffer_is_announced_once_and_with_dividers_each_time(
    shell: PhoneShell, phone: Phone
) -> None:
    """The first line of a buffer is announced; ``-D`` tells each change."""
    phone.log.write("I", "Tag", "four", pid=8)
    plain = shell("logcat -d -v raw -b all").out
    assert plain.count("--------- beginning of main\n") == 1
    assert "switch to" not in plain
    assert "three\n--------- switch to main\nfour\n" in shell("logcat -d -D -v raw -b all").out


@pytest.mark.usefixtures("quiet")
def test_the_environment_filters_where_the_command_line_does_not(shell: PhoneShell) -> None:
    """ANDROID_LOG_TAGS counts only without filters of its own."""
    assert "one" not in shell("export ANDROID_LOG_TAGS='*:W'; logcat -d -v raw").out
    assert "one" in shell("export ANDROID_LOG_TAGS='*:W'; logcat -d -v raw Quiet:V").out


def test_lines_since_a_time(shell: PhoneShell, quiet: Phone) -> None:
    """``-t TIME`` shows what was logged from that moment on."""
    soon = quiet.clock.now() + timedelta(hours=1)
    before = quiet.clock.now() - timedelta(hours=1)
    assert shell(f"logcat -v raw -t '{soon:%Y-%m-%d %H:%M:%S}.000'").out == ""
    assert "two" in shell(f"logcat -v raw -t '{before:%m-%d %H:%M:%S}.000'").out
    assert "two" in shell(f"logcat -v raw -t {before.timestamp():.3f}").out


def test_clearing_one_buffer_leaves_the_others(shell: PhoneShell, quiet: Phone) -> None:
    """``-c`` drops what its buffers hold, by default not the events."""
    shell("logcat -c")
    assert [line.message for line in quiet.log.lines()] == ["three"]
    shell("logcat -b all -c")
    assert quiet.log.lines() == ()


@pytest.mark.parametrize(
    ("api_level", "line"),
    [
        (26, ("main: ring buffer is 256Kb (0b consumed), max entry is 5120b,"
             " max payload is 4068b")),
        (30, ("main: ring buffer is 256 KiB (0 B consumed), max entry is 5120 B,"
             " max payload is 4068 B")),
        (34, ("main: ring buffer is 256 KiB (0 B consumed, 0 B readable),"
             " max entry is 5120 B, max payload is 4068 B")),
    ],
)  # fmt: skip
def test_sizes_are_told_by_release(shell_of: ShellOf, api_level: int, line: str) -> None:
    """``-g`` tells the size of each buffer, ``-G`` sets it."""
    shell = shell_of(api_level)
    shell("logcat -b all -c")
    assert line in shell("logcat -g").out.splitlines()
    assert re.search(r"ring buffer is 1 ?Mi?b", shell("logcat -G 1M -b main -g").out, re.IGNORECASE)


@pytest.mark.parametrize(
    ("api_level", "script", "err"),
    [
        (34, "logcat -b frob", "logcat: Unknown -b buffer 'frob'.\n"),
        (34, "logcat -v frob", "logcat: Invalid parameter 'frob' to -v.\n"),
        (34, "logcat -d :x", "logcat: Invalid filter expression in logcat args.\n"),
        (34, "logcat -t frob", "logcat: -t 'frob' not in time format.\n"),
        (34, "logcat -G 1", "logcat: Invalid -G buffer size '1'.\n"),
        (34, "logcat --frob", "logcat: Unrecognized Option '--frob'.\n"),
        (34, "logcat -d -e '('", "logcat: Unrecognized Option '('.\n"),
    ],
)  # fmt: skip
def test_wrong_words_are_refused(shell_of: ShellOf, api_level: int, script: str, err: str) -> None:
    """What logcat cannot read is told on standard error with its status."""
    ran = shell_of(api_level)(script)
    assert (ran.out, ran.err, ran.status) == ("", err, 1)


def test_older_releases_add_the_help(shell_of: ShellOf) -> None:
    """Up to 10 a complaint is followed by the usage."""
    ran = shell_of(28)("logcat -b frob")
    assert ran.err.startswith("unknown buffer frob\nUsage: logcat [options] [filterspecs]\n")


def test_following_shows_what_comes_and_counts(
    quiet: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that stays sees each new line once, until its count is reached."""

    async def run() -> str:
        out = Collected()
        shell = Shell(quiet, Streams(Pipe(b"", ended=True), out, Collected()))
        there, follow = asyncio.Event(), quiet.log.follow

        def followed(callback: Callable[[Line], None]) -> Callable[[], None]:
            there.set()
            return follow(callback)

        monkeypatch.setattr(quiet.log, "follow", followed)
        running = asyncio.create_task(shell.run("logcat -v raw -T 1 -s Mine -m 2"))
        await asyncio.wait_for(there.wait(), 5)
        for text in ("a", "b", "c"):
            quiet.log.write("I", "Mine", text, pid=9)
        await asyncio.wait_for(running, 5)
        return out.data.decode()

    assert asyncio.run(run()) == "--------- beginning of main\na\nb\n"


class Writes:
    """A writer that keeps each write apart."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[bytes] = asyncio.Queue()

    async def write(self, data: bytes) -> None:
        await self.arrived.put(data)


def test_lines_that_follow_closely_are_written_together(
    quiet: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that stays gets a lone line by itself, and those right behind it in one write."""
    monkeypatch.setattr(logcat, "_GATHER_S", 0.5)

    async def run() -> list[bytes]:
        out = Writes()
        shell = Shell(quiet, Streams(Pipe(b"", ended=True), out, Collected()))
        running = asyncio.create_task(shell.run("logcat -v raw -T 1 -m 6"))
        writes = [await asyncio.wait_for(out.arrived.get(), 5)]
        quiet.log.write("I", "Mine", "a", pid=9)
        writes.append(await asyncio.wait_for(out.arrived.get(), 5))
        for text in ("b", "c", "d"):
            await asyncio.sleep(0)
            quiet.log.write("I", "Mine", text, pid=9)
        writes.append(await asyncio.wait_for(out.arrived.get(), 5))
        quiet.log.write("I", "Mine", "e", pid=9)
        await asyncio.wait_for(running, 5)
        return writes[1:]

    assert asyncio.run(run()) == [b"a\n", b"b\nc\nd\n"]


def test_a_reader_that_stays_never_finds_silence(phone: Phone) -> None:
    """After the log was cleared, who follows it still gets a first line."""
    phone.log.clear()

    async def run() -> str:
        out = Collected()
        shell = Shell(phone, Streams(Pipe(b"", ended=True), out, Collected()))
        await asyncio.wait_for(shell.run("logcat -m 1"), 5)
        return out.data.decode()

    assert "logd    : logdr: UID=2000" in asyncio.run(run())


def test_the_log_goes_into_a_file(shell: PhoneShell, quiet: Phone) -> None:
    """``-f`` writes to the phone's storage, and only where the shell may."""
    shell("logcat -d -v raw -f /sdcard/log.txt")
    assert quiet.files.read("/sdcard/log.txt") == b"--------- beginning of main\none\ntwo\n"
    assert shell("logcat -d -f /system/log.txt").status == 1


def test_log_writes_a_line(shell: PhoneShell, phone: Phone) -> None:
    """`log` writes with a priority and a tag, as the shell."""
    shell("log -p w -t Mine hello world; echo from input | log")
    last = phone.log.lines()[-2:]
    assert [(line.priority, line.tag, line.message, line.uid) for line in last] == [
        ("W", "Mine", "hello world", 2000),
        ("I", "log", "from input", 2000),
    ]


def test_a_buffer_keeps_the_newest_lines_up_to_its_size() -> None:
    """The oldest lines go when a buffer is full; the others are left alone."""
    log = Log(Clock())
    log.resize("main", 1000)
    log.write("I", "Tag", "kept", pid=1, buffer="system")
    for number in range(100):
        log.write("I", "Tag", f"line {number}", pid=1)
    assert log.consumed("main") <= 1000
    held = [line.message for line in log.lines(("main",))]
    assert held[-1] == "line 99"
    assert "line 0" not in held
    assert [line.message for line in log.lines(("system",))] == ["kept"]
    log.resize("main", 100)
    assert log.consumed("main") <= 100


_WORDS = st.lists(
    st.sampled_from(
        ["-d", "-c", "-b", "-v", "-t", "-T", "-m", "-e", "-G", "-s", "--pid", "--uid=", "--regex=(",
         "all", "main,", "time", "1", "0", "-1", "*:S", "Tag:I", ":", "--", "-", "--frob", "-dv",
         "12-31 23:59:59.000", "02-29 00:00:00.0", "1e9.5", "99999999999", "{Tag"]
    )
    | st.text(max_size=12),
    max_size=6,
)  # fmt: skip


@given(words=_WORDS, tags=st.text(max_size=12))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_words_break_the_parser(words: list[str], tags: str) -> None:
    """Any command line is read, or refused with a complaint."""
    now = Clock().now()
    log = Log(Clock())
    log.write("E", "Tag", "x", pid=1)
    with contextlib.suppress(LogcatError):
        request = parse(tuple(words), {"ANDROID_LOG_TAGS": tags}, now)
        assert request.passes(log.lines()[0]) in {True, False}
