"""The system log: a ring of lines that `logcat` reads and follows."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.virtual.os.clock import Clock

PRIORITIES: Final = "VDIWEF"
_KEPT_LINES: Final = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: priority is one of V D I W E F; tid is the thread, the main one for apps."""

    time: datetime
    pid: int
    tid: int
    priority: str
    tag: str
    message: str


class Log:
    """The phone's log buffers, all in one, newest last; the oldest lines are dropped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: deque[Line] = deque(maxlen=_KEPT_LINES)
        self._followers: list[Callable[[Line], None]] = []

    def write(self, priority: str, tag: str, message: str, *, pid: int) -> None:
        """Append a message; each of its lines becomes an entry, as logd prints them."""
        now = self._clock.now()
        for text in message.split("\n"):
            line = Line(now, pid, pid, priority, tag, text)
            self._lines.append(line)
            for follower in tuple(self._followers):
                follower(line)

    def lines(self) -> tuple[Line, ...]:
        """What the buffers hold, oldest first."""
        return tuple(self._lines)

    def clear(self) -> None:
        """Drop everything written so far."""
        self._lines.clear()

    def follow(self, callback: Callable[[Line], None]) -> Callable[[], None]:
        """Call back for each new line; returns the call that ends it."""
        self._followers.append(callback)
        return lambda: self._followers.remove(callback)
