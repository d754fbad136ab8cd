"""The virtual CRM on a socket of this machine."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from config.secrets import Secret
from crm import CrmClient
from devices.virtual.crm import VirtualCrm, make_application
from devices.virtual.os.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT_S = 10


@pytest.fixture
def virtual() -> VirtualCrm:
    """A fresh CRM."""
    return VirtualCrm(Clock())


@pytest.fixture
def url(virtual: VirtualCrm) -> Iterator[str]:
    """Where it answers; its loop runs in a thread that ends with the test."""
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
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(_TIMEOUT_S)
        yield f"http://127.0.0.1:{port}"
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(_TIMEOUT_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_TIMEOUT_S)
        loop.close()


@pytest.fixture
def client(url: str, virtual: VirtualCrm) -> Iterator[CrmClient]:
    """A client with the integration's token."""
    with CrmClient(url, Secret(virtual.token), _TIMEOUT_S) as client:
        yield client
