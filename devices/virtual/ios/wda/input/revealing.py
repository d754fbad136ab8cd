"""Scrolling an element into view, as accessibility does it: without a finger.

Source: Apple, XCUIElement, "scrolls the element to visible" before it is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ui.metrics import SCROLLING

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element


def reveal(element: Element) -> bool:
    """Move what an element lies in until it can be seen; says whether anything moved."""
    display, node, moved = element.tree.display, element.node, False
    for container in (each.node for each in element.above()):
        if container.role not in SCROLLING:
            continue
        by = _missing(
            *_along(node.bounds, sideways=container.sideways),
            *_along(container.visible, sideways=container.sideways),
        )
        moved = (by != 0 and display.scroll(container, by)) or moved
    return moved


def _along(rect: tuple[int, int, int, int], *, sideways: bool) -> tuple[int, int]:
    left, top, right, bottom = rect
    return (left, right) if sideways else (top, bottom)


def _missing(start: int, end: int, first: int, last: int) -> int:
    """How far content has to move for a part of it to lie between two edges."""
    if end > last and start > first:
        return min(end - last, start - first)
    return min(0, start - first)
