"""Packets of the adb transport. Source: AOSP packages/modules/adb, protocol.txt and adb.h."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION_MIN: Final = 0x01000000
VERSION_SKIP_CHECKSUM: Final = 0x01000001
MAX_PAYLOAD: Final = 1024 * 1024
MAX_PAYLOAD_V1: Final = 4096

_HEADER: Final = struct.Struct("<6I")
_MASK: Final = 0xFFFFFFFF


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


@dataclass(frozen=True, slots=True)
class Packet:
    """One message: a command, its two arguments and a payload."""

    command: Command
    arg0: int
    arg1: int
    data: bytes = b""

    def encode(self, *, checksum: bool) -> bytes:
        """The packet as bytes; peers from VERSION_SKIP_CHECKSUM on want no checksum."""
        total = sum(self.data) & _MASK if checksum else 0
        magic = self.command ^ _MASK
        fields = (self.command, self.arg0, self.arg1, len(self.data), total, magic)
        return _HEADER.pack(*fields) + self.data


class Decoder:
    """Cuts a stream of bytes into packets.

    Attributes:
        checksum: whether payloads are verified; on until both sides agreed on a newer version.
    """

    def __init__(self) -> None:
        self.checksum = True
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Take bytes in and give every packet that is complete.

        Raises:
            MalformedPacketError: what came is no packet.
        """
        self._buffer += data
        while len(self._buffer) >= _HEADER.size:
            command, arg0, arg1, length, total, magic = _HEADER.unpack_from(self._buffer)
            kind = _check(command, length, magic)
            end = _HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(memoryview(self._buffer)[_HEADER.size : end])
            del self._buffer[:end]
            if self.checksum and sum(payload) & _MASK != total:
                raise MalformedPacketError(f"{kind.name}: checksum of {length} bytes is wrong")
            yield Packet(kind, arg0, arg1, payload)


def _check(command: int, length: int, magic: int) -> Command:
    if command ^ _MASK != magic:
        raise MalformedPacketError(f"magic {magic:#x} does not belong to command {command:#x}")
    if length > MAX_PAYLOAD:
        raise MalformedPacketError(f"payload of {length} bytes, at most {MAX_PAYLOAD} are allowed")
    try:
        return Command(command)
    except ValueError:
        raise MalformedPacketError(f"unknown command {command:#x}") from None
