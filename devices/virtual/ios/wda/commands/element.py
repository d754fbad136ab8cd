"""What is asked of one element, and the click.

Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.elements.attributes import reader, rect
from devices.virtual.ios.wda.input import touching
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.elements.element import Element

_READ: Final[dict[str, Callable[[Element], object]]] = {
    "/element/:uuid/enabled": lambda element: element.enabled,
    "/element/:uuid/rect": rect,
    "/element/:uuid/text": lambda element: element.value or element.label or "",
    "/element/:uuid/displayed": lambda element: element.visible,
    "/element/:uuid/selected": lambda element: element.selected,
    "/element/:uuid/name": lambda element: element.type,
    "/wda/element/:uuid/accessible": lambda element: element.accessible,
    "/wda/element/:uuid/accessibilityContainer": lambda element: element.accessibility_container,
}


def _element(call: Call) -> Element:
    return call.session.elements.get(call.places["uuid"])


def _reading(path: str, read: Callable[[Element], Any]) -> Route:
    return Route("GET", path, lambda call: read(_element(call)))


def _attribute(call: Call) -> object:
    element = _element(call)
    return reader(call.places["name"])(element)


def _click(call: Call) -> None:
    touching.tap(call.session.elements.touchable(call.places["uuid"]))


ROUTES: Final[tuple[Route, ...]] = (
    *(_reading(path, read) for path, read in _READ.items()),
    Route("GET", "/element/:uuid/attribute/:name", _attribute),
    Route("POST", "/element/:uuid/click", _click),
)
