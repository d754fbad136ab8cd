"""Child processes that cannot outlive us.

Three nets, each for what the one before lets through: a child gets SIGKILL from the kernel when its
parent dies (PR_SET_PDEATHSIG); a subreaper inherits what its children leave behind, so that its
descendants are all there is; and every process of a lab carries a mark in its environment, by which
it is found when nobody is left to inherit it. Linux only: prctl(2), pidfd_open(2).
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

MARK: Final = "FLEET_LAB"  # names the lab in the environment of each of its processes

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_PR_SET_CHILD_SUBREAPER: Final = 36
_GONE_POLL_S: Final = 0.05
_KILLED_S: Final = 5.0  # the kernel may take a moment to tear a big process down
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_ZERO: Final = ctypes.c_ulong(0)


def become_subreaper() -> None:
    """Inherit every orphan below this process from now on."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


class Child:
    """A process that dies with the *thread* that started it: start it from the main one.

    Attributes:
        pid: of the process.
        exited: done once it has ended; its result is the exit code, negative for a signal.
        process: for its pipes.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.pid = process.pid
        self.exited: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._pidfd = os.pidfd_open(process.pid)
        asyncio.get_running_loop().add_reader(self._pidfd, self._on_exit)

    @classmethod
    def spawn(
        cls,
        command: Sequence[str | Path],
        *,
        environ: Mapping[str, str],
        cwd: Path,
        log: Path,
        talks: bool = False,
    ) -> Child:
        """Start a program; what it prints is appended to a log file, never held in a pipe.

        Args:
            command: the program and its arguments.
            environ: the whole of its environment.
            cwd: its working folder.
            log: the file; made when it is not there.
            talks: give it a pipe as stdin, and one as stdout, which must then be read.

        Raises:
            OSError: the program or a folder is missing, the log cannot be written.
        """
        with log.open("ab") as sink:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talks else sink,
                stderr=sink,
                env=environ,
                cwd=cwd,
                preexec_fn=die_with(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
            )
        return cls(process)

    async def end(self, within_s: float) -> None:
        """Ask it to end, and kill it when it does not in time. Never raises."""
        self.signal(signal.SIGTERM)
        await asyncio.wait({self.exited}, timeout=within_s)
        await self.kill()

    async def kill(self) -> None:
        """Kill it and wait until it is gone."""
        self.signal(signal.SIGKILL)
        await asyncio.wait({self.exited}, timeout=_KILLED_S)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if not self.exited.done():
            self.process.send_signal(number)

    def _on_exit(self) -> None:
        asyncio.get_running_loop().remove_reader(self._pidfd)
        os.close(self._pidfd)
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()
        self.exited.set_result(self.process.wait())


def reap_orphans(known: Collection[int]) -> None:
    """Collect inherited children that have ended; those in `known` have a `Child` to do so."""
    for child in _orphans(known):
        with suppress(psutil.Error, ChildProcessError):
            if child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def end_orphans(known: Collection[int]) -> None:
    """Kill inherited children, and all below them: what a dead service left behind."""
    for orphan in _orphans(known):
        with suppress(psutil.Error):
            for process in (orphan, *orphan.children(recursive=True)):
                process.kill()


def _orphans(known: Collection[int]) -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if child.pid not in known]


def end_descendants(within_s: float) -> list[int]:
    """Kill everything below this process, again until nothing is left; returns what withstands."""
    return _kill_until_gone(lambda: psutil.Process().children(recursive=True), within_s)


def end_marked(mark: str, within_s: float) -> list[int]:
    """Kill every process of the lab with that mark; returns what withstands."""
    return _kill_until_gone(lambda: marked(mark), within_s)


def marked(mark: str) -> list[psutil.Process]:
    """The living processes of the lab with that mark, as far as this user may look."""
    return [process for process in psutil.process_iter() if _has_mark(process, mark)]


def _has_mark(process: psutil.Process, mark: str) -> bool:
    try:
        # An ended process that waits for its parent has no environment any more.
        return process.pid != os.getpid() and process.environ().get(MARK) == mark
    except (psutil.Error, OSError):
        return False


def _kill_until_gone(find: Callable[[], Iterable[psutil.Process]], within_s: float) -> list[int]:
    deadline = time.monotonic() + within_s
    while True:
        left = list(find())
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        # It collects zombies that are ours, also inherited ones.
        _, alive = psutil.wait_procs(left, timeout=_GONE_POLL_S)
        if not left or time.monotonic() > deadline:
            return [process.pid for process in alive]


def die_with(parent: int) -> Callable[[], None]:
    """Return a `preexec_fn` that has the kernel kill the child when the thread that forks ends."""

    def in_child() -> None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was told
            os._exit(1)

    return in_child


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, ctypes.c_ulong(value), _ZERO, _ZERO, _ZERO) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) failed")
