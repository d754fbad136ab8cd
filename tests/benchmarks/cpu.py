"""What both platforms' benchmarks of a phone's own CPU share: a screen, a client, figures."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Iterable

ROUNDS: Final = 300
PICTURES: Final = 20
_ROWS: Final = 30


class Request(NamedTuple):
    """A command by the words of a report."""

    name: str
    method: str
    path: str
    body: object = None


class Client:
    """One kept-alive connection; a few lines on a socket, so that it costs next to nothing."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def call(self, method: str, path: str, body: object = None) -> object:
        """Ask; returns the answer's value."""
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
        self._writer.write(head.encode() + data)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return json.loads(await self._reader.readexactly(length))["value"]


def screen() -> Node:
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


async def time_calls(
    call: Callable[[str, str, object], Awaitable[object]],
    requests: Iterable[Request],
    change: Callable[[], None],
) -> None:
    """Time commands, on a screen that stays and on one that has just changed."""
    for request in requests:
        for changing in (False, True):
            spent = 0.0
            for _ in range(ROUNDS):
                if changing:
                    change()
                start = time.process_time()
                await call(request.method, request.path, request.body)
                spent += time.process_time() - start
            say(request.name + ", screen changed" * changing, spent / ROUNDS)


def time_screen(change: Callable[[], None], picture: Callable[[], object]) -> None:
    """Time building and painting a screen."""
    start = time.process_time()
    for _ in range(ROUNDS):
        change()
    say("build and layout", (time.process_time() - start) / ROUNDS)
    start = time.process_time()
    for _ in range(PICTURES):
        change()
        picture()
    say("build, layout and screenshot", (time.process_time() - start) / PICTURES)


def say(name: str, seconds: float) -> None:
    """Print a figure."""
    print(f"{name:42} {seconds * 1000:8.3f} ms")  # noqa: T201 - its purpose
