"""The layout pass: gives every node of a tree its bounds and the part of them that can be seen.

Columns, rows and stacks (children over each other), as the node's style says. A child without a
width fills a column and wraps in a row; without a height it wraps its content. Weights share what
is left along the parent's direction. Scroll containers lay their content out unbounded and clip it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui import fonts
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
    from devices.virtual.ui.node import Node

_UNBOUNDED: Final = 1_000_000
_HUGGING: Final = frozenset({Role.TEXT, Role.BUTTON})


def lay_out(root: Node, area: Rect, scale: float) -> None:
    """Set the bounds, visible part and scroll range of a tree that fills an area of the screen.

    Args:
        root: the tree; its own width and height are ignored.
        area: pixels of the screen.
        scale: pixels in one dp.
    """
    pass_ = _Layout(scale)
    pass_.place(root, area, area)


def content_height(root: Node, width: int, scale: float) -> int:
    """Pixels that a tree takes when it is laid out at a width, as a dialog is."""
    return _Layout(scale).measure(root, width, _UNBOUNDED)[1]


class _Layout:
    """One pass; sizes are measured once a node and width."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._sizes: dict[tuple[int, int], tuple[int, int]] = {}

    def px(self, dp: float) -> int:
        return round(dp * self._scale)

    # -- measuring

    def measure(self, node: Node, max_width: int, max_height: int) -> tuple[int, int]:
        """Width and height a node wants, in pixels, at most what is offered."""
        key = (id(node), max_width)
        size = self._sizes.get(key)
        if size is None:
            size = self._sizes[key] = self._measure(node, max_width)
        return min(size[0], max_width), min(size[1], max_height)

    def _measure(self, node: Node, max_width: int) -> tuple[int, int]:
        style, least = node.style, metrics(node.role)
        outer = self.px(style.width) if style.width is not None else max_width
        if style.width is not None and style.height is not None:
            return outer, self.px(style.height)
        left, top, right, bottom = (self.px(side) for side in padding_of(node))
        inner = max(0, min(outer, max_width) - left - right)
        if node.children:
            wide, high = self._measure_children(node, inner)
        else:
            wide, high = self._measure_leaf(node, inner)
        wide = max(wide + left + right, self.px(least.min_width))
        high = max(high + top + bottom, self.px(least.min_height))
        return (
            outer if style.width is not None else wide,
            self.px(style.height) if style.height is not None else high,
        )

    def _measure_leaf(self, node: Node, inner: int) -> tuple[int, int]:
        style = node.style
        aside = self._aside(node)
        text = shown_text(node)
        if not text:
            return aside, self.px(ICON_DP) if style.icon else 0
        size = self.px(style.text_size)
        if node.role is Role.INPUT:
            return inner, fonts.line_height(size)
        lines = fonts.wrap(text, size, max(1, inner - aside), bold=style.bold)
        wide = max(fonts.text_width(line, size, bold=style.bold) for line in lines)
        high = fonts.line_height(size) * len(lines)
        return wide + aside, max(high, self.px(ICON_DP) if style.icon else 0)

    def _aside(self, node: Node) -> int:
        """Pixels that a leaf's icon and control take beside its text."""
        control = metrics(node.role).control
        wide = self.px(control + CONTROL_GAP_DP) if control else 0
        if node.style.icon:
            wide += self.px(ICON_DP + (ICON_GAP_DP if node.text else 0))
        return wide

    def _measure_children(self, node: Node, inner: int) -> tuple[int, int]:
        gaps = self.px(node.style.gap) * (len(node.children) - 1)
        if node.style.direction == "row":
            sizes = [
                (w, self.measure(c, w, _UNBOUNDED)[1]) for c, w in self._row_widths(node, inner)
            ]
            return sum(w for w, _ in sizes) + gaps, max(h for _, h in sizes)
        sizes = [self.measure(child, inner, _UNBOUNDED) for child in node.children]
        if node.style.direction == "stack":
            return max(w for w, _ in sizes), max(h for _, h in sizes)
        return max(w for w, _ in sizes), sum(h for _, h in sizes) + gaps

    def _row_widths(self, node: Node, inner: int) -> list[tuple[Node, int]]:
        """Each child of a row with its width: wrapped, then the weights share what is left."""
        children = node.children
        left = inner - self.px(node.style.gap) * (len(children) - 1)
        total = sum(child.style.weight for child in children)
        widths: dict[int, int] = {}
        for child in children:
            if not child.style.weight:
                widths[id(child)] = self.measure(child, max(0, left), _UNBOUNDED)[0]
                left -= widths[id(child)]
        left = max(0, left)
        for child in children:
            if child.style.weight:
                widths[id(child)] = int(left * child.style.weight / total)
        return [(child, widths[id(child)]) for child in children]

    # -- placing

    def place(self, node: Node, bounds: Rect, clip: Rect) -> None:
        """Set a node's bounds and, from the clip, what can be seen; then its children's."""
        node.bounds = bounds
        node.visible = visible = bounds.intersect(clip)
        if not node.children:
            return
        left, top, right, bottom = (self.px(side) for side in padding_of(node))
        inner = Rect(
            bounds.left + left,
            bounds.top + top,
            max(bounds.left + left, bounds.right - right),
            max(bounds.top + top, bounds.bottom - bottom),
        )
        if node.role in SCROLLING:
            self._place_scrolled(node, inner, visible)
        elif node.style.direction == "row":
            self._place_row(node, inner, visible)
        elif node.style.direction == "stack":
            self._place_stack(node, inner, visible)
        else:
            self._place_column(node, inner, visible)

    def _place_scrolled(self, node: Node, inner: Rect, clip: Rect) -> None:
        content = self._measure_children(node, inner.width)[1]
        node.scroll_range = max(0, content - inner.height)
        node.scroll_offset = max(0, min(node.scroll_offset, node.scroll_range))
        top = inner.top - node.scroll_offset
        tall = Rect(inner.left, top, inner.right, top + max(content, inner.height))
        self._place_column(node, tall, clip)

    def _place_column(self, node: Node, inner: Rect, clip: Rect) -> None:
        gap = self.px(node.style.gap)
        top = inner.top
        for child, height in self._column_heights(node, inner):
            width = self._cross_width(node, child, inner.width)
            left = inner.left + _shift(node.style.align, inner.width - width)
            self.place(child, Rect(left, top, left + width, top + height), clip)
            top += height + gap

    def _column_heights(self, node: Node, inner: Rect) -> list[tuple[Node, int]]:
        children = node.children
        left = inner.height - self.px(node.style.gap) * (len(children) - 1)
        total = sum(child.style.weight for child in children)
        heights: dict[int, int] = {}
        for child in children:
            if not child.style.weight:
                width = self._cross_width(node, child, inner.width)
                height = self.measure(child, width, _UNBOUNDED)[1]
                if child.role in SCROLLING and child.style.height is None:
                    height = min(height, max(0, left))
                heights[id(child)] = height
                left -= height
        left = max(0, left)
        for child in children:
            if child.style.weight:
                heights[id(child)] = int(left * child.style.weight / total)
        return [(child, heights[id(child)]) for child in children]

    def _cross_width(self, parent: Node, child: Node, available: int) -> int:
        """Width of a child of a column: its own, wrapped, or all there is."""
        if child.style.width is not None:
            return min(self.px(child.style.width), available)
        hugs = parent.style.align in {"center", "end"} and child.role in _HUGGING
        if hugs or metrics(child.role).intrinsic:
            return self.measure(child, available, _UNBOUNDED)[0]
        return available

    def _place_row(self, node: Node, inner: Rect, clip: Rect) -> None:
        gap = self.px(node.style.gap)
        left = inner.left
        for child, width in self._row_widths(node, inner.width):
            height = self._cross_height(node, child, width, inner.height)
            top = inner.top + _shift(node.style.align, inner.height - height)
            self.place(child, Rect(left, top, left + width, top + height), clip)
            left += width + gap

    def _cross_height(self, parent: Node, child: Node, width: int, available: int) -> int:
        if child.style.height is None and parent.style.align == "stretch":
            return available
        return self.measure(child, width, available)[1]

    def _place_stack(self, node: Node, inner: Rect, clip: Rect) -> None:
        for child in node.children:
            width = self._cross_width(node, child, inner.width)
            fills = child.style.height is None and (
                node.style.align == "stretch" or child.style.weight
            )
            height = inner.height if fills else self.measure(child, width, inner.height)[1]
            left = inner.left + _shift(node.style.align, inner.width - width)
            top = inner.top + _shift(node.style.align, inner.height - height)
            self.place(child, Rect(left, top, left + width, top + height), clip)


def _shift(align: str, free: int) -> int:
    """Pixels before a child on the cross axis."""
    if align == "center":
        return max(0, free) // 2
    return max(0, free) if align == "end" else 0
