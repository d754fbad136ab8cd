"""A byte stream to a phone, over which TLS may come and go.

asyncio can put TLS on a stream but not take it off again, which lockdownd does when a session ends;
so the records are cut here, between two buffers in memory.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

_CHUNK: Final = 64 * 1024
_RECORDS: Final = range(20, 24)  # first byte of a TLS record, RFC 8446, 5.1


class Channel:
    """One connection to a port of a phone.

    A peer that breaks TLS, or breaks it off, raises `ConnectionError` from every method.
    """

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._plain = b""  # came with the last record of a session that has ended
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()

    async def read(self, size: int = _CHUNK) -> bytes:
        """The next bytes, at most ``size``; none when the peer has closed its side."""
        if self._tls is None:
            if self._plain:
                data, self._plain = self._plain[:size], self._plain[size:]
                return data
            return await self._reader.read(size)
        while True:
            try:
                return self._tls.read(size)
            except ssl.SSLWantReadError:
                if not await self._receive():
                    return b""
            except ssl.SSLZeroReturnError:
                return b""
            except ssl.SSLError as error:
                raise ConnectionAbortedError(str(error)) from error

    async def read_exactly(self, size: int) -> bytes:
        """The next ``size`` bytes.

        Raises:
            asyncio.IncompleteReadError: the peer closed its side before.
        """
        data = bytearray()
        while len(data) < size:
            more = await self.read(min(size - len(data), _CHUNK))
            if not more:
                raise asyncio.IncompleteReadError(bytes(data), size)
            data += more
        return bytes(data)

    def write(self, data: bytes) -> None:
        """Put bytes on their way."""
        if self._tls is None:
            self._writer.write(data)
        elif data:
            self._tls.write(data)
            self._flush()

    async def drain(self) -> None:
        """Wait until the peer has taken most of what was written."""
        await self._writer.drain()

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Take a client's handshake; what follows is encrypted."""
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._incoming.write(self._plain)
        self._plain = b""
        tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                if not await self._receive():
                    raise ConnectionResetError("closed during the handshake") from None
            except ssl.SSLError as error:
                self._flush()  # the alert that tells the peer why
                raise ConnectionAbortedError(str(error)) from error
            else:
                break
        self._flush()
        self._tls = tls

    async def stop_tls(self) -> None:
        """End TLS; what follows is plain, whether or not the peer says good-bye to TLS too.

        libimobiledevice sends close_notify and waits for ours, other clients go on at once.
        """
        tls, self._tls = self._tls, None
        if tls is None:
            return
        while not self._unwrapped(tls):
            self._flush()
            data = await self._reader.read(_CHUNK)
            if not data or data[0] not in _RECORDS:
                self._plain = data
                return
            self._incoming.write(data)
        self._flush()
        self._plain = self._incoming.read()

    def close(self) -> None:
        """Close both sides, once what was written has left."""
        self._writer.close()

    def _unwrapped(self, tls: ssl.SSLObject) -> bool:
        try:
            tls.unwrap()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            raise ConnectionAbortedError(str(error)) from error
        return True

    async def _receive(self) -> bool:
        """Take records in; False at the end of the stream."""
        self._flush()
        data = await self._reader.read(_CHUNK)
        self._incoming.write(data)
        return bool(data)

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._writer.write(self._outgoing.read())
