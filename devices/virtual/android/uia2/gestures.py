"""The gestures of ``mobile:`` commands, done as fingers do them: by points on the screen.

Time is that of the touch events: nothing waits, and a speed tells how far content runs on.
Source: appium-uiautomator2-server, handler/gestures and model/internal/GestureController;
androidx.test.uiautomator Gestures and UiObject2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import locators, uiscrollable, uiselector
from devices.virtual.android.uia2.errors import InvalidArgument, NoSuchElement
from devices.virtual.android.uia2.fields import (
    Fields,
    element,
    illegal,
    point,
    rectangle,
    required_number,
    required_text,
)
from devices.virtual.android.uia2.snapshot import View
from devices.virtual.os.momentum import LEAST_DP_S
from devices.virtual.os.touch import LONG_PRESS_MS
from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session
    from devices.virtual.ui.node import Node

_MARGIN: Final = 0.1
"""The part of an element at each edge that a gesture leaves out. Source: AxNodeInfoHelper."""
# Speeds in dp a second. Source: androidx.test.uiautomator UiObject2.DEFAULT_*_SPEED.
_SWIPE_SPEED: Final = 5000
_SCROLL_SPEED: Final = 1500
_FLING_SPEED: Final = 7500
_DRAG_SPEED: Final = 2500
_PINCH_SPEED: Final = 1000
_PINCH_MARGIN_PX: Final = 5
_PINCH_STEPS: Final = 4
_REST_MS: Final = 250.0
_DIRECTIONS: Final = ("LEFT", "RIGHT", "UP", "DOWN")
_OPPOSITE: Final = {"UP": "DOWN", "DOWN": "UP", "LEFT": "RIGHT", "RIGHT": "LEFT"}

Point = tuple[int, int]


def click(session: Session, body: Body) -> None:
    """Tap an element, a point in it, or a point of the screen."""
    session.phone.display.tap(*_spot(session, Fields("ClickModel", body), "Click"))


def double_click(session: Session, body: Body) -> None:
    """Tap twice."""
    spot = _spot(session, Fields("DoubleClickModel", body), "Double click")
    session.phone.display.tap(*spot)
    session.phone.display.tap(*spot)


def long_click(session: Session, body: Body) -> None:
    """Hold a point for a time, by default as long as a long press takes."""
    fields = Fields("LongClickModel", body)
    duration = fields.number("duration")
    spot = _spot(session, fields, "Long click")
    if duration is not None and duration < 0:
        raise illegal("Long click duration cannot be negative")
    hold_ms = LONG_PRESS_MS if duration is None else int(duration)
    session.phone.display.tap(*spot, hold_ms=hold_ms)


def drag(session: Session, body: Body) -> None:
    """Hold a point, then move to another."""
    fields = Fields("DragModel", body)
    start, end = point(fields, "start"), point(fields, "end")
    if end is None:
        raise fields.missing("end")
    origin = element(fields)
    if origin is not None:
        bounds = session.view(origin).bounds
        start = bounds.center if start is None else _inside(bounds, start)
    if start is None:
        raise illegal("The starting point coordinates must be provided if element is not set")
    speed = _speed(session, fields, _DRAG_SPEED)
    session.phone.display.drag(*start, *end, duration_ms=_duration_ms(start, end, speed))


def swipe(session: Session, body: Body) -> None:
    """Swipe over a part of an area or element."""
    fields = Fields("SwipeModel", body)
    wanted, percent = required_text(fields, "direction"), required_number(fields, "percent")
    area = _area(session, fields, "swipe")
    direction = _direction(wanted, "Swipe")
    speed = _speed(session, fields, _SWIPE_SPEED)
    start, end = _line(area, direction, _part(percent))
    session.phone.display.swipe(*start, *end, duration_ms=_duration_ms(start, end, speed))


def scroll(session: Session, body: Body) -> bool:
    """Scroll a container; says whether it can scroll on."""
    fields = Fields("ScrollModel", body)
    wanted, left = required_text(fields, "direction"), required_number(fields, "percent")
    area = _area(session, fields, "scroll")
    direction = _direction(wanted, "Scroll")
    if left < 0:
        raise illegal("Percent must be greater than 0.0f")
    _speed(session, fields, _SCROLL_SPEED)
    while left > 0:
        start, end = _line(area, _OPPOSITE[direction], min(left, 1.0))
        if not session.phone.display.swipe(*start, *end) or not _can_go_on(session, direction):
            return False
        left -= 1
    return True


def fling(session: Session, body: Body) -> bool:
    """Scroll fast, so that the content runs on; says whether it can scroll on."""
    fields = Fields("FlingModel", body)
    wanted = required_text(fields, "direction")
    area = _area(session, fields, "fling")
    direction = _direction(wanted, "Fling")
    scale = session.phone.display.scale
    given, least = fields.integer("speed"), int(LEAST_DP_S * scale)
    speed = int(_FLING_SPEED * scale) if given is None else given
    if speed < least:
        raise illegal(f"Speed {given} is less than the minimum fling velocity {least}")
    start, end = _line(area, _OPPOSITE[direction], 1.0)
    duration_ms = _duration_ms(start, end, speed)
    moved = session.phone.display.swipe(*start, *end, duration_ms=duration_ms)
    return moved and _can_go_on(session, direction)


def pinch_open(session: Session, body: Body) -> None:
    """Move two fingers apart."""
    _pinch(session, body, open_=True)


def pinch_close(session: Session, body: Body) -> None:
    """Move two fingers together."""
    _pinch(session, body, open_=False)


def _pinch(session: Session, body: Body, *, open_: bool) -> None:
    fields = Fields("PinchModel", body)
    percent = required_number(fields, "percent")
    area = _area(session, fields, "pinch")
    speed = _speed(session, fields, _PINCH_SPEED)
    paths = [path if open_ else path[::-1] for path in _pinch_paths(area, _part(percent))]
    touch = session.phone.display.touch
    for finger, (start, _) in enumerate(paths):
        touch.down(finger, *start, 0)
    duration_ms = _duration_ms(*paths[0], speed)
    for step in range(1, _PINCH_STEPS + 1):
        done = step / _PINCH_STEPS
        for finger, (start, end) in enumerate(paths):
            x, y = (s + (e - s) * done for s, e in zip(start, end, strict=True))
            touch.move(finger, x, y, duration_ms * done)
    for finger, (_, end) in enumerate(paths):
        touch.up(finger, *end, duration_ms + (0 if open_ else _REST_MS))


def _pinch_paths(area: Rect, percent: float) -> list[tuple[Point, Point]]:
    """From where to where two fingers go apart: bottom left, and top right."""
    right = int((area.width - 2 * _PINCH_MARGIN_PX) / 2 * percent)
    up = int((area.height - 2 * _PINCH_MARGIN_PX) / 2 * percent)
    low = (area.left + _PINCH_MARGIN_PX, area.bottom - _PINCH_MARGIN_PX)
    high = (area.right - _PINCH_MARGIN_PX, area.top + _PINCH_MARGIN_PX)
    return [((low[0] + right, low[1] - up), low), ((high[0] - right, high[1] + up), high)]


def scroll_to(session: Session, body: Body) -> None:
    """Scroll the origin, or the first scrollable container, until a locator matches.

    Raises:
        InvalidArgument: this locator's strategy cannot be scrolled to.
        NoSuchElement: nothing matches in the whole content.
    """
    fields = Fields("ScrollToModel", body)
    params = fields.nested("params", "ScrollParams")
    if params is None:
        raise fields.missing("params")
    strategy, text = required_text(params, "strategy"), required_text(params, "selector")
    make = _SCROLL_TO.get(strategy)
    if make is None:
        raise InvalidArgument(
            f"Unsupported strategy: '{strategy}'. The only supported strategies are: "
            f"[{', '.join(_SCROLL_TO)}]."
        )
    origin, swipes = element(fields), params.integer("maxSwipes")
    container = _matching(lambda view: view.scrollable)
    if origin is not None:
        holder = session.view(origin).id
        container = _matching(lambda view: view.id == holder)
    scrollable = uiscrollable.Scrollable(container, session.phone.display, session.snapshot)
    scrollable.max_swipes = scrollable.max_swipes if swipes is None else swipes
    if not scrollable.into_view(make(text)):
        raise NoSuchElement


def scroll_to_element(session: Session, container_id: str, element_id: str) -> None:
    """Scroll a container until an element that was found before can be seen.

    Raises:
        NoSuchElement: it cannot be reached.
    """
    holder, wanted = session.view(container_id).id, session.view(element_id).id
    container = _matching(lambda view: view.id == holder)
    scrollable = uiscrollable.Scrollable(container, session.phone.display, session.snapshot)
    if not scrollable.into_view(_matching(lambda view: view.id == wanted)):
        raise NoSuchElement


def _matching(test: Callable[[View], bool]) -> uiselector.Selector:
    return uiselector.Selector({"wanted": test})


_SCROLL_TO: Final[dict[str, Callable[[str], uiselector.Selector]]] = {
    "accessibility id": lambda text: _matching(lambda view: view.node.label == text),
    "class name": lambda text: _matching(lambda view: view.class_name == text),
    "-android uiautomator": uiselector.build,
}


def _spot(session: Session, fields: Fields, gesture: str) -> Point:
    """A point of the screen, of an element, or an element's centre."""
    origin, offset = element(fields), point(fields, "offset")
    locator = fields.nested("locator", "FindElementModel")
    if origin is not None:
        bounds = session.view(origin).bounds
    elif locator is not None:
        bounds = _located(session, locator)
    elif offset is not None:
        return offset
    else:
        raise illegal(f"{gesture} offset coordinates must be provided if element is not set")
    return bounds.center if offset is None else _inside(bounds, offset)


def _located(session: Session, locator: Fields) -> Rect:
    """Where the first match of a locator is. Source: utils/gestures/BaseGesture."""
    strategy, text = required_text(locator, "strategy"), required_text(locator, "selector")
    context = locator.text("context")
    within = session.view(context) if context and context.strip() else None
    found = next(locators.find(session, strategy, text, within), None)
    if found is None:
        raise NoSuchElement
    if not isinstance(found, View):
        raise illegal("A toast cannot be touched")
    return found.bounds


def _inside(bounds: Rect, offset: Point) -> Point:
    return bounds.left + offset[0], bounds.top + offset[1]


def _area(session: Session, fields: Fields, gesture: str) -> Rect:
    area, origin = rectangle(fields, "area"), element(fields)
    if origin is not None:
        left, top, right, bottom = session.view(origin).bounds
        wide, high = int((right - left) * _MARGIN), int((bottom - top) * _MARGIN)
        return Rect(left + wide, top + high, right - wide, bottom - high)
    if area is None:
        raise illegal(f"The {gesture} area coordinates must be provided if element is not set")
    return Rect(*area)


def _direction(wanted: str, gesture: str) -> str:
    if wanted.upper() not in _DIRECTIONS:
        raise illegal(f"{gesture} direction must be one of [{', '.join(_DIRECTIONS)}]")
    return wanted.upper()


def _speed(session: Session, fields: Fields, default_dp_s: int) -> int:
    """Pixels a second."""
    speed = fields.integer("speed")
    if speed is None:
        return int(default_dp_s * session.phone.display.scale)
    if speed < 0:
        raise illegal("Speed cannot be negative")
    return speed


def _part(percent: float) -> float:
    if not 0 <= percent <= 1:
        raise illegal("Percent must be between 0.0f and 1.0f")
    return percent


def _line(area: Rect, direction: str, percent: float) -> tuple[Point, Point]:
    """From where to where a finger goes. Source: androidx.test.uiautomator Gestures.swipeRect."""
    x, y = area.center
    wide, high = int(area.width * percent), int(area.height * percent)
    return {
        "UP": ((x, area.bottom), (x, area.bottom - high)),
        "DOWN": ((x, area.top), (x, area.top + high)),
        "LEFT": ((area.right, y), (area.right - wide, y)),
        "RIGHT": ((area.left, y), (area.left + wide, y)),
    }[direction]


def _duration_ms(start: Point, end: Point, speed_px_s: int) -> float:
    """How long a finger is on its way; one without speed takes for ever, and nothing runs on."""
    way = math.dist(start, end)
    return way / max(speed_px_s, 1) * 1000


def _can_go_on(session: Session, direction: str) -> bool:
    """Whether what moved last has more content in a direction."""
    moved: Node | None = session.phone.display.touch.scrolled
    if moved is None or moved.sideways is not (direction in {"LEFT", "RIGHT"}):
        return False
    if direction in {"DOWN", "RIGHT"}:
        return moved.scroll_offset < moved.scroll_range
    return moved.scroll_offset > 0
