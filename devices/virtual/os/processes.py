"""The process table: those of the system, those of apps, and their ids."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.profile import SystemProcess

_FIRST_APP_PID: Final = 4021
_PID_STEP: Final = 27  # threads and short-lived processes take the ids between
_APP_UID_BASE: Final = 10000
_NAMES: Final = {0: "root", 1000: "system", 2000: "shell"}


@dataclass(frozen=True, slots=True)
class Process:
    """One running process; an app's name is its package."""

    pid: int
    ppid: int
    user: str
    name: str
    uid: int


class Processes:
    """What runs. Ids are never used twice and only increase."""

    def __init__(self, system: tuple[SystemProcess, ...]) -> None:
        self._table = {
            p.name: Process(p.pid, p.ppid, p.user, p.name, uid_of(p.user)) for p in system
        }
        self._zygote = next((p.pid for p in system if p.name.startswith("zygote")), 1)
        self._pids = count(_FIRST_APP_PID, _PID_STEP)
        self._callbacks: list[Callable[[], None]] = []

    def get(self, name: str) -> Process | None:
        """The process of this name, or None."""
        return self._table.get(name)

    def all(self) -> list[Process]:
        """Every process, by id."""
        return sorted(self._table.values(), key=lambda process: process.pid)

    def start(self, name: str, uid: int) -> Process:
        """Start an app's process, or give the one that runs."""
        running = self._table.get(name)
        if running is not None:
            return running
        process = Process(next(self._pids), self._zygote, user_name(uid), name, uid)
        self._table[name] = process
        self._changed()
        return process

    def end(self, name: str) -> Process | None:
        """End a process; gives the one that ran."""
        ended = self._table.pop(name, None)
        self._changed()
        return ended

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after a process started or ended; returns the call that ends it."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def _changed(self) -> None:
        for callback in tuple(self._callbacks):
            callback()


def uid_of(user: str) -> int:
    """The user id of a name as `ps` prints it; the system's for one that is not known."""
    if user.startswith("u0_a"):
        return _APP_UID_BASE + int(user.removeprefix("u0_a"))
    return {name: uid for uid, name in _NAMES.items()}.get(user, 1000)


def user_name(uid: int) -> str:
    """How Android names a user id: ``u0_a150`` for an app's."""
    return _NAMES.get(uid, f"u0_a{uid - _APP_UID_BASE}")
