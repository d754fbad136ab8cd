"""The process that all virtual phones live in, and what it says when they have booted."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from pydantic import TypeAdapter, ValidationError

from config.platforms import Platform  # noqa: TC001 - pydantic reads the annotation
from devices.host.errors import HostError, ServiceDied, ServiceSilent, SetUpFailed, log_tail
from devices.host.ports import LOOPBACK
from devices.host.processes import Child
from devices.host.service import describe
from devices.host.spec import Attach, PhoneEndpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.host.service import Site

_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_LINE_BYTES: Final = 1 << 20
_STOP_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class LabPhone:
    """A virtual phone that has booted.

    Attributes:
        adb_port: loopback port on which an Android phone's adbd listens; None of an iPhone.
        console_port: of its emulator console; None on a cable.
        control_url: where the lab's hand hears what is to be done to it.
        udid: of an iPhone; empty of others.
        wda_url: where an iPhone's WebDriverAgent answers; empty of others.
    """

    name: str
    platform: Platform
    version: str
    api_level: int
    attach: Attach
    adb_port: int | None
    console_port: int | None
    control_url: str = ""
    udid: str = ""
    wda_url: str = ""

    @property
    def serial(self) -> str:
        """What its adb server calls it, or its UDID."""
        if self.udid:
            return self.udid
        if self.console_port is not None:
            return f"emulator-{self.console_port}"
        return f"{LOOPBACK}:{self.adb_port}"

    @property
    def registration(self) -> str:
        """The service of the adb server that makes it known (AOSP adb, SERVICES.TXT)."""
        if self.attach == "emulator":
            return f"host:emulator:{self.adb_port}"
        return f"host:connect:{self.serial}"

    @property
    def endpoint(self) -> PhoneEndpoint:
        """Where the run reaches it."""
        return PhoneEndpoint(
            name=self.name,
            platform=self.platform,
            version=self.version,
            api_level=self.api_level,
            attach=self.attach,
            serial=self.serial,
            control_url=self.control_url,
            wda_url=self.wda_url,
            on_cable=bool(self.udid),
        )


@dataclass(frozen=True, slots=True)
class LabReply:
    """What the lab says once: where its phones and its CRM are. Holds a secret."""

    crm_url: str
    crm_token: str
    phones: tuple[LabPhone, ...]


_REPLY: Final = TypeAdapter(LabReply)


class LabProcess:
    """One line of JSON in, one out; it ends when its stdin does."""

    name: ClassVar[str] = "lab"

    def __init__(self, site: Site, command: Sequence[str]) -> None:
        self._site = site
        self._command = list(command)
        self._child: Child | None = None
        self._stdout: asyncio.Task[None] | None = None

    @property
    def child(self) -> Child:
        """Its process, once started."""
        assert self._child is not None
        return self._child

    @property
    def pids(self) -> set[int]:
        """Its process, if it was started."""
        return set() if self._child is None else {self._child.pid}

    async def start(self) -> LabReply:
        """Start it and wait for its phones.

        Raises:
            SetUpFailed: it cannot be run, or refused what was asked for.
            ServiceDied: it ended instead.
            ServiceSilent: the phones did not boot in time.
        """
        limit_s = self._site.deadlines.lab_start_s
        self._child = self._spawn()
        try:
            async with asyncio.timeout(limit_s):
                line = await self._converse(self._child)
                if not line:
                    await asyncio.wait({self._child.exited})
        except TimeoutError:
            question = f"with {len(self._site.spec.phones)} booted phones"
            log, tail = self._log_end()
            raise ServiceSilent(self.name, question, limit_s, "nothing", log, tail) from None
        return self._read(line)

    async def stop(self) -> None:
        """End it, if it was started."""
        if self._child is None:
            return
        if self._child.process.stdin is not None:
            self._child.process.stdin.close()
        within_s = self._site.deadlines.stop_s * _STOP_SHARE
        await asyncio.wait({self._child.exited}, timeout=within_s)
        await self._child.end(within_s)
        if self._stdout is not None:
            self._stdout.cancel()
            await asyncio.wait({self._stdout})

    def died(self) -> ServiceDied:
        """The error that says how it ended."""
        return ServiceDied(self.name, self.child.exited.result(), *self._log_end())

    def _spawn(self) -> Child:
        log = self._site.log(self.name)
        try:
            return Child.spawn(
                self._command, environ=self._site.environ(), cwd=_CHECKOUT, log=log, talks=True
            )
        except OSError as error:
            reason = f"cannot run {self._command[0]}: {describe(error)}"
            raise SetUpFailed(self.name, reason) from error

    async def _converse(self, child: Child) -> bytes:
        assert child.process.stdin is not None
        spec = self._site.spec
        phones = [
            {"name": phone.name, "profile": phone.profile, "attach": phone.attach}
            for phone in spec.phones
        ]
        socket = spec.usbmuxd_socket
        request = {"phones": phones, "usbmuxd": str(socket) if socket else None}
        child.process.stdin.write(json.dumps(request).encode() + b"\n")
        child.process.stdin.flush()
        reader = asyncio.StreamReader(limit=_LINE_BYTES)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), child.process.stdout
        )
        line = await reader.readline()
        self._stdout = asyncio.create_task(_drain(reader))
        return line

    def _read(self, line: bytes) -> LabReply:
        if not line:
            raise self.died()
        try:
            said = json.loads(line)
            if "error" in said:
                raise SetUpFailed(self.name, str(said["error"]))
            return _REPLY.validate_python(said)
        except (ValueError, TypeError) as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> HostError:
        # Not the line itself, nor pydantic's own words: both quote the token.
        where = error.errors(include_input=False) if isinstance(error, ValidationError) else "JSON"
        return SetUpFailed(self.name, f"its answer cannot be read: {where}", "", *self._log_end())

    def _log_end(self) -> tuple[str, str]:
        log = self._site.log(self.name)
        return str(log), log_tail(log)


async def _drain(reader: asyncio.StreamReader) -> None:
    """Read on, so that a stray print can never block the phones."""
    while await reader.read(_LINE_BYTES):
        pass
