"""A phone in the test's own process, and a shell on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import devices.virtual.android.services  # noqa: F401 - registers the commands
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.builds import make_apk
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from devices.virtual.os.files import Bytes
from devices.virtual.os.profile import catalog
from devices.virtual.phone import Phone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGE = "com.LeadConnector"
_DEADLINE_S = 10


@dataclass(frozen=True)
class Ran:
    """What a script printed and how it ended."""

    out: str
    err: str
    status: int


@dataclass
class PhoneShell:
    """Runs scripts on a phone."""

    phone: Phone

    def __call__(self, script: str, stdin: bytes = b"") -> Ran:
        async def run() -> Ran:
            out, err = Collected(), Collected()
            shell = Shell(self.phone, Streams(Pipe(stdin, ended=True), out, err))
            status = await asyncio.wait_for(shell.run(script), _DEADLINE_S)
            return Ran(out.data.decode(), err.data.decode(), status)

        return asyncio.run(run())

    def install(self, build: Path, *options: str) -> Ran:
        """Put a build on the phone and install it."""
        self.phone.files.write("/data/local/tmp/build.apk", Bytes(build.read_bytes()))
        return self(f"pm install {' '.join(options)} /data/local/tmp/build.apk")


@pytest.fixture
def phone() -> Phone:
    """A phone that has just booted."""
    return Phone(catalog()["android-14"], "test phone", "cable", VirtualCrm(Clock()))


@pytest.fixture
def shell(phone: Phone) -> PhoneShell:
    """A shell on the phone."""
    return PhoneShell(phone)


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """Makes a build of the reference app."""

    def make(**facts: str | int) -> Path:
        name = "-".join(["app", *map(str, facts.values())])
        return make_apk(tmp_path / f"{name}.apk", **facts)  # type: ignore[arg-type]

    return make
