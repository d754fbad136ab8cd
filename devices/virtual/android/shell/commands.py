"""What shells run on a phone: the processes that `ps` lists and `kill` ends."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_FIRST_PID: Final = 10007
_PID_STEP: Final = 2

SIGNALS: Final = {
    "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9,
    "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16,
    "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24,
    "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28, "IO": 29, "PWR": 30, "SYS": 31,
}  # fmt: skip
"""Numbers of signals by name, as on every architecture that Android runs on."""

_HARMLESS: Final = frozenset({0, 17, 18, 23, 28})


@dataclass(slots=True, eq=False)
class Running:
    """One process of the user ``shell``.

    Attributes:
        task: what is cancelled when it is killed.
        signal: the number of the signal that ended it, 0 while none has.
        started: seconds on the host's monotonic clock.
    """

    pid: int
    ppid: int
    argv: tuple[str, ...]
    task: asyncio.Task[int] | None = None
    signal: int = 0
    started: float = field(default_factory=time.monotonic)
    on_signal: Callable[[int], bool] | None = None

    @property
    def name(self) -> str:
        """What `ps` shows in its NAME column."""
        return self.argv[0]


class Commands:
    """The shells and commands that run now."""

    def __init__(self) -> None:
        self._running: dict[int, Running] = {}
        self._pids = count(_FIRST_PID, _PID_STEP)
        self._detached: set[asyncio.Task[int]] = set()

    def start(self, argv: tuple[str, ...], ppid: int) -> Running:
        """Note a process; it is on the list until `end`."""
        running = Running(next(self._pids), ppid, argv)
        self._running[running.pid] = running
        return running

    def end(self, running: Running) -> None:
        """Take a process off the list."""
        self._running.pop(running.pid, None)

    def get(self, pid: int) -> Running | None:
        """The process of this id, or None."""
        return self._running.get(pid)

    def all(self) -> list[Running]:
        """Every process, by id."""
        return [self._running[pid] for pid in sorted(self._running)]

    def detach(self, task: asyncio.Task[int]) -> None:
        """Keep a background command after its shell has gone."""
        self._detached.add(task)
        task.add_done_callback(self._detached.discard)

    def kill(self, running: Running, signal: int) -> None:
        """Send a signal; one that is neither caught nor harmless ends the process."""
        if signal in _HARMLESS or (running.on_signal is not None and running.on_signal(signal)):
            return
        running.signal = signal
        if running.task is not None:
            running.task.cancel()

    def end_all(self) -> None:
        """End everything, as shutting down does."""
        for running in self.all():
            self.kill(running, SIGNALS["KILL"])
        for task in tuple(self._detached):
            task.cancel()
