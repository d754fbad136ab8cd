"""A virtual CRM on a socket of this machine."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from aiohttp import web

from devices.virtual.crm import make_application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.crm import VirtualCrm

TIMEOUT_S: Final = 10


@contextmanager
def served(virtual: VirtualCrm) -> Iterator[str]:
    """Its address; its loop runs in a thread that ends with the context."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = web.AppRunner(make_application(virtual))

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(TIMEOUT_S)
        yield f"http://127.0.0.1:{port}"
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(TIMEOUT_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(TIMEOUT_S)
        loop.close()
