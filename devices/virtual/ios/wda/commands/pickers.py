"""Picker wheels, an option at a time.

Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m,
Categories/XCUIElement+FBPickerWheel.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import ns_error, plain
from devices.virtual.ios.wda.input import pointing
from devices.virtual.ios.wda.routing import Call, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element

_OFFSET: Final = 0.2
_MOST_OFFSET: Final = 0.5
_ATTEMPTS: Final = 25
_SIDES: Final = {"next": 1, "previous": -1}


def _select(call: Call) -> None:
    wheel = pointing.target(call)
    if wheel.kind != "PickerWheel":
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "The element is expected to be a valid Picker Wheel control."
            f" '{wheel.type}' was given instead",
        )
    offset = _offset(call)
    order = call.arguments.get("order")
    side = _SIDES.get(str(order).lower())
    if side is None:
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "Only 'previous' and 'next' order values are supported."
            f" '{plain(order)}' was given instead",
        )
    expected = call.arguments.get("value")
    attempts = int(pointing.number(call, "maxAttempts")) or _ATTEMPTS
    for _ in range(attempts):
        wheel = _turn(call, wheel, side * offset)
        if expected is None or wheel.value == expected:
            return
    raise WdaError(
        Fault.INVALID_ELEMENT_STATE,
        f"Cannot select the expected picker wheel value '{expected}' after {attempts} attempts",
    )


def _offset(call: Call) -> float:
    if call.arguments.get("offset") is None:
        return _OFFSET
    offset = pointing.number(call, "offset")
    if not 0 < offset <= _MOST_OFFSET:
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "'offset' value is expected to be in range (0.0, 0.5]."
            f" '{plain(call.arguments['offset'])}' was given instead",
        )
    return offset


def _turn(call: Call, wheel: Element, part: float) -> Element:
    """Tap beside the middle of a wheel; returns the wheel as it is then."""
    (x, y), high = wheel.node.bounds.center, wheel.node.bounds.height
    call.phone.display.tap(x, round(y + part * high))
    turned = pointing.target(call)
    if turned.value == wheel.value:
        message = "Picker wheel value has not been changed after 2 seconds timeout"
        raise WdaError(Fault.INVALID_ELEMENT_STATE, ns_error(message))
    return turned


ROUTES: Final[tuple[Route, ...]] = (Route("POST", "/wda/pickerwheel/:uuid/select", _select),)
