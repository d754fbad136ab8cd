"""An H.264 stream as an MP4 file. Source: ISO/IEC 14496-12 (boxes), 14496-15 (avcC)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.video.h264 import Size

_TICKS: Final = 90_000
"""Units of time in a second."""
_MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_BRAND: Final = b"isom\x00\x00\x02\x00isomiso2avc1mp41"


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture's NAL unit, and for how many seconds it is shown."""

    data: bytes
    seconds: float

    @property
    def ticks(self) -> int:
        """The same in the file's units of time."""
        return max(1, round(self.seconds * _TICKS))


def mp4(size: Size, parameters: tuple[bytes, bytes], samples: list[Sample]) -> bytes:
    """The file of one video track.

    Args:
        size: of the pictures.
        parameters: the sequence's and the pictures' parameter sets.
        samples: the first one stands by itself.
    """
    head = _box(b"ftyp", _BRAND)
    media = [struct.pack(">I", len(sample.data)) + sample.data for sample in samples]
    body = _box(b"mdat", *media)
    table = _table(size, parameters, samples, [len(chunk) for chunk in media], len(head) + 8)
    return head + body + _movie(size, sum(sample.ticks for sample in samples), table)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(size: Size, duration: int, table: bytes) -> bytes:
    header = _full(
        b"mvhd",
        struct.pack(">4I", 0, 0, _TICKS, duration),
        struct.pack(">IH10x", 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    track = _full(
        b"tkhd",
        struct.pack(">5I", 0, 0, 1, 0, duration),
        bytes(16),
        _MATRIX,
        struct.pack(">2I", size.width << 16, size.height << 16),
        flags=3,
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", struct.pack(">4I2H", 0, 0, _TICKS, duration, 0x55C4, 0)),
        _full(b"hdlr", bytes(4), b"vide", bytes(12), b"VideoHandle\x00"),
        _box(
            b"minf",
            _full(b"vmhd", bytes(8), flags=1),
            _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))),
            table,
        ),
    )
    return _box(b"moov", header, _box(b"trak", track, media))


def _table(
    size: Size,
    parameters: tuple[bytes, bytes],
    samples: list[Sample],
    lengths: list[int],
    offset: int,
) -> bytes:
    times = b"".join(struct.pack(">2I", 1, sample.ticks) for sample in samples)
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), _entry(size, *parameters)),
        _full(b"stts", struct.pack(">I", len(samples)), times),
        _full(b"stss", struct.pack(">2I", 1, 1)),
        _full(b"stsc", struct.pack(">4I", 1, 1, len(samples), 1)),
        _full(b"stsz", struct.pack(f">2I{len(lengths)}I", 0, len(lengths), *lengths)),
        _full(b"stco", struct.pack(">2I", 1, offset)),
    )


def _entry(size: Size, sequence: bytes, picture: bytes) -> bytes:
    config = b"".join(
        [
            b"\x01",
            sequence[1:4],
            b"\xff\xe1",
            struct.pack(">H", len(sequence)),
            sequence,
            b"\x01",
            struct.pack(">H", len(picture)),
            picture,
        ]
    )
    return _box(
        b"avc1",
        struct.pack(">6xH16x2H2I4xH32xHh", 1, *size, 0x480000, 0x480000, 1, 24, -1),
        _box(b"avcC", config),
    )
