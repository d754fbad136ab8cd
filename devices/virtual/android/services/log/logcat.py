"""`logcat` and `log`. Source: AOSP system/logging/logcat; system/core/toolbox for log."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.log.line_format import Format
from devices.virtual.android.services.log.request import LogcatError, Request, parse
from devices.virtual.android.shell.call import Call, command
from devices.virtual.android.shell.streams import read_all
from devices.virtual.os.files import Bytes
from devices.virtual.os.log import PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from devices.virtual.os.log import Line

_LOGD_PID: Final = 201
_LOGD_UID: Final = 1036
_SHELL_UID: Final = 2000
_UNIT: Final = 1024
_BACKLOG: Final = 20_000  # lines that wait for a slow reader before it loses some
_GATHER_S: Final = 0.05
"""For so long after a line was printed the next ones are gathered: every session of a driver keeps
a reader open, and a write for each line costs the host more than the command that it is about."""
_USAGE: Final = """Usage: logcat [options] [filterspecs]

General options:
  -b, --buffer=<buffer>       Request alternate ring buffer(s):
                                main system radio events crash default all
                              Additionally, 'kernel' for userdebug and eng builds, and
                              'security' for Device Owner installations.
                              Multiple -b parameters or comma separated list of buffers are
                              allowed. Buffers are interleaved.
                              Default -b main,system,crash,kernel.
  -L, --last                  Dump logs from prior to last reboot from pstore.
  -c, --clear                 Clear (flush) the entire log and exit.
  -d                          Dump the log and then exit (don't block).
  --pid=<pid>                 Only print logs from the given pid.
  --wrap                      Sleep for 2 hours or when buffer about to wrap whichever
                              comes first.

Formatting:
  -v, --format=<format>       Sets log print format verb and adverbs, where <format> is one of:
                                brief help long process raw tag thread threadtime time
                              Modifying adverbs can be added:
                                color descriptive epoch monotonic printable uid usec UTC year zone
  -D, --dividers              Print dividers between each log buffer.
  -B, --binary                Output the log in binary.

Filterspecs are a series of
  <tag>[:priority]

where <tag> is a log component tag (or * for all) and priority is:
  V    Verbose (default for <tag>)
  D    Debug (default for '*')
  I    Info
  W    Warn
  E    Error
  F    Fatal
  S    Silent (suppress all output)"""


@command("logcat")
async def logcat(call: Call) -> int:
    """Print the log; without ``-d`` or ``-t`` go on with every new line."""
    words = call.phone.profile.rows["logcat_words"]
    try:
        request = parse(call.args, call.env, call.phone.clock.now())
    except LogcatError as error:
        await call.fail(words["prefix"] + words[error.key].format(**error.values), 1)
        return await call.fail(_USAGE, 1) if words["usage"] else 1
    for option, value in request.bad_counts:
        await call.fail(words["prefix"] + words["bad_count"].format(option=option, value=value))
    if "h" in request.flags or "help" in request.formats:
        await call.print(_USAGE)
        return 0
    if await _asks_buffers(call, request):
        return 0
    return await _Reading(call, request).run()


async def _asks_buffers(call: Call, request: Request) -> bool:
    """Clear, measure or resize the buffers; says whether that was asked for."""
    log = call.phone.log
    asked = False
    if request.size is not None:
        for name in request.buffers:
            log.resize(name, request.size)
        asked = True
    if "c" in request.flags:
        log.clear(request.buffers)
        asked = True
    if "g" in request.flags:
        await call.print("\n".join(_sizes(call, request)))
        asked = True
    if "p" in request.flags:
        await call.print("~! ~1000/!")
        asked = True
    return asked


def _sizes(call: Call, request: Request) -> list[str]:
    words = call.phone.profile.rows["logcat_words"]
    lines = []
    for name in request.buffers:
        size, unit = _scaled(call.phone.log.size(name))
        used, used_unit = _scaled(call.phone.log.consumed(name))
        lines.append(
            words["size"].format(
                buffer=name,
                size=size,
                unit=words["units"][unit],
                used=used,
                used_unit=words["units"][used_unit],
            )
        )
    return lines


def _scaled(size: int) -> tuple[int, int]:
    """A size in the largest unit that leaves at least one, and which unit that is."""
    unit = 0
    while size >= _UNIT:
        size //= _UNIT
        unit += 1
    return size, unit


class _Reading:
    """One reader of the log: the past, and from there on what comes."""

    def __init__(self, call: Call, request: Request) -> None:
        self._call, self._request = call, request
        self._format = Format(request.formats, self._up)
        self._started: set[str] = set()
        self._last = ""
        self._left = request.max_count
        self._file = bytearray()

    async def run(self) -> int:
        arrived = _Arrivals()
        if not self._request.ends:
            self._announce()
        past = self._past()
        stop = self._call.phone.log.follow(arrived.add)
        try:
            await self._print(past)
            while not (self._request.ends or self._over):
                await self._print(await arrived.take())
        finally:
            stop()
        return await self._save() if self._request.file else 0

    def _announce(self) -> None:
        """Logd logs each reader that stays, so that the log is never silent for it."""
        tail = self._request.tail or 0
        self._call.phone.log.write(
            "I",
            "logd",
            f"logdr: UID={_SHELL_UID} GID={_SHELL_UID} PID={_LOGD_PID} b tail={tail}"
            " logMask=99 pid=0 start=0ns deadline=0ns",
            pid=_LOGD_PID,
            uid=_LOGD_UID,
        )

    @property
    def _over(self) -> bool:
        return self._left is not None and self._left <= 0

    def _past(self) -> list[Line]:
        request = self._request
        lines: list[Line] = list(self._call.phone.log.lines(request.buffers))
        if request.since is not None:
            return [line for line in lines if line.time >= request.since]
        return lines[-request.tail :] if request.tail else lines

    async def _print(self, lines: Iterable[Line]) -> None:
        text = "".join(self._shown(line) for line in lines if line.buffer in self._request.buffers)
        if not text:
            return
        data = text.encode("utf-8", "surrogateescape")
        if self._request.file:
            self._file += data
        else:
            await self._call.stdout.write(data)

    def _shown(self, line: Line) -> str:
        if self._over or not self._request.passes(line):
            return ""
        if self._left is not None:
            self._left -= 1
        return self._divider(line.buffer) + self._format(line)

    def _divider(self, buffer: str) -> str:
        """Where another buffer begins; with ``-D`` each time that it changes."""
        if buffer == self._last:
            return ""
        self._last = buffer
        words = "switch to" if buffer in self._started else "beginning of"
        shown = buffer not in self._started or "D" in self._request.flags
        self._started.add(buffer)
        return f"--------- {words} {buffer}\n" if shown else ""

    def _up(self, line: Line) -> timedelta:
        clock = self._call.phone.clock
        return clock.uptime() - (clock.now() - line.time)

    async def _save(self) -> int:
        call, path = self._call, self._request.file
        try:
            call.phone.files.write(path, Bytes(bytes(self._file)), cwd=call.cwd, who=call.who)
        except OSError as error:
            return await call.fail(f"couldn't open output file: {error.strerror}", 1)
        return 0


class _Arrivals:
    """New lines for one reader: a lone one at once, those that follow closely together.

    A reader that is too slow loses the oldest, as with a buffer that wraps.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: deque[Line] = deque(maxlen=_BACKLOG)
        self._due = asyncio.Event()
        self._taken_s = -_GATHER_S

    def add(self, line: Line) -> None:
        """A line was written."""
        if not self._lines:
            self._loop.call_at(self._taken_s + _GATHER_S, self._due.set)
        self._lines.append(line)

    async def take(self) -> list[Line]:
        """What has arrived; waits until there is something."""
        await self._due.wait()
        self._due.clear()
        self._taken_s = self._loop.time()
        lines = list(self._lines)
        self._lines.clear()
        return lines


@command("log")
async def log_command(call: Call) -> int:
    """``log [-p PRIORITY] [-t TAG] MESSAGE``; without a message, the lines of standard input."""
    priority, tag, words = "I", "log", list(call.args)
    while words and words[0] in {"-p", "-t"} and len(words) > 1:
        option, value = words.pop(0), words.pop(0)
        if option == "-t":
            tag = value
        elif value[:1].upper() in tuple(PRIORITIES):
            priority = value[:1].upper()
        else:
            return await call.fail(f"log: bad -p '{value}'", 1)
    text = " ".join(words)
    if not words:
        text = (await read_all(call.stdin)).decode("utf-8", "surrogateescape").rstrip("\n")
    call.phone.log.write(priority, tag, text, pid=_SHELL_UID, uid=_SHELL_UID)
    return 0
