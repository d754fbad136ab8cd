"""Phones in the test's own process, and shells on them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import devices.virtual.android.services  # noqa: F401 - registers the commands
from devices.virtual.android.phone import Phone
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from devices.virtual.os.files import Bytes
from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from pathlib import Path

    from devices.host.spec import Attach
    from devices.virtual.os.profile import Profile

RELEASES: Final = {
    26: "android-8.0",
    28: "android-9",
    29: "android-10",
    30: "android-11",
    33: "android-13",
    34: "android-14",
    36: "android-16",
    37: "android-17",
}
"""The phones that are tried through real tools, by API level."""
_DEADLINE_S: Final = 10


def phone_of(name: str, attach: Attach = "cable") -> Phone:
    """A phone that has just booted, by the name of its profile."""
    return Phone(catalog()[name], "test phone", attach, VirtualCrm(Clock()))


def profile_at(api_level: int) -> Profile:
    """The first profile of an API level."""
    return next(p for p in catalog().values() if p.api_level == api_level)


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
