"""Darwin notifications: names that a phone's processes post and observe, without any content."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class DarwinNotifications:
    """Those of one phone."""

    def __init__(self) -> None:
        self._observers: dict[str, list[Callable[[str], None]]] = {}
        self._awaited: dict[str, asyncio.Event] = {}

    def observe(self, name: str, told: Callable[[str], None]) -> Callable[[], None]:
        """Have a callable told whenever this name is posted.

        Returns:
            What ends it.
        """
        observers = self._observers.setdefault(name, [])
        observers.append(told)
        if name in self._awaited:
            self._awaited[name].set()
        return lambda: observers.remove(told)

    async def observed(self, name: str, within_s: float) -> None:
        """Wait until somebody observes this name, but no longer than that."""
        if self._observers.get(name):
            return
        event = self._awaited.setdefault(name, asyncio.Event())
        event.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await event.wait()

    def post(self, name: str) -> None:
        """Tell everyone who observes this name."""
        for told in list(self._observers.get(name, ())):
            told(name)
