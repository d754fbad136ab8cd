"""What fingers do to the views of a display, event by event.

A touch goes to the front-most view that takes touches; its scroll containers take it over once the
finger has left the touch slop along their axis. Time is that of the events: nothing waits.
Source: AOSP ViewGroup.dispatchTouchEvent, View.onTouchEvent, ScrollView, OverScroller.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

from devices.virtual.os.momentum import Sample, run_on, velocity
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ui.node import Rect

LONG_PRESS_MS: Final = 400
"""Source: AOSP ViewConfiguration.DEFAULT_LONG_PRESS_TIMEOUT."""
_SLOP_DP: Final = 8
"""How far a finger may stray before a touch becomes a drag. Source: AOSP ViewConfiguration."""
# When a page that was dragged turns. Source: androidx ViewPager.
_TURN_DP_S: Final = 400
_TURN_DP: Final = 25
_TURN_PART: Final = 0.6
# When a view that was swept to a side is gone. Source: AOSP SystemUI SwipeHelper.
_SWEEP_DP_S: Final = 500
_SWEEP_PART: Final = 0.6


class Part(Enum):
    """What of the screen a finger was put on."""

    NOTHING = auto()
    VIEWS = auto()
    KEYBOARD = auto()
    STATUS_BAR = auto()
    NAVIGATION_BAR = auto()
    KEYGUARD = auto()


class Touched(Protocol):
    """The display as touches need it."""

    @property
    def bounds(self) -> Rect:
        """The whole display."""

    @property
    def scale(self) -> float:
        """Pixels in one dp."""

    def root(self) -> Node:
        """The active window's tree."""

    def root_at(self, x: int, y: int) -> Node:
        """The tree that a finger at a point touches: that of what floats there, or the active."""

    def now(self, node: Node) -> Node:
        """The same view in the active window's tree of now."""

    def part(self, x: int, y: int) -> Part:
        """What is at a point of the screen."""

    def pull(self, part: Part, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """A finger left a part of the system's interface; says whether that did anything."""

    def press_printed(self, x: int, y: int) -> None:
        """A key of the soft keyboard was touched."""

    def click(self, node: Node) -> None:
        """A view was touched for a moment."""

    def hold(self, node: Node) -> bool:
        """A view was touched for long; says whether that means anything to it."""

    def drop(self, carried: Node, x: int, y: int) -> None:
        """A view that was picked up was let go over a point."""

    def slide(self, node: Node, x: int) -> None:
        """A finger is on a seek bar."""

    def scroll(self, container: Node, by: int) -> bool:
        """Move a container's content; says whether it moved."""

    def zoom(self, node: Node, factor: float) -> bool:
        """Show a node's content larger; says whether it changed."""


@dataclass(slots=True)
class _Finger:
    """A finger on the screen.

    Attributes:
        ground: what of the screen lies there below any view.
        chain: the view that took the touch, and what it lies in, innermost first.
        pressed: whether lifting it is a click.
        held: whether the long press is over, one way or the other.
        swept: what goes to a side with it.
        flicked: what it sweeps over, to be told which way.
    """

    x: float
    y: float
    down: Sample
    part: Part
    ground: Part
    chain: list[Node]
    samples: list[Sample] = field(default_factory=list)
    pressed: bool = True
    held: bool = False
    sliding: bool = False
    carried: Node | None = None
    swept: Node | None = None
    flicked: Node | None = None

    @property
    def views(self) -> bool:
        """Whether it is on views."""
        return self.part is Part.VIEWS and bool(self.chain)

    @property
    def taken(self) -> bool:
        """Whether something waits for it to be lifted."""
        return bool(self.carried or self.swept or self.flicked)


@dataclass(slots=True)
class _Drag:
    """Content that follows a finger along one axis."""

    finger: int
    sideways: bool
    containers: list[Node]
    last: float
    start: int


@dataclass(slots=True)
class _Pinch:
    """Two fingers on a view that zooms."""

    node: Node
    span: float
    zoom: float


class Touch:
    """The fingers on a display.

    Attributes:
        rested_ms: how long the finger that was lifted last had been still before.
        moved: whether the gesture, that is all since the first finger, moved any content.
        scrolled: the container that moved last in this gesture.
    """

    def __init__(self, display: Touched, long_press_ms: int = LONG_PRESS_MS) -> None:
        self._display = display
        self._long_press_ms = long_press_ms
        self._fingers: dict[int, _Finger] = {}
        self._drag: _Drag | None = None
        self._pinch: _Pinch | None = None
        self._tree: Node | None = None
        self.rested_ms = 0.0
        self.moved = False
        self.scrolled: Node | None = None

    def down(self, finger: int, x: float, y: float, at_ms: float) -> bool:
        """Put a finger down; says whether there is anything to touch at that point."""
        display = self._display
        if not display.bounds.contains(int(x), int(y)):
            return False
        if finger in self._fingers:
            self.cancel()  # it was never lifted: the new touch begins anew
        if not self._fingers:
            self._drag = self._pinch = None
            self.moved, self.scrolled = False, None
        part = ground = display.part(int(x), int(y))
        chain: list[Node] = []
        if part in {Part.VIEWS, Part.KEYGUARD}:
            tree = display.root_at(int(x), int(y))
            chain = taker(tree, int(x), int(y))
            part = Part.VIEWS if chain else part
            self._tree = self._tree if self._fingers else tree
        sample = (at_ms, x, y)
        pressed = self._drag is None
        self._fingers[finger] = _Finger(x, y, sample, part, ground, chain, [sample], pressed)
        self._begin_pinch()
        return True

    def move(self, finger: int, x: float, y: float, at_ms: float) -> None:
        """Move a finger; one that is not down is passed over."""
        touch = self._fingers.get(finger)
        if touch is None:
            return
        self._wait(touch, at_ms)
        touch.x, touch.y = x, y
        touch.samples.append((at_ms, x, y))
        if self._pinch is not None:
            self._spread(self._pinch)
        elif touch.taken or not touch.views:
            return
        elif touch.sliding:
            self._display.slide(self._live(touch.chain[0]), int(x))
        elif self._drag is None:
            self._stray(finger, touch)
        elif self._drag.finger == finger:
            self._follow(self._drag, x if self._drag.sideways else y)

    def up(self, finger: int, x: float, y: float, at_ms: float) -> bool:
        """Lift a finger; says whether any content moved in this gesture."""
        touch = self._fingers.get(finger)
        if touch is None:
            return self.moved
        self._wait(touch, at_ms)
        self._fingers.pop(finger, None)
        self.rested_ms = at_ms - touch.samples[-1][0]
        if touch.carried is not None:
            self._display.drop(touch.carried, int(x), int(y))
        elif touch.part is Part.KEYBOARD:
            self._display.press_printed(int(touch.down[1]), int(touch.down[2]))
        elif touch.part is not Part.VIEWS:
            self._pull(touch)
        elif touch.chain and touch.chain[0].on_trace is not None:
            path = [(x, y) for _, x, y in touch.samples]
            touch.chain[0].on_trace(touch.chain[0].visible, [*path, (x, y)])
        elif touch.swept is not None or touch.flicked is not None:
            self._swept(touch, at_ms)
        elif self._drag is not None and self._drag.finger == finger:
            self._let_go(self._drag, touch, at_ms)
        elif touch.pressed and touch.chain:
            self._click(touch, int(x))
        elif touch.ground is Part.KEYGUARD:
            self._pull(touch)
        self._pinch = None
        return self.moved

    def cancel(self) -> None:
        """Take all fingers off without an effect."""
        self._fingers.clear()
        self._drag = self._pinch = None

    # -- one finger

    def _wait(self, touch: _Finger, at_ms: float) -> None:
        """Let the time pass until an event: a finger that rested that long holds its view."""
        due = at_ms - touch.down[0] >= self._long_press_ms
        if not due or touch.held or not touch.pressed or not touch.chain:
            return
        touch.held = True
        node = self._live(touch.chain[0])
        if self._display.hold(node):
            touch.pressed = False
            if node.draggable:
                touch.carried = node

    def _click(self, touch: _Finger, x: int) -> None:
        node = self._live(touch.chain[0])
        if node.role is Role.SEEK:
            self._display.slide(node, x)
        elif node.role not in SCROLLING or node.on_tap is not None:
            self._display.click(node)

    def _stray(self, finger: int, touch: _Finger) -> None:
        """See what a finger does that has left its place: slide, drag, or leave the view."""
        slop = _SLOP_DP * self._display.scale
        right, down = touch.x - touch.down[1], touch.y - touch.down[2]
        if max(abs(right), abs(down)) <= slop:
            return
        sideways = abs(right) > abs(down)
        if sideways and touch.chain[0].role is Role.SEEK:
            touch.sliding, touch.pressed = True, False
            self._display.slide(self._live(touch.chain[0]), int(touch.x))
            return
        for axis, way in sorted(((True, right), (False, down)), key=lambda pair: -abs(pair[1])):
            found = [n for n in map(self._live, touch.chain) if _scrolls(n, sideways=axis)]
            if found and abs(way) > slop:
                origin = touch.down[1 if axis else 2] + math.copysign(slop, way)
                self._drag = _Drag(finger, axis, found, origin, found[0].scroll_offset)
                self._release_all(found[-1])
                self._follow(self._drag, touch.x if axis else touch.y)
                return
        swept = next((n for n in map(self._live, touch.chain) if n.on_swipe is not None), None)
        if sideways and swept is not None:
            touch.swept, touch.pressed = swept, False
            return
        touch.flicked = next((n for n in touch.chain if n.on_flick is not None), None)
        if touch.flicked is not None:
            touch.pressed = False
            return
        left, top, end, bottom = self._live(touch.chain[0]).visible
        if not (left - slop <= touch.x < end + slop and top - slop <= touch.y < bottom + slop):
            touch.pressed = False

    def _swept(self, touch: _Finger, at_ms: float) -> None:
        """A finger was lifted that a view goes to a side with, or that swept over one."""
        if touch.swept is not None:
            self._sweep(touch.swept, touch, at_ms)
        elif touch.flicked is not None:
            self._flick(self._live(touch.flicked), touch)

    def _flick(self, node: Node, touch: _Finger) -> None:
        right, down = touch.x - touch.down[1], touch.y - touch.down[2]
        if node.on_flick is not None:
            self.moved = True
            sideways = "right" if right > 0 else "left"
            node.on_flick(sideways if abs(right) > abs(down) else "down" if down > 0 else "up")

    def _sweep(self, node: Node, touch: _Finger, at_ms: float) -> None:
        """A view was let go that goes to a side: far or fast enough, it is gone."""
        right = touch.x - touch.down[1]
        speed, _ = velocity(touch.samples, at_ms)
        fast = abs(speed) > _SWEEP_DP_S * self._display.scale and speed * right > 0
        if node.on_swipe is not None and (fast or abs(right) > _SWEEP_PART * node.bounds.width):
            self.moved = True
            node.on_swipe()

    def _release_all(self, container: Node) -> None:
        """A container took the gesture over: no finger in it presses a view any more."""
        for touch in self._fingers.values():
            if any(node.identity == container.identity for node in touch.chain):
                touch.pressed = False

    def _pull(self, touch: _Finger) -> None:
        self.moved = self._display.pull(touch.ground, touch.down[1:], (touch.x, touch.y))

    # -- content that follows a finger

    def _follow(self, drag: _Drag, position: float) -> None:
        """Move the innermost container, and with what it leaves over the ones around it."""
        by = round(drag.last - position)
        drag.last -= by
        for container in map(self._live, drag.containers):
            before = container.scroll_offset
            if by and self._scroll(container, by):
                by -= container.scroll_offset - before

    def _let_go(self, drag: _Drag, touch: _Finger, at_ms: float) -> None:
        right, down = velocity(touch.samples, at_ms)
        speed = -(right if drag.sideways else down)
        containers = [self._live(container) for container in drag.containers]
        if containers[0].role is Role.PAGER:
            self._settle(containers[0], drag.start, speed)
            return
        by = run_on(speed, self._display.scale)
        for container in containers:
            if by and self._scroll(container, by):
                return

    def _scroll(self, container: Node, by: int) -> bool:
        if not self._display.scroll(container, by):
            return False
        self.moved, self.scrolled = True, container
        return True

    def _settle(self, pager: Node, start: int, speed: float) -> None:
        """Turn to the page that a finger meant."""
        wide, scale = (
            max(1, pager.scroll_range // max(1, len(pager.children) - 1)),
            self._display.scale,
        )
        page, dragged = round(start / wide), pager.scroll_offset - start
        fast = abs(speed) > _TURN_DP_S * scale and abs(dragged) > _TURN_DP * scale
        if fast or abs(dragged) >= wide * _TURN_PART:
            page += 1 if dragged > 0 else -1
        self._scroll(pager, page * wide - pager.scroll_offset)
        self.moved = pager.scroll_offset != start

    # -- two fingers

    def _begin_pinch(self) -> None:
        if len(self._fingers) != 2:  # noqa: PLR2004 - a span is between two fingers
            return
        first, second = self._fingers.values()
        zooming = [node for node in first.chain if node.max_zoom > 1 and node in second.chain]
        if zooming:
            first.pressed = second.pressed = False
            node = self._live(zooming[0])
            self._pinch = _Pinch(node, self._span(), node.zoom)

    def _span(self) -> float:
        first, second = self._fingers.values()
        return max(1.0, math.hypot(first.x - second.x, first.y - second.y))

    def _spread(self, pinch: _Pinch) -> None:
        if len(self._fingers) == 2:  # noqa: PLR2004 - as above
            factor = pinch.zoom * self._span() / pinch.span
            if self._display.zoom(self._live(pinch.node), factor):
                self.moved = True

    def _live(self, node: Node) -> Node:
        """The same view in the tree of now: what a touch calls may rebuild it."""
        return node if self._display.root() is self._tree else self._display.now(node)


def takes_touch(node: Node) -> bool:
    """Whether a view keeps a touch to itself; a disabled one does, too."""
    return (
        node.on_tap is not None
        or node.on_long_press is not None
        or node.on_trace is not None
        or node.on_swipe is not None
        or node.on_flick is not None
        or (node.role in _TOUCHABLE and not node.passive)
        or node.draggable
        or node.max_zoom > 1
    )


_TOUCHABLE: Final = SCROLLING | {
    Role.BUTTON,
    Role.IMAGE_BUTTON,
    Role.INPUT,
    Role.SWITCH,
    Role.CHECK_BOX,
    Role.RADIO,
    Role.SEEK,
}
"""Roles that take touches by what they are. Source: AOSP res/values/styles.xml, Widget.*."""


def taker(node: Node, x: int, y: int, takes: Callable[[Node], bool] = takes_touch) -> list[Node]:
    """The front-most view at a point that takes something, and all that it lies in."""
    if not node.visible.contains(x, y):
        return []
    for child in reversed(node.layers()):
        chain = taker(child, x, y, takes)
        if chain:
            chain.append(node)
            return chain
    return [node] if takes(node) else []


def _scrolls(node: Node, *, sideways: bool) -> bool:
    return node.role in SCROLLING and node.scroll_range > 0 and node.sideways is sideways
