"""A client's connection to an HTTP server of a phone: aiohttp's parser reads the requests.

It serves those that answer in the turn of the loop that brings a request's last byte, which
aiohttp's own server does not.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser

if TYPE_CHECKING:
    from aiohttp.http import RawRequestMessage
    from aiohttp.streams import StreamReader

_READ_AHEAD: Final = 1 << 16  # bytes of a body at which the parser asks for a pause


class Request(NamedTuple):
    """A request with its whole body; the target is as it was sent."""

    method: str
    target: str
    body: bytes


class HttpConnection(BaseProtocol):
    """Requests as they come; whoever derives from it answers them.

    Args:
        opened: every connection that is open; this one stands in it while it is.
    """

    def __init__(self, opened: set[Any]) -> None:
        loop = asyncio.get_running_loop()
        self._requests = HttpRequestParser(self, loop, _READ_AHEAD, auto_decompress=False)
        super().__init__(loop, self._requests)
        self._open = opened
        self._waiting: deque[tuple[RawRequestMessage, StreamReader]] = deque()
        self._body = bytearray()
        self._broken = False  # what came last is no HTTP

    @abstractmethod
    def _answer_waiting(self) -> None:
        """Answer what waits, as far as it has come and may be answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; asyncio calls it."""
        super().connection_made(transport)
        self._open.add(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End; asyncio calls it."""
        super().connection_lost(exc)
        self._open.discard(self)

    def data_received(self, data: bytes) -> None:
        """Read on; asyncio calls it."""
        try:
            while data:
                requests, upgraded, data = self._requests.feed_data(data)
                self._waiting.extend(requests)
                if upgraded:  # there is no other protocol to go on with
                    self._requests.set_upgraded(False)
        except HttpProcessingError:
            self._broken = True
        self._answer_waiting()

    def pause_reading(self) -> None:
        """Nothing: the parser asks for it when a body grows, and ours are taken out at once."""

    def resume_reading(self, resume_parser: bool = True) -> None:  # noqa: FBT001, FBT002 - aiohttp's
        """Nothing: reading goes on all the time."""

    def hang_up(self) -> None:
        """Close once everything written has been sent."""
        if self.transport is not None:
            self.transport.close()
