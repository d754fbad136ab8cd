"""The system log: ring buffers of lines that `logcat` reads and follows."""

from __future__ import annotations

from collections import deque
from heapq import merge
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from devices.virtual.os.clock import Clock

PRIORITIES: Final = "VDIWEF"
BUFFERS: Final = ("main", "radio", "events", "system", "crash")
"""Names of the buffers. Source: AOSP liblog, logger_name.cpp."""

DEFAULT_SIZE: Final = 256 * 1024
"""Bytes that a buffer holds before the oldest lines go. Source: AOSP logd, LogSize.cpp."""
_ENTRY_HEADER: Final = 24  # bytes an entry costs beside its tag and text


class Line(NamedTuple):
    """One entry: priority is one of V D I W E F; tid is the thread, the main one for apps.

    Attributes:
        uid: the user that wrote it.
        buffer: one of `BUFFERS`.
        number: where it stands among all entries.
    """

    time: datetime
    pid: int
    tid: int
    priority: str
    tag: str
    message: str
    uid: int = 1000
    buffer: str = "main"
    number: int = 0

    @property
    def size(self) -> int:
        """Bytes it takes in its buffer."""
        return _ENTRY_HEADER + len(self.tag) + len(self.message)


class _Ring:
    """One buffer: the newest lines up to a number of bytes."""

    __slots__ = ("consumed", "lines", "size")

    def __init__(self) -> None:
        self.lines: deque[Line] = deque()
        self.size = DEFAULT_SIZE
        self.consumed = 0

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.consumed += line.size
        self.trim()

    def trim(self) -> None:
        while self.consumed > self.size and len(self.lines) > 1:
            self.consumed -= self.lines.popleft().size

    def clear(self) -> None:
        self.lines.clear()
        self.consumed = 0


class Log:
    """The phone's log buffers; in each the oldest lines are dropped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rings = {name: _Ring() for name in BUFFERS}
        self._numbers = count()
        self._followers: list[Callable[[Line], None]] = []

    def write(
        self,
        priority: str,
        tag: str,
        message: str,
        *,
        pid: int,
        uid: int = 1000,
        buffer: str = "main",
    ) -> None:
        """Append a message; each of its lines becomes an entry, as logcat prints them."""
        now = self._clock.now()
        for text in message.split("\n"):
            line = Line(now, pid, pid, priority, tag, text, uid, buffer, next(self._numbers))
            self._rings[buffer].add(line)
            for follower in tuple(self._followers):
                follower(line)

    def lines(self, buffers: Iterable[str] = BUFFERS) -> tuple[Line, ...]:
        """What buffers hold, oldest first."""
        rings = (self._rings[name].lines for name in buffers)
        return tuple(merge(*rings, key=lambda line: line.number))

    def clear(self, buffers: Iterable[str] = BUFFERS) -> None:
        """Drop everything written so far."""
        for name in buffers:
            self._rings[name].clear()

    def size(self, buffer: str) -> int:
        """Bytes that a buffer may hold."""
        return self._rings[buffer].size

    def consumed(self, buffer: str) -> int:
        """Bytes that a buffer holds now."""
        return self._rings[buffer].consumed

    def resize(self, buffer: str, size: int) -> None:
        """Let a buffer hold a number of bytes; what no longer fits is dropped."""
        self._rings[buffer].size = size
        self._rings[buffer].trim()

    def follow(self, callback: Callable[[Line], None]) -> Callable[[], None]:
        """Call back for each new line; returns the call that ends it."""
        self._followers.append(callback)
        return lambda: self._followers.remove(callback)
