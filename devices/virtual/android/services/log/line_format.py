"""How `logcat` prints a line. Source: AOSP system/logging/liblog/logprint.cpp."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

    from devices.virtual.os.log import Line

    Shape = Callable[[Line, str, str], tuple[str, str]]

FORMATS: Final = ("brief", "help", "long", "process", "raw", "tag", "thread", "threadtime", "time")
MODIFIERS: Final = frozenset(
    {
        "color",
        "colour",
        "descriptive",
        "epoch",
        "monotonic",
        "nsec",
        "printable",
        "uid",
        "usec",
        "year",
        "zone",
    }
)
_COLOURS: Final = {"V": 231, "D": 75, "I": 40, "W": 166, "E": 196, "F": 196}
_NAMES: Final = {0: "root", 1000: "1000", 2000: "shell"}
_LONGEST_NAME: Final = 5


def _tag(line: Line) -> str:
    return f"{line.priority}/{line.tag:<8}"


_SHAPES: Final[dict[str, Shape]] = {
    "brief": lambda line, _, uid: (f"{_tag(line)}({uid}{line.pid:5}): ", "\n"),
    "process": lambda line, _, uid: (
        f"{line.priority}({uid}{line.pid:5}) ",
        f"  ({line.tag})\n",
    ),
    "tag": lambda line, _, __: (f"{_tag(line)}: ", "\n"),
    "thread": lambda line, _, uid: (f"{line.priority}({uid}{line.pid:5}:{line.tid:5}) ", "\n"),
    "raw": lambda _, __, ___: ("", "\n"),
    "time": lambda line, time, uid: (f"{time} {_tag(line)}({uid}{line.pid:5}): ", "\n"),
    "threadtime": lambda line, time, uid: (
        f"{time} {uid.replace(':', ' ')}{line.pid:5} {line.tid:5} {line.priority} {line.tag:<8}: ",
        "\n",
    ),
    "long": lambda line, time, uid: (
        f"[ {time} {uid}{line.pid:5}:{line.tid:5} {_tag(line)} ]\n",
        "\n\n",
    ),
}


class Format:
    """A format with its modifiers.

    Args:
        words: formats and modifiers in the order of the command line; the last format counts.
        up: how long the phone was up at its clock's zero, for the monotonic clock.
    """

    def __init__(self, words: Iterable[str], up: Callable[[Line], timedelta]) -> None:
        self._words = set(words)
        chosen = [word for word in words if word in _SHAPES]
        self._shape = _SHAPES[chosen[-1] if chosen else "threadtime"]
        self._up = up

    def __call__(self, line: Line) -> str:
        """The line with its prefix and its end."""
        prefix, suffix = self._shape(line, self._time(line), self._uid(line))
        if self._words & {"color", "colour"}:
            prefix = f"\x1b[38;5;{_COLOURS[line.priority]}m{prefix}"
            suffix = f"\x1b[0m{suffix}"
        return f"{prefix}{line.message}{suffix}"

    def _uid(self, line: Line) -> str:
        if "uid" not in self._words:
            return ""
        name = _NAMES.get(line.uid, str(line.uid))
        return f"{name if len(name) <= _LONGEST_NAME else line.uid:>5}:"

    def _time(self, line: Line) -> str:
        words = self._words
        when = line.time.astimezone(UTC) if words & {"UTC", "GMT"} else line.time
        if "epoch" in words:
            text = f"{int(when.timestamp()):10}"
        elif "monotonic" in words:
            text = f"{int(self._up(line).total_seconds()):6}"
        else:
            text = f"{when:%m-%d %H:%M:%S}"
            text = f"{when:%Y}-{text}" if "year" in words else text
        text += self._fraction(line)
        zoned = "zone" in words and not words & {"epoch", "monotonic"}
        return f"{text} {when:%z}" if zoned else text

    def _fraction(self, line: Line) -> str:
        micros = line.time.microsecond
        if "monotonic" in self._words:
            micros = self._up(line).microseconds
        if "nsec" in self._words:
            return f".{micros * 1000:09}"
        return f".{micros:06}" if "usec" in self._words else f".{micros // 1000:03}"
