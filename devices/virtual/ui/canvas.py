"""A canvas with anti-aliased rounded shapes, shadows, icons and text, on top of Pillow."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageColor, ImageDraw, ImageFilter

from devices.virtual.ui import fonts
from devices.virtual.ui.icons import icon_mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ui.node import Rect

Colour = tuple[int, int, int]

_SUPERSAMPLE: Final = 4
_SHADOW: Final[Colour] = (30, 28, 40)
_SHADOW_OPACITY: Final = 70


@cache
def colour(value: str) -> Colour:
    """Red, green and blue of a CSS colour."""
    red, green, blue = ImageColor.getrgb(value)[:3]
    return red, green, blue


def mix(over: Colour, under: Colour, opacity: float) -> Colour:
    """What a colour looks like over another at an opacity from 0 to 1."""
    red, green, blue = (
        round(o * opacity + u * (1 - opacity)) for o, u in zip(over, under, strict=True)
    )
    return red, green, blue


def is_dark(value: Colour) -> bool:
    """Whether white is more legible on it than black."""
    red, green, blue = value
    return red * 299 + green * 587 + blue * 114 < 140_000  # noqa: PLR2004 - 55 % of full luma in ITU-R BT.601


@cache
def _corner(radius: int, stroke: int) -> Image.Image:
    """Mask of the top left quarter of a disc, or of its outline of a stroke's width."""
    big = radius * _SUPERSAMPLE
    mask = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((0, 0, 2 * big - 1, 2 * big - 1), fill=255)
    if stroke:
        inset = stroke * _SUPERSAMPLE
        draw.ellipse((inset, inset, 2 * big - 1 - inset, 2 * big - 1 - inset), fill=0)
    return mask.resize((radius, radius), Image.Resampling.BOX)


@lru_cache(maxsize=64)
def _shadow(width: int, height: int, radius: int, spread: int) -> Image.Image:
    """A blurred silhouette with a margin of twice the spread; blurred small, since it is soft."""
    step = 4
    margin = 2 * spread
    small = Image.new("L", ((width + 2 * margin) // step + 1, (height + 2 * margin) // step + 1), 0)
    box = (margin // step, margin // step, (margin + width) // step, (margin + height) // step)
    ImageDraw.Draw(small).rounded_rectangle(box, radius / step, fill=_SHADOW_OPACITY)
    small = small.filter(ImageFilter.GaussianBlur(spread / step))
    return small.resize((width + 2 * margin, height + 2 * margin), Image.Resampling.BILINEAR)


class Canvas:
    """Paints in screen pixels onto one picture, which may show only a part of the screen."""

    def __init__(self, image: Image.Image, left: int = 0, top: int = 0) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image)
        self._left, self._top = left, top

    def part(self, area: Rect) -> Canvas:
        """A canvas of a part of this one, to be given back with `put`; clips what lies outside."""
        return Canvas(self.image.crop(self._box(area)), area.left, area.top)

    def put(self, part: Canvas) -> None:
        """Take a part back."""
        self.image.paste(part.image, (part._left - self._left, part._top - self._top))

    def pixel(self, x: int, y: int) -> Colour:
        """The colour at a point."""
        red, green, blue = self.image.getpixel((x - self._left, y - self._top))  # type: ignore[misc] # an RGB picture
        return int(red), int(green), int(blue)

    def dim(self, opacity: float) -> None:
        """Darken everything painted so far."""
        kept = 1 - opacity
        self.image.paste(self.image.point([round(level * kept) for level in range(256)] * 3))

    def fill(self, area: Rect, value: Colour, radius: int = 0) -> None:
        """Fill a rectangle with round corners."""
        radius = self._fit(area, radius)
        left, top, right, bottom = self._box(area)
        if right <= left or bottom <= top:
            return
        self._rectangles(
            value,
            (left, top + radius, right - 1, bottom - radius - 1),
            (left + radius, top, right - radius - 1, bottom - 1),
        )
        if not radius:
            return
        for mask, x, y in self._corners(area, radius, 0):
            self.image.paste(value, (x, y), mask)

    def outline(self, area: Rect, value: Colour, stroke: int, radius: int = 0) -> None:
        """Draw a rectangle's edge with round corners, inside the area."""
        radius = max(self._fit(area, radius), stroke)
        left, top, right, bottom = self._box(area)
        if right - left < 2 * stroke or bottom - top < 2 * stroke:
            return
        self._rectangles(
            value,
            (left + radius, top, right - radius - 1, top + stroke - 1),
            (left + radius, bottom - stroke, right - radius - 1, bottom - 1),
            (left, top + radius, left + stroke - 1, bottom - radius - 1),
            (right - stroke, top + radius, right - 1, bottom - radius - 1),
        )
        for mask, x, y in self._corners(area, radius, stroke):
            self.image.paste(value, (x, y), mask)

    def shadow(self, area: Rect, radius: int, spread: int) -> None:
        """Cast a soft shadow below an area."""
        if area.width <= 0 or area.height <= 0:
            return
        mask = _shadow(area.width, area.height, self._fit(area, radius), spread)
        left, top = self._box(area)[:2]
        self.image.paste(_SHADOW, (left - 2 * spread, top - 2 * spread + spread // 2), mask)

    def icon(self, name: str, area: Rect, value: Colour) -> None:
        """Draw an icon centred in an area, as large as its shorter side.

        Raises:
            KeyError: no icon has this name.
        """
        size = min(area.width, area.height)
        if size <= 0:
            return
        mask = icon_mask(name, size)
        x, y = area.center
        self.image.paste(value, (x - size // 2 - self._left, y - size // 2 - self._top), mask)

    def text(
        self, line: str, x: int, baseline: int, size: int, value: Colour, *, bold: bool = False
    ) -> None:
        """Write one line from a point on its baseline."""
        at = (x - self._left, baseline - self._top)
        self._draw.text(at, line, font=fonts.font(size, bold=bold), fill=value, anchor="ls")

    def _box(self, area: Rect) -> tuple[int, int, int, int]:
        left, top = self._left, self._top
        return area.left - left, area.top - top, area.right - left, area.bottom - top

    def _rectangles(self, value: Colour, *boxes: tuple[int, int, int, int]) -> None:
        for box in boxes:
            if box[0] <= box[2] and box[1] <= box[3]:  # round corners may leave nothing between
                self._draw.rectangle(box, fill=value)

    def _corners(
        self, area: Rect, radius: int, stroke: int
    ) -> Iterator[tuple[Image.Image, int, int]]:
        left, top, right, bottom = self._box(area)
        mask = _corner(radius, stroke)
        flip = Image.Transpose.FLIP_LEFT_RIGHT
        flop = Image.Transpose.FLIP_TOP_BOTTOM
        yield mask, left, top
        yield mask.transpose(flip), right - radius, top
        yield mask.transpose(flop), left, bottom - radius
        yield mask.transpose(Image.Transpose.ROTATE_180), right - radius, bottom - radius

    @staticmethod
    def _fit(area: Rect, radius: int) -> int:
        return max(0, min(radius, area.width // 2, area.height // 2))
