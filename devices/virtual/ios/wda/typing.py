"""Text input: into an element, into whatever has the focus, and clearing.

Source: WebDriverAgent 16.12.9, Categories/XCUIElement+FBTyping.m, Commands/FBElementCommands.m.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda import touching
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.routing import Call, Route
from devices.virtual.os.typing_target import KEY_DELETE, KEY_ENTER, KEY_FORWARD_DELETE, KEY_TAB

if TYPE_CHECKING:
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.wda.element import Element

_KEYS: Final = {
    "\n": KEY_ENTER,
    "\r": KEY_ENTER,
    "\t": KEY_TAB,
    "\b": KEY_DELETE,
    "\x7f": KEY_FORWARD_DELETE,
}
"""Characters that are keys."""
_PARTS: Final = re.compile(f"[{re.escape(''.join(_KEYS))}]|[^{re.escape(''.join(_KEYS))}]+")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def type_text(display: IosDisplay, text: str) -> None:
    """Type into what has the keyboard, if anything has."""
    for part in _PARTS.findall(text):
        if not display.keyboard_shown:
            return
        if part in _KEYS:
            display.type_key(_KEYS[part])
        else:
            display.type_text(part)


def type_into(element: Element, text: str) -> None:
    """Type into an element, which is tapped first unless it has the focus."""
    _prepare(element)
    type_text(element.tree.display, text)


def clear(element: Element) -> None:
    """Empty an input; what has no text is left alone."""
    if not element.has_text:
        return
    _prepare(element)
    display = element.tree.display
    focused = display.focused()
    if focused is not None and focused.identity == element.node.identity and focused.enabled:
        display.set_text(focused, "")


def replace(element: Element, text: str) -> None:
    """Put a text in the place of an input's own."""
    _prepare(element)
    clear(element)
    type_text(element.tree.display, text)


def number(text: str) -> float:
    """What a text begins with as a number, as ``doubleValue`` has it; 0 for none."""
    found = _NUMBER.match(text)
    return float(found[0]) if found else 0.0


def _prepare(element: Element) -> None:
    if not any(each.has_keyboard_focus for each in element.walk()):
        touching.tap(element)


# -- commands


def _set_value(call: Call) -> None:
    element = call.session.elements.touchable(call.places["uuid"])
    value = call.arguments.get("value")
    value = call.arguments.get("text") if value is None else value
    if value is None:
        message = "Neither 'value' nor 'text' parameter is provided"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    text = _joined(value)
    if element.kind == "PickerWheel":
        if element.node.on_text is not None:
            element.node.on_text(text)
    elif element.kind == "Slider":
        _slide(element, number(text))
    else:
        type_into(element, text)


def _slide(element: Element, part: float) -> None:
    if not 0 <= part <= 1:
        raise WdaError(Fault.INVALID_ARGUMENT, "Value of slider should be in 0..1 range")
    node = element.node
    if node.enabled:
        element.tree.display.set_progress(node, node.least + part * (node.most - node.least))


def _clear(call: Call) -> None:
    clear(call.session.elements.get(call.places["uuid"]))


def _keys(call: Call) -> None:
    value = call.arguments.get("value")
    if value is not None and not isinstance(value, list):
        name = "componentsJoinedByString:"
        raise WdaError(Fault.UNKNOWN_ERROR, f"-[{name}]: unrecognized selector sent to instance")
    type_text(call.phone.display, _joined(value or []))


def _joined(value: Any) -> str:  # noqa: ANN401 - whatever a client sends
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/element/:uuid/value", _set_value),
    Route("POST", "/element/:uuid/clear", _clear),
    Route("POST", "/wda/keys", _keys),
)
