"""The UiAutomator2 server: HTTP on the phone's port 6790, from `am instrument` to DELETE /session.

Source: appium-uiautomator2-server, server/AppiumServlet, http/ServerHandler, handler/NewSession.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import capabilities, device, routes
from devices.virtual.android.uia2.errors import InvalidSession, UiaError, UnknownCommand
from devices.virtual.android.uia2.http import HttpListener, Reply
from devices.virtual.android.uia2.request_body import RequestBody
from devices.virtual.android.uia2.server_profile import server_profile
from devices.virtual.android.uia2.session import Session
from devices.virtual.android.uia2.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.phone import InstrumentedPhone
    from devices.virtual.http_connection import Request

    Answer = tuple[str | None, object]

PORT: Final = 6790
VERSION_NAME: Final = "10.6.6"
VERSION_CODE: Final = 278
_NO_SESSION: Final = "None"
_END_DELAY_S: Final = 0.015
"""The server ends this long after it answered DELETE. Source: handler/DeleteSession."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Uiautomator2Server:
    """The server of one phone, started by its instrumentation.

    Args:
        phone: where it runs.
        pid: of the instrumented process, for the system log.
        on_end: called once when a client's DELETE /session has ended the server.
        version_name: of the installed package; what the server knows follows it.
        version_code: of the installed package.
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
        self._profile = server_profile(version_name, phone.profile)
        self._settings = Settings(self._profile.settings)
        self._session: Session | None = None
        self._listener: HttpListener | None = None
        self._ending: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Listen on the phone's port; must be called in a running event loop."""
        self._listener = HttpListener(self._answer)
        self._phone.ports[PORT] = self._listener
        version = self._build["version"]
        self._log("I", f"UiAutomator2 Server {version} is listening on port {PORT}")

    def stop(self) -> None:
        """Stop listening and cut every connection, as a force-stop does; once is enough."""
        if self._ending is not None:
            self._ending.cancel()
        if self._listener is None:
            return
        self._phone.ports.pop(PORT, None)
        self._listener.hang_up()
        self._listener = self._session = None

    def _end(self) -> None:
        self.stop()
        self._on_end()

    # -- requests

    def _answer(self, request: Request) -> Reply | None:
        self._log("I", f"channel read: {request.method} {request.target}")
        try:
            return self._perform(request, routes.read(request.target))
        except routes.BadEscapeError as error:
            self._log("E", f"exception caught: java.lang.IllegalArgumentException: {error}")
            return None

    def _perform(self, request: Request, address: routes.Address) -> Reply:
        try:
            session_id, value = self._dispatch(request.method, address, RequestBody(request.body))
        except routes.BadEscapeError:
            raise
        except UnknownCommand as error:
            known = routes.match(request.method, address.route) if address.session else None
            return self._refused(address.session if known else None, error)
        except UiaError as error:
            return self._refused(address.session, error)
        except Exception as error:  # noqa: BLE001 - a phone's server answers whatever went wrong in it
            return self._refused(
                address.session, UiaError(f"java.lang.RuntimeException: {_named(error)}")
            )
        return _reply(session_id, value, 200)

    def _refused(self, session_id: str | None, error: UiaError) -> Reply:
        self._log("W", f"{error.code}: {error.message}")
        return _reply(session_id, _described(error), error.status)

    def _dispatch(self, method: str, address: routes.Address, body: RequestBody) -> Answer:
        """The session id and the value of the answer."""
        outside = _OUTSIDE.get((method, address.path))
        if outside is not None:
            return outside(self, body)
        if address.session is None:
            raise UnknownCommand
        if method == "DELETE" and not address.route:
            self._delete(address.session)
            return address.session, None
        found = routes.match(method, address.route)
        if found is None:
            raise UnknownCommand
        command, variables = found
        return address.session, command(self._open(address.session), body, variables)

    def _open(self, session_id: str) -> Session:
        if self._session is None or self._session.id != session_id:
            raise InvalidSession(f"The session identified by {session_id} is not known")
        return self._session

    def _delete(self, session_id: str) -> None:
        self._open(session_id)
        self._session = None
        self._ending = asyncio.get_running_loop().call_later(_END_DELAY_S, self._end)

    def _status(self, _: RequestBody) -> Answer:
        message = "UiAutomator2 Server is ready to accept commands"
        return _NO_SESSION, {"ready": True, "message": message, "build": self._build}

    def _sessions(self, _: RequestBody) -> Answer:
        if self._session is None:
            return _NO_SESSION, []
        session = self._session
        row = {"id": session.id, "sessionId": session.id, "capabilities": session.capabilities}
        return _NO_SESSION, [row]

    def _apps(self, _: RequestBody) -> Answer:
        return _NO_SESSION, device.apps(self._phone)

    def _new_session(self, body: RequestBody) -> Answer:
        try:
            asked = capabilities.asked_for(body)
            wanted = capabilities.merged(asked)
            session = Session(self._phone, wanted, self._profile, self._settings)
        except UiaError as error:
            raise capabilities.refused(error) from error
        self._session = session
        return session.id, {"sessionId": session.id, "capabilities": asked}

    def _log(self, priority: str, message: str) -> None:
        self._phone.log.write(priority, "appium", message, pid=self._pid)


_OUTSIDE: Final[dict[tuple[str, str], Callable[[Uiautomator2Server, RequestBody], Answer]]] = {
    ("GET", "/status"): Uiautomator2Server._status,  # noqa: SLF001 - the table stands beside its class
    ("GET", "/sessions"): Uiautomator2Server._sessions,  # noqa: SLF001 - as above
    ("GET", "/appium/device/apps"): Uiautomator2Server._apps,  # noqa: SLF001 - as above
    ("POST", "/session"): Uiautomator2Server._new_session,  # noqa: SLF001 - as above
}


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _described(error: UiaError) -> dict[str, str]:
    trace = (
        f"io.appium.uiautomator2.common.exceptions.{error.java}: {error.message}\n"
        "\tat io.appium.uiautomator2.handler.request.SafeRequestHandler.handle"
        "(SafeRequestHandler.java)\n"
    )
    return {"error": error.code, "message": error.message, "stacktrace": trace}


def _reply(session_id: str | None, value: object, status: int) -> Reply:
    text = _JSON.encode({"value": value, "sessionId": session_id})
    return Reply(status, text.encode("utf-8", "replace"))  # half a character is "?", as in Java
