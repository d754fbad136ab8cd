"""The UiAutomator2 server: HTTP on the phone's port 6790, from `am instrument` to DELETE /session.

Source: appium-uiautomator2-server, server/AppiumServlet, http/ServerHandler, handler/NewSession.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from aiohttp import web

from devices.virtual.android.uia2.attributes import source_attributes
from devices.virtual.android.uia2.commands import COMMANDS
from devices.virtual.android.uia2.errors import (
    InvalidArgument,
    InvalidSession,
    SessionNotCreated,
    UiaError,
    UnknownCommand,
)
from devices.virtual.android.uia2.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.android.uia2.commands import Command
    from devices.virtual.android.uia2.phone import InstrumentedPhone

PORT: Final = 6790
VERSION_NAME: Final = "10.6.6"
VERSION_CODE: Final = 278
_LEGACY_PREFIX: Final = "/wd/hub"
_NO_SESSION: Final = "None"
_END_DELAY_S: Final = 0.015
"""The server ends this long after it answered DELETE. Source: handler/DeleteSession."""
_SHUTDOWN_DEADLINE_S: Final = 1.0
_HEADERS: Final = {"Pragma": "no-cache", "Cache-Control": "no-store"}


class Uiautomator2Server:
    """The server of one phone, started by its instrumentation.

    Args:
        phone: where it runs.
        pid: of the instrumented process, for the system log.
        on_end: called once when a client's DELETE /session has ended the server.
    """

    def __init__(
        self,
        phone: InstrumentedPhone,
        *,
        pid: int,
        on_end: Callable[[], None],
        version_name: str = VERSION_NAME,
        version_code: int = VERSION_CODE,
    ) -> None:
        self._phone, self._pid, self._on_end = phone, pid, on_end
        self._build = {"version": version_name, "versionCode": version_code}
        self._names = source_attributes(version_name, phone.profile.api_level)
        self._session: Session | None = None
        self._server: web.Server | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen on the phone's port; must be called in a running event loop."""
        self._server = web.Server(self._handle, access_log=None)
        self._phone.ports[PORT] = self._server
        version = self._build["version"]
        self._log("I", f"UiAutomator2 Server {version} is listening on port {PORT}")

    def stop(self) -> None:
        """Stop listening and cut every connection, as a force-stop does; once is enough."""
        if self._ending is not None:
            self._ending.cancel()
        if self._server is None:
            return
        self._phone.ports.pop(PORT, None)
        self._closing = asyncio.ensure_future(self._server.shutdown(_SHUTDOWN_DEADLINE_S))
        self._server = self._session = None

    def _end(self) -> None:
        self.stop()
        self._on_end()

    # -- requests

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        path = request.path.removeprefix(_LEGACY_PREFIX)
        self._log("I", f"channel read: {request.method} {path}")
        session_id: str | None = None
        try:
            body = _decoded(await request.read())
            session_id, value = self._dispatch(request.method, path, body)
        except UiaError as error:
            session_id = _session_in(path)
            self._log("W", f"{error.code}: {error.message}")
            return _reply(session_id, _described(error), error.status)
        except Exception as error:  # noqa: BLE001 - a phone's server answers whatever went wrong in it
            self._log("E", f"{type(error).__name__}: {error}")
            failure = UiaError(f"{type(error).__name__}: {error}")
            return _reply(_session_in(path), _described(failure), failure.status)
        return _reply(session_id, value, 200)

    def _dispatch(self, method: str, path: str, body: dict[str, Any]) -> tuple[str | None, object]:
        """The session id and the value of the answer."""
        without_session = _WITHOUT_SESSION.get((method, path))
        if without_session is not None:
            return without_session(self, body)
        _, _, rest = path.partition("/session/")
        session_id, _, route = rest.partition("/")
        if path != f"/session/{rest}" or not session_id:
            raise UnknownCommand
        if not route:
            return session_id, self._session_itself(method, session_id)
        command, variables = _match(method, route)
        return session_id, command(self._open(session_id), body, variables)

    def _open(self, session_id: str) -> Session:
        if self._session is None or self._session.id != session_id:
            raise InvalidSession(f"The session identified by {session_id} is not known")
        return self._session

    def _session_itself(self, method: str, session_id: str) -> object:
        if method not in {"GET", "DELETE"}:
            raise UnknownCommand
        self._open(session_id)
        if method == "GET":
            return {"lastScrollData": None}
        self._session = None
        self._ending = asyncio.get_running_loop().call_later(_END_DELAY_S, self._end)
        return None

    def _status(self, _: Mapping[str, Any]) -> tuple[str, object]:
        message = "UiAutomator2 Server is ready to accept commands"
        return _NO_SESSION, {"ready": True, "message": message, "build": self._build}

    def _sessions(self, _: Mapping[str, Any]) -> tuple[str, object]:
        if self._session is None:
            return _NO_SESSION, []
        session = self._session
        row = {"id": session.id, "sessionId": session.id, "capabilities": session.capabilities}
        return _NO_SESSION, [row]

    def _new_session(self, body: Mapping[str, Any]) -> tuple[str, object]:
        capabilities = body.get("capabilities")
        if not isinstance(capabilities, dict):
            raise SessionNotCreated("'capabilities' are mandatory for session creation")
        self._session = Session(self._phone, _merged(capabilities), self._names)
        return self._session.id, {"sessionId": self._session.id, "capabilities": capabilities}

    def _log(self, priority: str, message: str) -> None:
        self._phone.log.write(priority, "appium", message, pid=self._pid)


_WITHOUT_SESSION: Final[
    dict[tuple[str, str], Callable[[Uiautomator2Server, dict[str, Any]], tuple[str, object]]]
] = {
    ("GET", "/status"): Uiautomator2Server._status,  # noqa: SLF001 - the table stands beside its class
    ("GET", "/sessions"): Uiautomator2Server._sessions,  # noqa: SLF001 - as above
    ("POST", "/session"): Uiautomator2Server._new_session,  # noqa: SLF001 - as above
}


def _routes() -> dict[tuple[str, int], list[tuple[list[str], Command]]]:
    routes: dict[tuple[str, int], list[tuple[list[str], Command]]] = {}
    for (method, route), command in COMMANDS.items():
        parts = route.split("/")
        routes.setdefault((method, len(parts)), []).append((parts, command))
    return routes


_ROUTES: Final = _routes()


def _match(method: str, route: str) -> tuple[Command, dict[str, str]]:
    """The command of an address, and what its variable parts hold.

    Raises:
        UnknownCommand: there is none.
    """
    parts = route.split("/")
    for pattern, command in _ROUTES.get((method, len(parts)), ()):
        variables = {}
        for wanted, part in zip(pattern, parts, strict=True):
            if wanted[0] == ":":
                variables[wanted[1:]] = unquote(part)
            elif wanted != part:
                break
        else:
            return command, variables
    raise UnknownCommand


def _decoded(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise InvalidArgument(f"The request body is not valid JSON: {error}") from error
    if not isinstance(body, dict):
        raise InvalidArgument(f"The request body must be a JSON object, not {type(body).__name__}")
    return body


def _merged(capabilities: Mapping[str, Any]) -> dict[str, Any]:
    """W3C capabilities as one table, vendor prefixes taken off. Source: utils/w3c/W3CCapsUtils."""
    always = capabilities.get("alwaysMatch") or {}
    first = capabilities.get("firstMatch") or [{}]
    if (
        not isinstance(always, dict)
        or not isinstance(first, list)
        or not isinstance(first[0], dict)
    ):
        raise SessionNotCreated(f"Malformed capabilities: {capabilities}")
    return {name.removeprefix("appium:"): value for name, value in {**always, **first[0]}.items()}


def _session_in(path: str) -> str | None:
    _, found, rest = path.partition("/session/")
    return rest.partition("/")[0] if found else None


def _described(error: UiaError) -> dict[str, str]:
    trace = f"io.appium.uiautomator2.common.exceptions.{type(error).__name__}: {error.message}"
    return {"error": error.code, "message": error.message, "stacktrace": trace}


def _reply(session_id: str | None, value: object, status: int) -> web.Response:
    text = json.dumps({"sessionId": session_id, "value": value}, ensure_ascii=False)
    return web.Response(
        text=text, status=status, content_type="application/json", charset="utf-8", headers=_HEADERS
    )
