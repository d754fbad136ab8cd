"""The layout pass: gives every node of a tree its bounds and the part of them that can be seen.

Columns, rows and stacks (children over each other), as the node's style says. A child without a
width fills a column and wraps in a row; without a height it wraps its content. Weights share what
is left along the parent's direction. Scroll containers lay their content out unbounded and clip it;
each child of a pager is as large as the pager.
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


def inherit(root: Node, before: Node) -> None:
    """Have a new tree take over what was laid out of the one it replaces.

    The next `lay_out` measures and places anew only what changed, and what is around it. Both trees
    are of one scale, and views that are the same have the same identity in both.
    """
    _inherit(root, {node.identity: node for node in before.walk()})


def lay_out(root: Node, area: Rect, scale: float) -> None:
    """Set the bounds, visible part and scroll range of a tree that fills an area of the screen.

    Args:
        root: the tree; its own width and height are ignored.
        area: pixels of the screen.
        scale: pixels in one dp.
    """
    _Layout(scale).place(root, area, area)


def content_height(root: Node, width: int, scale: float) -> int:
    """Pixels that a tree takes when it is laid out at a width, as a dialog is."""
    return _Layout(scale).measure(root, width, _UNBOUNDED)[1]


def shift(node: Node, right: int, down: int, clip: Rect) -> None:
    """Move a tree that is laid out by pixels; what can be seen of it is cut by the clip."""
    left, top, end, bottom = node.bounds
    node.bounds = bounds = Rect(left + right, top + down, end + right, bottom + down)
    node.visible = visible = bounds.intersect(clip)
    for child in node.children:
        shift(child, right, down, visible)


def forget_sizes(root: Node) -> None:
    """Have everything measured again: the density changed, or a text grew."""
    for node in root.walk():
        node.sizes = None


def _inherit(node: Node, known: dict[int, Node]) -> bool:
    """Take over what is known of a node; says whether nothing in it changed."""
    same, old = True, known.get(node.identity)
    for child in node.children:
        if not _inherit(child, known):
            same = False
    if old is node:  # an app may change a node and return it again
        node.sizes = None
        return False
    if not same or old is None or not _alike(node, old):
        return False
    node.sizes, node.before = old.sizes, old
    return True


def _alike(node: Node, old: Node) -> bool:
    """Whether two nodes take the same room, given that their children do."""
    return (
        node.text == old.text
        and node.role is old.role
        and (node.style is old.style or node.style == old.style)
        and node.hint == old.hint
        and node.secure is old.secure
        and node.multiline is old.multiline
        and node.zoom == old.zoom
        and node.scroll_offset == old.scroll_offset
        and len(node.children) == len(old.children)
        and all(c.before is o for c, o in zip(node.children, old.children, strict=True))
    )


def _repeat(node: Node, old: Node, bounds: Rect, clip: Rect) -> None:
    """Place a node as it was placed before, but for where it begins and what cuts it."""
    visible = bounds.intersect(clip)
    right, down = bounds.left - old.bounds.left, bounds.top - old.bounds.top
    still = not right and not down and visible == old.visible
    node.bounds, node.visible = bounds, visible
    node.scroll_range, node.before = old.scroll_range, None
    for child, twin in zip(node.children, old.children, strict=True):
        if still:
            _repeat_still(child, twin)
        else:
            left, top, end, bottom = twin.bounds
            moved = Rect(left + right, top + down, end + right, bottom + down)
            _repeat(child, twin, moved, visible)


def _repeat_still(node: Node, old: Node) -> None:
    node.bounds, node.visible, node.scroll_range = old.bounds, old.visible, old.scroll_range
    node.before = None
    for child, twin in zip(node.children, old.children, strict=True):
        _repeat_still(child, twin)


class _Layout:
    """One pass; sizes are measured once a node and width."""

    def __init__(self, scale: float) -> None:
        self._scale = scale

    def px(self, dp: float) -> int:
        return round(dp * self._scale) if dp else 0

    # -- measuring

    def measure(self, node: Node, max_width: int, max_height: int) -> tuple[int, int]:
        """Width and height a node wants, in pixels, at most what is offered."""
        sizes = node.sizes
        if sizes is None:
            sizes = node.sizes = {}
        size = sizes.get(max_width)
        if size is None:
            size = sizes[max_width] = self._measure(node, max_width)
        wide, high = size
        return (
            min(max_width, wide),
            min(max_height, high),
        )

    def _measure(self, node: Node, max_width: int) -> tuple[int, int]:
        style, px = node.style, self.px
        outer = px(style.width) if style.width is not None else max_width
        if style.width is not None and style.height is not None:
            return outer, px(style.height)
        least = metrics(node.role)
        left, top, right, bottom = padding_of(node)
        aside, above = px(left) + px(right), px(top) + px(bottom)
        inner = max(0, min(outer, max_width) - aside)
        if node.children:
            wide, high = self._measure_children(node, inner)
        else:
            wide, high = self._measure_leaf(node, inner)
        return (
            outer if style.width is not None else max(wide + aside, px(least.min_width)),
            px(style.height)
            if style.height is not None
            else max(high + above, px(least.min_height)),
        )

    def _measure_leaf(self, node: Node, inner: int) -> tuple[int, int]:
        style = node.style
        aside = self._aside(node)
        text = shown_text(node)
        icon = self.px(ICON_DP) if style.icon else 0
        if not text:
            return aside, icon
        size = self.px(style.text_size)
        if node.role is Role.INPUT and not node.multiline:
            return inner, fonts.line_height(size)
        wide, lines = fonts.measure(text, size, max(1, inner - aside), bold=style.bold)
        return wide + aside, max(fonts.line_height(size) * lines, icon)

    def _aside(self, node: Node) -> int:
        """Pixels that a leaf's icon and control take beside its text."""
        control = metrics(node.role).control
        wide = self.px(control + CONTROL_GAP_DP) if control else 0
        if node.style.icon:
            wide += self.px(ICON_DP + (ICON_GAP_DP if node.text else 0))
        return wide

    def _measure_children(self, node: Node, inner: int) -> tuple[int, int]:
        direction = "stack" if node.role is Role.PAGER else node.style.direction
        gaps = self.px(node.style.gap) * (len(node.children) - 1)
        if direction == "row":
            sizes = [
                (w, self.measure(c, w, _UNBOUNDED)[1]) for c, w in self._row_widths(node, inner)
            ]
            return sum(w for w, _ in sizes) + gaps, max(h for _, h in sizes)
        sizes = [self.measure(child, inner, _UNBOUNDED) for child in node.children]
        if direction == "stack":
            return max(w for w, _ in sizes), max(h for _, h in sizes)
        return max(w for w, _ in sizes), sum(h for _, h in sizes) + gaps

    def _row_widths(self, node: Node, inner: int) -> list[tuple[Node, int]]:
        """Each child of a row with its width: wrapped, then the weights share what is left.

        What scrolls sideways has no end to share: there each child wraps, as wide as the container
        at most.
        """
        children = node.children
        if node.role in SCROLLING:
            return [(child, self.measure(child, inner, _UNBOUNDED)[0]) for child in children]
        left = inner - self.px(node.style.gap) * (len(children) - 1)
        total = 0.0
        widths = []
        for child in children:
            width = 0
            if child.style.weight:
                total += child.style.weight
            else:
                width = self.measure(child, max(0, left), _UNBOUNDED)[0]
                left -= width
            widths.append(width)
        if total:
            left = max(0, left)
            widths = [
                int(left * child.style.weight / total) if child.style.weight else width
                for child, width in zip(children, widths, strict=True)
            ]
        return list(zip(children, widths, strict=True))

    # -- placing

    def place(self, node: Node, bounds: Rect, clip: Rect) -> None:
        """Set a node's bounds and, from the clip, what can be seen; then its children's."""
        old, node.before = node.before, None
        if (
            old is not None
            and old.bounds.right - old.bounds.left == bounds.right - bounds.left
            and old.bounds.bottom - old.bounds.top == bounds.bottom - bounds.top
        ):
            _repeat(node, old, bounds, clip)
            return
        node.bounds = bounds
        node.visible = visible = bounds.intersect(clip)
        if not node.children:
            return
        if node.zoom != 1:
            _Zoomed(self._scale * node.zoom).place_children(node, visible)
        else:
            self.place_children(node, visible)

    def place_children(self, node: Node, clip: Rect) -> None:
        """Place what is inside a node; in a zoomed one everything is larger."""
        px, bounds = self.px, node.bounds
        left, top, right, bottom = padding_of(node)
        first, upper = bounds.left + px(left), bounds.top + px(top)
        inner = Rect(
            first,
            upper,
            max(first, bounds.right - px(right)),
            max(upper, bounds.bottom - px(bottom)),
        )
        if node.role is Role.PAGER:
            self._place_pages(node, inner, clip)
        elif node.role in SCROLLING:
            self._place_scrolled(node, inner, clip)
        elif node.style.direction == "row":
            self._place_row(node, inner, clip, inner.width)
        elif node.style.direction == "stack":
            self._place_stack(node, inner, clip)
        else:
            self._place_column(node, inner, clip)

    def _place_scrolled(self, node: Node, inner: Rect, clip: Rect) -> None:
        wide, high = self._measure_children(node, inner.width)
        if node.sideways:
            offset = _scrolled(node, wide - inner.width)
            left = inner.left - offset
            self._place_row(
                node,
                Rect(left, inner.top, left + max(wide, inner.width), inner.bottom),
                clip,
                inner.width,
            )
        else:
            offset = _scrolled(node, high - inner.height)
            top = inner.top - offset
            self._place_column(
                node, Rect(inner.left, top, inner.right, top + max(high, inner.height)), clip
            )
        self._stick(node, inner, clip)

    def _stick(self, node: Node, inner: Rect, clip: Rect) -> None:
        """Keep the last header that was scrolled past at the edge; the next one pushes it out."""
        headers = [child for child in node.children if child.style.sticky]
        if node.sideways or not headers:
            return
        past = [header for header in headers if header.bounds.top < inner.top]
        if past:
            held = past[-1]
            following = [h.bounds.top for h in headers if h.bounds.top >= inner.top]
            top = min([inner.top, *(edge - held.bounds.height for edge in following[:1])])
            shift(held, 0, top - held.bounds.top, clip)

    def _place_pages(self, node: Node, inner: Rect, clip: Rect) -> None:
        offset = _scrolled(node, inner.width * (len(node.children) - 1))
        for number, child in enumerate(node.children):
            left = inner.left + number * inner.width - offset
            page = Rect(left, inner.top, left + inner.width, inner.bottom)
            self.place(child, page, clip)

    def _place_column(self, node: Node, inner: Rect, clip: Rect) -> None:
        gap = self.px(node.style.gap)
        align, top = node.style.align, inner.top
        for child, width, height in self._column_sizes(node, inner):
            left = inner.left + (_shift(align, inner.width - width) if align != "start" else 0)
            self.place(child, Rect(left, top, left + width, top + height), clip)
            top += height + gap

    def _column_sizes(self, node: Node, inner: Rect) -> list[tuple[Node, int, int]]:
        children = node.children
        left = inner.height - self.px(node.style.gap) * (len(children) - 1)
        total = 0.0
        sizes = []
        for child in children:
            width, height = self._cross_width(node, child, inner.width), 0
            if child.style.weight and node.role not in SCROLLING:
                total += child.style.weight
            else:
                height = self.measure(child, width, _UNBOUNDED)[1]
                if child.style.weight and len(children) == 1:
                    height = max(height, inner.height)  # as ScrollView's fillViewport has it
                if child.role in SCROLLING and child.style.height is None:
                    height = min(height, max(0, left))
                left -= height
            sizes.append((child, width, height))
        if total:
            left = max(0, left)
            sizes = [
                (c, w, int(left * c.style.weight / total) if c.style.weight else h)
                for c, w, h in sizes
            ]
        return sizes

    def _cross_width(self, parent: Node, child: Node, available: int) -> int:
        """Width of a child of a column: its own, wrapped, or all there is."""
        if child.style.width is not None:
            return min(self.px(child.style.width), available)
        hugs = parent.style.align in {"center", "end"} and child.role in _HUGGING
        if hugs or metrics(child.role).intrinsic:
            return self.measure(child, available, _UNBOUNDED)[0]
        return available

    def _place_row(self, node: Node, inner: Rect, clip: Rect, available: int) -> None:
        gap = self.px(node.style.gap)
        left, align, high = inner.left, node.style.align, inner.height
        for child, width in self._row_widths(node, available):
            height = self._cross_height(node, child, width, high)
            top = inner.top + (_shift(align, high - height) if align != "start" else 0)
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


class _Zoomed(_Layout):
    """The inside of a zoomed node: its sizes are not those that its own parent measured."""

    def __init__(self, scale: float) -> None:
        super().__init__(scale)
        self._sizes: dict[tuple[int, int], tuple[int, int]] = {}

    def measure(self, node: Node, max_width: int, max_height: int) -> tuple[int, int]:
        """Width and height a node wants in the zoomed content."""
        key = (id(node), max_width)
        if key not in self._sizes:
            self._sizes[key] = self._measure(node, max_width)
        wide, high = self._sizes[key]
        return min(wide, max_width), min(high, max_height)


def _scrolled(node: Node, beyond: int) -> int:
    """Set how far a container can scroll, and return how far it has."""
    node.scroll_range = max(0, beyond)
    node.scroll_offset = max(0, min(node.scroll_offset, node.scroll_range))
    return node.scroll_offset


def _shift(align: str, free: int) -> int:
    """Pixels before a child on the cross axis."""
    if align == "center":
        return max(0, free) // 2
    return max(0, free) if align == "end" else 0
