"""The gestures of ``mobile:`` commands, done as fingers do them: by points on the screen.

Source: appium-uiautomator2-server, handler/gestures and model/internal/GestureController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.uia2 import uiscrollable, uiselector
from devices.virtual.android.uia2.body import element_id, optional, point, required
from devices.virtual.android.uia2.errors import InvalidArgument, NoSuchElement
from devices.virtual.android.uia2.uiselector_grammar import parse
from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.android.uia2.session import Session

    Body = Mapping[str, Any]

_MARGIN: Final = 0.1
"""The part of an element at each edge that a gesture leaves out. Source: AxNodeInfoHelper."""
_FLING_SWIPES: Final = 3
"""How many of its own lengths a flung container runs on."""
_OPPOSITE: Final = {"up": "down", "down": "up", "left": "right", "right": "left"}


def click(session: Session, body: Body) -> None:
    """Tap an element, a point in it, or a point of the screen."""
    session.phone.display.tap(*_spot(session, body, "offset"))


def double_click(session: Session, body: Body) -> None:
    """Tap twice."""
    click(session, body)
    click(session, body)


def long_click(session: Session, body: Body) -> None:
    """Hold a point."""
    if (optional(body, "duration", float) or 0) < 0:
        raise InvalidArgument("Long click duration cannot be negative")
    session.phone.display.long_press(*_spot(session, body, "offset"))


def drag(session: Session, body: Body) -> None:
    """Move a finger from one point to another."""
    end = point(body, "end")
    if end is None:
        raise InvalidArgument("'end' is mandatory for a drag")
    session.phone.display.swipe(*_spot(session, body, "start"), *end)


def swipe(session: Session, body: Body) -> None:
    """Swipe over a part of an area or element."""
    percent = _percent(body)
    if percent > 1:
        raise InvalidArgument("Percent must be between 0.0f and 1.0f")
    session.phone.display.swipe(*_line(_area(session, body), _direction(body), percent))


def scroll(session: Session, body: Body) -> bool:
    """Scroll a container; says whether it can scroll on."""
    area, direction = _area(session, body), _direction(body)
    left = _percent(body)
    while left > 0:
        moved = session.phone.display.swipe(*_line(area, _OPPOSITE[direction], min(left, 1)))
        if not moved or not _can_scroll(session, area, direction):
            return False
        left -= 1
    return True


def fling(session: Session, body: Body) -> bool:
    """Scroll fast; says whether it can scroll on."""
    area, direction = _area(session, body), _direction(body)
    for _ in range(_FLING_SWIPES):
        if not session.phone.display.swipe(*_line(area, _OPPOSITE[direction], 1)):
            return False
    return _can_scroll(session, area, direction)


def pinch(session: Session, body: Body) -> None:
    """Move two fingers; nothing on these screens zooms, so only the arguments are looked at."""
    _area(session, body)
    if _percent(body) > 1:
        raise InvalidArgument("Percent must be between 0.0f and 1.0f")


def scroll_to(session: Session, body: Body) -> None:
    """Scroll the origin, or the first scrollable container, until a locator matches.

    Raises:
        NoSuchElement: nothing matches in the whole content.
    """
    params = required(body, "params", dict)
    strategy, text = required(params, "strategy", str), required(params, "selector", str)
    make = _SCROLL_TO.get(strategy)
    if make is None:
        raise InvalidArgument(
            f"Unsupported strategy: '{strategy}'. The only supported strategies are: "
            f"[{', '.join(_SCROLL_TO)}]."
        )
    origin = element_id(body)
    container = uiselector.Selector([lambda view: view.scrollable])
    if origin is not None:
        wanted = session.view(origin).id
        container = uiselector.Selector([lambda view: view.id == wanted])
    scrollable = uiscrollable.Scrollable(container, session.phone.display, session.snapshot)
    scrollable.max_swipes = optional(params, "maxSwipes", int) or scrollable.max_swipes
    if not scrollable.into_view(make(text)):
        raise NoSuchElement


def scroll_to_element(session: Session, container_id: str, element: str) -> None:
    """Scroll a container until an element that was found before can be seen.

    Raises:
        NoSuchElement: it cannot be reached.
    """
    holder, wanted = session.view(container_id).id, session.view(element).id
    container = uiselector.Selector([lambda view: view.id == holder])
    scrollable = uiscrollable.Scrollable(container, session.phone.display, session.snapshot)
    if not scrollable.into_view(uiselector.Selector([lambda view: view.id == wanted])):
        raise NoSuchElement


_SCROLL_TO: Final[dict[str, Callable[[str], uiselector.Selector]]] = {
    "accessibility id": lambda text: uiselector.Selector([lambda view: view.node.label == text]),
    "class name": lambda text: uiselector.Selector([lambda view: view.class_name == text]),
    "-android uiautomator": lambda text: uiselector.build(parse(text)[0], text),
}


def _spot(session: Session, body: Body, name: str) -> tuple[int, int]:
    """A point of the screen, of an element, or an element's centre."""
    origin, offset = element_id(body), point(body, name)
    if origin is not None:
        bounds = session.view(origin).bounds
        return (
            bounds.center if offset is None else (bounds.left + offset[0], bounds.top + offset[1])
        )
    if offset is None:
        raise InvalidArgument(f"'{name}' coordinates must be provided if element is not set")
    return offset


def _area(session: Session, body: Body) -> Rect:
    origin = element_id(body)
    if origin is not None:
        bounds = session.view(origin).bounds
        wide, high = int(bounds.width * _MARGIN), int(bounds.height * _MARGIN)
        return Rect(
            bounds.left + wide, bounds.top + high, bounds.right - wide, bounds.bottom - high
        )
    area = optional(body, "area", dict)
    if area is None:
        raise InvalidArgument("The area coordinates must be provided if element is not set")
    left, top, width, height = (
        int(required(area, side, float)) for side in ("left", "top", "width", "height")
    )
    if width < 0 or height < 0:
        raise InvalidArgument(
            f"Rectangle {'width' if width < 0 else 'height'} must not be negative"
        )
    return Rect(left, top, left + width, top + height)


def _direction(body: Body) -> str:
    direction = required(body, "direction", str).lower()
    if direction not in _OPPOSITE:
        raise InvalidArgument(f"Direction must be one of {list(_OPPOSITE)}, not '{direction}'")
    return direction


def _percent(body: Body) -> float:
    percent = optional(body, "percent", float)
    if percent is None:
        return 1.0
    if percent < 0:
        raise InvalidArgument("Percent must be greater than 0.0f")
    return percent


def _line(area: Rect, direction: str, percent: float) -> tuple[int, int, int, int]:
    """From where to where a finger goes. Source: androidx.test.uiautomator Gestures.swipeRect."""
    x, y = area.center
    high, wide = int(area.height * percent), int(area.width * percent)
    return {
        "up": (x, area.bottom - 1, x, area.bottom - 1 - high),
        "down": (x, area.top, x, area.top + high),
        "left": (area.right - 1, y, area.right - 1 - wide, y),
        "right": (area.left, y, area.left + wide, y),
    }[direction]


def _can_scroll(session: Session, area: Rect, direction: str) -> bool:
    display = session.phone.display
    containers = display.containers(display.root(), *area.center)
    if direction == "down":
        return any(node.scroll_offset < node.scroll_range for node in containers)
    return direction == "up" and any(node.scroll_offset > 0 for node in containers)
