"""Text input: into an element, into whatever has the focus, and clearing.

Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.input import typing
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element


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
        _slide(element, typing.number(text))
    else:
        typing.type_into(element, text)


def _slide(element: Element, part: float) -> None:
    if not 0 <= part <= 1:
        raise WdaError(Fault.INVALID_ARGUMENT, "Value of slider should be in 0..1 range")
    node = element.node
    if node.enabled:
        element.tree.display.set_progress(node, node.least + part * (node.most - node.least))


def _clear(call: Call) -> None:
    typing.clear(call.session.elements.get(call.places["uuid"]))


def _keys(call: Call) -> None:
    value = call.arguments.get("value")
    if value is not None and not isinstance(value, list):
        name = "componentsJoinedByString:"
        raise WdaError(Fault.UNKNOWN_ERROR, f"-[{name}]: unrecognized selector sent to instance")
    typing.type_text(call.phone.display, _joined(value or []))


def _joined(value: Any) -> str:  # noqa: ANN401 - whatever a client sends
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/element/:uuid/value", _set_value),
    Route("POST", "/element/:uuid/clear", _clear),
    Route("POST", "/wda/keys", _keys),
)
