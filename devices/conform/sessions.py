"""Sessions that rows need: one on the UiAutomator2 server itself, one of a real Appium."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any, Final, Self

import aiohttp

from config.deadlines import DEADLINES
from devices.conform.builds import SERVER, SERVER_TEST
from devices.conform.http import request
from devices.conform.wire import WireError, shell_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.conform.http import HttpAnswer
    from devices.conform.wire import Adb

_RUNNER: Final = f"{SERVER_TEST}/androidx.test.runner.AndroidJUnitRunner"
_START_S: Final = 30.0  # as long as the driver waits for the server
_LOOK_S: Final = 0.05
_LONG_S: Final = 3600.0  # the instrumentation's stream is open as long as the server runs
_PORT: Final = 6790
_CAPABILITIES: Final = {"platformName": "Android", "automationName": "UiAutomator2"}


class ServerSession:
    """The UiAutomator2 server of a phone, started by instrumentation and reached by a forward.

    Made by `open`; `close` ends it and removes the forward.
    """

    def __init__(self, adb: Adb) -> None:
        self._adb = adb
        self._stack = AsyncExitStack()
        self._url = ""
        self._client: aiohttp.ClientSession | None = None
        self.id = ""

    @classmethod
    async def open(cls, adb: Adb) -> Self:
        """Start the server and open a session.

        Raises:
            WireError: it does not come up.
        """
        session = cls(adb)
        try:
            await session._start()
        except BaseException:
            await session.close()
            raise
        return session

    async def ask(self, verb: str, path: str, body: object) -> HttpAnswer:
        """Send a request; ``{session}`` in the path is the open session.

        Raises:
            WireError: no answer.
        """
        assert self._client is not None
        url = self._url + path.replace("{session}", self.id)
        return await request(self._client, verb, url, body, DEADLINES.command_s)

    async def close(self) -> None:
        """End session, server and forward; never raises."""
        if self.id:
            with suppress(WireError):
                await self.ask("DELETE", "/session/{session}", None)
        with suppress(WireError, OSError):
            await self._stack.aclose()
        for package in (SERVER, SERVER_TEST):
            with suppress(WireError):
                await self._adb.shell(f"am force-stop {package}", within_s=DEADLINES.health_s)

    async def _start(self) -> None:
        command = f"am instrument -w -e disableAnalytics true {_RUNNER}"
        await self._stack.enter_async_context(self._adb.open(shell_service(command), _LONG_S))
        said = await self._adb.host(f"forward:tcp:0;tcp:{_PORT}", within_s=DEADLINES.health_s)
        port = int(said[4:])  # a second status, read as a length, then the length of the port
        self._stack.push_async_callback(
            self._adb.host, f"killforward:tcp:{port}", within_s=DEADLINES.health_s
        )
        self._url = f"http://127.0.0.1:{port}"
        self._client = await self._stack.enter_async_context(aiohttp.ClientSession())
        await self._until_ready()
        body = {"capabilities": {"firstMatch": [_CAPABILITIES], "alwaysMatch": {}}}
        opened = await self.ask("POST", "/session", body)
        if not isinstance(opened.value, dict) or "sessionId" not in opened.value:
            raise WireError("POST /session", opened.text[:200])
        self.id = str(opened.value["sessionId"])

    async def _until_ready(self) -> None:
        deadline = asyncio.get_running_loop().time() + _START_S
        while True:
            try:
                await self.ask("GET", "/status", None)
            except WireError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(_LOOK_S)  # a server that is not there yet tells nothing
            else:
                return


class AppiumSession:
    """A session of a real Appium on the phone, for the driver's own commands."""

    def __init__(self, client: aiohttp.ClientSession, url: str, opened: dict[str, Any]) -> None:
        self._client = client
        self._url = f"{url}/session/{opened['sessionId']}"
        self.capabilities = opened.get("capabilities")

    @classmethod
    async def open(cls, url: str, capabilities: Mapping[str, object]) -> Self:
        """Open one without an app; the driver brings its own helpers.

        Args:
            url: of the server.
            capabilities: that name the phone.

        Raises:
            WireError: Appium refused, or is not there.
        """
        body = {"capabilities": {"alwaysMatch": dict(capabilities), "firstMatch": [{}]}}
        client = aiohttp.ClientSession()
        try:
            opened = await request(client, "POST", f"{url}/session", body, DEADLINES.session_s)
        except WireError:
            await client.close()
            raise
        if not isinstance(opened.value, dict) or "sessionId" not in opened.value:
            await client.close()
            raise WireError("opening an Appium session", opened.text[:300])
        return cls(client, url, opened.value)

    async def execute(self, script: str, arguments: object) -> HttpAnswer:
        """Run one of the driver's own commands.

        Raises:
            WireError: no answer.
        """
        body = {"script": script, "args": [arguments]}
        url = f"{self._url}/execute/sync"
        return await request(self._client, "POST", url, body, DEADLINES.command_s)

    async def close(self) -> None:
        """End it; never raises."""
        with suppress(WireError):
            await request(self._client, "DELETE", self._url, None, DEADLINES.command_s)
        await self._client.close()
