"""HTTP as the server's netty speaks it: whole requests in, whole answers out.

aiohttp's parser reads them. A request is answered in the turn of the loop that brings its last
byte, so that the answer leaves in one write with adb's acknowledgement of the request.

Source: appium-uiautomator2-server, http/ServerInitializer, http/ServerHandler.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.http_connection import HttpConnection, Request

if TYPE_CHECKING:
    import asyncio

    from aiohttp.http import RawRequestMessage

LARGEST_BODY: Final = 65536
"""Bytes. Source: http/ServerInitializer, HttpObjectAggregator."""
IDLE_S: Final = 60.0
"""A connection that says nothing is closed. Source: http/KeepAliveStateHandler."""
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_TOO_LARGE: Final = b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\n\r\n"
"""Source: netty HttpObjectAggregator.TOO_LARGE."""


class Reply(NamedTuple):
    """A status and the JSON that goes with it."""

    status: int
    body: bytes


BAD_REQUEST: Final = Request("GET", "/bad-request", b"")
"""What cannot be parsed is taken for. Source: netty HttpRequestDecoder.createInvalidMessage."""

Answer = Callable[[Request], "Reply | None"]
"""Gives the reply to a request; None hangs up."""


class HttpListener:
    """What listens on a port: makes a protocol for each connection.

    Args:
        answer: is asked for every reply; must not raise.
        idle_s: seconds after which a silent connection is closed.
    """

    def __init__(self, answer: Answer, *, idle_s: float = IDLE_S) -> None:
        self._answer, self._idle_s = answer, idle_s
        self._open: set[_Connection] = set()

    def __call__(self) -> asyncio.Protocol:
        """A protocol for a new connection; must be called in a running event loop."""
        return _Connection(self._answer, self._idle_s, self._open)

    def hang_up(self) -> None:
        """Close every connection."""
        for connection in tuple(self._open):
            connection.hang_up()


class _Connection(HttpConnection):
    """One client's connection; requests that come ahead of their turn wait."""

    def __init__(self, answer: Answer, idle_s: float, opened: set[_Connection]) -> None:
        super().__init__(opened)
        self._answer, self._idle_s = answer, idle_s
        self._size = 0  # of the body so far, what is too much of it included
        self._continued = False
        self._heard = self._loop.time()
        self._idle: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._idle = self._loop.call_later(self._idle_s, self._close_if_idle)

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        if self._idle is not None:
            self._idle.cancel()

    def data_received(self, data: bytes) -> None:
        self._heard = self._loop.time()
        super().data_received(data)

    def pause_writing(self) -> None:
        """A client that does not read its answers gets no more of them."""
        super().pause_writing()
        if self.transport is not None:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.transport is not None:
            self.transport.resume_reading()
        self._answer_waiting()

    def _close_if_idle(self) -> None:
        left_s = self._heard + self._idle_s - self._loop.time()
        if left_s > 0:
            self._idle = self._loop.call_later(left_s, self._close_if_idle)
        else:
            self.hang_up()

    def _answer_waiting(self) -> None:
        while self._waiting and self._may_answer():
            message, payload = self._waiting[0]
            self._gather(payload.read_nowait())
            if not payload.is_eof():
                self._encourage(message)
                break
            self._waiting.popleft()
            self._finish(message)
        if self._broken and self._may_answer():
            self._reply(BAD_REQUEST, keep_alive=False)

    def _may_answer(self) -> bool:
        return not (self.writing_paused or self.transport is None or self.transport.is_closing())

    def _gather(self, piece: bytes) -> None:
        """Keep a piece of the body; the first that is too much is refused, the rest ignored."""
        fitted = self._size <= LARGEST_BODY
        self._size += len(piece)
        if self._size <= LARGEST_BODY:
            self._body += piece
        elif fitted:
            self._write(_TOO_LARGE)

    def _encourage(self, message: RawRequestMessage) -> None:
        """Tell a client that asks first to send its body. Source: netty HttpObjectAggregator."""
        if not self._continued and message.headers.get("Expect", "").lower() == "100-continue":
            self._continued = True
            self._write(_CONTINUE)

    def _finish(self, message: RawRequestMessage) -> None:
        body, size = bytes(self._body), self._size
        self._body.clear()
        self._size, self._continued = 0, False
        if size <= LARGEST_BODY:
            request = Request(message.method, message.path, body)
            self._reply(request, keep_alive=not message.should_close)

    def _reply(self, request: Request, *, keep_alive: bool) -> None:
        reply = self._answer(request)
        if reply is None:
            self.hang_up()
            return
        body = b"" if request.method == "HEAD" else reply.body
        self._write(_head(reply.status, keep_alive) % len(reply.body) + body)
        if not keep_alive:
            self.hang_up()

    def _write(self, data: bytes) -> None:
        if self.transport is not None:
            self.transport.write(data)


@cache
def _head(status: int, keep_alive: bool) -> bytes:  # noqa: FBT001 - a cache takes keywords slowly
    """Everything before the body, with a gap for its length."""
    return (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        f"Connection: {'keep-alive' if keep_alive else 'close'}\r\n"
        "Pragma: no-cache\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        "Content-Length: %d\r\n\r\n"
    ).encode()
