"""A phone whose app asks for a face or a finger, and a person who stands before it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.biometrics.consent import SERVICE
from devices.virtual.ios.biometrics.policy import LAError, Request
from devices.virtual.ios.permissions.status import Status
from tests.devices.virtual.ios.iphones import SETTINGS, iphone

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.ios.biometrics.evaluation import Evaluation
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ui.node import Node

PASSCODE: Final = "246810"
FACES: Final = ("ios-16", "ios-17", "ios-26", "ios-27")
FINGERS: Final = ("ios-15", "ios-18", "ipad-18")
REASON: Final = "Unlock HoopAI"


@dataclass
class Booth:
    """The phone, and what its app was told: None for a match.

    Attributes:
        asked: the question that the app put last.
    """

    phone: IPhone
    told: list[LAError | None] = field(default_factory=list)
    asked: Evaluation | None = None

    def ask(self, fallback: str | None = "Use password", app: str = SETTINGS) -> None:
        """Have the app ask."""
        request = Request(app, "HoopAI", REASON, fallback)
        self.asked = self.phone.biometrics.evaluate(request, self.told.append)

    def match(self) -> None:
        """The phone's user."""
        self.phone.biometrics.touch(match=True)

    def miss(self, times: int = 1) -> None:
        """Somebody else."""
        for _ in range(times):
            self.phone.biometrics.touch(match=False)

    def tap(self, words: str) -> None:
        """Tap what has a label, or says so."""
        node = next(n for n in self.nodes if words in {n.label, n.text} and n.on_tap)
        self.phone.display.tap(*node.visible.center)

    def wait(self, seconds: float) -> None:
        """Let the phone's time pass."""
        self.phone.clock.advance(timedelta(seconds=seconds))

    @property
    def nodes(self) -> list[Node]:
        """What the window in front holds."""
        return list(self.phone.display.root().walk())

    @property
    def ids(self) -> list[str]:
        """The identifiers in front."""
        return [node.id for node in self.nodes if node.id]

    @property
    def texts(self) -> list[str]:
        """The texts in front, those of buttons among them."""
        return [node.text for node in self.nodes if node.text]

    @property
    def front(self) -> str:
        """Whose window is in front."""
        return self.phone.display.active().package

    def up(self) -> tuple[str, list[str]] | None:
        """Title and buttons of the alert that is up."""
        up = self.phone.alerts.current
        return (up.title, [button.label for button in up.buttons]) if up else None


def booth(profile: str, body: Callable[[Booth], Awaitable[None]], *, enrolled: bool = True) -> None:
    """Run a test on a phone with an app in front that was allowed to use Face ID.

    The phone knows its user and has a passcode, unless it is not `enrolled`.
    """

    async def run() -> None:
        phone = iphone(profile)
        phone.apps.launch(SETTINGS)
        phone.permissions.answer(SETTINGS, SERVICE, Status.AUTHORIZED)
        if enrolled:
            phone.enrol(PASSCODE)
        await body(Booth(phone))

    asyncio.run(run())
