"""Where a gesture's coordinates are: in its element, or in the active application.

Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m, Utilities/FBMathUtils.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import ns_error
from devices.virtual.ios.wda.input import touching, typing

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.ios.wda.routing import Call

Point = tuple[float, float]
"""A place on the screen in pixels."""

MS: Final = 1000.0


def target(call: Call) -> Element:
    """The element that a gesture is about; without one, the active application.

    Raises:
        WdaError: the element is gone.
    """
    uuid = call.places.get("uuid")
    if uuid is not None:
        return call.session.elements.touchable(uuid)
    return snapshot(call.phone, call.session.active())


def number(call: Call, name: str) -> float:
    """An argument as a number; 0 where it is none."""
    value = call.arguments.get(name)
    if isinstance(value, str):
        return typing.number(value)
    return float(value) if isinstance(value, int | float) else 0.0


def within(element: Element, x: float, y: float, fault: Fault) -> Point:
    """A point by its distance from an element's corner, in points.

    Raises:
        WdaError: by that fault, where the element has no extent.
    """
    left, top, width, height = element.frame
    if not width or not height:
        message = (
            f"The element '{element.description}' is not visible on the screen and thus is not"
            " interactable"
        )
        described = ns_error(message) if fault is Fault.INVALID_ELEMENT_STATE else message
        raise WdaError(fault, described)
    scale = element.tree.display.scale
    return (left + x) * scale, (top + y) * scale


def touched(call: Call, element: Element) -> Point | None:
    """Where a gesture touches: at ``x`` and ``y``, or in the middle; None where nothing is seen.

    Raises:
        WdaError: only one of the two is given.
    """
    given = [call.arguments.get(name) is not None for name in ("x", "y")]
    if any(given) and not all(given):
        raise WdaError(Fault.INVALID_ARGUMENT, "Both x and y coordinates must be provided")
    if all(given):
        return within(element, number(call, "x"), number(call, "y"), Fault.INVALID_ARGUMENT)
    return touching.touch_point(element)
