"""A lab as its own process, and a private adb server to drive its phones with the real adb."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import adbutils

from devices.host.ports import free_port
from devices.host.processes import die_with

if TYPE_CHECKING:
    from collections.abc import Iterator

ADB = Path(adbutils.__file__).parent / "binaries" / "adb"
_DEADLINE_S = 20


@dataclass(frozen=True)
class AdbClient:
    """The real adb, talking to one phone."""

    environ: dict[str, str]
    port: int
    serial: str

    def __call__(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [ADB, "-P", str(self.port), "-s", self.serial, *words],
            input=stdin,
            capture_output=True,
            timeout=_DEADLINE_S,
            check=False,
            env=self.environ,
        )

    def follow(self, *words: str) -> subprocess.Popen[bytes]:
        """A command that goes on until it is ended."""
        line = [str(ADB), "-P", str(self.port), "-s", self.serial, *words]
        return subprocess.Popen(line, stdout=subprocess.PIPE, env=self.environ)

    def out(self, *words: str) -> str:
        """What a command that succeeds prints."""
        done = self(*words)
        assert done.returncode == 0, done
        return done.stdout.decode()


@dataclass(frozen=True)
class AdbLab:
    """The running lab and its adb server."""

    environ: dict[str, str]
    port: int
    endpoints: dict[str, Any]

    def client(self, name: str) -> AdbClient:
        """The client for a phone of the lab."""
        (phone,) = (p for p in self.endpoints["phones"] if p["name"] == name)
        return AdbClient(self.environ, self.port, serial_of(phone))


@contextmanager
def running_lab(phones: list[dict[str, str]], home: Path) -> Iterator[AdbLab]:
    """A lab of these phones, registered with an adb server of our own.

    Args:
        phones: name, profile and attachment of each.
        home: the server's own home.
    """
    port = free_port()
    # adb prints a console's answers only after it has shown a token.
    (home / ".emulator_console_auth_token").write_text("any")
    environ = {
        **os.environ,
        "HOME": str(home),
        "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553",
        "ADB_MDNS": "0",
        "ADB_USB": "0",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "devices.virtual.lab"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as lab:
        assert lab.stdin is not None
        assert lab.stdout is not None
        lab.stdin.write(json.dumps({"phones": phones}).encode() + b"\n")
        lab.stdin.flush()
        endpoints = json.loads(lab.stdout.readline())
        with subprocess.Popen(
            [ADB, "-P", str(port), "nodaemon", "server"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with(os.getpid()),  # noqa: PLW1509 - tests begin it before any thread
        ) as server:
            found = AdbLab(environ, port, endpoints)
            try:
                _register(found)
                yield found
            finally:
                server.terminate()
        lab.stdin.close()
        assert lab.wait(_DEADLINE_S) == 0


def serial_of(phone: dict[str, Any]) -> str:
    """How adb calls a phone."""
    if phone["attach"] == "emulator":
        return f"emulator-{phone['console_port']}"
    return f"127.0.0.1:{phone['adb_port']}"


def _register(lab: AdbLab) -> None:
    for phone in lab.endpoints["phones"]:
        if phone["attach"] == "emulator":
            _ask(lab.port, f"host:emulator:{phone['adb_port']}")
        else:
            _ask(lab.port, f"host:connect:127.0.0.1:{phone['adb_port']}")
    for phone in lab.endpoints["phones"]:
        client = AdbClient(lab.environ, lab.port, serial_of(phone))
        assert client("wait-for-device").returncode == 0


def _ask(port: int, service: str) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=_DEADLINE_S) as asked:
                asked.sendall(f"{len(service):04x}{service}".encode())
                while asked.recv(4096):
                    pass
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
        else:
            return
