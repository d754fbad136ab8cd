"""A phone on a desk, with an app that asks for fingers; its time passes at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import devices.virtual.android.services  # noqa: F401 - registers the commands
from devices.virtual.android.phone import Phone
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.builds import AppSpec, make_app
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.biometrics.prompt import PromptInfo
from devices.virtual.os.clock import Clock
from devices.virtual.os.credentials import CredentialKind
from devices.virtual.os.files import Bytes
from devices.virtual.os.plain_app import PlainApp
from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import pytest

    from devices.host.spec import Attach
    from devices.virtual.os.biometrics.outcome import Outcome
    from devices.virtual.os.biometrics.service import AppFingerprints
    from devices.virtual.os.context import Context
    from devices.virtual.os.intents import Intent
    from devices.virtual.ui.node import Node

BANK: Final = "com.example.bank"
SYSTEM_UI: Final = "com.android.systemui"
PIN: Final = "1234"
MINE, OTHER = 1, 9
RELEASES: Final = {
    profile.api_level: name
    for name, profile in sorted(catalog().items(), reverse=True)
    if profile.platform == "android" and profile.api_level >= 26
}
LEVELS: Final = sorted(RELEASES)
WITH_PROMPT: Final = [level for level in LEVELS if level >= 28]
ASKED: Final = PromptInfo("Log in", "to the bank", "With your finger.", negative="Use password")


class Bank(PlainApp):
    """An app that asks for a finger when it is told to."""

    last: Bank

    def __init__(
        self,
        context: Context,
        intent: Callable[[], Intent],
        fingerprints: AppFingerprints,
    ) -> None:
        super().__init__(context, intent, fingerprints)
        self.fingerprints = fingerprints
        type(self).last = self


@dataclass
class Desk:
    """The phone, and what its app was told.

    Attributes:
        told: every outcome, as event, code and text.
        withdraw: takes the app's last question back.
    """

    phone: Phone
    told: list[tuple[str, int | None, str]] = field(default_factory=list)
    withdraw: Callable[[], None] = lambda: None

    # -- the user's hands

    def touch(self, *fingers: int) -> None:
        """Put fingers on the reader, one after the other."""
        for finger in fingers:
            self.phone.sensors.touch(finger)

    def wait(self, seconds: float) -> None:
        """Let the phone's time pass."""
        self.phone.clock.advance(timedelta(seconds=seconds))

    def tap(self, name: str) -> None:
        """Tap the view with an id, or with a text."""
        self.phone.display.tap(*self.view(name).visible.center)

    async def run(self, script: str) -> str:
        """What a script prints in the phone's shell."""
        out = Collected()
        shell = Shell(self.phone, Streams(Pipe(b"", ended=True), out, out))
        await asyncio.wait_for(shell.run(script), 10)
        return out.data.decode()

    # -- the app

    def open(self, package: str = BANK) -> None:
        """Bring an app to the front."""
        self.phone.activities.start(self.phone.activities.resolve(package))

    def ask(self, info: PromptInfo = ASKED) -> None:
        """Have the app ask with a prompt."""
        self.withdraw = Bank.last.fingerprints.authenticate(info, self._hear)

    def scan(self) -> None:
        """Have the app ask the reader alone."""
        self.withdraw = Bank.last.fingerprints.scan(self._hear)

    def _hear(self, outcome: Outcome) -> None:
        self.told.append((outcome.event, outcome.code, outcome.text))

    # -- what is seen

    @property
    def window(self) -> str:
        """The window in front, by package and title."""
        front = self.phone.display.active()
        return f"{front.package}/{front.activity}"

    @property
    def asking(self) -> bool:
        """Whether a prompt is up."""
        return not self.window.startswith(f"{BANK}/{BANK}")

    @property
    def views(self) -> list[Node]:
        """Every view of the window in front."""
        return list(self.phone.display.root().walk())

    @property
    def ids(self) -> list[str]:
        """The ids of the views in front, as ``package:id/name``, in their order."""
        owner = self.phone.display.active().package
        return [f"{node.package or owner}:id/{node.id}" for node in self.views if node.id]

    @property
    def texts(self) -> list[str]:
        """The texts in front."""
        return [node.text for node in self.views if node.text]

    def view(self, name: str) -> Node:
        """The view in front with an id or a text."""
        return next(node for node in self.views if name in {node.id, node.text})

    def says(self, name: str) -> str:
        """The text of the view with an id."""
        return self.view(name).text


def desk(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    api_level: int,
    body: Callable[[Desk], Awaitable[None]],
    *,
    enrolled: tuple[int, ...] = (MINE,),
    attach: Attach = "emulator",
) -> None:
    """Run a test on a phone that is locked by a PIN and knows fingers, with the app in front.

    Without fingers the phone has no credential either.
    """
    monkeypatch.setattr("devices.virtual.android.phone.PlainApp", Bank)

    async def run() -> None:
        profile = catalog()[RELEASES[api_level]]
        found = Desk(Phone(profile, "phone", attach, VirtualCrm(Clock())))
        build = make_app(folder / "bank.apk", AppSpec(BANK, "Bank"))
        found.phone.files.write("/data/local/tmp/bank.apk", Bytes(build.read_bytes()))
        assert await found.run("pm install /data/local/tmp/bank.apk") == "Success\n"
        if enrolled:
            found.phone.credentials.set(CredentialKind.PIN, PIN)
        for finger in enrolled:
            found.phone.fingers.add(finger)
        found.open()
        await body(found)

    asyncio.run(run())
