"""WebDriverAgent's HTTP server on one phone.

Commands run one after the other, as they do on its main queue; what is `standalone` does not wait
for them.

Source: WebDriverAgent 16.12.9, Routing/FBWebServer.m, FBHTTPServer.m, FBRoute.m.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda import routes
from devices.virtual.ios.wda.agent import Agent
from devices.virtual.ios.wda.commands import ROUTES
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described
from devices.virtual.ios.wda.http import Connection, Handler, Reply, Respond
from devices.virtual.ios.wda.reply import failed, page, succeeded
from devices.virtual.ios.wda.routing import Call
from devices.virtual.ios.wda.runner import log

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.http_connection import Request
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.routes import Address, Found
    from devices.virtual.ios.wda.session import Session

_ROUTES: Final = routes.Routes(ROUTES)
_CAUGHT: Final = frozenset({"GET", "POST", "PUT", "DELETE"})
"""Methods whose unknown paths are named in the answer. Source: Commands/FBUnknownCommands.m."""
_UNKNOWN: Final = (
    "The requested resource could not be found, or a request was received using an HTTP method"
    " that is not supported by the mapped resource"
)
_SHUTTING_DOWN: Final = "Shutting down"
_PAGES: Final = {
    "/health": (
        "<!DOCTYPE html><html><title>Health Check</title><body><p>I-AM-ALIVE</p></body></html>"
    ),
    "/calibrate": (
        '<html><title>{"x":null,"y":null}</title><header><script>'
        'document.addEventListener("click",function(e){'
        "document.title=JSON.stringify({x:e.clientX,y:e.clientY})})"
        "</script></header></html>"
    ),
    "/wda/shutdown": _SHUTTING_DOWN,
}


class WebDriverAgent:
    """The agent of one phone.

    Args:
        phone: where it runs.
    """

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone
        self.agent = Agent(phone, on_kill=self._abandon)
        self._server: asyncio.Server | None = None
        self._open: set[Connection] = set()
        self._pending: dict[str, list[Respond]] = {}
        self._queue: deque[Callable[[], None]] = deque()
        self._running: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Listen on a free port of the loopback; returns the address that clients use."""
        handler = Handler(self._answer, self._refuse)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(handler, self._open), "127.0.0.1", 0
        )
        host, port = self._server.sockets[0].getsockname()
        url = f"http://{host}:{port}"
        log(self._phone, f"ServerURLHere->{url}<-ServerURLHere")
        return url

    async def stop(self) -> None:
        """End the session and every connection; once is enough."""
        self.agent.kill()
        self._queue.clear()
        if self._running is not None:
            self._running.cancel()
        for connection in tuple(self._open):
            connection.hang_up()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    # -- requests

    def _answer(self, request: Request, respond: Respond) -> None:
        address = routes.read(request.target)
        if request.method == "OPTIONS":
            respond(succeeded(None, self.agent.session_id))
            return
        found = _ROUTES.find(request.method, address)
        if found is None:
            respond(self._unrouted(request, address))
            return
        if address.session in self.agent.ended and request.method != "DELETE":
            respond(_ended(address.session))
            return
        run = partial(self._run, found, address, request.body, respond)
        if found.route.standalone:
            run()
            return
        if address.session is not None:
            self._pending.setdefault(address.session, []).append(respond)
        if self._running is None:
            run()
        else:
            self._queue.append(run)

    def _run(self, found: Found, address: Address, body: bytes, respond: Respond) -> None:
        """Perform a command; one that has to wait keeps others from beginning."""
        try:
            session = self._session(address)
            call = Call(
                phone=self._phone,
                agent=self.agent,
                of=session,
                arguments=_arguments(body),
                places=found.places,
                query=address.query,
            )
            value = found.route.command(call)
        except Exception as error:  # noqa: BLE001 - the agent answers whatever went wrong in it
            self._done(address, respond, self._failed(error))
            return
        if inspect.isawaitable(value):
            waiting = self._wait(value, address, respond)
            self._running = asyncio.get_running_loop().create_task(waiting)
        else:
            self._done(address, respond, succeeded(value, self.agent.session_id))

    async def _wait(self, value: Awaitable[object], address: Address, respond: Respond) -> None:
        try:
            reply = succeeded(await value, self.agent.session_id)
        except Exception as error:  # noqa: BLE001 - the same
            reply = self._failed(error)
        self._running = None
        self._done(address, respond, reply)
        while self._queue and self._running is None:
            self._queue.popleft()()

    def _done(self, address: Address, respond: Respond, reply: Reply) -> None:
        pending = self._pending.get(address.session or "", [])
        if respond in pending:
            pending.remove(respond)
        respond(reply)

    def _session(self, address: Address) -> Session | None:
        if address.session is None:
            return None
        session = self.agent.session
        if session is None or session.id != address.session:
            raise WdaError(Fault.INVALID_SESSION, "Session does not exist")
        return session

    def _abandon(self, session_id: str) -> None:
        """Answer what a session that ends has not answered yet."""
        for respond in self._pending.pop(session_id, ()):
            respond(_ended(session_id))

    def _unrouted(self, request: Request, address: Address) -> Reply:
        text = _PAGES.get(address.path.lower())
        if request.method == "GET" and text is not None:
            if text == _SHUTTING_DOWN:
                self._ending = asyncio.get_running_loop().create_task(self.stop())
            return page(text)
        message = _UNKNOWN
        if request.method in _CAUGHT:
            parameters = {**address.query, "wildcards": address.path[1:]}
            message = f"Unhandled endpoint: {address.path} with parameters {described(parameters)}"
        return failed(WdaError(Fault.UNKNOWN_COMMAND, message), self.agent.session_id)

    def _failed(self, error: Exception) -> Reply:
        if not isinstance(error, WdaError):
            log(self._phone, f"{type(error).__name__}: {error}", "E")
            error = WdaError(Fault.UNKNOWN_ERROR, f"{type(error).__name__}: {error}")
        return failed(error, self.agent.session_id)

    def _refuse(self, wrong: str) -> Reply:
        return failed(WdaError(Fault.INVALID_ARGUMENT, wrong), self.agent.session_id)


def _ended(session_id: str | None) -> Reply:
    """What is told of a deleted session for good, and at once to what waits in it."""
    message = f"Session {session_id} was deleted while this request was still pending"
    return failed(WdaError(Fault.INVALID_SESSION, message), None)


def _arguments(body: bytes) -> dict[str, Any]:
    """The body's object; whatever is none counts as empty."""
    if not body:
        return {}
    try:
        decoded = json.loads(body)
    except ValueError:
        return {}
    return decoded if isinstance(decoded, dict) else {}
