"""Compressed transfers of `sync:`. Source: AOSP packages/modules/adb, compression_utils.h.

The libraries are loaded by the first transfer that wants them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_BROTLI_QUALITY: Final = 1  # Source: BrotliEncoder


class Flags(IntFlag):
    """Flags of SND2 and RCV2. Source: AOSP file_sync_protocol.h."""

    BROTLI = 1
    LZ4 = 2
    ZSTD = 4
    DRY_RUN = 0x80000000


COMPRESSIONS: Final = (Flags.BROTLI, Flags.LZ4, Flags.ZSTD)


class CompressionError(Exception):
    """Bytes that are not what they are said to be, end too early or go on too long."""


@dataclass(slots=True)
class Decoder:
    """Makes the bytes of a file of those that come.

    Attributes:
        process: takes some in, gives what can be told of the file.
        ended: whether the last byte of the file is known.
        errors: what `process` raises for bytes that are wrong.
    """

    process: Callable[[bytes], bytes]
    ended: Callable[[], bool]
    errors: type[Exception]

    def feed(self, data: bytes) -> bytes:
        """More bytes of the file.

        Raises:
            CompressionError: they cannot be read.
        """
        if self.ended():
            raise CompressionError("bytes after the end")
        try:
            return self.process(data)
        except self.errors as error:
            raise CompressionError(str(error)) from error


@dataclass(slots=True)
class Encoder:
    """Makes the bytes to send of those of a file, the last of them by `finish`."""

    feed: Callable[[bytes], bytes]
    finish: Callable[[], bytes]


def decoder(kind: Flags) -> Decoder:
    """What reads one transfer."""
    library: Any
    reading: Any
    if kind is Flags.BROTLI:
        library = import_module("brotli")
        reading = library.Decompressor()
        return Decoder(reading.process, reading.is_finished, library.error)
    if kind is Flags.LZ4:
        reading = import_module("lz4.frame").LZ4FrameDecompressor()
        return Decoder(_refusing_rest(reading), lambda: bool(reading.eof), RuntimeError)
    library = import_module("zstandard")
    reading = library.ZstdDecompressor().decompressobj()
    return Decoder(_refusing_rest(reading), lambda: bool(reading.eof), library.ZstdError)


def encoder(kind: Flags) -> Encoder:
    """What writes one transfer."""
    writing: Any
    if kind is Flags.BROTLI:
        writing = import_module("brotli").Compressor(quality=_BROTLI_QUALITY)
        return Encoder(writing.process, writing.finish)
    if kind is Flags.LZ4:
        writing = import_module("lz4.frame").LZ4FrameCompressor()
        begun: bytes = writing.begin()
        return Encoder(_after(begun, writing.compress), lambda: bytes(writing.flush()))
    writing = import_module("zstandard").ZstdCompressor().compressobj()
    return Encoder(writing.compress, writing.flush)


def _refusing_rest(reading: Any) -> Callable[[bytes], bytes]:  # noqa: ANN401 - of either library
    def process(data: bytes) -> bytes:
        found: bytes = reading.decompress(data)
        if reading.eof and reading.unused_data:
            raise CompressionError("bytes after the end")
        return found

    return process


def _after(begun: bytes, feed: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    head = [begun]

    def process(data: bytes) -> bytes:
        return (head.pop() if head else b"") + feed(data)

    return process
