"""A process of the lab: started until it answers, asked how it is, stopped."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from devices.host.errors import PortTaken, ServiceDied, ServiceSilent, SetUpFailed, log_tail
from devices.host.ports import free_port, holder_of, is_free, listens
from devices.host.processes import MARK, Child

if TYPE_CHECKING:
    from pathlib import Path

    from config.deadlines import Deadlines
    from devices.host.spec import HostSpec

POLL_S: Final = 0.05
_STOP_SHARE: Final = (
    0.3  # of the whole lab's stop deadline that one service may take to end by itself
)
_PORT_TRIES: Final = 3
# Another adb server's, another SDK's or a debugger's settings that would leak into ours.
_FOREIGN_PREFIXES: Final = ("ADB_", "ANDROID_", "APPIUM_", "NODE_", "USBMUXD_")


@dataclass(frozen=True, slots=True)
class Site:
    """What all services of a lab have in common: folders, deadlines, the lab's mark."""

    spec: HostSpec
    deadlines: Deadlines
    mark: str

    @property
    def work_dir(self) -> Path:
        """Private folder that goes away with the lab."""
        return self.spec.work_dir

    def log(self, service: str) -> Path:
        """Where a service logs; stays."""
        return self.spec.log_dir / f"{service}.log"

    def environ(self) -> dict[str, str]:
        """Environment of a service: private HOME and temporary folder, nobody else's settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN_PREFIXES)}
        home, tmp = self.work_dir / "home", self.work_dir / "tmp"
        for folder in (home, tmp):
            folder.mkdir(exist_ok=True)
        return kept | {"HOME": str(home), "TMPDIR": str(tmp), MARK: self.mark}


class Service(ABC):
    """A server on a port of its own.

    Attributes:
        port: where it listens; 0 until it was started for the first time, then always the same.
    """

    name: ClassVar[str]
    question: ClassVar[str]  # what a health check asks
    check_s: ClassVar[float] = 1.0  # between two health checks

    def __init__(self, site: Site, *, start_s: float, fixed_port: int | None = None) -> None:
        self._site = site
        self._start_s = start_s
        self._fixed_port = fixed_port
        self._child: Child | None = None
        self.port = 0

    @property
    def child(self) -> Child:
        """Its process, of the latest start."""
        assert self._child is not None
        return self._child

    @property
    def pids(self) -> set[int]:
        """Its process, if it was started."""
        return set() if self._child is None else {self._child.pid}

    @property
    def log_path(self) -> Path:
        """Where it logs."""
        return self._site.log(self.name)

    @abstractmethod
    def _command(self, port: int) -> list[str]:
        """The program to run."""

    @abstractmethod
    def _environ(self, port: int) -> dict[str, str]:
        """Its environment."""

    @abstractmethod
    async def _ask(self, port: int) -> None:
        """Ask how it is.

        Raises:
            OSError: no right answer; TimeoutError is one.
        """

    async def start(self) -> None:
        """Start it and wait until it answers: on its former port, the fixed one, or a free one.

        Raises:
            SetUpFailed: the program cannot be run.
            PortTaken: somebody else has the port.
            ServiceDied: it ended instead.
            ServiceSilent: it did not answer in time.
        """
        given = self.port or self._fixed_port
        for attempt in range(_PORT_TRIES):
            port = given or free_port()
            try:
                await self._start_on(port)
            except PortTaken:
                if given or attempt == _PORT_TRIES - 1:
                    raise  # else: a free port that somebody took first
            else:
                self.port = port
                return

    async def check(self) -> None:
        """Ask it once how it is.

        Raises:
            ServiceSilent: no right answer came in time.
        """
        limit_s = self._site.deadlines.health_s
        try:
            async with asyncio.timeout(limit_s):
                await self._ask(self.port)
        except OSError as error:
            raise self.silent(self.question, limit_s, error) from error

    async def kill(self) -> None:
        """Make sure that neither it nor a stand-in of it answers any more."""
        await self.child.kill()

    async def stop(self) -> None:
        """End it, if it was started."""
        if self._child is not None:
            await self._child.end(self._site.deadlines.stop_s * _STOP_SHARE)

    def died(self) -> ServiceDied:
        """The error that says how it ended."""
        tail = log_tail(self.log_path)
        return ServiceDied(self.name, self.child.exited.result(), str(self.log_path), tail)

    def silent(self, question: str, waited_s: float, seen: OSError | str) -> ServiceSilent:
        """The error that says what it did not answer."""
        what = seen if isinstance(seen, str) else describe(seen)
        tail = log_tail(self.log_path)
        return ServiceSilent(self.name, question, waited_s, what, str(self.log_path), tail)

    def spawn(
        self, command: list[str], environ: dict[str, str], cwd: Path, *, talks: bool
    ) -> Child:
        """Start a program that logs where this service does.

        Raises:
            SetUpFailed: it cannot be run.
        """
        try:
            return Child.spawn(command, environ=environ, cwd=cwd, log=self.log_path, talks=talks)
        except OSError as error:
            reason = f"cannot run {command[0]}: {describe(error)}"
            raise SetUpFailed(
                self.name, reason, "`fleet doctor` shows which tool is missing."
            ) from error

    async def _start_on(self, port: int) -> None:
        if not is_free(port):
            raise PortTaken(self.name, port, holder_of(port))
        environ = self._environ(port)
        command = self._command(port)
        self._child = self.spawn(command, environ, self._site.work_dir, talks=False)
        try:
            await self._until_it_answers(self._child, port)
        except ServiceDied:
            if is_free(port):
                raise
            raise PortTaken(self.name, port, holder_of(port)) from None

    async def _until_it_answers(self, child: Child, port: int) -> None:
        seen: OSError | str = "it does not listen"
        try:
            async with asyncio.timeout(self._start_s):
                while not child.exited.done():
                    try:
                        if listens(child.pid, port):
                            seen = "it listens and says nothing"
                            async with asyncio.timeout(self._site.deadlines.health_s):
                                return await self._ask(port)
                    except OSError as error:
                        seen = error
                    await asyncio.wait({child.exited}, timeout=POLL_S)
        except TimeoutError:
            raise self.silent(self.question, self._start_s, seen) from None
        raise self.died()


def describe(error: BaseException) -> str:
    """An error in words, also one without a message."""
    return str(error) or ("no answer" if isinstance(error, TimeoutError) else type(error).__name__)
