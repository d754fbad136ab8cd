"""Takes the bytes of one stream in the portions that `sync:` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.virtual.android.adb.stream import Stream


class EndOfStreamError(Exception):
    """The host said no more in the middle of something."""


class SyncReader:
    """Takes exact numbers of bytes from a stream; nothing is copied twice."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._left = memoryview(b"")

    async def take(self, size: int) -> bytes:
        """So many bytes.

        Raises:
            EndOfStreamError: fewer came.
        """
        if size <= len(self._left):
            return bytes(self._cut(size))
        data = bytearray()
        while len(data) < size:
            data += await self.some(size - len(data))
        return bytes(data)

    async def some(self, most: int) -> memoryview:
        """At least one byte and at most so many, as soon as there are any; raises as `take`."""
        while not self._left:
            data = await self._stream.read()
            if not data and self._stream.closed:
                raise EndOfStreamError
            self._left = memoryview(data)
        return self._cut(most)

    def _cut(self, size: int) -> memoryview:
        cut, self._left = self._left[:size], self._left[size:]
        return cut
