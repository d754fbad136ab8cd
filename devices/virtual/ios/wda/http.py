"""HTTP as WebDriverAgent's own server speaks it: one request of a connection at a time.

aiohttp's parser reads them. A command that does not have to wait is answered in the turn of the
loop that brings its last byte.

Source: WebDriverAgent 16.12.9, Routing/FBHTTPServer.m, FBWebServer.m.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser

if TYPE_CHECKING:
    from aiohttp.http import RawRequestMessage
    from aiohttp.streams import StreamReader

LARGEST_BODY: Final = 1 << 30
"""Bytes. Source: Utilities/FBConfiguration.m, DefaultHttpRequestBodySizeLimit."""
_READ_AHEAD: Final = 1 << 16  # bytes of a body at which the parser asks for a pause
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


class Request(NamedTuple):
    """A request with its whole body; the target is as it was sent."""

    method: str
    target: str
    body: bytes


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


class Connection(BaseProtocol):
    """One client's connection.

    Args:
        handler: who answers.
        opened: every connection that is open.
    """

    def __init__(self, handler: Handler, opened: set[Connection]) -> None:
        loop = asyncio.get_running_loop()
        self._requests = HttpRequestParser(self, loop, _READ_AHEAD, auto_decompress=False)
        super().__init__(loop, self._requests)
        self._handler, self._open = handler, opened
        self._waiting: deque[tuple[RawRequestMessage, StreamReader]] = deque()
        self._body = bytearray()
        self._broken = False
        self._turn: object = None  # which request is being answered; None for none

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; asyncio calls it."""
        super().connection_made(transport)
        self._open.add(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget what has not been answered; asyncio calls it."""
        super().connection_lost(exc)
        self._open.discard(self)
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        """Read on; asyncio calls it."""
        try:
            while data:
                requests, upgraded, data = self._requests.feed_data(data)
                self._waiting.extend(requests)
                if upgraded:  # there is no other protocol to go on with
                    self._requests.set_upgraded(False)
        except HttpProcessingError:
            self._broken = True
        self._next()

    def pause_reading(self) -> None:
        """Nothing: the parser asks for it when a body grows, and ours are taken out at once."""

    def resume_reading(self, resume_parser: bool = True) -> None:  # noqa: FBT001, FBT002 - aiohttp's
        """Nothing: reading goes on all the time."""

    def hang_up(self) -> None:
        """Close once everything written has been sent."""
        if self.transport is not None:
            self.transport.close()

    def _next(self) -> None:
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
                self._next()

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
