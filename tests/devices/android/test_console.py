"""The emulator's console is spoken to over its socket, and the user's token file only read."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.android.console import Console
from devices.errors import CommandFailed
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOPBACK = "127.0.0.1"
GREETING = b"Android Console: Authentication required\r\nOK\r\n"


class Emulator(socketserver.ThreadingTCPServer):
    """A console that keeps what it hears.

    Attributes:
        heard: every line.
        refuses: what is answered with KO.
        greeting: what it begins with.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _Session)
        self.heard: list[str] = []
        self.refuses = ""
        self.greeting = GREETING

    @property
    def facts(self) -> DeviceFacts:
        """Of a phone whose console this is."""
        serial = f"emulator-{self.server_address[1]}"
        return DeviceFacts("cell", "emulator", "android", "14", 34, "emulator", serial)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        emulator = self.server
        assert isinstance(emulator, Emulator)
        self.wfile.write(emulator.greeting)
        for line in self.rfile:
            text = line.decode().strip()
            emulator.heard.append(text)
            known = text != emulator.refuses
            self.wfile.write(b"OK\r\n" if known else b"KO: unknown command\r\n")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A console that listens."""
    with Emulator() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def test_commands_are_said_after_the_token(emulator: Emulator, tmp_path: Path) -> None:
    """The token is the file's, which stays as it was."""
    token = tmp_path / "token"
    token.write_text("s3cret\n", encoding="ascii")
    Console(emulator.facts, LOOPBACK, token).say("finger touch 1", "finger remove")
    assert emulator.heard == ["auth s3cret", "finger touch 1", "finger remove"]
    assert token.read_text(encoding="ascii") == "s3cret\n"


@pytest.mark.parametrize("content", ["", None])
def test_without_a_token_the_command_comes_first(
    emulator: Emulator, tmp_path: Path, content: str | None
) -> None:
    """An empty file switches authentication off; one that is missing is not made."""
    token = tmp_path / "token"
    if content is not None:
        token.write_text(content, encoding="ascii")
    Console(emulator.facts, LOOPBACK, token).say("finger touch 9")
    assert emulator.heard == ["finger touch 9"]
    assert token.exists() is (content is not None)


def test_a_console_that_wants_no_token_gets_none(emulator: Emulator, tmp_path: Path) -> None:
    """Old emulators greet with OK alone."""
    emulator.greeting = b"Android Console: type 'help' for a list of commands\r\nOK\r\n"
    token = tmp_path / "token"
    token.write_text("s3cret", encoding="ascii")
    Console(emulator.facts, LOOPBACK, token).say("finger touch 9")
    assert emulator.heard == ["finger touch 9"]


def test_what_the_console_refuses_is_told_without_the_token(
    emulator: Emulator, tmp_path: Path
) -> None:
    """The error has the console's words; a token that it refuses stands in none."""
    token = tmp_path / "token"
    token.write_text("s3cret", encoding="ascii")
    emulator.refuses = "finger touch 1"
    with pytest.raises(CommandFailed, match=r"console: finger touch 1: KO: unknown command"):
        Console(emulator.facts, LOOPBACK, token).say("finger touch 1")
    emulator.refuses = "auth s3cret"
    with pytest.raises(CommandFailed) as failed:
        Console(emulator.facts, LOOPBACK, token).say("finger touch 1")
    assert "s3cret" not in str(failed.value)


def test_a_console_that_is_not_there_is_told_of(emulator: Emulator) -> None:
    """Nobody listens, it hangs up, or the phone is no emulator."""
    facts = emulator.facts
    emulator.greeting = b""
    emulator.refuses = "never"
    for serial, said in (("emulator-1", "no answer"), ("192.0.2.7:5555", "it is no emulator")):
        with pytest.raises(CommandFailed, match=said):
            Console(replace(facts, serial=serial), LOOPBACK).say("finger touch 1")
