"""The dots of a lock pattern, numbered row by row from 1, and which of them a finger went over.

Source: AOSP com.android.internal.widget.LockPatternView, detectAndAddHit.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.virtual.ui.node import Rect

SIDE: Final = 3
"""Dots in a row."""
_HIT: Final = 0.3
"""How near, in parts of a cell, a finger passes a dot to hit it."""
_CELL_DP: Final = 96  # whole pixels at every density; else the driver draws some strokes twice
_DOT_DP: Final = 12
_STEPS: Final = 8  # looked at in a cell's width between two events


def dots_hit(area: Rect, path: Iterable[tuple[float, float]]) -> str:
    """The dots on a path over the view, in their order, each once.

    One that lies between two others is on the stroke from one to the other, so that it counts.

    Args:
        area: where the view lies.
        path: points that the finger went through.
    """
    found: list[int] = []
    for x, y in _dense(list(path), area.width / SIDE / _STEPS):
        dot = _dot_at(area, x, y)
        if dot is not None and dot not in found:
            found.append(dot)
    return "".join(str(dot + 1) for dot in found)


def _dense(path: list[tuple[float, float]], step: float) -> Iterator[tuple[float, float]]:
    """The path with points between its own, so that no dot is passed between two of them."""
    yield from path[:1]
    for (x1, y1), (x2, y2) in pairwise(path):
        parts = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / max(step, 1)))
        for part in range(1, parts + 1):
            yield x1 + (x2 - x1) * part / parts, y1 + (y2 - y1) * part / parts


def _dot_at(area: Rect, x: float, y: float) -> int | None:
    wide, high = area.width / SIDE, area.height / SIDE
    column, row = (x - area.left) / wide - 0.5, (y - area.top) / high - 0.5
    near = round(column), round(row)
    if not (0 <= near[0] < SIDE and 0 <= near[1] < SIDE):
        return None
    hit = abs(column - near[0]) <= _HIT and abs(row - near[1]) <= _HIT
    return near[1] * SIDE + near[0] if hit else None


def pattern_view(
    name: str, ink: str, on_trace: Callable[[Rect, list[tuple[float, float]]], None]
) -> Node:
    """The view with the dots, which are none of its own to accessibility, in the middle of a row.

    Args:
        name: its id.
        ink: colour of the dots.
        on_trace: takes where the view lies, and what a finger went through on it.
    """
    rows = [
        Node(
            Role.GROUP,
            silent=True,
            style=Style(direction="row"),
            children=[_dot(ink) for _ in range(SIDE)],
        )
        for _ in range(SIDE)
    ]
    square = Style(width=SIDE * _CELL_DP, height=SIDE * _CELL_DP)
    view = Node(Role.GROUP, id=name, label="Pattern area.", style=square, on_trace=on_trace)
    view.children = rows
    left, right = (Node(Role.GROUP, important=False, style=Style(weight=1)) for _ in range(2))
    middle = Style(direction="row")
    return Node(Role.GROUP, important=False, style=middle, children=[left, view, right])


def _dot(ink: str) -> Node:
    edge = (_CELL_DP - _DOT_DP) / 2
    dot = Style(width=_DOT_DP, height=_DOT_DP, radius=_DOT_DP / 2, background=ink)
    cell = Style(width=_CELL_DP, height=_CELL_DP, padding=(edge, edge, edge, edge))
    image = Node(Role.IMAGE, silent=True, style=dot)
    return Node(Role.GROUP, silent=True, style=cell, children=[image])
