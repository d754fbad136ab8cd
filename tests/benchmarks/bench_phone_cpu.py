"""What one phone costs in CPU: ``pytest tests/benchmarks/bench_phone_cpu.py -s``.

Prints milliseconds of this process's CPU time a call; asserts nothing. The HTTP client is a few
lines on a socket, so that nearly all of the time is the phone's own.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Final

from devices.virtual.android.uia2.server import PORT, Uiautomator2Server
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.android.uia2.fake_phone import CAPABILITIES, PACKAGE, FakePhone

_ROUNDS: Final = 300
_PICTURES: Final = 20
_ROWS: Final = 30
_SELECTOR: Final = 'new UiSelector().text("Person 20")'


class _Client:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def call(self, method: str, path: str, body: object = None) -> object:
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
        self._writer.write(head.encode() + data)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return json.loads(await self._reader.readexactly(length))["value"]


def _screen() -> Node:
    """About a hundred views, all of them to be seen."""
    rows = [
        Node(
            Role.GROUP,
            id=f"row{n}",
            label=f"row {n}",
            on_tap=lambda: None,
            style=Style(direction="row", height=24, padding=(8, 2, 8, 2), gap=8),
            children=[
                Node(Role.TEXT, id="name", text=f"Person {n}", style=Style(weight=1, text_size=12)),
                Node(Role.TEXT, id="time", text=f"9:{n:02}", style=Style(text_size=12)),
            ],
        )
        for n in range(_ROWS)
    ]
    return Node(Role.GROUP, id="main", children=[Node(Role.SCROLL, id="list", children=rows)])


class _Bench:
    """A phone with the screen in front and a session open."""

    def __init__(self) -> None:
        self.phone = FakePhone()
        self.window = Window(PACKAGE, "Main", WindowKind.APP, _screen, lambda: None)
        self.phone.display.show(self.window)

    def change(self) -> None:
        """Have the screen built anew."""
        self.phone.display.invalidate(self.window)
        self.phone.display.root()

    async def calls(self, client: _Client) -> None:
        """Time the commands of a session, on a screen that stays and on one that changed."""
        opened = await client.call("POST", "/session", {"capabilities": CAPABILITIES})
        assert isinstance(opened, dict)
        session = f"/session/{opened['sessionId']}"
        found = await client.call("POST", f"{session}/element", _locator("id", "row20"))
        assert isinstance(found, dict)
        element = f"/element/{found['ELEMENT']}"
        for name, method, path, body in (
            ("find by id", "POST", "/element", _locator("id", "row20")),
            (
                "find by accessibility id",
                "POST",
                "/element",
                _locator("accessibility id", "row 20"),
            ),
            ("find by UiSelector", "POST", "/element", _locator("-android uiautomator", _SELECTOR)),
            ("find by XPath", "POST", "/element", _locator("xpath", "//*[@text='Person 20']")),
            ("text", "GET", f"{element}/text", None),
            ("attribute", "GET", f"{element}/attribute/displayed", None),
            ("click", "POST", f"{element}/click", {}),
            ("source", "GET", "/source", None),
        ):
            for changing in (False, True):
                spent = 0.0
                for _ in range(_ROUNDS):
                    if changing:
                        self.change()
                    start = time.process_time()
                    await client.call(method, session + path, body)
                    spent += time.process_time() - start
                _say(name + ", screen changed" * changing, spent / _ROUNDS)

    def screen(self) -> None:
        """Time building and painting the screen."""
        start = time.process_time()
        for _ in range(_ROUNDS):
            self.change()
        _say("build and layout", (time.process_time() - start) / _ROUNDS)
        start = time.process_time()
        for _ in range(_PICTURES):
            self.change()
            self.phone.display.screenshot_png()
        _say("build, layout and screenshot", (time.process_time() - start) / _PICTURES)


def _locator(strategy: str, selector: str) -> dict[str, object]:
    return {"strategy": strategy, "selector": selector, "context": "", "multiple": False}


def _say(name: str, seconds: float) -> None:
    print(f"{name:42} {seconds * 1000:8.3f} ms")  # noqa: T201 - its purpose


async def _measure() -> None:
    bench = _Bench()
    server = Uiautomator2Server(bench.phone, pid=1, on_end=lambda: None)
    server.start()
    port = await asyncio.get_running_loop().create_server(bench.phone.ports[PORT], "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*port.sockets[0].getsockname())
    try:
        await bench.calls(_Client(reader, writer))
        bench.screen()
    finally:
        writer.close()
        server.stop()
        port.close()
        await port.wait_closed()


def test_cpu_of_a_request() -> None:
    """The UiAutomator2 server alone, without adb between."""
    asyncio.run(_measure())
