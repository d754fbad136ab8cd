"""The console of an Android emulator, over a socket of its host.

Not by `adb emu`, which starts a program that keeps a token of its own, nor by the driver's
`mobile: fingerprint`, which empties the user's token file. Source: Android emulator,
android/android-emu/android/console.cpp; appium-adb, lib/tools/emulator-commands.ts.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.tally import counted
from devices.errors import CommandFailed

if TYPE_CHECKING:
    from io import BufferedRWPair

    from devices.facts import DeviceFacts

_PREFIX: Final = "emulator-"
_TOKEN_FILE: Final = ".emulator_console_auth_token"  # noqa: S105 - the name of a file
_WANTS_TOKEN: Final = "Authentication required"  # noqa: S105 - a sentence of the console's


class Console:
    """What an emulator can be told past Android.

    Args:
        facts: of the emulator; its serial holds the console's port.
        host: where it runs.
        token_file: the emulator's own, which is only read.
    """

    def __init__(self, facts: DeviceFacts, host: str, token_file: Path | None = None) -> None:
        self._facts = facts
        self._host = host
        self._token_file = token_file or Path.home() / _TOKEN_FILE

    def say(self, *lines: str) -> None:
        """Give commands, one after the other, in one session.

        Raises:
            CommandFailed: it is no emulator, the console does not answer within the deadline, or
                it refused one.
        """
        try:
            with counted("adb"), self._connected() as connection, connection.makefile("rwb") as io:
                self._authenticate(io)
                for line in lines:
                    self._ask(io, line)
        except OSError as error:
            raise self._failed("speaking", f"no answer: {error}") from error

    def _connected(self) -> socket.socket:
        port = self._facts.serial.removeprefix(_PREFIX)
        if not port.isdecimal():
            raise self._failed("connecting", "it is no emulator, whose serial would tell the port")
        return socket.create_connection((self._host, int(port)), timeout=DEADLINES.adb_command_s)

    def _authenticate(self, io: BufferedRWPair) -> None:
        """Give the token where one is wanted; an empty file says that none is."""
        if _WANTS_TOKEN not in self._answer(io, "the greeting"):
            return
        try:
            token = self._token_file.read_text(encoding="ascii").strip()
        except OSError:
            return  # whether the console minds shows at the first command
        if token:
            self._ask(io, f"auth {token}", "auth")

    def _ask(self, io: BufferedRWPair, line: str, shown: str = "") -> None:
        io.write(f"{line}\n".encode())
        io.flush()
        self._answer(io, shown or line)

    def _answer(self, io: BufferedRWPair, what: str) -> str:
        """All lines up to OK.

        Raises:
            CommandFailed: the console said KO, or has hung up.
        """
        said = ""
        for line in io:
            text = line.decode(errors="replace").strip()
            if text == "OK":
                return said
            if text.startswith("KO"):
                raise self._failed(what, text)
            said += text
        raise self._failed(what, "it has hung up")

    def _failed(self, tried: str, seen: str) -> CommandFailed:
        return CommandFailed(self._facts.name, f"the emulator's console: {tried}", seen)
