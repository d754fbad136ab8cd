"""Frames of the shell protocol. Source: AOSP packages/modules/adb, shell_protocol.h."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Final

_FRAME: Final = struct.Struct("<BI")
# A frame that says it is longer is given in parts: nobody can make the phone wait for 4 GB.
_PART: Final = 64 * 1024


class FrameId(IntEnum):
    """Kinds of frames."""

    STDIN = 0
    STDOUT = 1
    STDERR = 2
    EXIT = 3
    CLOSE_STDIN = 4
    WINDOW_SIZE = 5


def encode_frame(kind: int, data: bytes) -> bytes:
    """One frame of the shell protocol."""
    return _FRAME.pack(kind, len(data)) + data


class FrameDecoder:
    """Cuts bytes into frames of the shell protocol."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._kind = 0
        self._missing = 0  # bytes of a long frame that are still to come

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Take bytes in and give the kind and data of every frame that is complete."""
        self._buffer += data
        frames: list[tuple[int, bytes]] = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        return frames

    def _next(self) -> tuple[int, bytes] | None:
        if self._missing:
            return self._part()
        if len(self._buffer) < _FRAME.size:
            return None
        kind, length = _FRAME.unpack_from(self._buffer)
        if length > _PART:
            self._kind, self._missing = kind, length
            del self._buffer[: _FRAME.size]
            return self._part()
        end = _FRAME.size + length
        if len(self._buffer) < end:
            return None
        content = bytes(self._buffer[_FRAME.size : end])
        del self._buffer[:end]
        return kind, content

    def _part(self) -> tuple[int, bytes] | None:
        if not self._buffer:
            return None
        part = bytes(self._buffer[: self._missing])
        del self._buffer[: len(part)]
        self._missing -= len(part)
        return self._kind, part
