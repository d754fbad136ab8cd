"""HTTP on one connection: what waits, what is too much, when it ends."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.android.uia2.http import (
    BAD_REQUEST,
    LARGEST_BODY,
    HttpListener,
    Reply,
)
from devices.virtual.http_connection import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_DEADLINE_S = 10.0
_GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
_POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n"


class Transport(asyncio.Transport):
    """What a connection does to the socket under it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = self.paused = False
        self.ended = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.sent.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True
        self.ended.set()

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def bodies(self) -> list[bytes]:
        return [piece.partition(b"\r\n\r\n")[2] for piece in self.sent]


class Wire:
    """A connection to a listener that answers with what it was asked."""

    def __init__(self, idle_s: float = 60.0) -> None:
        self.asked: list[Request] = []
        self.listener = HttpListener(self._answer, idle_s=idle_s)
        self.protocol = self.listener()
        self.transport = Transport()
        self.protocol.connection_made(self.transport)

    def send(self, *data: bytes) -> None:
        for piece in data:
            self.protocol.data_received(piece)

    def _answer(self, request: Request) -> Reply | None:
        self.asked.append(request)
        return None if request.target == "/end" else Reply(200, request.target.encode())


def _run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(_awaited(test), _DEADLINE_S))


async def _awaited(test: Callable[[], Awaitable[None]]) -> None:
    await test()


def test_request_is_answered_with_its_last_byte() -> None:
    """An answer is written before `data_received` returns, head and body in one piece."""

    async def test() -> None:
        wire = Wire()
        wire.send(_POST % 3 + b"\r\nab")
        assert wire.transport.sent == []
        wire.send(b"c")
        assert wire.asked == [Request("POST", "/", b"abc")]
        assert b"".join(wire.transport.sent) == (
            b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nPragma: no-cache\r\n"
            b"Cache-Control: no-store\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Content-Length: 1\r\n\r\n/"
        )
        assert len(wire.transport.sent) == 1

    _run(test)


def test_head_is_answered_without_a_body() -> None:
    """HEAD gets the length of the answer and nothing behind the head."""

    async def test() -> None:
        wire = Wire()
        wire.send(b"HEAD /long HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"Content-Length: 5\r\n" in wire.transport.sent[0]
        assert wire.transport.bodies() == [b""]

    _run(test)


def test_slow_reader_is_answered_when_it_reads() -> None:
    """While a client leaves its answers lie, its further requests wait, unread and unanswered."""

    async def test() -> None:
        wire = Wire()
        wire.protocol.pause_writing()
        wire.send(_GET % b"1" + _GET % b"2", b"\x00\r\n\r\n")
        assert (wire.asked, wire.transport.paused) == ([], True)
        wire.protocol.resume_writing()
        assert not wire.transport.paused
        assert wire.transport.bodies() == [b"/1", b"/2", b"/bad-request"]
        assert wire.transport.closed

    _run(test)


def test_client_that_asks_first_is_told_to_go_on() -> None:
    """A body that is announced with Expect is asked for, once a request."""

    async def test() -> None:
        wire = Wire()
        for _ in range(2):
            wire.send(_POST % 3 + b"Expect: 100-continue\r\n\r\n", b"a", b"bc")
        assert wire.transport.sent[::2] == [b"HTTP/1.1 100 Continue\r\n\r\n"] * 2
        assert wire.transport.bodies()[1::2] == [b"/"] * 2
        assert [request.body for request in wire.asked] == [b"abc"] * 2

    _run(test)


@pytest.mark.parametrize("pieces", [1, 7])
def test_body_that_is_too_large_is_refused_at_once(pieces: int) -> None:
    """It is refused when it grows too large, never handed on, and the connection goes on."""

    async def test() -> None:
        wire = Wire()
        size = 2 * LARGEST_BODY
        wire.send(_POST % size + b"\r\n" + bytes(LARGEST_BODY), b"x")
        assert wire.transport.sent == [
            b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\n\r\n"
        ]
        wire.send(*(bytes((LARGEST_BODY - 1) // pieces) for _ in range(pieces)))
        wire.send(bytes((LARGEST_BODY - 1) % pieces) + _GET % b"next")
        assert wire.asked == [Request("GET", "/next", b"")]
        assert wire.transport.bodies() == [b"", b"/next"]

    _run(test)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_no_other_protocol_is_spoken(head: bytes) -> None:
    """A request for another protocol is one like any other, and the next is read as HTTP."""

    async def test() -> None:
        wire = Wire()
        wire.send(head + _GET % b"2", _GET % b"3")
        assert [request.target for request in wire.asked[1:]] == ["/2", "/3"]

    _run(test)


@pytest.mark.parametrize(
    ("head", "closes"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", True),
        (b"GET / HTTP/1.0\r\nHost: x\r\n\r\n", True),
        (b"GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", False),
    ],
)
def test_connection_ends_when_the_client_wants_it(head: bytes, closes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The answer says whether the connection is kept, and what comes behind an end is not read."""

    async def test() -> None:
        wire = Wire()
        wire.send(head + _GET % b"2")
        said = b"Connection: close\r\n" if closes else b"Connection: keep-alive\r\n"
        assert said in wire.transport.sent[0]
        assert (wire.transport.closed, len(wire.asked)) == (closes, 1 if closes else 2)

    _run(test)


def test_no_reply_hangs_up() -> None:
    """Where there is no reply nothing is written, and nothing more is answered."""

    async def test() -> None:
        wire = Wire()
        wire.send(_GET % b"end" + _GET % b"2")
        assert wire.transport.closed
        assert (wire.transport.sent, len(wire.asked)) == ([], 1)

    _run(test)


def test_what_is_no_http_ends_the_connection() -> None:
    """It counts as one bad request, however much of it there is."""

    async def test() -> None:
        wire = Wire()
        wire.send(b"\x16\x03\r\n\r\n", b"\x16\x03\r\n\r\n", _GET % b"1")
        assert wire.asked == [BAD_REQUEST]
        assert wire.transport.closed

    _run(test)


def test_silent_connection_is_closed() -> None:
    """A connection is closed when nothing came for the idle time, not before."""

    async def test() -> None:
        idle_s, loop = 0.05, asyncio.get_running_loop()
        wire = Wire(idle_s)
        said = loop.time()
        loop.call_later(idle_s / 2, lambda: wire.send(_GET % b"1"))
        await wire.transport.ended.wait()
        assert len(wire.asked) == 1
        assert loop.time() - said >= 1.5 * idle_s

    _run(test)


def test_hanging_up_closes_what_is_open() -> None:
    """A listener closes the connections that are open."""

    async def test() -> None:
        wire = Wire()
        wire.listener.hang_up()
        assert wire.transport.closed

    _run(test)


def test_connection_that_is_gone_is_forgotten() -> None:
    """Neither the listener nor the loop keeps a connection that was lost."""

    async def test() -> None:
        wire = Wire()
        known = weakref.ref(wire.protocol)
        wire.protocol.connection_lost(None)
        del wire.protocol
        gc.collect()
        assert known() is None

    _run(test)
