"""Rectangles in points, as Core Graphics has them."""

from __future__ import annotations

import math
from typing import NamedTuple


class Frame(NamedTuple):
    """Where something is, in points."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        """As NSStringFromCGRect writes it."""
        x, y, width, height = (f"{number:.17g}" for number in self)
        return f"{{{{{x}, {y}}}, {{{width}, {height}}}}}"


def whole(frame: Frame) -> Frame:
    """The smallest rectangle of whole points around one. Source: CGRectIntegral."""
    x, y, width, height = frame
    left, top = math.floor(x), math.floor(y)
    return Frame(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)
