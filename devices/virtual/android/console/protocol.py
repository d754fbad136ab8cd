"""The emulator's console, a line protocol on its even port.

Source: Android emulator, android/android-emu/android/console.cpp; adb's side: AOSP
packages/modules/adb/client/console.cpp.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from devices.virtual.android.console import commands
from devices.virtual.android.console.command import KO, Console, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

_BANNER: Final = (
    "Android Console: Authentication required\r\n"
    "Android Console: type 'auth <auth_token>' to authenticate\r\n"
    "Android Console: you can find your <auth_token> in\r\n"
    "'.emulator_console_auth_token'\r\n"
    "OK\r\n"
)
_WELCOME: Final = "Android Console: type 'help' for a list of commands\r\nOK\r\n"
_LONGEST_LINE: Final = 4095
_BYE: Final = "OK: killing emulator, bye bye\r\n"


class ConsoleProtocol(asyncio.Protocol):
    """One control session. Any token will do, and so will none, as where its file is empty.

    Args:
        phone: whose hardware it sets.
        kill: ends the emulator.
    """

    def __init__(self, phone: Phone, kill: Callable[[], None]) -> None:
        self._console = Console(phone)
        self._kill = kill
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(_BANNER.encode())

    def data_received(self, data: bytes) -> None:
        """Answer every line that is complete; of one that is too long, only the end counts."""
        *lines, rest = (bytes(self._buffer) + data).split(b"\n")
        self._buffer = bytearray(_kept(rest))
        texts = [_kept(line.replace(b"\r", b"")).decode("utf-8", "replace") for line in lines]
        texts = [text.strip(" \t") for text in texts]
        if self._transport is not None and self._is_adb(texts):
            self._transport.write(_WELCOME.encode())
        self._greeted = self._greeted or bool(texts)
        for text in texts:
            self._answer(text)

    def _is_adb(self, lines: list[str]) -> bool:
        """Whether `adb emu` asks without a token.

        It shows what follows the second OK, that of the token, and finds none in a home where no
        emulator has laid one.
        """
        return not self._greeted and "quit" in lines and not lines[0].startswith("auth")

    def _answer(self, line: str) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        word = line.partition(" ")[0]
        if word in {"quit", "exit"}:
            self._transport.close()
        elif word == "kill":
            self._transport.write(_BYE.encode())
            self._transport.close()
            self._kill()
        elif line:
            self._transport.write(answer(self._console, line).encode("utf-8", "replace"))


def _kept(line: bytes) -> bytes:
    """What is left of a line in a buffer that begins anew when it is full."""
    return line[(len(line) - 1) // _LONGEST_LINE * _LONGEST_LINE :] if line else line


def answer(console: Console, line: str) -> str:
    """What the console says to one line, up to and with its OK or KO."""
    found, group, args = find(commands.ROOT, line)
    if found is None:
        return KO.format("unknown command, try 'help'" if group is commands.ROOT else _SUB_UNKNOWN)
    if found.run is None:
        return found.help_text() + KO.format("missing sub-command")
    said = found.run(console, args)
    return said if said.startswith("KO") or "\r\nKO" in said else f"{said}OK\r\n"


_SUB_UNKNOWN: Final = "unknown sub-command"
