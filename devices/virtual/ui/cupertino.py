"""How an iPhone paints its controls, its bars and its keyboard.

Source of measures and colours: developer.apple.com, Human Interface Guidelines: Color (system
colours), Toggles, Status bars, Virtual keyboards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from devices.virtual.ui import fonts
from devices.virtual.ui.canvas import colour, is_dark, mix
from devices.virtual.ui.chrome import Chrome, Glyph
from devices.virtual.ui.metrics import CONTROL_GAP_DP
from devices.virtual.ui.node import Rect
from devices.virtual.ui.painter import WHITE, Painter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.virtual.ui.canvas import Canvas, Colour
    from devices.virtual.ui.chrome import Icons
    from devices.virtual.ui.node import Node

_GREEN: Final = colour("#34C759")
_BLUE: Final = colour("#007AFF")
_BLACK: Final = colour("#000000")
_KEYBOARD: Final = colour("#D1D4DB")
_KEY: Final = colour("#FFFFFF")
_SPECIAL_KEY: Final = colour("#ABB0BA")
_KEY_EDGE: Final = colour("#898A8D")
_SWITCH: Final = (51.0, 31.0, 27.0)  # width, height, knob
_BARS: Final = (4.0, 6.0, 8.5, 11.0)  # heights of the signal's bars
_INDICATOR: Final = (134.0, 5.0)
_TALL_BAR: Final = 30.0
"""From this height on a status bar has a clock and icons of its own size beside a camera."""


class CupertinoPainter(Painter):
    """Controls as UIKit draws them."""

    ACCENT: ClassVar = _BLUE
    OUTLINE: ClassVar = colour("#C6C6C8")
    HINT: ClassVar = colour("#9A9AA0")
    OFF_TRACK: ClassVar = colour("#E9E9EA")
    FIELD_RADIUS: ClassVar = 10.0

    def _switch(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        wide, high, knob = (self._px(length) for length in _SWITCH)
        top = inner.center[1] - high // 2
        track = Rect(inner.right - wide, top, inner.right, top + high)
        canvas.fill(track, _GREEN if node.checked else self.OFF_TRACK, high)
        gap = (high - knob) // 2
        left = track.right - gap - knob if node.checked else track.left + gap
        canvas.fill(Rect(left, top + gap, left + knob, top + gap + knob), WHITE, knob)
        return inner._replace(right=track.left - self._px(CONTROL_GAP_DP))

    def _radio(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        side = self._px(22)
        top = inner.center[1] - side // 2
        mark = Rect(inner.right - side, top, inner.right, top + side)
        if node.checked:
            canvas.icon("check", mark, _BLUE)
        return inner._replace(right=mark.left - self._px(CONTROL_GAP_DP))


class CupertinoChrome(Chrome):
    """Status bar, home indicator and keyboard of an iPhone."""

    def status_bar(self, height: int, time: str, icons: Icons) -> None:
        """The clock on the left, or in the middle of a low bar; radios and battery on the right."""
        canvas, screen = self._canvas, self._screen
        ground = canvas.pixel(screen.left + self._px(2), screen.top + height + 1)
        canvas.fill(Rect(screen.left, screen.top, screen.right, screen.top + height), ground)
        ink = WHITE if is_dark(ground) else _BLACK
        tall = height >= self._px(_TALL_BAR)
        size = self._px(17 if tall else 12)
        middle = screen.top + height // 2 + self._px(4 if tall else 0)
        wide = fonts.text_width(time, size, bold=True)
        left = screen.left + self._px(32) if tall else screen.center[0] - wide // 2
        canvas.text(time, left, middle + round(size * 0.35), size, ink, bold=True)
        right = screen.right - self._px(28 if tall else 6)
        right = self._battery(right, middle, ink, ground, icons)
        if icons.wifi:
            side = self._px(16)
            self._glyph(_around(right - side, middle, side), Glyph.wifi, ink, ink)
            right -= side + self._px(5)
        if icons.airplane:
            side = self._px(16)
            self._glyph(_around(right - side, middle, side), Glyph.plane, ink, ink)
        else:
            self._signal(right, middle, ink if icons.mobile else mix(ink, ground, 0.3))

    def _battery(self, right: int, middle: int, ink: Colour, ground: Colour, icons: Icons) -> int:
        """A lying battery; returns where the next icon ends."""
        canvas, wide, high = self._canvas, self._px(24), self._px(12)
        nub = Rect(
            right - self._px(1.5), middle - self._px(2), right, middle - self._px(2) + self._px(4)
        )
        canvas.fill(nub, mix(ink, ground, 0.4), self._px(1))
        body = Rect(nub.left - self._px(1) - wide, middle - high // 2, nub.left - self._px(1), 0)
        body = body._replace(bottom=body.top + high)
        canvas.outline(body, mix(ink, ground, 0.4), max(1, self._px(1)), self._px(3.5))
        gap = self._px(2)
        most = body.width - 2 * gap
        level = body.left + gap + round(most * max(0.05, min(icons.battery, 1.0)))
        inside = Rect(body.left + gap, body.top + gap, level, body.bottom - gap)
        canvas.fill(inside, _GREEN if icons.charging else ink, self._px(2))
        return body.left - self._px(5)

    def _signal(self, right: int, middle: int, ink: Colour) -> None:
        bottom, wide, gap = middle + self._px(5.5), self._px(3), self._px(2)
        left = right - len(_BARS) * wide - (len(_BARS) - 1) * gap
        for tall in _BARS:
            canvas_bar = Rect(left, bottom - self._px(tall), left + wide, bottom)
            self._canvas.fill(canvas_bar, ink, self._px(1))
            left += wide + gap

    def navigation_bar(self, height: int) -> None:
        """The home indicator; a phone with a home button has none."""
        if not height:
            return
        canvas, screen = self._canvas, self._screen
        ground = canvas.pixel(screen.left + self._px(2), screen.bottom - height - 1)
        canvas.fill(Rect(screen.left, screen.bottom - height, screen.right, screen.bottom), ground)
        wide, high = (self._px(length) for length in _INDICATOR)
        left, top = screen.center[0] - wide // 2, screen.bottom - self._px(8) - high
        ink = WHITE if is_dark(ground) else _BLACK
        canvas.fill(Rect(left, top, left + wide, top + high), ink, high)

    def keyboard(self, panel: Rect, keys: Iterable[tuple[str, Rect]]) -> None:
        """The soft keyboard; labels of one letter are typing keys."""
        canvas = self._canvas
        canvas.fill(panel, _KEYBOARD)
        for label, bounds in keys:
            self._key(label, bounds)

    def _key(self, label: str, bounds: Rect) -> None:
        canvas, across, down = self._canvas, self._px(3), self._px(6)
        area = Rect(
            bounds.left + across, bounds.top + down, bounds.right - across, bounds.bottom - down
        )
        special = label in {"⌫", "⏎"}
        edge = area._replace(top=area.top + self._px(1), bottom=area.bottom + self._px(1))
        canvas.fill(edge, _KEY_EDGE, self._px(5))
        canvas.fill(area, _SPECIAL_KEY if special else _KEY, self._px(5))
        words = {"⏎": "return", "⌫": ""}.get(label, label)
        size = self._px(22 if len(words) == 1 else 16)
        x, y = area.center
        if label == "⌫":
            side = self._px(20)
            canvas.icon("close", _around(x - side // 2, y, side), _BLACK)
        else:
            wide = fonts.text_width(words, size)
            canvas.text(words, x - wide // 2, y + round(size * 0.35), size, _BLACK)


def _around(left: int, middle: int, side: int) -> Rect:
    """A square that begins at the left and has the height in its middle."""
    return Rect(left, middle - side // 2, left + side, middle - side // 2 + side)
