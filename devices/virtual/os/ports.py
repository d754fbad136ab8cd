"""The phone's listening TCP ports."""

from __future__ import annotations

import asyncio
from collections import UserDict
from collections.abc import Callable

ProtocolFactory = Callable[[], asyncio.Protocol]


class Ports(UserDict[int, ProtocolFactory]):
    """What makes a protocol for each new connection, by port."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[int, list[asyncio.Event]] = {}

    def __setitem__(self, port: int, factory: ProtocolFactory) -> None:
        super().__setitem__(port, factory)
        for event in self._waiting.get(port, ()):
            event.set()

    async def listener(self, port: int, *, within_s: float) -> ProtocolFactory | None:
        """Who listens on a port, now or within a time; None when nobody does."""
        if port not in self:
            opened = asyncio.Event()
            self._waiting.setdefault(port, []).append(opened)
            try:
                await asyncio.wait_for(opened.wait(), within_s)
            except TimeoutError:
                return None
            finally:
                self._waiting[port].remove(opened)
        return self.get(port)
