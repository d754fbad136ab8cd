"""How a phone hangs on an adb server: as an emulator with a console, or as a phone on a cable."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.adb.daemon import Adbd
from devices.virtual.android.console.protocol import ConsoleProtocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.phone import Phone

_HOST: Final = "127.0.0.1"
# Above the ports that a stock adb server scans by itself (5555 to 5585), so that none of a user's
# own servers takes our phones for its emulators.
_CONSOLE_PORTS: Final = range(5600, 5902, 2)
# adbd runs before the system is up, as on a phone: who waits for the device waits for the boot too.
_BOOT: Final = timedelta(milliseconds=100)


class NoPortPairError(OSError):
    """Every pair of ports for an emulator is taken."""


class Attachment:
    """The sockets of one phone.

    Attributes:
        adbd: the phone's adb daemon.
        console_port: even port of the emulator's console; None on a cable.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self.adbd = Adbd(phone)
        self._console: asyncio.Server | None = None
        self._killing: asyncio.Task[None] | None = None
        self.console_port: int | None = None
        self._rebooting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen.

        Raises:
            NoPortPairError: there is no room for one more emulator on this host.
        """
        if self._phone.attach == "cable":
            await self.adbd.start()
        else:
            await self._start_emulator()
        self._phone.on_reboot = self._reboot

    async def stop(self) -> None:
        """Listen no more and end every connection."""
        if self._rebooting is not None:
            await self._rebooting
        await self.adbd.stop()
        self._phone.commands.end_all()
        if self._console is not None:
            self._console.close()
            self._console = None

    def told(self) -> Mapping[str, object]:
        """What the phone is, and where it is reached."""
        profile = self._phone.profile
        return {
            "platform": profile.platform,
            "version": profile.version,
            "api_level": profile.api_level,
            "attach": self._phone.attach,
            "adb_port": self.adbd.port,
            "console_port": self.console_port,
        }

    async def _start_emulator(self) -> None:
        loop = asyncio.get_running_loop()
        for port in _CONSOLE_PORTS:
            try:
                console = await loop.create_server(self._accept, _HOST, port)
            except OSError:
                continue
            try:
                await self.adbd.start(port + 1)
            except OSError:
                console.close()
                continue
            self._console, self.console_port = console, port
            return
        raise NoPortPairError(
            f"{self._phone.name}: every console port from {_CONSOLE_PORTS[0]} to"
            f" {_CONSOLE_PORTS[-1]}, or the port after it, is taken on {_HOST};"
            " end other emulators or attach by cable"
        )

    def _reboot(self) -> None:
        """Restart the phone on the ports it has; a second wish meanwhile changes nothing."""
        if self._rebooting is None or self._rebooting.done():
            self._rebooting = asyncio.create_task(self._restart())

    async def _restart(self) -> None:
        await self.adbd.down()
        self._phone.shut_down()
        self._phone.power_on()
        await self.adbd.up()
        self._phone.clock.schedule(_BOOT, self._phone.complete_boot)

    def _accept(self) -> ConsoleProtocol:
        return ConsoleProtocol(self._phone, self._kill)

    def _kill(self) -> None:
        """End the emulator for good, as its console's `kill` does."""
        if self._killing is None:
            self._killing = asyncio.create_task(self.stop())
