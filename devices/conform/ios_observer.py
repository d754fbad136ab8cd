"""Looking at rows on an iPhone: over its WebDriverAgent, its cable, Appium."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from config.deadlines import DEADLINES
from devices.conform.builds import ASKING_APP
from devices.conform.expected import Difference, shown
from devices.conform.http import HttpAnswer, request
from devices.conform.observer import (
    NotObservableError,
    Observer,
    driver_difference,
    http_difference,
    keeping,
    named,
)
from devices.conform.sessions import AppiumSession
from devices.conform.steps import Appium, Capabilities, Http, Lockdown, Mux, Proxy, Step
from devices.conform.wire import WireError
from devices.ios.springboard import REFUSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.conform.iphone import IPhone
    from devices.conform.phone import Options
    from devices.conform.rows import Row

_REQUEST: Final = re.compile(r"(GET|POST|DELETE) (/\S*)(?: (.+))?")
_ASK: Final = "ask "
_NOTIFY: Final = "notify"
_POSTED: Final = "Lunch|At noon, by the lake"
_FAILED: Final = 400
_MOST_ALERTS: Final = 5  # of which one app can have asked
_HERE: Final = "{session}"
_CABLE: Final = "it is about the cable; --usbmuxd SOCKET names what has the phone"
_IMPLIED: Final = {
    Appium: "appium",
    Capabilities: "appium",
    Mux: "cable",
    Lockdown: "cable",
    Proxy: "cable",
}


class IosObserver(Observer):
    """Looks at rows on one iPhone. Each row has a WebDriverAgent session of its own.

    Args:
        phone: the phone.
        options: what may be done to it.
    """

    def __init__(self, phone: IPhone, options: Options) -> None:
        super().__init__(lasting=options.lasting, known=phone.known)
        self._phone = phone
        self._appium_url = options.appium_url
        self._client: aiohttp.ClientSession | None = None
        self._session = ""
        self._appium: AppiumSession | None = None

    async def close(self) -> None:
        """End the sessions that rows opened; never raises."""
        await self._close_session()
        if self._appium is not None:
            await self._appium.close()
            self._appium = None
        if self._client is not None:
            await self._client.close()
            self._client = None

    def hindrance(self, row: Row) -> str:
        """Why the row cannot be observed here; empty when nothing is in the way."""
        wanted = needs(row)
        hindrances = {
            "asking-app": self._phone.lacks_asking,
            "cable": self._phone.cable is None and _CABLE,
            "home-button": not self._phone.home_button and "it has no home button",
            "home-indicator": self._phone.home_button and "it has a home button",
            "appium": self._appium_url is None and "it needs a server; --appium URL names one",
        }
        return next((why for need, why in hindrances.items() if why and need in wanted), "")

    async def prepare(self, row: Row, command: str) -> Difference | None:
        """Send a request, or start the app that asks as one that was never asked about."""
        if command == _NOTIFY:
            return await self._have_notified(row)
        if command.startswith(_ASK):
            return await self._start_asking(row, command[len(_ASK) :])
        found = _REQUEST.fullmatch(command)
        assert found is not None, command
        answer = await self._ask(row, found[1], found[2], json.loads(found[3] or "null"))
        return _failure(command, answer)

    async def difference(self, row: Row, step: Step, kept: dict[str, str]) -> Difference | None:
        """Take a step; the first thing of its answer that differs."""
        match step:
            case Http():
                verb, path = step.http.split(" ", 1)
                return http_difference(step, await self._ask(row, verb, path, step.body), kept)
            case Appium():
                session = await self._appium_session()
                return driver_difference(step, await session.execute(step.appium, step.arguments))
            case Capabilities():
                told: Any = (await self._appium_session()).capabilities
                return named("capabilities", step.capabilities.difference(told))
            case Mux() | Lockdown() | Proxy():
                return await self._over_cable(step, kept)
            case _:
                raise NotObservableError("it is about a step that iOS has not")

    async def after(self, row: Row) -> None:
        """End the row's session, and the app that asks with its alerts."""
        if "asking-app" in needs(row):
            with suppress(WireError):
                body = {"bundleId": ASKING_APP}
                await self._ask(row, "POST", f"/session/{_HERE}/wda/apps/terminate", body)
                await self._answer_alerts(row)
                if _NOTIFY in row.setup:  # a banner goes with its app
                    await self._phone.forget_asking()
        await self._close_session()

    async def _start_asking(self, row: Row, names: str, *more: str) -> Difference | None:
        """Start the app that asks, which is the tested one where the row's session says so."""
        await self._phone.forget_asking()
        started = {"bundleId": ASKING_APP, "arguments": ["-fleet.ask", names, *more]}
        if row.session.get("bundleId") == ASKING_APP:
            await self._open({**row.session, **started})
            return None
        answer = await self._ask(row, "POST", f"/session/{_HERE}/wda/apps/launch", started)
        return _failure("starting the app that asks", answer)

    async def _have_notified(self, row: Row) -> Difference | None:
        """Have the app that asks post a notification, with the user's leave."""
        if found := await self._start_asking(row, "notifications", "-fleet.post", _POSTED):
            return found
        allowed = await self._ask(row, "POST", f"/session/{_HERE}/alert/accept", {"name": "Allow"})
        return _failure("allowing it to notify", allowed)

    async def _answer_alerts(self, row: Row) -> None:
        """Answer what is still asked: an alert outlives the app that it is about."""
        for _ in range(_MOST_ALERTS):
            answer = await self._ask(row, "GET", f"/session/{_HERE}/wda/alert/buttons", None)
            if answer.status >= _FAILED or not answer.value:
                return
            name = next((each for each in REFUSING if each in answer.value), answer.value[-1])
            await self._ask(row, "POST", f"/session/{_HERE}/alert/accept", {"name": name})

    # -- WebDriverAgent

    async def _ask(self, row: Row, verb: str, path: str, body: object) -> HttpAnswer:
        if _HERE in path:
            path = path.replace(_HERE, await self._opened(row))
        return await self._send(verb, path, body)

    async def _send(self, verb: str, path: str, body: object) -> HttpAnswer:
        self._client = self._client or aiohttp.ClientSession()
        url = self._phone.url + path
        return await request(self._client, verb, url, body, DEADLINES.command_s)

    async def _opened(self, row: Row) -> str:
        """The row's session, opened when it is first wanted: WebDriverAgent has one at a time."""
        if not self._session:
            await self._open(row.session)
        return self._session

    async def _open(self, capabilities: Mapping[str, object]) -> None:
        if self._appium is not None:  # its session is about to be taken away
            await self._appium.close()
            self._appium = None
        asked = {"capabilities": {"alwaysMatch": dict(capabilities), "firstMatch": [{}]}}
        answer = await self._send("POST", "/session", asked)
        if not isinstance(answer.value, dict) or "sessionId" not in answer.value:
            raise WireError("POST /session", answer.text[:300])
        self._session = str(answer.value["sessionId"])

    async def _close_session(self) -> None:
        if self._session:
            path, self._session = f"/session/{self._session}", ""
            with suppress(WireError):
                await self._send("DELETE", path, None)

    # -- others

    async def _over_cable(
        self, step: Mux | Lockdown | Proxy, kept: dict[str, str]
    ) -> Difference | None:
        cable = self._phone.cable
        assert cable is not None
        match step:
            case Mux():
                said = await cable.mux(step.mux)
                if found := named("reply", step.reply.difference(said)):
                    return found
                return keeping(step.keep, said, kept)
            case Lockdown():
                return named("reply", step.reply.difference(await cable.lockdown(step.lockdown)))
            case Proxy():
                return named("reply", step.reply.difference(await cable.proxy(step.proxy)))

    async def _appium_session(self) -> AppiumSession:
        await self._close_session()
        if self._appium is None:
            assert self._appium_url is not None
            self._appium = await AppiumSession.open(self._appium_url, self._phone.wanted)
        return self._appium


def _failure(command: str, answer: HttpAnswer) -> Difference | None:
    """What came in the place of success."""
    if answer.status < _FAILED:
        return None
    return Difference(f"`{command}` succeeds", f"{answer.status}, with {shown(answer.text)}")


def needs(row: Row) -> set[str]:
    """What a phone or a run must have for a row: what it says, and what its steps are."""
    implied = {_IMPLIED[type(step)] for step in row.steps if type(step) in _IMPLIED}
    asks = (
        {"asking-app"}
        if any(each == _NOTIFY or each.startswith(_ASK) for each in row.setup)
        else set()
    )
    return {*row.needs, *implied, *asks}
