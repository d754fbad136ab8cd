"""The runner's side of a lab on this host: start it, know where it answers, stop it."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

import psutil

from config.deadlines import DEADLINES
from devices.host.errors import HostError, ServiceDied, ServiceSilent, SetUpFailed, log_tail
from devices.host.processes import MARK, end_marked
from devices.host.running import announce
from devices.host.service import describe
from devices.host.wire import Failed, Order, Ready, event_from_line, order_to_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from config.deadlines import Deadlines
    from devices.host.spec import Endpoints, HostSpec
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event

_log: Final = logging.getLogger(__name__)
_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_LAB: Final = (sys.executable, "-m", "devices.virtual.lab")


class LabHost:
    """A lab that runs on this host until `stop`, or until this process ends in any way.

    Made by `start`. ::

        with LabHost.start(spec, locate(), deadline_s=60) as host:
            drive(host.endpoints)
    """

    def __init__(self, order: Order, on_event: Callable[[Event], None] | None = None) -> None:
        self._order = order
        self._on_event = on_event
        self._changed = threading.Condition()
        self._endpoints: Endpoints | None = None
        self._failure: HostError | None = None
        self._stopped = False
        self._note: Path | None = None
        self._supervisor = self._spawn()
        self._listener = threading.Thread(target=self._listen, name="lab-events", daemon=True)
        self._listener.start()

    @classmethod
    def start(
        cls,
        spec: HostSpec,
        toolchain: Toolchain,
        *,
        deadline_s: float,
        on_event: Callable[[Event], None] | None = None,
        deadlines: Deadlines = DEADLINES,
        lab_command: Sequence[str] = _LAB,
    ) -> Self:
        """Bring a lab up and wait until all of it answers.

        Args:
            spec: what the run asks for.
            toolchain: what to do it with.
            deadline_s: for the whole of it.
            on_event: is told of every event, in a thread of its own; must not block.
            deadlines: of the parts.
            lab_command: program that the phones live in.

        Raises:
            HostError: it could not be brought up; nothing of it is left.
        """
        if sys.platform != "linux":
            raise SetUpFailed("supervisor", f"needs Linux; this is {sys.platform}")
        spec = _make_folders(spec)
        mark = secrets.token_hex(8)
        order = Order(spec, toolchain, deadlines, tuple(lab_command), mark, os.getpid())
        host = cls(order, on_event)
        try:
            host._wait_ready(deadline_s)
            host._announce()
        except BaseException:
            host.stop()
            raise
        return host

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def endpoints(self) -> Endpoints:
        """Where everything answers; the same after a server was restarted."""
        assert self._endpoints is not None
        return self._endpoints

    @property
    def supervisor_pid(self) -> int:
        """The process that everything else descends from."""
        return self._supervisor.pid

    @property
    def mark(self) -> str:
        """What the environment of each of its processes holds under `MARK`."""
        return self._order.mark

    def check(self) -> None:
        """Make sure that the lab is there.

        Raises:
            HostError: it failed, and what of it.
        """
        with self._changed:
            if self._failure is not None:
                raise self._failure

    def stop(self) -> None:
        """Stop the lab and return once nothing of it is left. Never raises; may be repeated."""
        if self._stopped:
            return
        self._stopped = True
        if self._note is not None:
            self._note.unlink(missing_ok=True)
        limit_s = self._order.deadlines.stop_s
        with suppress(OSError):
            _pipe(self._supervisor.stdin).close()
        try:
            self._supervisor.wait(2 * limit_s)  # it takes up to one for the services to end
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
        # What follows finds work only when the supervisor was killed.
        if left := end_marked(self._order.mark, limit_s):
            _log.warning("lab: processes %s could not be ended", left)
        shutil.rmtree(self._order.spec.work_dir, ignore_errors=True)
        self._listener.join(limit_s)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log_path.open("ab") as log:
            supervisor = subprocess.Popen(
                [sys.executable, "-m", "devices.host.supervisor"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=_CHECKOUT,
                env=os.environ | {MARK: self._order.mark},
                start_new_session=True,  # Ctrl-C in the terminal is for the runner alone
            )
        with suppress(BrokenPipeError):  # it died at once: the listener says how
            _pipe(supervisor.stdin).write(order_to_line(self._order))
            _pipe(supervisor.stdin).flush()
        return supervisor

    @property
    def _log_path(self) -> Path:
        return self._order.spec.log_dir / "supervisor.log"

    def _wait_ready(self, deadline_s: float) -> None:
        deadline = time.monotonic() + deadline_s
        with self._changed:
            while self._endpoints is None and self._failure is None:
                left_s = deadline - time.monotonic()
                if left_s <= 0:
                    raise ServiceSilent(
                        "supervisor",
                        "that the lab is ready",
                        deadline_s,
                        "nothing",
                        str(self._log_path),
                        log_tail(self._log_path),
                    )
                self._changed.wait(left_s)
        self.check()

    def _announce(self) -> None:
        """Let others of this user's find the lab; without a place for the note it runs as well."""
        try:
            self._note = announce(self.mark, self.supervisor_pid, self.endpoints)
        except (OSError, psutil.Error) as error:
            _log.warning("lab: `fleet devices` will not show it: %s", error)

    def _listen(self) -> None:
        with _pipe(self._supervisor.stdout) as events:
            for line in events:
                self._take(event_from_line(line))
        with self._changed:
            if self._failure is None and not self._stopped:
                code = self._supervisor.wait()
                path = self._log_path
                self._failure = ServiceDied("supervisor", code, str(path), log_tail(path))
            self._changed.notify_all()

    def _take(self, event: Event) -> None:
        with self._changed:
            if isinstance(event, Ready):
                self._endpoints = event.endpoints
            elif isinstance(event, Failed):
                self._failure = event.error
            self._changed.notify_all()
        if self._on_event is not None:
            self._on_event(event)


def _make_folders(spec: HostSpec) -> HostSpec:
    """Make the folders of a spec, the work folder for us alone; returns it with absolute paths."""
    spec = replace(spec, work_dir=spec.work_dir.absolute(), log_dir=spec.log_dir.absolute())
    try:
        spec.log_dir.mkdir(parents=True, exist_ok=True)
        spec.work_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(spec.work_dir.iterdir()):
            raise SetUpFailed(
                "supervisor",
                f"the work folder {spec.work_dir} is not empty, and it will be removed at the end",
                "Name a folder that does not exist yet.",
            )
    except OSError as error:
        raise SetUpFailed("supervisor", f"cannot make its folders: {describe(error)}") from error
    return spec


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
