"""An iPhone with an app that posts what is pushed to it, and a finger on its glass."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.ios.iphones import APP, build, iphone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pytest

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.os.process import AppContext

SPRINGBOARD = "com.apple.springboard"
SHORT_LOOK = "NotificationShortLookView"


@dataclass
class Messenger:
    """An app that posts what is pushed to it, and says what became of it."""

    context: AppContext
    seen: list[str]
    opened: list[Mapping[str, str]]

    def __post_init__(self) -> None:
        self.seen.append("began")
        assert self.context.push.token
        self.context.notifications.create_channel("news", "News", 4)
        self.context.notifications.create_channel("hints", "Hints", 2)
        self.context.push.on_message(self._received)
        self.context.notifications.on_open(self.opened.append)

    def resume(self, activity: str) -> None:
        del activity
        self.seen.append("resumed")

    def pause(self) -> None:
        self.seen.append("paused")

    def content(self) -> Node:
        return Node(Role.TEXT, text="Messages")

    def back(self) -> None:
        pass

    def stop(self) -> None:
        self.seen.append("stopped")

    def _received(self, message: Mapping[str, str]) -> None:
        self.seen.append(message["body"])
        self.context.notifications.post(
            1,
            "hints" if message["body"].startswith("hint") else "news",
            title="News",
            text=message["body"],
            tag=message["body"],
            extras={"about": message["body"]},
            actions=(("Answer", {"answered": message["body"]}),),
        )


@dataclass
class Notified:
    """The phone, and what its app has seen."""

    phone: IPhone
    seen: list[str] = field(default_factory=list)
    opened: list[Mapping[str, str]] = field(default_factory=list)

    def push(self, *bodies: str, token: str = "") -> None:
        """Send messages, and let the moment pass in which they come."""

        async def main() -> None:
            for body in bodies:
                self.phone.push.deliver(token or self.token, {"body": body})
            self.phone.clock.advance(timedelta())

        asyncio.run(main())

    def later(self, event: Any) -> None:  # noqa: ANN401 - any call without arguments
        """Have something happen, and let the moment pass in which messages come."""

        async def main() -> None:
            event()
            self.phone.clock.advance(timedelta())

        asyncio.run(main())

    @property
    def token(self) -> str:
        """The address of the app's installation."""
        app = self.phone.installed.get(APP)
        assert app is not None
        return next(v for k, v in app.storage.items() if k.endswith("messaging.token"))  # type: ignore[no-any-return] # a string by its key

    def elements(self, application: str = SPRINGBOARD) -> Iterator[Element]:
        """What can be seen of an application, as WebDriverAgent has it."""
        return (each for each in snapshot(self.phone, application).walk() if each.visible)

    def named(self, name: str, application: str = SPRINGBOARD) -> list[Element]:
        """Elements with a name that can be seen."""
        return [each for each in self.elements(application) if each.name == name]

    def tap(self, name: str, application: str = SPRINGBOARD) -> None:
        """Touch the first element of a name."""
        self.phone.display.tap(*self.named(name, application)[0].hit_point)

    def sweep(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Sweep over the glass, by parts of its width and height."""
        wide, high = self.phone.display.bounds.width, self.phone.display.bounds.height
        points = int(x1 * wide), int(y1 * high), int(x2 * wide), int(y2 * high)
        self.phone.display.swipe(*points, duration_ms=200)

    def sweep_over(self, name: str, right: int = 0, down: int = 0) -> None:
        """Sweep over the first element of a name, by points."""
        x, y = self.named(name)[0].hit_point
        scale = int(self.phone.display.scale)
        self.phone.display.swipe(x, y, x + right * scale, y + down * scale, duration_ms=200)

    @property
    def banner(self) -> str:
        """The words of the banner; empty for none."""
        if self.phone.display.floating.window is None:
            return ""
        return self.named(SHORT_LOOK)[-1].label or ""


def notified(
    folder: Path, monkeypatch: pytest.MonkeyPatch, profile: str = "ios-17", *, allowed: bool = True
) -> Notified:
    """A phone on its home screen, whose app has run once and may notify."""
    desk = Notified(iphone(profile))
    monkeypatch.setattr(
        "devices.virtual.app.create", lambda context: Messenger(context, desk.seen, desk.opened)
    )
    desk.phone.installed.install(build(folder))
    if allowed:
        desk.phone.notifications.authorize(APP, granted=True)
    desk.phone.apps.launch(APP)
    desk.phone.apps.to_home()
    desk.seen.clear()
    return desk
