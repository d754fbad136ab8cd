"""`logcat`. Source: AOSP system/logging/logcat and liblog's logprint.cpp."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.log import PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.log import Line

_WITH_VALUE: Final = frozenset({"-b", "-v", "-t", "-T", "-m", "-e"})
_BEGINNING: Final = "--------- beginning of main"


@dataclass(slots=True)
class _Request:
    flags: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, words: tuple[str, ...]) -> _Request:
        request = cls()
        rest = iter(words)
        for word in rest:
            if word == "-v":
                request.formats.append(next(rest, ""))
            elif word in _WITH_VALUE:
                request.values[word] = next(rest, "")
            elif word == "-s":
                request.filters["*"] = "S"
            elif word.startswith("-"):
                request.flags.add(word)
            else:
                tag, colon, priority = word.partition(":")
                request.filters[tag] = priority if colon else "V"
        return request

    def passes(self, line: Line) -> bool:
        """Whether the tag filters let a line through."""
        lowest = self.filters.get(line.tag) or self.filters.get("*") or "V"
        return lowest in PRIORITIES and PRIORITIES.index(line.priority) >= PRIORITIES.index(lowest)


def _threadtime(line: Line) -> str:
    stamp = f"{line.time:%m-%d %H:%M:%S}.{line.time.microsecond // 1000:03}"
    return f"{stamp} {line.pid:5} {line.tid:5} {line.priority} {line.tag:<8}: {line.message}"


def _brief(line: Line) -> str:
    return f"{line.priority}/{line.tag:<8}({line.pid:5}): {line.message}"


def _tag(line: Line) -> str:
    return f"{line.priority}/{line.tag:<8}: {line.message}"


def _raw(line: Line) -> str:
    return line.message


_FORMATS: Final[dict[str, Callable[[Line], str]]] = {
    "threadtime": _threadtime,
    "brief": _brief,
    "tag": _tag,
    "raw": _raw,
}


@command("logcat")
async def logcat(call: Call) -> int:
    """Print the log; without ``-d`` or ``-t`` go on with every new line."""
    request = _Request.parse(call.args)
    if "-c" in request.flags or "--clear" in request.flags:
        call.phone.log.clear()
        return 0
    shape = next((_FORMATS[f] for f in reversed(request.formats) if f in _FORMATS), _threadtime)
    arrived: asyncio.Queue[Line] = asyncio.Queue()
    stop = call.phone.log.follow(arrived.put_nowait)
    try:
        lines = [line for line in call.phone.log.lines() if request.passes(line)]
        if (last := request.values.get("-t", "")).isdigit():
            lines = lines[-int(last) :]
        await call.print("\n".join([_BEGINNING, *map(shape, lines)]))
        if "-d" in request.flags or "-t" in request.values:
            return 0
        while True:
            line = await arrived.get()
            if request.passes(line):
                await call.print(shape(line))
    finally:
        stop()
