"""What the system paints over every window: status bar, navigation bar, keyboard, toast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PIL import Image, ImageDraw

from devices.virtual.ui import fonts
from devices.virtual.ui.canvas import colour, is_dark, mix
from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from devices.virtual.ui.canvas import Canvas, Colour

_DARK_INK: Final = colour("#1F1F1F")
_LIGHT_INK: Final = colour("#FFFFFF")
_KEYBOARD: Final = colour("#E6E8F0")
_KEY: Final = colour("#FFFFFF")
_SPECIAL_KEY: Final = colour("#C9CDDB")
_ENTER_KEY: Final = colour("#1A56DB")
_TOAST: Final = colour("#2F3036")
_SUPERSAMPLE: Final = 4
# Icons of the status bar on a 24 by 24 grid. The plane is Material's "flight".
_PLANE: Final = (
    21,
    16,
    21,
    14,
    13,
    9,
    13,
    3.5,
    11.5,
    2,
    10,
    3.5,
    10,
    9,
    2,
    14,
    2,
    16,
    10,
    13.5,
    10,
    19,
    8,
    20.5,
    8,
    22,
    11.5,
    21,
    15,
    22,
    15,
    20.5,
    13,
    19,
    13,
    13.5,
)


class Icons(Protocol):
    """What the status bar shows; ``battery`` is the charge from 0 to 1."""

    @property
    def wifi(self) -> bool:
        """Connected to Wi-Fi."""

    @property
    def mobile(self) -> bool:
        """Connected to a mobile network."""

    @property
    def airplane(self) -> bool:
        """Flight mode."""

    @property
    def battery(self) -> float:
        """Charge from 0 to 1."""

    @property
    def charging(self) -> bool:
        """Plugged in."""


class Chrome:
    """Paints the system's parts; the bars take their colour from what lies under them."""

    def __init__(self, canvas: Canvas, screen: Rect, scale: float) -> None:
        self._canvas, self._screen, self._scale = canvas, screen, scale

    def _px(self, dp: float) -> int:
        return round(dp * self._scale)

    def status_bar(self, height: int, time: str, icons: Icons) -> None:
        """The clock on the left; radios and battery on the right."""
        canvas, screen = self._canvas, self._screen
        ground = canvas.pixel(screen.left + self._px(2), screen.top + height + 1)
        canvas.fill(Rect(screen.left, screen.top, screen.right, screen.top + height), ground)
        ink = _LIGHT_INK if is_dark(ground) else _DARK_INK
        size = self._px(14)
        middle = screen.top + height // 2 + self._px(1)
        canvas.text(
            time, screen.left + self._px(24), middle + round(size * 0.35), size, ink, bold=True
        )
        right = screen.right - self._px(22)
        for draw in self._right_icons(icons):
            side = self._px(17)
            faint = mix(ink, ground, 0.3)
            self._glyph(
                Rect(right - side, middle - side // 2, right, middle - side // 2 + side),
                draw,
                ink,
                faint,
            )
            right -= side + self._px(4)

    def _right_icons(self, icons: Icons) -> Iterable[Callable[[Glyph], None]]:
        yield lambda glyph: glyph.battery(icons.battery, charging=icons.charging)
        if icons.airplane:
            yield Glyph.plane
        else:
            yield Glyph.signal if icons.mobile else Glyph.no_signal
        if icons.wifi:
            yield Glyph.wifi

    def _glyph(self, area: Rect, draw: Callable[[Glyph], None], ink: Colour, faint: Colour) -> None:
        for colour_, layer in ((faint, 1), (ink, 0)):
            glyph = Glyph(area.height, layer)
            draw(glyph)
            self._canvas.image.paste(colour_, (area.left, area.top), glyph.mask())

    def navigation_bar(self, height: int) -> None:
        """The pill of gesture navigation."""
        canvas, screen = self._canvas, self._screen
        ground = canvas.pixel(screen.left + self._px(2), screen.bottom - height - 1)
        canvas.fill(Rect(screen.left, screen.bottom - height, screen.right, screen.bottom), ground)
        wide, high = self._px(108), self._px(4)
        x, y = screen.center[0] - wide // 2, screen.bottom - height // 2 - high // 2
        ink = _LIGHT_INK if is_dark(ground) else _DARK_INK
        canvas.fill(Rect(x, y, x + wide, y + high), mix(ink, ground, 0.8), high)

    def toast(self, text: str) -> None:
        """A pill with a short message near the bottom."""
        canvas, screen = self._canvas, self._screen
        size = self._px(14)
        lines = fonts.wrap(text, size, screen.width - self._px(96))
        pitch = fonts.line_height(size)
        wide = max(fonts.text_width(line, size) for line in lines) + self._px(40)
        high = pitch * len(lines) + self._px(24)
        left, bottom = screen.center[0] - wide // 2, screen.bottom - self._px(72)
        area = Rect(left, bottom - high, left + wide, bottom)
        canvas.shadow(area, self._px(24), self._px(6))
        canvas.fill(area, _TOAST, self._px(24))
        baseline = area.top + self._px(12) + round(size * 0.94)
        for line in lines:
            x = screen.center[0] - fonts.text_width(line, size) // 2
            canvas.text(line, x, baseline, size, _LIGHT_INK)
            baseline += pitch

    def keyboard(self, panel: Rect, keys: Iterable[tuple[str, Rect]]) -> None:
        """The soft keyboard; labels of one letter are typing keys."""
        canvas = self._canvas
        canvas.fill(panel, _KEYBOARD)
        size = self._px(20)
        inset_x, inset_y = self._px(3), self._px(6)
        for label, bounds in keys:
            area = Rect(
                bounds.left + inset_x,
                bounds.top + inset_y,
                bounds.right - inset_x,
                bounds.bottom - inset_y,
            )
            face = _KEY if label.isalpha() else _SPECIAL_KEY
            if label == "⏎":
                face = _ENTER_KEY
            canvas.fill(area, face, self._px(22) if label == "⏎" else self._px(6))
            icon = {"⏎": "check", "⌫": "close"}.get(label)
            x, y = area.center
            if icon is not None:
                side = self._px(22)
                spot = Rect(
                    x - side // 2, y - side // 2, x - side // 2 + side, y - side // 2 + side
                )
                canvas.icon(icon, spot, _LIGHT_INK if label == "⏎" else _DARK_INK)
            elif label != "space":
                wide = fonts.text_width(label, size)
                canvas.text(label, x - wide // 2, y + round(size * 0.35), size, _DARK_INK)


class Glyph:
    """One icon of the status bar as a mask; layer 0 is its solid part, layer 1 its faint one."""

    def __init__(self, size_px: int, layer: int) -> None:
        self._size, self._layer = size_px, layer
        self._unit = size_px * _SUPERSAMPLE / 24
        self._image = Image.new("L", (size_px * _SUPERSAMPLE,) * 2, 0)
        self._draw = ImageDraw.Draw(self._image)

    def mask(self) -> Image.Image:
        """The icon at its size."""
        return self._image.resize((self._size, self._size), Image.Resampling.BOX)

    def _fill(self, points: tuple[float, ...]) -> None:
        unit = self._unit
        self._draw.polygon(
            [(x * unit, y * unit) for x, y in zip(points[::2], points[1::2], strict=True)], fill=255
        )

    def _fan(self, radius: float) -> None:
        unit = self._unit
        box = (
            (12 - radius) * unit,
            (20 - radius) * unit,
            (12 + radius) * unit,
            (20 + radius) * unit,
        )
        self._draw.pieslice(box, 225, 315, fill=255)

    def wifi(self) -> None:
        """A fan; Android fills it with the strength."""
        if not self._layer:
            self._fan(17.5)

    def signal(self) -> None:
        """A full triangle."""
        if not self._layer:
            self._fill((2, 21, 22, 2, 22, 21))

    def no_signal(self) -> None:
        """A faint triangle with an exclamation mark."""
        if self._layer:
            self._fill((2, 21, 22, 2, 22, 21))
        else:
            self._fill((20, 8, 23, 8, 23, 16, 20, 16))
            self._fill((20, 18, 23, 18, 23, 21, 20, 21))

    def plane(self) -> None:
        """Flight mode."""
        if not self._layer:
            self._fill(_PLANE)

    def battery(self, charge: float, *, charging: bool) -> None:
        """An upright battery, filled from below."""
        unit = self._unit
        left, top, right, bottom = 6 * unit, 3.5 * unit, 18 * unit, 23 * unit
        level = top + (bottom - top) * (1 - max(0.0, min(charge, 1.0)))
        radius = 2 * unit
        if self._layer:
            self._draw.rounded_rectangle((left, top, right, bottom), radius, fill=255)
            self._draw.rectangle((9.5 * unit, 1.5 * unit, 14.5 * unit, 4 * unit), fill=255)
            return
        self._draw.rounded_rectangle((left, top, right, bottom), radius, fill=255)
        self._draw.rectangle((0, 0, 24 * unit, level), fill=0)
        if charge >= 1:
            self._draw.rectangle((9.5 * unit, 1.5 * unit, 14.5 * unit, 4 * unit), fill=255)
        if charging:
            bolt = (13, 6, 8, 14.5, 11.5, 14.5, 11, 21, 16, 12, 12.5, 12)
            points = [(x * unit, y * unit) for x, y in zip(bolt[::2], bolt[1::2], strict=True)]
            self._draw.polygon(points, fill=0)
