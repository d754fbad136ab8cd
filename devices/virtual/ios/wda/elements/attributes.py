"""The attributes of an element by the names that clients use for them.

Each has two: ``wdName`` and ``name``. Source: WebDriverAgent 16.12.9, Routing/FBElement.h,
FBElementUtils.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.types import RANGES
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.elements.element import Element

Value = str | float | bool | dict[str, float] | None
"""What an attribute can be."""


def rect(element: Element) -> dict[str, float]:
    """Where it lies, in whole points."""
    return element.frame._asdict()


def least(element: Element) -> float | None:
    """The least value of a slider or stepper; other types have none."""
    return element.node.least if element.kind in RANGES else None


def greatest(element: Element) -> float | None:
    """The greatest value of a slider or stepper; other types have none."""
    return element.node.most if element.kind in RANGES else None


_READ: Final[dict[str, Callable[[Element], Value]]] = {
    "UID": lambda element: element.uid,
    "accessibilityContainer": lambda element: element.accessibility_container,
    "accessible": lambda element: element.accessible,
    "customActions": lambda _: None,
    "enabled": lambda element: element.enabled,
    "focused": lambda _: False,  # of the focus engine, which a touch screen does without
    "frame": lambda element: str(element.frame),
    "hittable": lambda element: element.hittable,
    "index": lambda element: element.index,
    "label": lambda element: element.label,
    "maxValue": greatest,
    "minValue": least,
    "name": lambda element: element.name,
    "nativeAccessibilityElement": lambda element: element.native_accessible,
    "nativeFrame": lambda element: str(element.native_frame),
    "placeholderValue": lambda element: element.placeholder,
    "rect": rect,
    "selected": lambda element: element.selected,
    "traits": lambda element: element.traits,
    "type": lambda element: element.type,
    "value": lambda element: element.value,
    "visible": lambda element: element.visible,
}
_READ_BY_NAME: Final = _READ | {
    f"wd{name[0].upper()}{name[1:]}": read for name, read in _READ.items()
}


def reader(name: str) -> Callable[[Element], Value]:
    """What reads an attribute.

    Raises:
        WdaError: elements have no such attribute.
    """
    read = _READ_BY_NAME.get(name)
    if read is None:
        known = described(sorted(_READ_BY_NAME))
        message = f"The attribute '{name}' is unknown. Valid attribute names are: {known}"
        raise WdaError(Fault.UNKNOWN_ERROR, message)
    return read
