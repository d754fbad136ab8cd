"""The supervisor of a lab on this host: ``python -m devices.host.supervisor``.

It reads an order from its stdin, brings the lab up, says so on its stdout, and keeps the servers
alive. When its stdin ends, its parent dies, or SIGTERM or SIGINT comes, it stops everything,
removes the work folder and ends. It is a process of its own so that this holds whatever becomes of
the run.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
import traceback
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from devices.android.adb_server import AdbServer
from devices.appium.server import AppiumServer
from devices.host.errors import HostError, ServiceSilent, SetUpFailed
from devices.host.lab import LabPhone, LabProcess, LabReply
from devices.host.ports import LOOPBACK
from devices.host.processes import become_subreaper, end_descendants, end_orphans, reap_orphans
from devices.host.service import Service, Site, describe
from devices.host.spec import AdbAddress, Endpoints
from devices.host.wire import Event, Failed, Ready, Restarted, event_to_line, order_from_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.host.wire import Order

_REAP_S: Final = 1.0
_MISSED_CHECKS: Final = 2  # one may be lost to a busy host; that many in a row are silence
_RESTARTS: Final = (
    5  # of one service within the window; more is a fault that restarting does not mend
)
_RESTART_WINDOW_S: Final = 60.0
_LINE_BYTES: Final = 1 << 20


class Supervision:
    """One lab from its start to its end."""

    def __init__(self, order: Order, emit: Callable[[Event], None]) -> None:
        site = Site(order.spec, order.deadlines, order.mark)
        self._order = order
        self._emit = emit
        self._toolchain = order.toolchain
        self._site = site
        spec = order.spec
        self._lab = LabProcess(site, order.lab_command) if spec.phones else None
        own = "android" in spec.platforms and spec.adb_server is None
        self._adb = AdbServer(site, order.toolchain.adb) if own else None
        self._appium: AppiumServer | None = None
        self._reply: LabReply | None = None

    async def run(self) -> None:
        """Bring the lab up and keep it up; returns never.

        Raises:
            HostError: it cannot be brought up, or kept up.
        """
        await self._bring_up()
        self._emit(Ready(self._endpoints()))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_lab())
            for service in self._servers():
                group.create_task(self._watch(service))

    async def stop(self) -> None:
        """Stop everything, in reverse order, and remove the work folder. Never raises."""
        for part in (self._appium, self._adb, self._lab):
            if part is not None:
                await part.stop()
        end_descendants(self._site.deadlines.stop_s)
        shutil.rmtree(self._site.work_dir, ignore_errors=True)

    def _servers(self) -> list[Service]:
        return [service for service in (self._adb, self._appium) if service is not None]

    async def _bring_up(self) -> None:
        async with asyncio.TaskGroup() as group:
            booting = group.create_task(self._lab.start()) if self._lab else None
            if self._adb:
                await self._adb.start()  # takes milliseconds, and Appium must be told its port
            if self._order.spec.appium:
                self._appium = AppiumServer(self._site, self._toolchain, adb=self._adb_address)
                group.create_task(self._appium.start())
            if booting:
                self._reply = await booting
            if self._adb:
                await self._adb.attach_all(self._androids)

    @property
    def _adb_address(self) -> AdbAddress | None:
        if self._adb is not None:
            return AdbAddress(LOOPBACK, self._adb.port)
        return self._order.spec.adb_server

    @property
    def _androids(self) -> tuple[LabPhone, ...]:
        """The phones that an adb server lists."""
        phones = self._reply.phones if self._reply else ()
        return tuple(phone for phone in phones if phone.platform == "android")

    def _endpoints(self) -> Endpoints:
        adb = self._adb_address
        reply = self._reply
        return Endpoints(
            adb_server_port=adb.port if adb else 0,
            appium_url=self._appium.url if self._appium else None,
            appium_log=self._appium.log_path if self._appium else None,
            crm_url=reply.crm_url if reply else "",
            crm_token=reply.crm_token if reply else "",
            lab_pid=self._lab.child.pid if self._lab else 0,
            phones=tuple(phone.endpoint for phone in reply.phones) if reply else (),
            adb_server_host=adb.host if adb else LOOPBACK,
            usbmuxd=self._order.spec.usbmuxd_socket,
        )

    async def _watch_lab(self) -> None:
        """Collect what the services leave behind; without a lab of ours that is all there is."""
        while self._lab is None or not self._lab.child.exited.done():
            ended = self._lab.child.exited if self._lab else asyncio.Future[int]()
            await asyncio.wait({ended}, timeout=_REAP_S)
            reap_orphans(self._known())
        raise self._lab.died()

    async def _watch(self, service: Service) -> None:
        restarts: deque[float] = deque(maxlen=_RESTARTS)
        while True:
            trouble = await self._trouble(service)
            now = time.monotonic()
            if len(restarts) == _RESTARTS and now - restarts[0] < _RESTART_WINDOW_S:
                raise trouble
            restarts.append(now)
            await self._restart(service, trouble)

    async def _trouble(self, service: Service) -> HostError:
        """Wait until something is wrong with a service."""
        missed = 0
        while True:
            await asyncio.wait({service.child.exited}, timeout=service.check_s)
            if service.child.exited.done():
                return service.died()
            try:
                await service.check()
                missed = 0
            except ServiceSilent as error:
                missed += 1
                if missed == _MISSED_CHECKS:
                    return error

    async def _restart(self, service: Service, trouble: HostError) -> None:
        await service.kill()
        end_orphans(self._known())
        await service.start()
        reason = trouble.reason
        if service is self._adb and self._adb is not None:
            missing = await self._adb.attach(self._androids)
            # A phone may be off the cable just now: that is the run's affair, not a failure here.
            reason += f"; not back yet: {', '.join(missing)}" if missing else ""
        self._emit(Restarted(service.name, reason))

    def _known(self) -> set[int]:
        lab = self._lab.pids if self._lab else set[int]()
        return lab.union(*(service.pids for service in self._servers()))


async def supervise(order: Order, ended: asyncio.Event, emit: Callable[[Event], None]) -> int:
    """Keep a lab up until `ended` is set; returns the exit code once nothing is left of it."""
    supervision = Supervision(order, emit)
    running = asyncio.create_task(supervision.run())
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        failed = running.done()
        if failed:
            emit(Failed(_host_error(running.exception())))
    finally:
        for task in (running, waiting):
            task.cancel()
        await asyncio.wait({running, waiting})
        await supervision.stop()
    return int(failed)


async def _main() -> int:
    become_subreaper()
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    reader = asyncio.StreamReader(limit=_LINE_BYTES)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    line = await reader.readline()
    if not line:
        return 0
    order = order_from_line(line)
    _watch_runner(order.runner_pid, ended)
    at_end = asyncio.create_task(_set_at_end(reader, ended))
    code = await supervise(order, ended, _print)
    at_end.cancel()
    return code


def _watch_runner(pid: int, ended: asyncio.Event) -> None:
    """End with the runner, also when a fork of it keeps our stdin open."""
    try:
        asyncio.get_running_loop().add_reader(os.pidfd_open(pid), ended.set)
    except ProcessLookupError:
        ended.set()


async def _set_at_end(reader: asyncio.StreamReader, ended: asyncio.Event) -> None:
    while await reader.read(_LINE_BYTES):
        pass
    ended.set()


def _print(event: Event) -> None:
    with suppress(BrokenPipeError):  # the runner has gone: the end of stdin says so as well
        sys.stdout.buffer.write(event_to_line(event))
        sys.stdout.buffer.flush()


def _host_error(error: BaseException | None) -> HostError:
    """What to tell the runner: the first error of a group, anything unforeseen in its own words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, HostError):
        return error
    assert error is not None
    traceback.print_exception(error)  # into the supervisor's log
    return SetUpFailed("supervisor", describe(error), "Its log has the traceback.")


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
