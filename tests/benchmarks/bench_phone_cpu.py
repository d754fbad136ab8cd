"""What one Android phone costs in CPU: ``pytest tests/benchmarks/bench_phone_cpu.py -s``.

Prints milliseconds of this process's CPU time a call; asserts nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.server import PORT, Uiautomator2Server
from devices.virtual.os.window import Window, WindowKind
from tests.benchmarks.cpu import Client, Request, screen, time_calls, time_screen
from tests.devices.virtual.android.uia2.fake_phone import CAPABILITIES, PACKAGE, FakePhone

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELECTOR: Final = 'new UiSelector().text("Person 20")'


class _Bench:
    """A phone with the screen in front."""

    def __init__(self) -> None:
        self.phone = FakePhone()
        self.window = Window(PACKAGE, "Main", WindowKind.APP, screen, lambda: None)
        self.phone.display.show(self.window)

    def change(self) -> None:
        """Have the screen built anew."""
        self.phone.display.invalidate(self.window)
        self.phone.display.root()

    async def calls(self, client: Client) -> None:
        """Time the commands of a session."""
        opened = await client.call("POST", "/session", {"capabilities": CAPABILITIES})
        assert isinstance(opened, dict)
        session = f"/session/{opened['sessionId']}"
        found = await client.call("POST", f"{session}/element", _by("id", "row20"))
        assert isinstance(found, dict)
        requests = _requests(session, f"/element/{found['ELEMENT']}")
        await time_calls(client.call, requests, self.change)

    def screen(self) -> None:
        """Time building and painting it."""
        time_screen(self.change, self.phone.display.screenshot_png)


def _requests(session: str, element: str) -> Iterator[Request]:
    for name, strategy, selector in (
        ("id", "id", "row20"),
        ("accessibility id", "accessibility id", "row 20"),
        ("UiSelector", "-android uiautomator", _SELECTOR),
        ("XPath", "xpath", "//*[@text='Person 20']"),
    ):
        body = _by(strategy, selector)
        yield Request(f"find by {name}", "POST", f"{session}/element", body)
    yield Request("text", "GET", f"{session}{element}/text")
    yield Request("attribute", "GET", f"{session}{element}/attribute/displayed")
    yield Request("click", "POST", f"{session}{element}/click", {})
    yield Request("source", "GET", f"{session}/source")


def _by(strategy: str, selector: str) -> dict[str, object]:
    return {"strategy": strategy, "selector": selector, "context": "", "multiple": False}


async def _measure() -> None:
    bench = _Bench()
    server = Uiautomator2Server(bench.phone, pid=1, on_end=lambda: None)
    server.start()
    port = await asyncio.get_running_loop().create_server(bench.phone.ports[PORT], "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*port.sockets[0].getsockname())
    try:
        await bench.calls(Client(reader, writer))
        bench.screen()
    finally:
        writer.close()
        server.stop()
        port.close()
        await port.wait_closed()


def test_cpu_of_a_request() -> None:
    """The UiAutomator2 server alone, without adb between."""
    asyncio.run(_measure())
