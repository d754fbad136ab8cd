"""Scrolling: by a distance, to a name or a predicate, or until an element can be seen.

Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m, Categories/XCUIElement+FBScrolling.m.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.elements.types import SCROLLING
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import ns_error
from devices.virtual.ios.wda.input import pointing, touching
from devices.virtual.ios.wda.input.revealing import reveal
from devices.virtual.ios.wda.queries import predicate
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element

_TOWARDS: Final = {"up": (0, 1), "down": (0, -1), "left": (1, 0), "right": (-1, 0)}
"""Which way the finger goes."""
_PROPORTION: Final = 0.75
"""Where in the area a finger begins, and how much of it one drag goes over at most."""
_MOST_DRAGS: Final = 20
_LEAST_POINTS: Final = 20
_POINTS_S: Final = 300.0
_REST_MS: Final = 500.0
_PRESS_MS: Final = 0.0
"""WebDriverAgent presses for half a second; a scroll view takes that for the drag's begin."""
_MOST_SCROLLS: Final = 25
_STEP: Final = 0.5
_CELLS: Final = ("Cell", "Icon")


def _scroll(call: Call) -> None:
    element, arguments = pointing.target(call), call.arguments
    name, direction = arguments.get("name"), arguments.get("direction")
    if name is not None:
        found = [each for each in element.below() if each.identifier == name]
        _to_last(call, found, f"'{name}' identifier didn't match any elements")
    elif direction is not None:
        distance = pointing.number(call, "distance") if arguments.get("distance") else 1.0
        way = _TOWARDS.get(str(direction), (0, 0))
        area = element.seen
        _by(element, way[0] * distance * area.width, way[1] * distance * area.height)
    elif arguments.get("predicateString") is not None:
        text = str(arguments["predicateString"])
        test = predicate.parse(text)
        found = [each for each in element.below() if test(each)]
        _to_last(call, found, f"'{text}' predicate didn't match any elements")
    elif arguments.get("toVisible") is not None:
        _to_visible(call, element)
    else:
        raise WdaError(Fault.INVALID_ARGUMENT, "Unsupported scroll type")


def _to_last(call: Call, found: list[Element], otherwise: str) -> None:
    if not found:
        raise WdaError(Fault.NO_SUCH_ELEMENT, otherwise)
    _to_visible(call, found[-1])


def _by(element: Element, right: float, down: float) -> None:
    """Drag by pixels inside an element, in as many drags as it takes."""
    area, display = element.seen, element.tree.display
    most = _PROPORTION * area.width, _PROPORTION * area.height
    for _ in range(_MOST_DRAGS):
        part = _at_most(right, most[0]), _at_most(down, most[1])
        right, down = right - part[0], down - part[1]
        start = (
            area.left + area.width * _begin(part[0]),
            area.top + area.height * _begin(part[1]),
        )
        if max(map(abs, part)) > _LEAST_POINTS * display.scale:
            end = start[0] + part[0], start[1] + part[1]
            touching.drag(
                display, start, end, points_s=_POINTS_S, press_ms=_PRESS_MS, rest_ms=_REST_MS
            )
        if max(abs(right), abs(down)) <= display.scale:
            return


def _at_most(way: float, most: float) -> float:
    return math.copysign(min(abs(way), most), way)


def _begin(way: float) -> float:
    return _PROPORTION if way < 0 else 1 - _PROPORTION


# -- until it can be seen


def _to_visible(call: Call, element: Element) -> None:
    if element.visible:
        return
    view, cells, shown = _view(element)
    forward = _place(cells, element) > cells.index(shown[-1])
    sideways = _is_row(shown)
    for _ in range(_MOST_SCROLLS):
        now = _again(call, view)
        area = now.seen
        way = _STEP * (-1 if forward else 1)
        _by(now, way * area.width if sideways else 0, 0 if sideways else way * area.height)
        seen = _again(call, element)
        if seen.visible:
            reveal(seen)
            return
    message = "Failed to perform scroll with visible cell due to max scroll count reached"
    raise WdaError(Fault.INVALID_ELEMENT_STATE, ns_error(message))


def _view(element: Element) -> tuple[Element, list[Element], list[Element]]:
    """What holds an element and is scrolled, its cells, and those of them that can be seen."""
    for view in element.above():
        if view.kind in SCROLLING and view.visible:
            cells = _cells(view)
            shown = [cell for cell in cells if cell.visible]
            if len(shown) > 1:
                return view, cells, shown[:2]
    message = "Failed to find scrollable visible parent with 2 visible children"
    raise WdaError(Fault.INVALID_ELEMENT_STATE, ns_error(message))


def _cells(view: Element) -> list[Element]:
    below = list(view.below())
    for kind in _CELLS:
        found = [each for each in below if each.kind == kind]
        if found:
            return found
    return below


def _place(cells: list[Element], element: Element) -> int:
    """Where an element is among cells; behind all of them where it is in none."""
    holders = {element, *element.above()}
    return next((at for at, cell in enumerate(cells) if cell in holders), len(cells))


def _is_row(shown: list[Element]) -> bool:
    first, second = (each.frame for each in shown)
    return abs(second.x - first.x) > abs(second.y - first.y)


def _again(call: Call, element: Element) -> Element:
    root = snapshot(call.phone, element.tree.bundle_id)
    return root.tree.known.get(element.node.identity, element)


def _scroll_to(call: Call) -> None:
    element = call.session.elements.get(call.places["uuid"])
    reveal(element)
    if not _again(call, element).visible:
        message = ns_error(f"Failed to scroll element '{element.description}' into view")
        raise WdaError(Fault.INVALID_ELEMENT_STATE, message)


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/element/:uuid/scroll", _scroll),
    Route("POST", "/wda/scroll", _scroll),
    Route("POST", "/wda/element/:uuid/scrollTo", _scroll_to),
)
