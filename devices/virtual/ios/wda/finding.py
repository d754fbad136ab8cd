"""Finding elements: the strategies, and how an element is told to the client.

Source: WebDriverAgent 16.12.9, Commands/FBFindElementCommands.m, Categories/XCUIElement+FBFind.m,
Routing/FBResponsePayload.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda import class_chain, predicate, xpath
from devices.virtual.ios.wda.attributes import reader, rect
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import plain
from devices.virtual.ios.wda.routing import Call, Route
from devices.virtual.ios.wda.snapshot import snapshot
from devices.virtual.ios.wda.types import ANY, number_of_full

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.element import Element
    from devices.virtual.ios.wda.predicate import Test
    from devices.virtual.ios.wda.session import Session

_KEYS: Final = ("element-6066-11e4-a52e-4f735466cecf", "ELEMENT")
_ATTRIBUTE: Final = "attribute/"
_FIELDS: Final[dict[str, Callable[[Element], object]]] = {
    "name": lambda element: element.type,
    "type": lambda element: element.type,
    "text": lambda element: element.value or element.label,
    "rect": rect,
    "enabled": lambda element: element.enabled,
    "displayed": lambda element: element.visible,
    "selected": lambda element: element.selected,
    "label": lambda element: element.label,
}
"""What the setting elementResponseAttributes may name."""


def told(session: Session, element: Element) -> dict[str, Any]:
    """An element as a client gets it; it is remembered.

    Raises:
        WdaError: the settings ask for an attribute that there is not.
    """
    reference: dict[str, Any] = dict.fromkeys(_KEYS, session.elements.remember(element))
    if session.settings.on("shouldUseCompactResponses"):
        return reference
    for name in session.settings.text("elementResponseAttributes").split(","):
        if name in _FIELDS:
            reference[name] = _FIELDS[name](element)
        elif name.startswith(_ATTRIBUTE):
            reference[name] = reader(name.removeprefix(_ATTRIBUTE))(element)
    return reference


def missing(call: Call) -> WdaError:
    """The error of a search that found nothing."""
    using, value = (plain(call.arguments.get(name)) for name in ("using", "value"))
    return WdaError(
        Fault.NO_SUCH_ELEMENT, f"unable to find an element using '{using}', value '{value}'"
    )


def find(call: Call, root: Element, *, first: bool = False) -> list[Element]:
    """What a request's strategy finds in an element, the element itself among it where it may be.

    Raises:
        WdaError: the strategy is unknown, or the selector cannot be read.
    """
    using, value = call.arguments.get("using"), call.arguments.get("value")
    strategy = _STRATEGIES.get(using) if isinstance(using, str) else None
    if strategy is None:
        message = f"Invalid locator requested: {plain(using)}"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    if not isinstance(value, str):
        message = f"-[{type(value).__name__} length]: unrecognized selector sent to instance"
        raise WdaError(Fault.UNKNOWN_ERROR, message)
    found = strategy(call, root, value)
    return found[:1] if first else found


# -- strategies


def _by_test(root: Element, test: Test) -> list[Element]:
    return [element for element in root.walk() if test(element)]


def _by_identifier(_: Call, root: Element, value: str) -> list[Element]:
    return [element for element in root.walk() if element.name == value]


def _by_class_name(_: Call, root: Element, value: str) -> list[Element]:
    wanted = number_of_full(value)
    return _by_test(root, lambda element: wanted in {ANY, element.number})


def _by_predicate(_: Call, root: Element, value: str) -> list[Element]:
    return _by_test(root, predicate.parse(value))


def _by_class_chain(_: Call, root: Element, value: str) -> list[Element]:
    return class_chain.find(root, value)


def _by_xpath(call: Call, root: Element, value: str) -> list[Element]:
    if call.session.settings.on("limitXPathContextScope"):
        return xpath.find(root, value)
    return xpath.find(snapshot(call.phone, root.tree.bundle_id), value, context=root)


def _by_link_text(_: Call, root: Element, value: str, *, partial: bool = False) -> list[Element]:
    name, _equals, text = value.partition("=")
    name, text = (name, text.rpartition("=")[2]) if _equals else ("name", value)
    return _by_test(root, predicate.has_property(name, text, partial=partial))


def _by_partial_link_text(call: Call, root: Element, value: str) -> list[Element]:
    return _by_link_text(call, root, value, partial=True)


_STRATEGIES: Final[dict[str, Callable[[Call, Element, str], list[Element]]]] = {
    "id": _by_identifier,
    "name": _by_identifier,
    "accessibility id": _by_identifier,
    "class name": _by_class_name,
    "class chain": _by_class_chain,
    "predicate string": _by_predicate,
    "xpath": _by_xpath,
    "link text": _by_link_text,
    "partial link text": _by_partial_link_text,
}


# -- commands


def _one(call: Call, root: Element) -> dict[str, Any]:
    found = find(call, root, first=True)
    if not found:
        raise missing(call)
    return told(call.session, found[0])


def _all(call: Call, root: Element) -> list[dict[str, Any]]:
    return [told(call.session, element) for element in find(call, root)]


def _application(call: Call) -> Element:
    return snapshot(call.phone, call.session.active())


def _within(call: Call) -> Element:
    return call.session.elements.get(call.places["uuid"])


def _active_element(call: Call) -> dict[str, Any]:
    focused = next((e for e in _application(call).below() if e.has_keyboard_focus), None)
    if focused is None:
        raise missing(call)
    return told(call.session, focused)


def _visible_cells(call: Call) -> list[dict[str, Any]]:
    cells = [e for e in _within(call).below() if e.kind == "Cell" and e.visible]
    return [told(call.session, cell) for cell in cells]


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/element", lambda call: _one(call, _application(call))),
    Route("POST", "/elements", lambda call: _all(call, _application(call))),
    Route("POST", "/element/:uuid/element", lambda call: _one(call, _within(call))),
    Route("POST", "/element/:uuid/elements", lambda call: _all(call, _within(call))),
    Route("GET", "/element/active", _active_element),
    Route("GET", "/wda/element/:uuid/getVisibleCells", _visible_cells),
)
