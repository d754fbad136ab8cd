"""Packets of the adb transport. Source: AOSP packages/modules/adb, protocol.txt and adb.h."""

from __future__ import annotations

import struct
import zlib
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION_MIN: Final = 0x01000000
VERSION_SKIP_CHECKSUM: Final = 0x01000001
MAX_PAYLOAD: Final = 1024 * 1024
MAX_PAYLOAD_V1: Final = 4096

_HEADER: Final = struct.Struct("<6I")
_MASK: Final = 0xFFFFFFFF
_SCRATCH: Final = 64 * 1024
# The longest run of bytes whose sum cannot wrap in the lower half of an Adler-32 (modulo 65521).
_SUMMED_AT_ONCE: Final = 256


class Command(IntEnum):
    """The commands of the transport: four letters, read as a little-endian number."""

    SYNC = 0x434E5953
    CNXN = 0x4E584E43
    AUTH = 0x48545541
    OPEN = 0x4E45504F
    OKAY = 0x59414B4F
    CLSE = 0x45534C43
    WRTE = 0x45545257
    STLS = 0x534C5453


class MalformedPacketError(Exception):
    """The peer sent bytes that are no packet; the connection cannot go on."""


class Packet(NamedTuple):
    """One message: a command, its two arguments and a payload.

    Attributes:
        command: one of `Command`, or a number that is none and that adbd ignores.
    """

    command: int
    arg0: int
    arg1: int
    data: bytes = b""

    def header(self, *, checksum: bool) -> bytes:
        """The packet without its payload; peers from VERSION_SKIP_CHECKSUM on want no checksum."""
        total = checksum_of(self.data) if checksum else 0
        magic = self.command ^ _MASK
        return _HEADER.pack(self.command, self.arg0, self.arg1, len(self.data), total, magic)

    def encode(self, *, checksum: bool) -> bytes:
        """The packet as bytes."""
        return self.header(checksum=checksum) + self.data


def checksum_of(data: bytes) -> int:
    """The sum of all bytes, which protocol.txt calls a checksum.

    Adler-32 keeps a sum of bytes in its lower half and is written in C: a thousand times as fast
    as `sum`, which would be all that a phone of an old release does during a push.
    """
    view = memoryview(data)
    adler = zlib.adler32
    starts = range(0, len(view), _SUMMED_AT_ONCE)
    total = sum((adler(view[at : at + _SUMMED_AT_ONCE]) & 0xFFFF) - 1 for at in starts)
    return total & _MASK


class Decoder:
    """Cuts a stream of bytes into packets.

    A large payload is received into the place where it stays; everything else goes through a
    small buffer.

    Attributes:
        verify: whether checksums are compared.
        max_payload: bytes that a packet may carry.
    """

    def __init__(self, *, verify: bool = False, max_payload: int = MAX_PAYLOAD) -> None:
        self.verify, self.max_payload = verify, max_payload
        self._scratch = memoryview(bytearray(_SCRATCH))
        self._start = self._end = 0
        self._large: bytearray | None = None
        self._filled = 0
        self._fields: tuple[int, ...] = ()

    def get_buffer(self) -> memoryview:
        """Where the next bytes are to be put."""
        if self._large is not None:
            return memoryview(self._large)[self._filled :]
        return self._scratch[self._end :]

    def received(self, size: int) -> Iterator[Packet]:
        """Take the bytes that were put there and give every packet that is complete.

        Raises:
            MalformedPacketError: what came is no packet.
        """
        if self._large is None:
            self._end += size
            yield from self._cut()
            return
        self._filled += size
        if self._filled == len(self._large):
            data, self._large = bytes(self._large), None
            yield self._packet(self._fields, data)

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Take bytes in and give every packet that is complete; raises as `received` does."""
        view = memoryview(data)
        while view:
            buffer = self.get_buffer()
            size = min(len(buffer), len(view))
            buffer[:size] = view[:size]
            view = view[size:]
            yield from self.received(size)

    def _cut(self) -> Iterator[Packet]:
        while self._end - self._start >= _HEADER.size:
            fields = _HEADER.unpack_from(self._scratch, self._start)
            self._check(fields)
            body = self._start + _HEADER.size
            end = body + fields[3]
            if end <= self._end:
                self._start = end
                yield self._packet(fields, bytes(self._scratch[body:end]))
            elif _HEADER.size + fields[3] > _SCRATCH:
                self._receive_large(fields, self._scratch[body : self._end])
                return
            else:
                break
        self._compact()

    def _receive_large(self, fields: tuple[int, ...], begun: memoryview) -> None:
        self._large, self._fields, self._filled = bytearray(fields[3]), fields, len(begun)
        self._large[: len(begun)] = begun
        self._start = self._end = 0

    def _compact(self) -> None:
        left = self._end - self._start
        if self._start and left:
            self._scratch[:left] = bytes(self._scratch[self._start : self._end])
        self._start, self._end = 0, left

    def _check(self, fields: tuple[int, ...]) -> None:
        command, length, magic = fields[0], fields[3], fields[5]
        if command ^ _MASK != magic:
            raise MalformedPacketError(f"magic {magic:#x} does not belong to command {command:#x}")
        if length > self.max_payload:
            raise MalformedPacketError(f"payload of {length} bytes, at most {self.max_payload}")

    def _packet(self, fields: tuple[int, ...], data: bytes) -> Packet:
        if self.verify and checksum_of(data) != fields[4]:
            raise MalformedPacketError(f"checksum of {len(data)} bytes is wrong")
        return Packet(fields[0], fields[1], fields[2], data)
