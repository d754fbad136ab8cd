"""WebDriverAgent on a virtual iPhone, served by a thread of its own, and a client that blocks."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from devices.virtual.ios.springboard.alerts import Alert, Button
from devices.virtual.ios.wda.server import WebDriverAgent
from tests.devices.virtual.ios.iphones import SETTINGS, iphone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.springboard.alerts import Shown

    T = TypeVar("T")

DEADLINE_S = 10
SPRINGBOARD = "com.apple.springboard"
MESSAGES = "com.apple.MobileSMS"
REFUSE = "Don\u2019t Allow"
NO_ALERT = "An attempt was made to operate on a modal dialog when one was not open"


class Answer(NamedTuple):
    """What the agent answered: its status and the envelope's two fields."""

    status: int
    value: Any
    session_id: str | None

    @property
    def error(self) -> tuple[int, str, str]:
        """Status, name and message of what failed."""
        return self.status, self.value["error"], self.value["message"]


class Served:
    """An agent that runs.

    Attributes:
        session: identifier of the session that `begin` has opened.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, phone: IPhone, agent: WebDriverAgent, url: str
    ) -> None:
        self._loop, self.phone, self.agent, self.url = loop, phone, agent, url
        self.session = ""

    def on_phone(self, work: Callable[[], T]) -> T:
        """Do something in the phone's loop."""

        async def done() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(DEADLINE_S)

    def until(self, true: Callable[[], object]) -> None:
        """Return once something has become true of the phone."""
        deadline = time.monotonic() + DEADLINE_S
        while not self.on_phone(true):
            assert time.monotonic() < deadline, "it has not become so in time"

    def raw(
        self, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=DEADLINE_S)
        try:
            connection.request(method, path, body)
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Ask, with a body of JSON or none."""
        data = None if body is None else json.dumps(body).encode()
        status, _, answered = self.raw(method, path, data)
        decoded = json.loads(answered)
        return Answer(status, decoded["value"], decoded["sessionId"])

    def get(self, path: str) -> Answer:
        """GET inside the session."""
        return self.ask("GET", f"/session/{self.session}{path}")

    def post(self, path: str, body: object = None) -> Answer:
        """POST inside the session."""
        return self.ask("POST", f"/session/{self.session}{path}", body)

    def begin(self, bundle_id: str | None = SETTINGS, **more: object) -> Answer:
        """Open a session."""
        asked = {**({} if bundle_id is None else {"bundleId": bundle_id}), **more}
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": asked}})
        self.session = str(answer.session_id)
        return answer

    def set(self, **settings: object) -> Answer:
        """Change settings."""
        return self.post("/appium/settings", {"settings": settings})

    def alert(self, *labels: str, title: str = "A question", **more: Any) -> Shown:  # noqa: ANN401 - an alert's fields
        """Have SpringBoard put an alert up."""
        buttons = tuple(Button(label) for label in labels)
        return self.on_phone(lambda: self.phone.alerts.show(Alert(title, buttons=buttons, **more)))

    @property
    def asked(self) -> str | None:
        """Title of the alert that is up."""
        current = self.on_phone(lambda: self.phone.alerts.current)
        return current.title if current else None


@contextmanager
def served(profile: str = "ios-17") -> Iterator[Served]:
    """An agent on a phone that was just switched on, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begun() -> tuple[IPhone, WebDriverAgent, str]:
        phone = iphone(profile)
        agent = WebDriverAgent(phone)
        return phone, agent, await agent.start()

    try:
        made = asyncio.run_coroutine_threadsafe(begun(), loop).result(DEADLINE_S)
        yield Served(loop, *made)
        asyncio.run_coroutine_threadsafe(made[1].stop(), loop).result(DEADLINE_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(DEADLINE_S)
        loop.close()
