"""HTTP as WebDriverAgent's own server speaks it: one request of a connection at a time.

aiohttp's parser reads them. A command that does not have to wait is answered in the turn of the
loop that brings its last byte.

Source: WebDriverAgent 16.12.9, Routing/FBHTTPServer.m, FBWebServer.m.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.http_connection import HttpConnection, Request

if TYPE_CHECKING:
    from aiohttp.http import RawRequestMessage

LARGEST_BODY: Final = 1 << 30
"""Bytes. Source: Utilities/FBConfiguration.m, DefaultHttpRequestBodySizeLimit."""
_NOT_HTTP: Final = "The request could not be parsed as valid HTTP"
_CHUNKED: Final = "Transfer-Encoding is not supported"
_TOO_LARGE: Final = "The request body exceeds the configured size limit"
_PHRASES: Final = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    500: "Internal Server Error",
}
"""Those that it knows. Source: FBHTTPServer.m, reasonPhraseForStatusCode."""


class Reply(NamedTuple):
    """What a client gets."""

    status: int
    body: bytes
    content_type: str = "application/json;charset=UTF-8"


Respond = Callable[[Reply], None]
"""Sends the reply to a request; only the first one that comes counts."""


class Handler(NamedTuple):
    """Who answers.

    Attributes:
        answer: takes a request; must not raise.
        refuse: makes the reply to a request that cannot be read, of what is wrong with it.
    """

    answer: Callable[[Request, Respond], None]
    refuse: Callable[[str], Reply]


class Connection(HttpConnection):
    """One client's connection.

    Args:
        handler: who answers.
        opened: every connection that is open.
    """

    def __init__(self, handler: Handler, opened: set[Connection]) -> None:
        super().__init__(opened)
        self._handler = handler
        self._turn: object = None  # which request is being answered; None for none

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget what has not been answered; asyncio calls it."""
        super().connection_lost(exc)
        self._waiting.clear()

    def _answer_waiting(self) -> None:
        """Answer what has come, up to the first request that has to wait."""
        while self._waiting and self._turn is None and self.transport is not None:
            message, payload = self._waiting[0]
            wrong = _complaint(message)
            if wrong:
                self._fail(wrong)
                return
            self._body += payload.read_nowait()
            if not payload.is_eof():
                break
            self._waiting.popleft()
            request = Request(message.method, message.path, bytes(self._body))
            self._body.clear()
            self._handler.answer(request, self._responder())
        if self._broken and self._turn is None:
            self._fail(_NOT_HTTP)

    def _responder(self) -> Respond:
        """What sends the reply to the request that is being answered, once."""
        turn = self._turn = object()

        def respond(reply: Reply) -> None:
            if self._turn is turn:
                self._turn = None
                self._write(reply)
                self._answer_waiting()

        return respond

    def _fail(self, wrong: str) -> None:
        self._waiting.clear()
        self._write(self._handler.refuse(wrong))
        self.hang_up()

    def _write(self, reply: Reply) -> None:
        if self.transport is not None and not self.transport.is_closing():
            head = _head(reply.status, reply.content_type)
            self.transport.write(head % len(reply.body) + reply.body)


def _complaint(message: RawRequestMessage) -> str:
    """What of its head keeps a request from being read; empty for nothing."""
    if "Transfer-Encoding" in message.headers:
        return _CHUNKED
    size = message.headers.get("Content-Length", "0")
    return _TOO_LARGE if int(size) > LARGEST_BODY else ""


@cache
def _head(status: int, content_type: str) -> bytes:
    """Everything before the body, with a gap for its length."""
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    return (
        f"HTTP/1.1 {status} {_PHRASES[status]}\r\n"
        f"Server: WebDriverAgent/1.0\r\n{kind}"
        "Access-Control-Allow-Origin: *\r\n"
        "Access-Control-Allow-Headers: Content-Type, X-Requested-With\r\n"
        "Content-Length: %d\r\n\r\n"
    ).encode()
