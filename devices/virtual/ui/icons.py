"""The icon set: strokes and shapes on a 24 by 24 grid, drawn as anti-aliased masks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

_GRID: Final = 24
_SUPERSAMPLE: Final = 4
_STROKE: Final = 2.0

# A shape is (kind, numbers): "line" and "fill" take x, y pairs; "disc" a centre and a radius; "arc"
# a centre, a radius and two angles in degrees, clockwise from three o'clock; "box" a rounded
# outline and "slab" a filled one, by left, top, right, bottom and radius; "cut" removes a stroke
# along x, y pairs.
Shape = tuple[str, tuple[float, ...]]

ICONS: Final[dict[str, tuple[Shape, ...]]] = {
    "menu": (("line", (3, 6, 21, 6)), ("line", (3, 12, 21, 12)), ("line", (3, 18, 21, 18))),
    "back": (("line", (20, 12, 5, 12)), ("line", (12, 5, 5, 12, 12, 19))),
    "forward": (("line", (9, 5, 16, 12, 9, 19)),),
    "previous": (("line", (15, 5, 8, 12, 15, 19)),),
    "down": (("line", (5, 9, 12, 16, 19, 9)),),
    "up": (("line", (5, 16, 12, 9, 19, 16)),),
    "close": (("line", (5, 5, 19, 19)), ("line", (19, 5, 5, 19))),
    "send": (("fill", (2, 21, 23, 12, 2, 3, 2, 10, 17, 12, 2, 14)),),
    "home": (
        (
            "fill",
            (
                12,
                2.5,
                22,
                11.5,
                19,
                11.5,
                19,
                21,
                14,
                21,
                14,
                15,
                10,
                15,
                10,
                21,
                5,
                21,
                5,
                11.5,
                2,
                11.5,
            ),
        ),
    ),
    "chat": (
        ("slab", (2, 3, 22, 18, 3)),
        ("fill", (2, 13, 2, 22, 7, 17)),
        ("cut", (6, 8.5, 18, 8.5)),
        ("cut", (6, 12.5, 14, 12.5)),
    ),
    "calendar": (
        ("box", (4, 4.5, 20, 21, 2)),
        ("slab", (4, 4.5, 20, 9.5, 1.5)),
        ("line", (8, 2.5, 8, 6)),
        ("line", (16, 2.5, 16, 6)),
        ("slab", (13, 13.5, 17, 17.5, 0.5)),
    ),
    "person": (
        ("disc", (12, 8, 4.2)),
        ("arc", (12, 21, 8, 180, 360)),
        ("slab", (4, 15, 20, 20, 5)),
        ("slab", (4, 17, 20, 20.5, 1)),
    ),
    "pipeline": (("fill", (3, 4, 21, 4, 14, 13, 14, 20, 10, 18, 10, 13)),),
    "settings": (
        *(
            ("line", pair)
            for pair in (
                (12, 2, 12, 22),
                (2, 12, 22, 12),
                (5, 5, 19, 19),
                (19, 5, 5, 19),
            )
        ),
        ("disc", (12, 12, 7.2)),
        ("hole", (12, 12, 3.4)),
    ),
    "cloud": (
        ("disc", (9, 12, 5.5)),
        ("disc", (15, 11, 4.5)),
        ("disc", (18.5, 14, 4)),
        ("slab", (4, 12, 22, 18, 3)),
    ),
    "cloud_off": (
        ("disc", (9, 12, 5.5)),
        ("disc", (15, 11, 4.5)),
        ("disc", (18.5, 14, 4)),
        ("slab", (4, 12, 22, 18, 3)),
        ("cut", (2, 2, 22, 22)),
        ("line", (3.4, 1.6, 22.4, 20.6)),
    ),
    "star": (
        (
            "fill",
            (
                12,
                2,
                15.1,
                8.6,
                22.2,
                9.4,
                16.9,
                14.2,
                18.3,
                21.3,
                12,
                17.8,
                5.7,
                21.3,
                7.1,
                14.2,
                1.8,
                9.4,
                8.9,
                8.6,
            ),
        ),
    ),
    "check": (("line", (4, 12.5, 9.5, 18, 20, 7)),),
    "refresh": (("arc", (12, 12, 8, 20, 300)), ("fill", (15, 2.5, 21, 6, 15, 9.5))),
    "plus": (("line", (12, 4, 12, 20)), ("line", (4, 12, 20, 12))),
    "logout": (
        ("line", (10, 3.5, 4, 3.5, 4, 20.5, 10, 20.5)),
        ("line", (9, 12, 21, 12)),
        ("line", (16.5, 7.5, 21, 12, 16.5, 16.5)),
    ),
    "mail": (("box", (3, 5, 21, 19, 2)), ("line", (4, 7, 12, 13, 20, 7))),
    "wifi": (
        ("arc", (12, 19, 15, 225, 315)),
        ("arc", (12, 19, 10, 225, 315)),
        ("arc", (12, 19, 5, 225, 315)),
        ("disc", (12, 18.6, 1.8)),
    ),
    "airplane": (
        ("fill", (12, 1.5, 13.8, 4, 13.8, 9, 22, 14, 22, 16.2, 13.8, 13.8, 13.8, 18.6, 16.6, 20.8)),
        ("fill", (12, 1.5, 10.2, 4, 10.2, 9, 2, 14, 2, 16.2, 10.2, 13.8, 10.2, 18.6, 7.4, 20.8)),
        ("fill", (10.2, 3.5, 13.8, 3.5, 13.8, 18.6, 16.6, 20.8, 12, 19.8, 7.4, 20.8, 10.2, 18.6)),
    ),
    "antenna": (
        ("line", (12, 10, 12, 21)),
        ("disc", (12, 9, 2.2)),
        ("arc", (12, 9, 6, 300, 60)),
        ("arc", (12, 9, 6, 120, 240)),
        ("arc", (12, 9, 10, 310, 50)),
        ("arc", (12, 9, 10, 130, 230)),
    ),
    "bluetooth": (("line", (6.5, 7, 17.5, 17, 12, 22, 12, 2, 17.5, 7, 6.5, 17)),),
    "lock": (
        ("slab", (5, 10, 19, 21, 2)),
        ("arc", (12, 9, 4.2, 180, 360)),
        ("line", (7.8, 9, 7.8, 11)),
        ("line", (16.2, 9, 16.2, 11)),
    ),
    "bell": (
        ("fill", (5, 17, 7, 14, 7, 10, 9, 6.2, 12, 5, 15, 6.2, 17, 10, 17, 14, 19, 17)),
        ("line", (12, 3.5, 12, 6)),
        ("disc", (12, 19.5, 2)),
    ),
    "phone": (
        (
            "line",
            (6, 4, 8, 9, 6.5, 11, 13, 17.5, 15, 16, 20, 18, 18, 20.5, 14, 20, 4, 10, 3.6, 6, 6, 4),
        ),
    ),
    "camera": (
        ("slab", (2, 6, 22, 20, 2)),
        ("slab", (8, 3.5, 16, 8, 1.5)),
        ("hole", (12, 13, 5)),
        ("disc", (12, 13, 3)),
    ),
    "mic": (
        ("slab", (9, 2.5, 15, 14, 3)),
        ("arc", (12, 11, 6.5, 0, 180)),
        ("line", (12, 17.5, 12, 21.5)),
    ),
    "place": (
        ("disc", (12, 9, 6.8)),
        ("fill", (5.6, 11, 18.4, 11, 12, 22)),
        ("hole", (12, 9, 2.6)),
    ),
    "folder": (
        ("slab", (2, 7, 22, 20, 2)),
        ("slab", (2, 4, 11, 10, 2)),
    ),
    "picture": (
        ("box", (3, 3, 21, 21, 2)),
        ("fill", (6, 17.5, 10, 12, 12.5, 15, 15, 11, 18.5, 17.5)),
    ),
    "nearby": (
        ("box", (7, 7, 17, 17, 1)),
        ("disc", (12, 12, 2)),
        ("line", (12, 1.5, 22.5, 12, 12, 22.5, 1.5, 12, 12, 1.5)),
    ),
    "info": (
        ("arc", (12, 12, 9, 0, 360)),
        ("line", (12, 11.5, 12, 16.5)),
        ("disc", (12, 8, 1.2)),
    ),
    "fingerprint": (
        ("arc", (12, 11, 8.5, 200, 340)),
        ("arc", (12, 12, 5.5, 180, 360)),
        ("line", (6.5, 12, 6.5, 16)),
        ("line", (17.5, 12, 17.5, 19)),
        ("arc", (12, 12, 2, 180, 360)),
        ("line", (10, 12, 10, 18.5)),
        ("line", (14, 12, 14, 20.5)),
    ),
    "face": (
        ("line", (3, 8, 3, 3, 8, 3)),
        ("line", (16, 3, 21, 3, 21, 8)),
        ("line", (21, 16, 21, 21, 16, 21)),
        ("line", (8, 21, 3, 21, 3, 16)),
        ("line", (8.5, 8.5, 8.5, 10.5)),
        ("line", (15.5, 8.5, 15.5, 10.5)),
        ("line", (12, 8.5, 12, 13, 11, 13)),
        ("arc", (12, 12, 4.5, 45, 135)),
    ),
    "apps": tuple(("disc", (x, y, 2)) for y in (5, 12, 19) for x in (5, 12, 19)),
    "android": (
        ("arc", (12, 15, 8.5, 180, 360)),
        ("disc", (12, 15, 8.5)),
        ("erase", (0, 15.5, 24, 24)),
        ("line", (7.5, 8, 5.5, 4.5)),
        ("line", (16.5, 8, 18.5, 4.5)),
        ("hole", (8.5, 11.8, 1.1)),
        ("hole", (15.5, 11.8, 1.1)),
    ),
}
"""Every icon by name."""


@lru_cache(maxsize=256)
def icon_mask(name: str, size_px: int) -> Image.Image:
    """The icon as an alpha mask of a size in pixels.

    Raises:
        KeyError: no icon has this name.
    """
    big = size_px * _SUPERSAMPLE
    mask = Image.new("L", (big, big), 0)
    pen = _Pen(ImageDraw.Draw(mask), big / _GRID)
    for kind, numbers in ICONS[name]:
        _DRAW[kind](pen, numbers)
    return mask.resize((size_px, size_px), Image.Resampling.BOX)


class _Pen:
    """Draws shapes given on the grid onto a bigger mask."""

    def __init__(self, draw: ImageDraw.ImageDraw, unit: float) -> None:
        self._draw, self._unit = draw, unit

    def _points(self, numbers: tuple[float, ...]) -> list[tuple[float, float]]:
        unit = self._unit
        return [(x * unit, y * unit) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]

    def _circle(self, x: float, y: float, r: float) -> tuple[float, float, float, float]:
        unit = self._unit
        return (x - r) * unit, (y - r) * unit, (x + r) * unit, (y + r) * unit

    def line(self, numbers: tuple[float, ...], *, value: int = 255, width: float = _STROKE) -> None:
        points = self._points(numbers)
        self._draw.line(points, fill=value, width=round(width * self._unit), joint="curve")
        radius = width / 2 * self._unit
        for x, y in (points[0], points[-1]):
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=value)

    def cut(self, numbers: tuple[float, ...]) -> None:
        self.line(numbers, value=0, width=1.8)

    def fill(self, numbers: tuple[float, ...]) -> None:
        self._draw.polygon(self._points(numbers), fill=255)

    def disc(self, numbers: tuple[float, ...], *, value: int = 255) -> None:
        x, y, r = numbers
        self._draw.ellipse(self._circle(x, y, r), fill=value)

    def hole(self, numbers: tuple[float, ...]) -> None:
        self.disc(numbers, value=0)

    def arc(self, numbers: tuple[float, ...]) -> None:
        x, y, r, start, end = numbers
        width = round(_STROKE * self._unit)
        self._draw.arc(self._circle(x, y, r + _STROKE / 2), start, end, fill=255, width=width)

    def box(self, numbers: tuple[float, ...]) -> None:
        *edges, radius = (number * self._unit for number in numbers)
        self._draw.rounded_rectangle(
            tuple(edges), radius, outline=255, width=round(_STROKE * self._unit)
        )

    def slab(self, numbers: tuple[float, ...]) -> None:
        *edges, radius = (number * self._unit for number in numbers)
        self._draw.rounded_rectangle(tuple(edges), radius, fill=255)

    def erase(self, numbers: tuple[float, ...]) -> None:
        self._draw.rectangle([number * self._unit for number in numbers], fill=0)


_DRAW: Final[dict[str, Callable[[_Pen, tuple[float, ...]], None]]] = {
    "line": _Pen.line,
    "cut": _Pen.cut,
    "fill": _Pen.fill,
    "disc": _Pen.disc,
    "hole": _Pen.hole,
    "arc": _Pen.arc,
    "box": _Pen.box,
    "slab": _Pen.slab,
    "erase": _Pen.erase,
}
