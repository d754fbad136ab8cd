"""Frames of usbmuxd's socket.

Source: libimobiledevice/usbmuxd, ``src/usbmuxd-proto.h`` and ``input_buffer_process`` in
``src/client.c``.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from asyncio import StreamReader

HEADER: Final = struct.Struct("<4I")
MAX_FRAME: Final = 0x10000
"""Bytes of the longest frame that usbmuxd takes, header included."""
PLIST_VERSION: Final = 1
BINARY_VERSION: Final = 0
VERSIONS: Final = (BINARY_VERSION, PLIST_VERSION)


class Message(IntEnum):
    """Types of frames. All that clients of today send is `PLIST`."""

    RESULT = 1
    PLIST = 8


class Result(IntEnum):
    """Numbers of a Result message; for pair records usbmuxd sends errno's beside these."""

    OK = 0
    BAD_COMMAND = 1
    BAD_DEVICE = 2
    CONNECTION_REFUSED = 3
    BAD_VERSION = 6


class MalformedFrameError(Exception):
    """What came is no frame; usbmuxd closes the connection."""


class Frame(NamedTuple):
    """One message of the socket.

    Attributes:
        message: one of `Message`, or a number that is none.
        tag: chosen by the client; the reply carries the same.
    """

    version: int
    message: int
    tag: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """The frame as bytes."""
        size = HEADER.size + len(self.payload)
        return HEADER.pack(size, self.version, self.message, self.tag) + self.payload


async def read_frame(reader: StreamReader) -> Frame:
    """The next frame; not a byte beyond it is taken, since it may be a Connect.

    Raises:
        asyncio.IncompleteReadError: the peer closed the connection.
        MalformedFrameError: the length is shorter than a header, or longer than `MAX_FRAME`.
    """
    size, version, message, tag = HEADER.unpack(await reader.readexactly(HEADER.size))
    if not HEADER.size <= size <= MAX_FRAME:
        raise MalformedFrameError(f"a frame of {size} bytes")
    return Frame(version, message, tag, await reader.readexactly(size - HEADER.size))
