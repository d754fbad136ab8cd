"""Finding elements: the strategies, and how an element is told to the client.

Source: WebDriverAgent 16.12.9, Commands/FBFindElementCommands.m, Categories/XCUIElement+FBFind.m,
Routing/FBResponsePayload.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.elements.attributes import reader, rect
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.elements.types import ANY, number_of_full
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import plain
from devices.virtual.ios.wda.queries import class_chain, predicate, xpath

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.ios.wda.queries.predicate import Test
    from devices.virtual.ios.wda.routing import Call
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
