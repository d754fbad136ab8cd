"""Packets of the file service, AFC.

Source: libimobiledevice, ``src/afc.h`` (header, operations) and ``include/libimobiledevice/afc.h``
(numbers of a status).
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MAGIC: Final = b"CFA6LPAA"
HEADER: Final = struct.Struct("<8s4Q")
MAX_ARGUMENTS: Final = 64 * 1024  # paths and numbers; content comes after them
NUMBER: Final = struct.Struct("<Q")


class Operation(IntEnum):
    """The operations that are served, and those of replies."""

    STATUS = 0x01
    DATA = 0x02
    READ_DIR = 0x03
    TRUNCATE = 0x07
    REMOVE_PATH = 0x08
    MAKE_DIR = 0x09
    GET_FILE_INFO = 0x0A
    GET_DEVICE_INFO = 0x0B
    FILE_OPEN = 0x0D
    FILE_OPEN_RESULT = 0x0E
    FILE_READ = 0x0F
    FILE_WRITE = 0x10
    FILE_SEEK = 0x11
    FILE_TELL = 0x12
    FILE_TELL_RESULT = 0x13
    FILE_CLOSE = 0x14
    FILE_SET_SIZE = 0x15
    RENAME_PATH = 0x18
    FILE_LOCK = 0x1B
    SET_FILE_MOD_TIME = 0x1E
    REMOVE_PATH_AND_CONTENTS = 0x22


NEWEST: Final = 0x28
"""The last operation that a phone knows, served here or not."""


class Status(IntEnum):
    """How an operation ended."""

    SUCCESS = 0
    UNKNOWN_ERROR = 1
    UNKNOWN_PACKET_TYPE = 6
    INVALID_ARGUMENT = 7
    OBJECT_NOT_FOUND = 8
    OBJECT_IS_DIRECTORY = 9
    PERMISSION_DENIED = 10
    NOT_SUPPORTED = 15
    OBJECT_EXISTS = 16
    NO_SPACE_LEFT = 18


class MalformedPacketError(Exception):
    """What came is no packet; the service closes the connection."""


class Header(NamedTuple):
    """The head of a packet.

    Attributes:
        arguments: bytes that follow: paths and numbers.
        content: bytes that follow those: what is in a file.
        number: chosen by the client; the reply carries the same.
        operation: one of `Operation`, or a number that is none.
    """

    arguments: int
    content: int
    number: int
    operation: int


def read_header(data: bytes) -> Header:
    """The head of a packet from its bytes.

    Raises:
        MalformedPacketError: it is none, or its lengths cannot be.
    """
    magic, whole, this, number, operation = HEADER.unpack(data)
    if magic != MAGIC:
        raise MalformedPacketError(f"magic {magic!r}")
    if not HEADER.size <= this <= whole or this - HEADER.size > MAX_ARGUMENTS:
        raise MalformedPacketError(f"{this} bytes of {whole}")
    return Header(this - HEADER.size, whole - this, number, operation)


def encode(number: int, operation: int, arguments: bytes = b"", content: bytes = b"") -> bytes:
    """A packet as bytes."""
    this = HEADER.size + len(arguments)
    head = HEADER.pack(MAGIC, this + len(content), this, number, operation)
    return head + arguments + content


def numbers(data: bytes, count: int) -> tuple[int, ...]:
    """The numbers at the start of a packet's arguments.

    Raises:
        ValueError: there are fewer.
    """
    if len(data) < count * NUMBER.size:
        raise ValueError(f"{len(data)} bytes for {count} numbers")
    return struct.unpack_from(f"<{count}Q", data)


def paths(data: bytes, count: int) -> Sequence[str]:
    """Paths from a packet's arguments, each up to its zero; the last may lack it.

    Raises:
        ValueError: there are fewer, or they are no UTF-8.
    """
    parts = data.split(b"\0")
    if len(parts) < count or not all(parts[:count]):
        raise ValueError(f"no {count} paths")
    return [part.decode() for part in parts[:count]]


def strings(texts: Sequence[str]) -> bytes:
    """Texts as a reply lists them, each with a zero behind it."""
    return b"".join(text.encode() + b"\0" for text in texts)
