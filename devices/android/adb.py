"""Plain adb, beside the driver: probes that prove effects, logs, and what a session cannot do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import adbutils
from adbutils.errors import AdbError

from config.deadlines import DEADLINES
from config.tally import counted
from devices.errors import CommandFailed, DeviceLost

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from config.secrets import Secret
    from devices.facts import DeviceFacts


class _Connection(adbutils.AdbConnection):  # type: ignore[misc] # the library is untyped
    """A connection that never starts an adb server, whose owner does, and closes at once."""

    def _safe_connect(self) -> socket.socket:
        connected: socket.socket = self._create_socket()
        return connected

    def close(self) -> None:
        """Close it; the library waits 10 ms first, for what was written last and nobody answers."""
        self.conn.close()


class _Client(adbutils.AdbClient):  # type: ignore[misc] # the library is untyped
    @cache  # noqa: B019 - a client lives as long as its device; the library asks at every command
    def server_version(self) -> int:
        """Of the adb server, e.g. 41."""
        version: int = super().server_version()
        return version

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

    def shell(self, command: str, *, secret: Secret | None = None) -> str:
        """Run a shell command and return what it printed.

        Args:
            command: for the phone's shell.
            secret: what the command carries; errors show it masked.

        Raises:
            DeviceLost: the adb server does not know the device any more.
            CommandFailed: it ended with another code than 0, or not within the deadline.
        """
        tried = _without(f"adb shell {command}", secret)
        try:
            with counted("adb"):
                result = self._device.shell2(command, timeout=DEADLINES.adb_command_s, v2=True)
        except (AdbError, OSError, EOFError) as error:  # EOFError: cut in mid-answer
            raise self._trouble(tried, str(error)) from error
        if result.returncode:
            said = _without(result.output.strip(), secret)[:200]
            seen = f"ended with code {result.returncode}: {said}"
            raise CommandFailed(self._facts.name, tried, seen)
        return str(result.output)

    def push(self, source: Path, target: str) -> None:
        """Bring a file to the device.

        Raises:
            DeviceLost: the adb server does not know the device any more.
            CommandFailed: it could not be written, or not within the deadline.
        """
        try:
            with counted("adb"):
                self._device.sync.push(source, target, mode=0o644)
        except (AdbError, OSError, EOFError) as error:
            raise self._trouble(f"adb push {source.name} {target}", str(error)) from error

    def is_attached(self) -> bool:
        """Whether the adb server lists the device as ready.

        Raises:
            CommandFailed: the server does not answer.
        """
        tried = "asking the adb server for the device's state"
        try:
            with counted("adb"):
                return bool(self._device.get_state() == "device")
        except (AdbError, OSError, EOFError) as error:
            trouble = self._trouble(tried, str(error))
            if isinstance(trouble, DeviceLost):
                return False
            raise trouble from error

    def _trouble(self, tried: str, seen: str) -> CommandFailed | DeviceLost:
        if "not found" in seen or "offline" in seen:
            return DeviceLost(self._facts.name, tried, seen, "see whether `adb devices` lists it")
        return CommandFailed(self._facts.name, tried, seen or "no answer within the deadline")


def _without(text: str, secret: Secret | None) -> str:
    return text.replace(secret.reveal(), str(secret)) if secret else text
