"""The emulator's console, a line protocol on its even port.

Source: Android emulator, android/android-emu/android/console.cpp; adb's side: AOSP
packages/modules/adb/client/console.cpp.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_BANNER: Final = (
    "Android Console: Authentication required\r\n"
    "Android Console: type 'auth <auth_token>' to authenticate\r\n"
    "Android Console: you can find your <auth_token> in\r\n"
    "'.emulator_console_auth_token'\r\n"
    "OK\r\n"
)
_HELP: Final = (
    "Android console commands:\r\n"
    "    help|h|?         print a list of commands\r\n"
    "    ping             check if the emulator is alive\r\n"
    "    avd              control virtual device execution\r\n"
    "    quit|exit        quit control session\r\n"
    "OK\r\n"
)
_LONGEST_LINE: Final = 4096


class ConsoleProtocol(asyncio.Protocol):
    """One control session. Any token will do, and so will none, as where its file is empty."""

    def __init__(self, avd_name: str) -> None:
        self._avd_name = avd_name
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(_BANNER.encode())

    def data_received(self, data: bytes) -> None:
        """Answer every line that is complete."""
        self._buffer += data
        *lines, rest = bytes(self._buffer).split(b"\n")
        self._buffer = bytearray(rest)
        if len(rest) > _LONGEST_LINE:
            self._close()
        for line in lines:
            self._answer(line.decode("utf-8", "replace").strip())

    def _answer(self, line: str) -> None:
        if self._transport is None or self._transport.is_closing() or not line:
            return
        if line in {"quit", "exit"}:
            self._close()
            return
        answer = _authenticated if line.startswith("auth ") else _ANSWERS.get(line, _unknown)
        self._transport.write(answer(self._avd_name).encode())

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _unknown(avd_name: str) -> str:
    del avd_name
    return "KO: unknown command, try 'help'\r\n"


def _authenticated(avd_name: str) -> str:
    del avd_name
    return "Android Console: type 'help' for a list of commands\r\nOK\r\n"


def _help(avd_name: str) -> str:
    del avd_name
    return _HELP


_ANSWERS: Final[dict[str, Callable[[str], str]]] = {
    "help": _help,
    "h": _help,
    "?": _help,
    "ping": lambda _: "I am alive!\r\nOK\r\n",
    "avd name": lambda name: f"{name}\r\nOK\r\n",
    "avd status": lambda _: "virtual device is running\r\nOK\r\n",
}
