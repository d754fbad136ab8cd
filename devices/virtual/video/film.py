"""A recording that grows picture by picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from devices.virtual.video.h264 import Encoder, Size, picture_parameters, sequence_parameters
from devices.virtual.video.mp4 import Sample, mp4

if TYPE_CHECKING:
    from devices.virtual.ui.node import Rect

_START_CODE: Final = b"\x00\x00\x00\x01"
_SHORTEST_S: Final = 0.1  # for which the last picture is shown at least


def half_of(bounds: Rect) -> Size:
    """The size that a screen is recorded at: half of its own."""
    return Size(bounds.width // 4 * 2, bounds.height // 4 * 2)


class Film:
    """Pictures with the times at which they came.

    Args:
        size: of the recording; pictures are scaled to it.
        passing: whether pictures only pass through `take`, and none is kept.

    Attributes:
        size_bytes: of all that is kept.
    """

    def __init__(self, size: Size, *, passing: bool = False) -> None:
        self._encoder, self._passing = Encoder(size), passing
        self._times: list[float] = []
        self._units: list[bytes] = []
        self._begun = False
        self.size_bytes = 0

    @property
    def parameters(self) -> tuple[bytes, bytes]:
        """The NAL units that a stream begins with."""
        return sequence_parameters(self._encoder.size), picture_parameters()

    def take(self, png: bytes, at_s: float) -> bytes:
        """Add what is on the screen from a time on; returns it as the next piece of a stream."""
        with Image.open(BytesIO(png)) as picture:
            unit = self._encoder.encode(picture)
        parameters = () if self._begun else self.parameters
        self._begun = True
        if not self._passing:
            self._times.append(at_s)
            self._units.append(unit)
            self.size_bytes += len(unit)
        return _stream(*parameters, unit)

    def h264(self) -> bytes:
        """Everything as a stream; nothing while there is no picture."""
        return _stream(*self.parameters, *self._units) if self._units else b""

    def mp4(self, end_s: float) -> bytes:
        """Everything as a file whose last picture is shown until a time."""
        if not self._units:
            return b""
        ends = [*self._times[1:], max(end_s, self._times[0] + _SHORTEST_S)]
        shown = [end - begin for begin, end in zip(self._times, ends, strict=True)]
        samples = [Sample(unit, s) for unit, s in zip(self._units, shown, strict=True)]
        return mp4(self._encoder.size, self.parameters, samples)


def _stream(*units: bytes) -> bytes:
    return b"".join(_START_CODE + unit for unit in units)
