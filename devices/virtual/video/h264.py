"""Pictures as H.264, without loss and without a transform.

A macroblock that goes on as its neighbour above or at its left ends is predicted; one that has not
changed since the picture before is skipped; any other is sent as its samples. A user interface is
flat, so this stays small and costs little.

Source: ITU-T H.264, clauses 7.3 (syntax), 8.3.3 and 8.3.4 (intra prediction), 9.2.1 (coeff_token),
annex E (VUI).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

_MACROBLOCK: Final = 16
_CHROMA: Final = 8
_BASELINE: Final = 66
_CONSTRAINED: Final = 0xC0
_LEVEL: Final = 40
_SPS_HEADER, _PPS_HEADER, _IDR_HEADER, _P_HEADER = 0x67, 0x68, 0x65, 0x41
_I_SLICE, _P_SLICE = 7, 5
_I_PCM: Final = 25
_INTRA_IN_P: Final = 5  # what is added to the number of an intra macroblock in a P slice
_VERTICAL: Final = "vertical"
_HORIZONTAL: Final = "horizontal"
_FRAME_NUMBERS: Final = 16
# Luma mode as mb_type of Intra_16x16 without coefficients, and the chroma mode.
_PREDICTED: Final = {_VERTICAL: (1, 2), _HORIZONTAL: (2, 1)}
_EMULATED: Final = re.compile(rb"\x00\x00(?=[\x00-\x03])")
# Coefficients that a block counts to its neighbours: all of them where its samples were sent.
_ALL: Final = 16


class Size(NamedTuple):
    """Width and height in pixels, both even."""

    width: int
    height: int


class _Bits:
    """A bit string that can hold whole bytes at byte boundaries."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._open: list[str] = []

    def put(self, value: int, width: int) -> None:
        self._open.append(f"{value:0{width}b}")

    def ue(self, value: int) -> None:
        """An unsigned Exp-Golomb code."""
        code = f"{value + 1:b}"
        self._open.append("0" * (len(code) - 1) + code)

    def zero(self) -> None:
        """A signed Exp-Golomb code of zero."""
        self._open.append("1")

    def raw(self, data: bytes) -> None:
        """Bytes, after zeros up to the boundary."""
        self._align()
        self._done += data

    def finish(self) -> bytes:
        """Everything, with the stop bit, and guarded against start codes."""
        self._open.append("1")
        self._align()
        return _EMULATED.sub(b"\x00\x00\x03", bytes(self._done))

    def _align(self) -> None:
        text = "".join(self._open)
        text += "0" * (-len(text) % 8)
        if text:
            self._done += int(text, 2).to_bytes(len(text) // 8, "big")
        self._open.clear()


class _Planes(NamedTuple):
    """Samples of a picture whose sides are whole macroblocks."""

    luma: bytes
    cb: bytes
    cr: bytes


def sequence_parameters(size: Size) -> bytes:
    """The NAL unit that tells the size and the colours."""
    across, down = _macroblocks(size)
    bits = _Bits()
    for value in (_BASELINE, _CONSTRAINED, _LEVEL):
        bits.put(value, 8)
    for value in (0, 0, 2, 1):  # its id; 4 bits of frame number; output in order; one reference
        bits.ue(value)
    bits.put(0, 1)
    bits.ue(across - 1)
    bits.ue(down - 1)
    bits.put(0b111, 3)  # whole frames, direct inference, cropped
    for value in (
        0,
        (across * _MACROBLOCK - size.width) // 2,
        0,
        (down * _MACROBLOCK - size.height) // 2,
    ):
        bits.ue(value)
    # VUI: full range, colours of BT.601, nothing else.
    bits.put(0b1_0_0_1, 4)
    bits.put(0b101_1_1, 5)
    for value in (6, 6, 6):
        bits.put(value, 8)
    bits.put(0, 6)
    return bytes([_SPS_HEADER]) + bits.finish()


def picture_parameters() -> bytes:
    """The NAL unit that says how slices are coded."""
    bits = _Bits()
    bits.ue(0)
    bits.ue(0)
    bits.put(0b00, 2)
    for _ in range(3):
        bits.ue(0)
    bits.put(0b000, 3)
    for _ in range(3):
        bits.zero()
    bits.put(0b100, 3)  # the deblocking filter can be switched off
    return bytes([_PPS_HEADER]) + bits.finish()


class Encoder:
    """Encodes one picture after the other; the first one stands by itself.

    Args:
        size: of each picture.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        self._across, self._down = _macroblocks(size)
        self._before: list[bytes] = []
        self._count = 0

    def encode(self, picture: Image.Image) -> bytes:
        """The picture as one NAL unit."""
        blocks = list(self._blocks(self._planes(picture)))
        data = self._slice(blocks)
        self._before = [whole for whole, _ in blocks]
        self._count += 1
        return data

    def _planes(self, picture: Image.Image) -> _Planes:
        padded = Image.new("RGB", (self._across * _MACROBLOCK, self._down * _MACROBLOCK))
        padded.paste(picture.convert("RGB").resize(self.size))
        luma, cb, cr = padded.convert("YCbCr").split()
        half = (padded.width // 2, padded.height // 2)
        return _Planes(luma.tobytes(), cb.resize(half).tobytes(), cr.resize(half).tobytes())

    def _blocks(self, planes: _Planes) -> Iterator[tuple[bytes, str]]:
        """Samples of each macroblock, and how it can be predicted; empty for not."""
        width = self._across * _MACROBLOCK
        sides = ((planes.luma, width, _MACROBLOCK), (planes.cb, width // 2, _CHROMA),
                 (planes.cr, width // 2, _CHROMA))  # fmt: skip
        for row in range(self._down):
            for column in range(self._across):
                parts = [_cut(plane, w, n, column, row) for plane, w, n in sides]
                whole = b"".join(b"".join(part) for part in parts)
                yield whole, _prediction(sides, parts, column, row)

    def _slice(self, blocks: list[tuple[bytes, str]]) -> bytes:
        bits, first = _Bits(), not self._before
        self._header(bits, first=first)
        counts: list[int] = []
        skipped = 0
        for number, (whole, mode) in enumerate(blocks):
            if not first and whole == self._before[number]:
                skipped += 1
                counts.append(0)
                continue
            if not first:
                bits.ue(skipped)
                skipped = 0
            base = 0 if first else _INTRA_IN_P
            if mode:
                _predicted(bits, mode, base, self._neighbours(counts))
            else:
                bits.ue(base + _I_PCM)
                bits.raw(whole)
            counts.append(0 if mode else _ALL)
        if skipped:
            bits.ue(skipped)
        return bytes([_IDR_HEADER if first else _P_HEADER]) + bits.finish()

    def _header(self, bits: _Bits, *, first: bool) -> None:
        bits.ue(0)
        bits.ue(_I_SLICE if first else _P_SLICE)
        bits.ue(0)
        bits.put(self._count % _FRAME_NUMBERS, 4)
        if first:
            bits.ue(0)
            bits.put(0b00, 2)
        else:
            bits.put(0b000, 3)
        bits.zero()
        bits.ue(1)

    def _neighbours(self, counts: list[int]) -> int:
        """How many coefficients the neighbours of the next macroblock lead to expect."""
        number = len(counts)
        near = []
        if number % self._across:
            near.append(counts[-1])
        if number >= self._across:
            near.append(counts[number - self._across])
        return (sum(near) + len(near) - 1) // len(near) if near else 0


def _predicted(bits: _Bits, mode: str, base: int, expected: int) -> None:
    """An Intra_16x16 macroblock without coefficients."""
    luma, chroma = _PREDICTED[mode]
    bits.ue(base + luma)
    bits.ue(chroma)
    bits.zero()
    # No coefficients of the DC block: coeff_token by what the neighbours had.
    bits.put(*((0b000011, 6) if expected >= _CHROMA else (1, 1)))


def _macroblocks(size: Size) -> tuple[int, int]:
    return -(-size.width // _MACROBLOCK), -(-size.height // _MACROBLOCK)


def _cut(plane: bytes, width: int, side: int, column: int, row: int) -> list[bytes]:
    start = row * side * width + column * side
    return [plane[at : at + side] for at in range(start, start + side * width, width)]


def _prediction(
    sides: tuple[tuple[bytes, int, int], ...], parts: list[list[bytes]], column: int, row: int
) -> str:
    pairs = list(zip(sides, parts, strict=True))
    if row and all(_goes_on_below(side, part, column, row) for side, part in pairs):
        return _VERTICAL
    if column and all(_goes_on_right(side, part, column, row) for side, part in pairs):
        return _HORIZONTAL
    return ""


def _goes_on_below(side: tuple[bytes, int, int], part: list[bytes], column: int, row: int) -> bool:
    plane, width, length = side
    start = (row * length - 1) * width + column * length
    above = plane[start : start + length]
    return all(line == above for line in part)


def _goes_on_right(side: tuple[bytes, int, int], part: list[bytes], column: int, row: int) -> bool:
    plane, width, length = side
    start = row * length * width + column * length - 1
    return all(
        line == plane[start + n * width : start + n * width + 1] * length
        for n, line in enumerate(part)
    )
