"""`screenrecord`. Source: AOSP frameworks/av cmds/screenrecord/screenrecord.cpp.

The phone records a picture whenever the screen has changed, at half of its size unless it is told
another; there is no limit of the bit rate, since nothing is lost.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.files import Bytes
from devices.virtual.video.film import Film, half_of
from devices.virtual.video.h264 import Size

if TYPE_CHECKING:
    from collections.abc import Callable

_USAGE: Final = """Usage: screenrecord [options] <filename>

Android screenrecord.  Records the device's display to a .mp4 file.

Options:
--size WIDTHxHEIGHT
    Set the video size, e.g. "1280x720".  Default is the device's main
    display resolution (if supported), 1280x720 if not.  For best results,
    use a size supported by the AVC encoder.
--bit-rate RATE
    Set the video bit rate, in bits per second.  Value may be specified as
    bits or megabits, e.g. '4000000' is equivalent to '4M'.  Default 20Mbps.
--bugreport
    Add additional information, such as a timestamp overlay, that is helpful
    in videos captured to illustrate bugs.
--time-limit TIME
    Set the maximum recording time, in seconds.  Default is 180. Set to 0
    to remove the time limit.
--display-id ID
    specify the physical display ID to record. Default is the primary display.
    see "dumpsys SurfaceFlinger --display-id" for valid display IDs.
--verbose
    Display interesting information on stdout.
--help
    Show this message.

Recording continues until Ctrl-C is hit or the time limit is reached.
"""
_BAD: Final = 2
_LONGEST_S: Final = 180
_RATES: Final = range(100_000, 200_000_001)
_SIDES: Final = range(2, 4097)
_SIZE: Final = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
_RATE: Final = re.compile(r"([0-9]{1,9})(M?)")
_FRAME: Final = timedelta(milliseconds=100)
_MOST_BYTES: Final = 32 << 20  # what a recording may take before it ends by itself
_ENDING: Final = frozenset({1, 2, 15})  # hang-up, Ctrl-C and a polite kill
_VALUED: Final = frozenset(
    {"size", "bit-rate", "time-limit", "display-id", "output-format", "codec-name", "orientation"}
)
_FLAGS: Final = frozenset({"verbose", "bugreport", "rotate", "persistent-surface"})


class _UsageError(Exception):
    """A command line that is refused, with what is printed to standard error."""


@dataclass(slots=True)
class _Request:
    size: Size | None = None
    limit_s: int = _LONGEST_S
    form: str = "mp4"
    path: str = ""

    @classmethod
    def parse(cls, words: tuple[str, ...]) -> _Request:
        """Read a command line.

        Raises:
            _UsageError: it is wrong.
        """
        request, rest = cls(), list(words)
        while rest:
            word = rest.pop(0)
            if not word.startswith("--"):
                request.path = word
                continue
            name, equals, value = word[2:].partition("=")
            if name in _FLAGS:
                continue
            if name not in _VALUED or not (equals or rest):
                problem = "requires an argument" if name in _VALUED else "unrecognized"
                raise _UsageError(f"screenrecord: {problem}: '{word}'\n{_USAGE}")
            request._take(name, value if equals else rest.pop(0))
        if not request.path:
            raise _UsageError("Must specify output file (see --help).")
        return request

    def _take(self, name: str, value: str) -> None:
        if name == "size":
            self.size = _size(value)
        elif name == "bit-rate":
            found = _RATE.fullmatch(value)
            if found is None or int(found[1]) * (10**6 if found[2] else 1) not in _RATES:
                raise _UsageError(
                    f"Bit rate {value}bps outside acceptable range [{_RATES[0]},{_RATES[-1]}]"
                )
        elif name == "time-limit":
            if not _RATE.fullmatch(value) or not value.isdigit() or int(value) > _LONGEST_S:
                raise _UsageError(f"Time limit {value}s outside acceptable range [0,{_LONGEST_S}]")
            self.limit_s = int(value)
        elif name == "output-format":
            if value not in {"mp4", "h264"}:
                raise _UsageError(f"Unknown format '{value}'")
            self.form = value


def _size(text: str) -> Size:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise _UsageError(f"Invalid size '{text}', must be width x height")
    width, height = int(found[1]), int(found[2])
    if not width or not height:
        raise _UsageError(f"Invalid size {width}x{height}, may not be zero")
    if width not in _SIDES or height not in _SIDES:
        raise _UsageError(f"ERROR: unable to configure video/avc codec at {width}x{height}")
    return Size(width & ~1, height & ~1)


@command("screenrecord")
async def screenrecord(call: Call) -> int:
    """Record until the time is over or a signal comes; the file is whole either way."""
    if call.args[:1] == ("--help",):
        await call.print(_USAGE, end="")
        return 0
    try:
        request = _Request.parse(call.args)
    except _UsageError as error:
        return await call.fail(str(error), _BAD)
    recording = _Recording(call, request)
    if request.path != "-":
        try:
            recording.save()
        except OSError as error:
            return await call.fail(
                f"ERROR: unable to open '{request.path}' ({error.strerror})", _BAD
            )
    return await recording.run()


@dataclass(slots=True)
class _Recording:
    call: Call
    request: _Request
    over: asyncio.Event = field(default_factory=asyncio.Event)
    film: Film = field(init=False)

    def __post_init__(self) -> None:
        size = self.request.size or half_of(self.call.phone.display.bounds)
        self.film = Film(size, passing=self.request.path == "-")

    async def run(self) -> int:
        running = self.call.phone.commands.get(self.call.pid)
        if running is not None:
            running.on_signal = self._signalled
        clock = self.call.phone.clock
        limit = self.request.limit_s
        cancel: Callable[[], None] = lambda: None  # noqa: E731 - nothing to cancel without a limit
        if limit:
            cancel = clock.schedule(timedelta(seconds=limit), self.over.set)
        try:
            await self._record()
        finally:
            # Also when adb has gone, which hangs a recording up.
            cancel()
            self._finish()
        return 0

    def _signalled(self, signal: int) -> bool:
        if signal in _ENDING:
            self.over.set()
        return signal in _ENDING

    def _now(self) -> float:
        return self.call.phone.clock.uptime().total_seconds()

    async def _record(self) -> None:
        seen: tuple[object, ...] = ()
        while not self.over.is_set() and self.film.size_bytes < _MOST_BYTES:
            display = self.call.phone.display
            now = (display.version, display.screen_on, display.rotation)
            if now != seen:
                seen = now
                await self._take(display.screenshot_png())
            wake = self.call.phone.clock.schedule(_FRAME, (tick := asyncio.Event()).set)
            await _first(self.over, tick)
            wake()

    async def _take(self, png: bytes) -> None:
        piece = self.film.take(png, self._now())
        if self.request.path == "-":
            await self.call.stdout.write(piece)

    def _finish(self) -> None:
        if not self.film.size_bytes:
            return
        form = self.request.form
        self.save(self.film.h264() if form == "h264" else self.film.mp4(self._now()))

    def save(self, data: bytes = b"") -> None:
        """Write the file.

        Raises:
            OSError: the phone does not let it be written.
        """
        call = self.call
        call.phone.files.write(self.request.path, Bytes(data), cwd=call.cwd, who=call.who)


async def _first(*events: asyncio.Event) -> None:
    """Return when one of the events is set."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
