"""Plain adb, beside the driver: probes that prove effects, logs, and what a session cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import adbutils
from adbutils.errors import AdbError

from config.deadlines import DEADLINES
from devices.errors import CommandFailed, DeviceLost

if TYPE_CHECKING:
    import socket

    from devices.device import DeviceFacts


class _Connection(adbutils.AdbConnection):  # type: ignore[misc] # the library is untyped
    """A connection that never starts an adb server: its owner does."""

    def _safe_connect(self) -> socket.socket:
        connected: socket.socket = self._create_socket()
        return connected


class _Client(adbutils.AdbClient):  # type: ignore[misc] # the library is untyped
    def make_connection(self, timeout: float | None = None) -> _Connection:
        connection = _Connection(self.host, self.port)
        connection.conn.settimeout(timeout or DEADLINES.adb_command_s)
        return connection


class Adb:
    """The adb of one device, over one adb server."""

    def __init__(
        self, facts: DeviceFacts, server_port: int, server_host: str = "127.0.0.1"
    ) -> None:
        self._facts = facts
        client = _Client(server_host, server_port, socket_timeout=DEADLINES.adb_command_s)
        self._device = client.device(facts.serial)

    def shell(self, command: str) -> str:
        """Run a shell command and return what it printed.

        Raises:
            DeviceLost: the adb server does not know the device any more.
            CommandFailed: it ended with another code than 0, or not within the deadline.
        """
        tried = f"adb shell {command}"
        try:
            result = self._device.shell2(command, timeout=DEADLINES.adb_command_s, v2=True)
        except (AdbError, OSError, EOFError) as error:  # EOFError: cut in mid-answer
            raise self._trouble(tried, str(error)) from error
        if result.returncode:
            seen = f"ended with code {result.returncode}: {result.output.strip()[:200]}"
            raise CommandFailed(self._facts.name, tried, seen)
        return str(result.output)

    def _trouble(self, tried: str, seen: str) -> CommandFailed | DeviceLost:
        if "not found" in seen or "offline" in seen:
            return DeviceLost(self._facts.name, tried, seen, "see whether `adb devices` lists it")
        return CommandFailed(self._facts.name, tried, seen or "no answer within the deadline")
