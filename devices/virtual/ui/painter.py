"""Paints a laid-out tree onto a canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from devices.virtual.ui import fonts
from devices.virtual.ui.canvas import Canvas, colour, mix
from devices.virtual.ui.metrics import (
    CONTROL_GAP_DP,
    ICON_DP,
    ICON_GAP_DP,
    SCROLLING,
    metrics,
    padding_of,
    shown_text,
)
from devices.virtual.ui.node import Rect, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ui.canvas import Colour
    from devices.virtual.ui.node import Node

WHITE: Final = colour("#FFFFFF")
_DISABLED_OPACITY: Final = 0.38
"""Of content; of a container it is 0.12. Source: Material 3, states."""
_DISABLED_CONTAINER: Final = 0.12


class Painter:
    """Paints trees of one screen density, with the controls of Material 3."""

    ACCENT: ClassVar = colour("#1A56DB")
    OUTLINE: ClassVar = colour("#79747E")
    HINT: ClassVar = colour("#6F6B76")
    OFF_TRACK: ClassVar = colour("#E1E2EC")
    FIELD_RADIUS: ClassVar = 12.0

    def __init__(self, scale: float) -> None:
        self._scale = scale
        # Each control draws itself and returns what is left for its label.
        self._controls: dict[Role, Callable[[Canvas, Node, Rect], Rect]] = {
            Role.SWITCH: self._switch,
            Role.CHECK_BOX: self._check_box,
            Role.RADIO: self._radio,
            Role.PROGRESS: self._progress,
            Role.SEEK: self._seek,
        }

    def _px(self, dp: float) -> int:
        return round(dp * self._scale)

    def paint(self, canvas: Canvas, node: Node, under: Colour) -> None:
        """Paint a node and all below it.

        Args:
            canvas: covers at least the visible part of the node.
            node: laid out.
            under: the colour it lies on, for what is half transparent.
        """
        if node.visible.width <= 0 or node.visible.height <= 0:
            return
        under = self._container(canvas, node, under)
        if not node.children:
            self._leaf(canvas, node, under)
        elif node.zoom != 1 or (node.role in SCROLLING and node.scroll_range):
            part = canvas.part(node.visible)
            self._children(part, node, under)
            canvas.put(part)
        else:
            self._children(canvas, node, under)

    def _children(self, canvas: Canvas, node: Node, under: Colour) -> None:
        inside = self if node.zoom == 1 else type(self)(self._scale * node.zoom)
        for child in node.layers():
            inside.paint(canvas, child, under)

    def _container(self, canvas: Canvas, node: Node, under: Colour) -> Colour:
        """Paint shadow, background and outline; returns the colour that the content lies on."""
        style, bounds = node.style, node.bounds
        radius = self._px(style.radius)
        background = colour(style.background) if style.background else None
        if node.role is Role.INPUT and not (style.background or style.border):
            self._field_outline(canvas, node, under)
            return under
        if background is not None:
            if style.elevation and node.enabled:
                canvas.shadow(bounds, radius, max(1, self._px(style.elevation)))
            if not node.enabled and node.role is Role.BUTTON:
                background = mix(colour("#1F1F1F"), under, _DISABLED_CONTAINER)
            canvas.fill(bounds, background, radius)
        if style.border:
            focused = node.role is Role.INPUT and node.focused
            edge, stroke = (self.ACCENT, 2.0) if focused else (colour(style.border), 1.0)
            canvas.outline(bounds, edge, self._px(stroke), radius)
        return background or under

    def _field_outline(self, canvas: Canvas, node: Node, under: Colour) -> None:
        edge, stroke = (self.ACCENT, 2.0) if node.focused else (self.OUTLINE, 1.0)
        if not node.enabled:
            edge = mix(edge, under, _DISABLED_OPACITY)
        radius = self._px(node.style.radius or self.FIELD_RADIUS)
        canvas.outline(node.bounds, edge, self._px(stroke), radius)

    def _leaf(self, canvas: Canvas, node: Node, under: Colour) -> None:
        ink = colour(node.style.color)
        if not node.enabled:
            ink = mix(ink, under, _DISABLED_OPACITY)
        left, top, right, bottom = (self._px(side) for side in padding_of(node))
        bounds = node.bounds
        inner = Rect(
            bounds.left + left, bounds.top + top, bounds.right - right, bounds.bottom - bottom
        )
        control = self._controls.get(node.role)
        if control is not None:
            inner = control(canvas, node, inner)
        if node.style.icon and not shown_text(node):
            side = min(inner.width, inner.height)
            canvas.icon(node.style.icon, _centered(inner, side), ink)
        else:
            self._label(canvas, node, inner, ink)

    def _label(self, canvas: Canvas, node: Node, inner: Rect, ink: Colour) -> None:
        text = shown_text(node)
        if not text:
            return
        style = node.style
        size = self._px(style.text_size)
        aside = self._px(ICON_DP + ICON_GAP_DP) if style.icon else 0
        wide = max(1, inner.width - aside)
        if node.role is Role.INPUT:
            lines: tuple[str, ...] = (fonts.shorten(text, size, wide),)
            ink = ink if node.text else self.HINT
        else:
            lines = fonts.wrap(text, size, wide, bold=style.bold)
        pitch = fonts.line_height(size)
        centred = node.role in {Role.BUTTON, Role.IMAGE, Role.IMAGE_BUTTON}
        align = "center" if centred and style.text_align == "start" else style.text_align
        widest = max(fonts.text_width(line, size, bold=style.bold) for line in lines) + aside
        left = inner.left + _shift(align, inner.width - widest)
        if style.icon:
            side = self._px(ICON_DP)
            canvas.icon(style.icon, _square(left, inner.center[1], side), ink)
        baseline = inner.center[1] - pitch * len(lines) // 2 + round(size * 0.94)
        for line in lines:
            free = widest - aside - fonts.text_width(line, size, bold=style.bold)
            canvas.text(
                line, left + aside + _shift(align, free), baseline, size, ink, bold=style.bold
            )
            baseline += pitch
        if node.role is Role.INPUT and node.focused:
            self._caret(canvas, node, inner, left + aside)

    def _caret(self, canvas: Canvas, node: Node, inner: Rect, left: int) -> None:
        size = self._px(node.style.text_size)
        shown = shown_text(node) if node.text else ""
        x = min(left + fonts.text_width(shown, size), inner.right) + self._px(1)
        half = round(size * 0.62)
        middle = inner.center[1]
        canvas.fill(Rect(x, middle - half, x + self._px(2), middle + half), self.ACCENT)

    # -- controls

    def _switch(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        wide, high = self._px(metrics(node.role).control), self._px(32)
        middle = inner.center[1]
        track = Rect(inner.right - wide, middle - high // 2, inner.right, middle - high // 2 + high)
        knob = self._px(24 if node.checked else 16)
        x = track.right - high // 2 if node.checked else track.left + high // 2
        canvas.fill(track, self.ACCENT if node.checked else self.OFF_TRACK, high)
        if not node.checked:
            canvas.outline(track, self.OUTLINE, self._px(2), high)
        thumb = Rect(
            x - knob // 2, middle - knob // 2, x - knob // 2 + knob, middle - knob // 2 + knob
        )
        canvas.fill(thumb, WHITE if node.checked else self.OUTLINE, knob)
        return inner._replace(right=track.left - self._px(CONTROL_GAP_DP))

    def _check_box(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        side = self._px(metrics(node.role).control)
        box = _square(inner.left, inner.center[1], side)
        if node.checked:
            canvas.fill(box, self.ACCENT, self._px(3))
            canvas.icon("check", box, WHITE)
        else:
            canvas.outline(box, self.OUTLINE, self._px(2), self._px(3))
        return inner._replace(left=box.right + self._px(CONTROL_GAP_DP))

    def _radio(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        side = self._px(metrics(node.role).control)
        box = _square(inner.left, inner.center[1], side)
        canvas.outline(box, self.ACCENT if node.checked else self.OUTLINE, self._px(2), side)
        if node.checked:
            dot = self._px(10)
            canvas.fill(_centered(box, dot), self.ACCENT, dot)
        return inner._replace(left=box.right + self._px(CONTROL_GAP_DP))

    def _seek(self, canvas: Canvas, node: Node, inner: Rect) -> Rect:
        thick, thumb, middle = self._px(4), self._px(20), inner.center[1]
        part = (node.progress - node.least) / max(node.most - node.least, 1e-9)
        x = inner.left + round(part * inner.width)
        line = Rect(inner.left, middle - thick // 2, inner.right, middle - thick // 2 + thick)
        canvas.fill(line, self.OFF_TRACK, thick)
        canvas.fill(line._replace(right=x), self.ACCENT, thick)
        canvas.fill(_square(x - thumb // 2, middle, thumb), self.ACCENT, thumb)
        return inner

    def _progress(self, canvas: Canvas, _: Node, inner: Rect) -> Rect:
        side = min(inner.width, inner.height)
        ring = _centered(inner, side)
        canvas.outline(ring, self.OFF_TRACK, self._px(4), side)
        arc = canvas.part(Rect(ring.center[0], ring.top, ring.right, ring.center[1]))
        arc.outline(ring, self.ACCENT, self._px(4), side)
        canvas.put(arc)
        return inner


def _shift(align: str, free: int) -> int:
    if align == "center":
        return free // 2
    return free if align == "end" else 0


def _centered(area: Rect, side: int) -> Rect:
    x, y = area.center
    return Rect(x - side // 2, y - side // 2, x - side // 2 + side, y - side // 2 + side)


def _square(left: int, middle: int, side: int) -> Rect:
    return Rect(left, middle - side // 2, left + side, middle - side // 2 + side)
