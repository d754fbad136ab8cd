"""HTTP as the server speaks it: what is no HTTP, too large, pipelined, or has odd addresses."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.android.uia2.server import PORT, Uiautomator2Server
from tests.devices.virtual.android.uia2.fake_phone import (
    CAPABILITIES,
    Client,
    FakePhone,
    Screen,
    with_client,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_DEADLINE_S = 10


class Wire:
    """A connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def ask(self, method: str, path: str, body: object = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
        self.send(head.encode() + data)

    async def answer(self) -> tuple[int, dict[str, str], Any]:
        """Status, headers in lower case, and the JSON, None for an empty body."""
        head = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), _DEADLINE_S)
        first, *lines = head.decode().lower().strip().splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        data = await self._reader.readexactly(int(headers["content-length"]))
        return int(first.split()[1]), headers, json.loads(data) if data else None

    async def ended(self) -> bool:
        """Whether the server hangs up."""
        return await asyncio.wait_for(self._reader.read(), _DEADLINE_S) == b""


def _on_the_wire(test: Callable[[Wire], Awaitable[None]]) -> None:
    async def run() -> None:
        phone = FakePhone()
        Screen(phone)
        server = Uiautomator2Server(phone, pid=1, on_end=lambda: None)
        server.start()
        port = await asyncio.get_running_loop().create_server(phone.ports[PORT], "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*port.sockets[0].getsockname())
        try:
            await test(Wire(reader, writer))
        finally:
            writer.close()
            server.stop()
            port.close()
            await port.wait_closed()

    asyncio.run(run())


def test_reply_is_compact_and_tells_its_session() -> None:
    """Without a session the reply says None, without an address that is known it says null."""

    async def test(wire: Wire) -> None:
        wire.ask("GET", "/status")
        status, headers, body = await wire.answer()
        assert (status, list(body), body["sessionId"]) == (200, ["value", "sessionId"], "None")
        assert headers["cache-control"] == "no-store"
        wire.ask("GET", "/session/x/nothing")
        status, _, body = await wire.answer()
        assert (status, body["sessionId"]) == (404, None)
        assert body["value"]["stacktrace"].startswith(
            "io.appium.uiautomator2.common.exceptions.UnknownCommandException: The requested"
        )
        wire.ask("GET", "/session/x/source")
        assert (await wire.answer())[2]["sessionId"] == "x"

    _on_the_wire(test)


def test_pipelined_requests_are_answered_in_order() -> None:
    """Requests that come in one packet are answered one after the other on one connection."""

    async def test(wire: Wire) -> None:
        wire.ask("POST", "/session", {"capabilities": CAPABILITIES})
        session = (await wire.answer())[2]["sessionId"]
        for path in ("orientation", "nothing", "rotation"):
            wire.ask("GET", f"/session/{session}/{path}")
        assert [(await wire.answer())[0] for _ in range(3)] == [200, 404, 200]

    _on_the_wire(test)


def test_request_cut_in_pieces_is_put_together() -> None:
    """A request may come byte by byte, its body in chunks."""

    async def test(wire: Wire) -> None:
        body = json.dumps({"capabilities": CAPABILITIES}).encode()
        head = b"POST /session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for byte in head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body):
            wire.send(bytes([byte]))
            await asyncio.sleep(0)
        assert (await wire.answer())[0] == 200

    _on_the_wire(test)


@pytest.mark.parametrize(("size", "status"), [(65536, 404), (65537, 413), (1_000_000, 413)])
def test_body_has_a_largest_size(size: int, status: int) -> None:
    """A body of more than 64 KiB is refused with an empty answer."""

    async def test(client: Client, _: Screen) -> None:
        text = b'{"strategy": "id", "selector": "x"}'.ljust(size)
        session = f"/session/{client.session}/element"
        assert await client.raw("POST", session, text) == status

    with_client(test)


@pytest.mark.parametrize(
    "request_", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET\r\n\r\n", b"GET /status FTP/9\r\n\r\n"]
)
def test_what_is_no_http_is_an_unknown_command(request_: bytes) -> None:
    """It is answered as an address that there is not, and the connection is closed."""

    async def test(wire: Wire) -> None:
        wire.send(request_)
        status, headers, body = await wire.answer()
        assert (status, body["value"]["error"]) == (404, "unknown command")
        assert headers["connection"] == "close"
        assert await wire.ended()

    _on_the_wire(test)


def test_address_that_cannot_be_decoded_hangs_up() -> None:
    """A broken escape in an address falls through the server: it closes without an answer."""

    async def test(wire: Wire) -> None:
        wire.ask("GET", "/session/%zz/source")
        assert await wire.ended()

    _on_the_wire(test)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/wd/hub/session/{}/orientation", 200),
        ("/session/{}/orientation/", 200),
        ("/session/{}/orientation?x=1", 200),
        ("/session/{}/element/a+b%2Fc/text", 404),
        ("/appium/device/apps", 200),
        ("/session/{}", 200),
        ("//session/{}/orientation", 404),
        ("/Session/{}/orientation", 404),
    ],
)
def test_address_is_taken_to_pieces(address: str, status: int) -> None:
    """The old prefix, a slash at the end and a query do not change what is meant."""

    async def test(client: Client, screen: Screen) -> None:
        del screen
        answer = await client.call("GET", address.format(client.session))
        assert answer[0] == status
        if "a+b" in address:
            assert "'a b/c'" in answer[1]["message"]

    with_client(test)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"null", b"", b"[" * 9999])
def test_body_is_read_only_by_commands_that_take_one(body: bytes) -> None:
    """A command that takes nothing does not mind what was sent with it."""

    async def test(client: Client, screen: Screen) -> None:
        session = f"/session/{client.session}"
        assert (await client.call("POST", f"{session}/back", body))[0] == 200
        assert screen.done == ["back"]
        assert (await client.call("POST", f"{session}/element", body))[0] in {400, 500}

    with_client(test)


@pytest.mark.parametrize(
    ("body", "status", "part"),
    [
        (b"", 500, "java.lang.NullPointerException"),
        (b"null", 500, "java.lang.NullPointerException"),
        (b"{", 400, "com.google.gson.JsonSyntaxException: "),
        (b"[1]", 400, "Expected BEGIN_OBJECT but was BEGIN_ARRAY"),
        (b'"x"', 400, "Expected BEGIN_OBJECT but was STRING"),
        (b"{}", 400, "FindElementModel: The mandatory field 'strategy' is not present in JSON"),
        (b'{"strategy": "id"}', 400, "The mandatory field 'selector' is not present in JSON"),
        (b'{"strategy": 1, "selector": 2}', 400, "Selector strategy '1' is not supported"),
        (b"[" * 60000, 500, "java.lang.StackOverflowError"),
    ],
)
def test_malformed_body_is_refused_in_gsons_words(body: bytes, status: int, part: str) -> None:
    """What is wrong with a body is said as Gson and the server's models say it."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", "element", body)
        assert answer[0] == status
        assert part in answer[2]

    with_client(test)


def test_connections_are_served_in_parallel() -> None:
    """Many requests at once are all answered."""

    async def test(client: Client, _: Screen) -> None:
        finds = [client.find("id", "sign_in") for _ in range(20)]
        assert len(set(await asyncio.gather(*finds))) == 1

    with_client(test)
