"""An app on an iPhone that asks for permissions, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from devices.pool.asking import ASKING_IPA, make_asking_ipa
from devices.virtual.ios.ipa import read_ipa
from devices.virtual.ios.plain_app import ASK
from tests.devices.virtual.ios.glass import tap
from tests.devices.virtual.ios.iphones import iphone

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.os.context import Context

NAME = "Asker"


@dataclass
class Asker:
    """The app in front of a phone.

    Attributes:
        told: what became of each request.
    """

    phone: IPhone
    told: list[dict[str, bool]] = field(default_factory=list)

    @property
    def context(self) -> Context:
        """What the system gives the running app."""
        running = self.phone.apps.get(ASKING_IPA)
        assert running is not None, "the app does not run"
        return running.context

    def launch(self, names: str = "") -> None:
        """Start it, to ask for these at once."""
        arguments = (ASK, names) if names else ()
        self.phone.apps.launch(ASKING_IPA, arguments)

    def ask(self, *names: str) -> None:
        """Ask once more."""
        self.context.permissions.on_result("test", self._hear)
        self.context.permissions.request("test", names)

    def tap(self, *labels: str) -> None:
        """Tap one after the other."""
        for label in labels:
            tap(self.phone, label)

    def _hear(self, results: Any) -> None:  # noqa: ANN401 - as the protocol has it
        self.told.append(dict(results))


def asker(folder: Path, profile: str = "ios-17", names: str = "") -> Asker:
    """The app, installed and launched."""
    phone = iphone(profile)
    with make_asking_ipa(folder).open("rb") as file:
        phone.installed.install(read_ipa(file))
    app = Asker(phone)
    app.launch(names)
    return app
