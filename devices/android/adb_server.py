"""The private adb server of a lab, and the few words of its protocol that supervision needs.

Protocol: AOSP packages/modules/adb, SERVICES.TXT and OVERVIEW.TXT. A request is four hexadecimal
digits of length and the service's name; the reply is OKAY or FAIL, mostly with a string alike.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from devices.host.errors import SetUpFailed
from devices.host.ports import LOOPBACK, is_free
from devices.host.service import POLL_S, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from devices.host.lab import LabPhone
    from devices.host.service import Site

_SETTINGS: Final[dict[str, str]] = {
    # Scan no port for emulators (AOSP adb client/transport_emulator.cpp counts from 5555).
    "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553",
    # Leave phones on a cable to the user's own server; looking for them costs 3 s where USB is not
    # to be had.
    "ADB_USB": "0",
    "ADB_MDNS": "0",
}


def client_environ(port: int, host: str = LOOPBACK) -> dict[str, str]:
    """Environment for any program that runs ``adb`` against a server and must not start one.

    Named by its number the server counts as remote, and adb starts no server of its own when it
    finds none (AOSP adb client/adb_client.cpp: "cannot start server on remote host"); named
    "localhost" it would leave a daemon behind that nobody owns.
    """
    return {"ANDROID_ADB_SERVER_ADDRESS": host, "ANDROID_ADB_SERVER_PORT": str(port)}


async def ask(port: int, service: str, *, within_s: float, host: str = LOOPBACK) -> str:
    """Ask an adb server and return its whole answer, without OKAY and length.

    Raises:
        OSError: it does not answer, or says FAIL. TimeoutError is one.
    """
    reply = await _exchange(port, service, within_s, host)
    if not reply.startswith("OKAY"):
        raise OSError(f"{service!r} was answered with {reply[:80]!r}")
    return reply[8:]


async def states(port: int, *, within_s: float, host: str = LOOPBACK) -> dict[str, str]:
    """The serials that an adb server knows, with their states (``device``, ``offline``, …).

    Raises:
        OSError: it does not answer.
    """
    lines = (await ask(port, "host:devices", within_s=within_s, host=host)).splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


async def kill_server(port: int, *, within_s: float) -> None:
    """End whatever adb server answers on the port, and wait until it does not. Never raises."""
    with suppress(OSError):
        async with asyncio.timeout(within_s):
            while not is_free(port):
                with suppress(ConnectionError):
                    await ask(port, "host:kill", within_s=within_s)
                await asyncio.sleep(POLL_S)  # nothing tells when a port becomes free


class AdbServer(Service):
    """``adb nodaemon server`` that knows the lab's phones and no others."""

    name: ClassVar[str] = "adb"
    question: ClassVar[str] = "host:version"

    def __init__(self, site: Site, adb: Path) -> None:
        super().__init__(site, start_s=site.deadlines.adb_server_s, fixed_port=site.spec.adb_port)
        self._adb = adb

    async def attach(self, phones: Sequence[LabPhone]) -> list[str]:
        """Make the phones known; returns those that are not listed as ``device`` in time.

        Raises:
            OSError: the server does not answer.
        """
        limit_s = self._site.deadlines.adb_server_s
        wanted = {phone.serial: phone for phone in phones}
        missing = set(wanted)
        with suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                while True:
                    listed = await states(self.port, within_s=limit_s)
                    await self._register(p for s, p in wanted.items() if s not in listed)
                    missing = {s for s in wanted if listed.get(s) != "device"}
                    if not missing:
                        break
                    # `host:track-devices` tells of known phones; a dropped one is made known again.
                    await asyncio.sleep(POLL_S)  # so nothing tells of it
        return [f"{p.name} ({s})" for s, p in wanted.items() if s in missing]

    async def attach_all(self, phones: Sequence[LabPhone]) -> None:
        """Make the phones known.

        Raises:
            SetUpFailed: one is not listed in time.
            OSError: the server does not answer.
        """
        if missing := await self.attach(phones):
            limit_s = self._site.deadlines.adb_server_s
            raise SetUpFailed(
                self.name,
                f"{', '.join(missing)} not listed as 'device' within {limit_s:g} s",
                log_path=str(self.log_path),
            )

    async def kill(self) -> None:
        """End it and whoever may have taken its place."""
        await super().kill()
        await kill_server(self.port, within_s=self._site.deadlines.adb_server_s)

    async def stop(self) -> None:
        """End it and whoever may have taken its place, but nobody on a port that it never had."""
        await super().stop()
        if self.port:
            await kill_server(self.port, within_s=self._site.deadlines.health_s)

    def _command(self, port: int) -> list[str]:
        return [str(self._adb), "-P", str(port), "nodaemon", "server"]

    def _environ(self, port: int) -> dict[str, str]:
        return self._site.environ() | _SETTINGS | {"ANDROID_ADB_SERVER_PORT": str(port)}

    async def _ask(self, port: int) -> None:
        await ask(port, "host:version", within_s=self._site.deadlines.health_s)

    async def _register(self, phones: Iterable[LabPhone]) -> None:
        for phone in phones:
            # The answer proves nothing: to host:emulator there is none, and host:connect says OKAY
            # also when it could not. The list of devices is what counts.
            await _exchange(self.port, phone.registration, self._site.deadlines.adb_server_s)


async def _exchange(port: int, service: str, within_s: float, host: str = LOOPBACK) -> str:
    async with asyncio.timeout(within_s):
        reader, writer = await asyncio.open_connection(host, port)
        try:
            writer.write(b"%04x" % len(service) + service.encode())
            await writer.drain()
            return (await reader.read()).decode(errors="replace")
        finally:
            writer.close()
