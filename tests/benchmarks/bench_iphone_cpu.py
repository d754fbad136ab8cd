"""What one iPhone costs in CPU: ``pytest tests/benchmarks/bench_iphone_cpu.py -s``.

Prints milliseconds of this process's CPU time a call; asserts nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from devices.virtual.ios.wda.server import WebDriverAgent
from tests.benchmarks.cpu import Client, Request, screen, time_calls, time_screen
from tests.devices.virtual.ios.iphones import iphone
from tests.devices.virtual.ios.wda.agents import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Bench:
    """A phone with the screen in front."""

    def __init__(self) -> None:
        self.phone = iphone()
        self.window = self.phone.apps.launch(MESSAGES).window
        self.window.build = screen
        self.change()

    def change(self) -> None:
        """Have the screen built anew."""
        self.phone.display.invalidate(self.window)
        self.phone.display.root()

    async def calls(self, client: Client) -> None:
        """Time the commands of a session."""
        opened = await client.call("POST", "/session", {"capabilities": {}})
        assert isinstance(opened, dict)
        session = f"/session/{opened['sessionId']}"
        found = await client.call("POST", f"{session}/element", _by("accessibility id", "row20"))
        assert isinstance(found, dict)
        requests = _requests(session, f"/element/{found['ELEMENT']}")
        await time_calls(client.call, requests, self.change)

    def screen(self) -> None:
        """Time building and painting it."""
        time_screen(self.change, self.phone.display.screenshot_png)


def _requests(session: str, element: str) -> Iterator[Request]:
    for using, value in (
        ("accessibility id", "row20"),
        ("class name", "XCUIElementTypeAlert"),
        ("predicate string", "name == 'row20' AND type == 'XCUIElementTypeButton'"),
        ("class chain", "**/XCUIElementTypeScrollView/**/XCUIElementTypeButton[`name == 'row20'`]"),
        ("xpath", "//XCUIElementTypeStaticText[@label='Person 20']"),
    ):
        yield Request(f"find by {using}", "POST", f"{session}/elements", _by(using, value))
    yield Request("text", "GET", f"{session}{element}/text")
    yield Request("rect", "GET", f"{session}{element}/rect")
    yield Request("attribute", "GET", f"{session}{element}/attribute/visible")
    yield Request("click", "POST", f"{session}{element}/click", {})
    yield Request("source", "GET", f"{session}/source")


def _by(using: str, value: str) -> dict[str, str]:
    return {"using": using, "value": value}


async def _measure() -> None:
    bench = _Bench()
    agent = WebDriverAgent(bench.phone)
    address = urlsplit(await agent.start())
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        await bench.calls(Client(reader, writer))
        bench.screen()
    finally:
        writer.close()
        await agent.stop()


def test_cpu_of_a_request() -> None:
    """WebDriverAgent alone, without Appium between."""
    asyncio.run(_measure())
