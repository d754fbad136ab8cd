"""What a command line of `logcat` asks for.

Source: AOSP system/logging/logcat/logcat.cpp; liblog/logprint.cpp for the filters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.log.line_format import FORMATS, MODIFIERS
from devices.virtual.os.log import BUFFERS, PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.log import Line

SILENT: Final = "S"
_LEVELS: Final = PRIORITIES + SILENT
_DEFAULT_BUFFERS: Final = ("main", "system", "crash")
_SHORT_WITH_VALUE: Final = frozenset("bvtTmefrnGP")
_SHORT_FLAGS: Final = frozenset("sdcgDLBIASphH")
_LONG: Final = {
    "buffer": "b",
    "format": "v",
    "regex": "e",
    "max-count": "m",
    "buffer-size": "G",
    "file": "f",
    "rotate-kbytes": "r",
    "rotate-count": "n",
    "prune": "P",
    "pid": "pid",
    "uid": "uid",
    "id": "uid",
    "clear": "c",
    "dividers": "D",
    "last": "L",
    "binary": "B",
    "statistics": "S",
    "print": "print",
    "wrap": "wrap",
    "help": "h",
    "debug": "debug",
    "proto": "proto",
}
_LONG_FLAGS: Final = frozenset(
    {"clear", "dividers", "last", "binary", "print", "wrap", "help", "debug", "proto", "statistics"}
)
# -g without, -G with a value: `--buffer-size` is both.
_SIZE: Final = re.compile(r"([1-9][0-9]{0,9})([KMG]?)")
_SIZES: Final = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_SMALLEST, _LARGEST = 64 << 10, 256 << 20
_TIME_SHAPES: Final = (
    "%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S.%f",
    "%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
)
_PATTERN_LIMIT: Final = 1000  # characters of a regular expression that is worth trying
_NUMBER_LIMIT: Final = 10  # digits of a number that is read


class LogcatError(Exception):
    """A command line that logcat refuses.

    Attributes:
        key: which complaint of the release's table it is.
        values: what the complaint names.
    """

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(slots=True)
class Request:
    """One run of logcat.

    Attributes:
        buffers: what is read, in the order of their names' numbers.
        filters: lowest priority by tag, ``*`` for all others.
        tail: how many lines of the past are shown; None for all.
        since: the time from which on they are.
        ends: whether it ends with the past.
    """

    buffers: tuple[str, ...] = _DEFAULT_BUFFERS
    formats: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    pattern: re.Pattern[str] | None = None
    max_count: int | None = None
    pid: int | None = None
    uids: frozenset[int] = frozenset()
    tail: int | None = None
    since: datetime | None = None
    size: int | None = None
    file: str = ""
    ends: bool = False
    bad_counts: list[tuple[str, str]] = field(default_factory=list)

    def passes(self, line: Line) -> bool:
        """Whether the filters let a line through."""
        lowest = self.filters.get(line.tag) or self.filters.get("*") or "V"
        return (
            _LEVELS.index(line.priority) >= _LEVELS.index(lowest)
            and (self.pid is None or line.pid == self.pid)
            and (not self.uids or line.uid in self.uids)
            and (self.pattern is None or self.pattern.search(line.message) is not None)
        )


def parse(words: tuple[str, ...], env: Mapping[str, str], now: datetime) -> Request:
    """Read a command line as getopt_long does; options and filters may come in any order.

    Raises:
        LogcatError: the command line is wrong.
    """
    request = Request()
    buffers: list[str] = []
    filters: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            filters += rest
            break
        if not word.startswith("-") or word == "-":
            filters.append(word)
            continue
        for name, value in _options(word, rest):
            _take(request, buffers, name, value, now)
    if buffers:
        request.buffers = _chosen(buffers)
    _take_filters(request, filters, env)
    return request


def _options(word: str, rest: list[str]) -> list[tuple[str, str]]:
    """The options in one word, with the value of the last one, from the next word if need be."""
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        if name not in _LONG:
            raise LogcatError("bad_option", value=word)
        if name == "buffer-size" and not equals:
            return [("g", "")]
        if name not in _LONG_FLAGS and not equals:
            value = _value(word, rest)
        return [(_LONG[name], value)]
    found: list[tuple[str, str]] = []
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in _SHORT_WITH_VALUE:
            return [*found, (letter, letters or _value(f"-{letter}", rest))]
        if letter not in _SHORT_FLAGS:
            raise LogcatError("bad_option", value=word)
        found.append((letter, ""))
    return found


def _value(option: str, rest: list[str]) -> str:
    if not rest:
        raise LogcatError("bad_option", value=option)
    return rest.pop(0)


def _take(request: Request, buffers: list[str], name: str, value: str, now: datetime) -> None:
    if name in {"t", "T"}:
        _take_tail(request, name, value, now)
    elif name == "b":
        buffers += value.split(",")
    elif name in _TAKERS:
        _TAKERS[name](request, value)
    else:
        request.flags.add(name)


def _take_format(request: Request, value: str) -> None:
    for word in value.split(","):
        if word not in FORMATS and word not in MODIFIERS and not _is_zone(word):
            raise LogcatError("bad_format", value=word)
        request.formats.append(word)


def _setter(name: str, read: Callable[[str], object]) -> Callable[[Request, str], None]:
    return lambda request, value: setattr(request, name, read(value))


def _is_zone(word: str) -> bool:
    """A format may name a time zone, as ``-v UTC`` does."""
    return word in {"UTC", "GMT"}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < _NUMBER_LIMIT):
        raise LogcatError("bad_option", value=text)
    return int(text)


def _take_tail(request: Request, option: str, value: str, now: datetime) -> None:
    """``-t`` shows the past from a number of lines or a time on, and ends; ``-T`` goes on."""
    request.ends |= option == "t"
    if value.isascii() and value.isdigit() and len(value) < _NUMBER_LIMIT:
        request.tail = int(value)
        if not request.tail:
            request.tail = 1
            request.bad_counts.append((option, value))
        return
    request.since = _time(value, now)
    if request.since is None:
        raise LogcatError("bad_time", option=option, value=value)


def _time(text: str, now: datetime) -> datetime | None:
    zone, year = now.tzinfo, now.year
    seconds, dot, _ = text.partition(".")
    if dot and seconds.isascii() and seconds.isdigit():
        try:
            return datetime.fromtimestamp(float(text), zone)
        except (ValueError, OverflowError, OSError):
            return None
    for shape in _TIME_SHAPES:
        # A month and a day without a year: 29 February exists only together with one.
        given, full = (text, shape) if "%Y" in shape else (f"{year}-{text}", f"%Y-{shape}")
        try:
            return datetime.strptime(given, full).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def _pattern(text: str) -> re.Pattern[str]:
    if len(text) > _PATTERN_LIMIT:
        raise LogcatError("bad_option", value=text[:40])
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise LogcatError("bad_option", value=text) from error


def _size(text: str) -> int:
    found = _SIZE.fullmatch(text)
    size = int(found[1]) * _SIZES[found[2]] if found else 0
    if not _SMALLEST <= size <= _LARGEST:
        raise LogcatError("bad_size", value=text)
    return size


def _chosen(names: list[str]) -> tuple[str, ...]:
    chosen: set[str] = set()
    for name in names:
        if name == "default":
            chosen.update(_DEFAULT_BUFFERS)
        elif name == "all":
            chosen.update(BUFFERS)
        elif name in BUFFERS:
            chosen.add(name)
        else:
            raise LogcatError("unknown_buffer", value=name)
    return tuple(name for name in BUFFERS if name in chosen)


def _take_filters(request: Request, given: list[str], env: Mapping[str, str]) -> None:
    """Tag filters of the command line, or those of ANDROID_LOG_TAGS where there are none."""
    words = [part for word in given for part in word.split()]
    silent = request.filters.get("*") == SILENT
    if not words and not silent:
        words = env.get("ANDROID_LOG_TAGS", "").split()
    for word in words:
        tag, colon, priority = word.partition(":")
        level = priority.upper() or ("V" if tag != "*" else "D")
        if not tag or (colon and priority and level not in {*_LEVELS, "*"}):
            raise LogcatError("bad_filter")
        request.filters[tag] = "V" if level == "*" else level


_TAKERS: Final[dict[str, Callable[[Request, str], None]]] = {
    "v": _take_format,
    "s": lambda request, _: request.filters.update({"*": SILENT}),
    "d": _setter("ends", lambda _: True),
    "e": _setter("pattern", _pattern),
    "m": _setter("max_count", _number),
    "pid": _setter("pid", _number),
    "uid": _setter("uids", lambda value: frozenset(map(_number, value.split(",")))),
    "G": _setter("size", _size),
    "f": _setter("file", str),
}
