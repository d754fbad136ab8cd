"""Fingers of W3C actions: where each item puts one, and the paths that come of it.

Source: WebDriverAgent 16.12.9, Utilities/FBW3CActionsSynthesizer.m, FBBaseActionsSynthesizer.m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.foundation import described, plain
from devices.virtual.ios.wda.input.action_items import ActionError, duration, items
from devices.virtual.ios.wda.input.touching import Path, Sample

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.ios.wda.input.action_items import Item
    from devices.virtual.ios.wda.input.pointing import Point
    from devices.virtual.ios.wda.routing import Call

_KNOWN: Final = ("pause", "pointerUp", "pointerDown", "pointerMove")
_ORIGINS: Final = ("pointer", "viewport")
_KEYS: Final = frozenset({"element-6066-11e4-a52e-4f735466cecf", "element"})


@dataclass(frozen=True, slots=True)
class _Step:
    """An item with its place in time and on the screen.

    Attributes:
        begins_ms: when it begins.
        ends_ms: when it is over.
        at: where the finger is then; None where it has not been put anywhere.
    """

    item: Item
    begins_ms: float
    ends_ms: float
    at: Point | None

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.item["type"])


def paths(call: Call, source: Item) -> list[Path]:
    """The paths of one source's finger.

    Raises:
        ActionError: an item is malformed.
        WdaError: an element that it begins at is gone.
    """
    given = (source.get("parameters") or {}).get("pointerType") or "mouse"
    if given != "touch":
        raise ActionError(
            f"Only pointer type 'touch' is supported. '{plain(given)}' is given instead for action"
            f" with id '{source['id']}'"
        )
    steps: list[_Step] = []
    for item in items(source, _KNOWN):
        begins = steps[-1].ends_ms if steps else 0.0
        at = _place(call, item, steps[-1].at if steps else None)
        steps.append(_Step(item, begins, begins + duration(item, 0.0), at))
    return _joined(steps)


def _joined(steps: list[_Step]) -> list[Path]:
    found: list[Path] = []
    before: Point | None = None
    for number, step in enumerate(steps):
        current = found[-1] if found else None
        if step.kind == "pointerDown":
            if step.item.get("pressure") is not None:
                raise ActionError("This device does not support force press interactions")
            if current is None or not _opened(steps, number):
                found.append(Path([Sample(step.begins_ms, *_known(step))]))
        elif step.kind == "pointerMove":
            if current is None:
                found.append(Path([Sample(step.ends_ms, *_known(step))]))
            elif current.lifted_ms is None:
                current.samples.append(Sample(step.begins_ms, *(before or _known(step))))
                current.samples.append(Sample(step.ends_ms, *_known(step)))
        elif step.kind == "pointerUp":
            if current is None:
                shown = described(step.item)
                raise ActionError(f"Pointer Up must not be the first action in '{shown}'")
            current.lifted_ms = step.begins_ms
        before = step.at
    return found


def _opened(steps: list[_Step], number: int) -> bool:
    """Whether the move right before put the finger down already: it was the first real item."""
    moved = number > 0 and steps[number - 1].kind == "pointerMove"
    return moved and all(step.kind == "pause" for step in steps[: number - 1])


def _known(step: _Step) -> Point:
    assert step.at is not None  # `_place` has refused all others but pauses
    return step.at


def _place(call: Call, item: Item, before: Point | None) -> Point | None:
    if item["type"] == "pointerMove":
        return _moved(call, item, before)
    if before is None and item["type"] != "pause":
        raise ActionError(
            f"The '{described(item)}' action item must be preceded by pointerMove item"
        )
    return before


def _moved(call: Call, item: Item, before: Point | None) -> Point:
    origin = item.get("origin") or "viewport"
    x, y = item.get("x"), item.get("y")
    element = _element(call, origin)
    if element is None and origin not in _ORIGINS:
        raise ActionError(
            f"Unsupported origin type '{plain(origin)}' is set for '{described(item)}' action item."
            f" Supported origin types: {described(_ORIGINS)} or an element instance"
        )
    if (x is None) != (y is None) or (origin == "viewport" and x is None):
        shown = described(item)
        raise ActionError(f"Both 'x' and 'y' options should be set for '{shown}' action item")
    scale = call.phone.display.scale
    right, down = float(x or 0) * scale, float(y or 0) * scale
    if element is not None:
        middle = _middle(element, given=x is not None)
        return middle[0] + right, middle[1] + down
    if origin == "viewport":
        return right, down
    if before is None:
        raise ActionError(
            f"There is no previous item for '{described(item)}' action item, however origin is set"
            " to 'pointer'"
        )
    return before[0] + right, before[1] + down


def _element(call: Call, origin: Any) -> Element | None:  # noqa: ANN401 - whatever a client sends
    """The element that an item begins at."""
    if isinstance(origin, dict):
        named = (value for key, value in origin.items() if key.lower() in _KEYS)
        origin = next(named, origin)
    if isinstance(origin, str) and origin not in _ORIGINS:
        return call.session.elements.touchable(origin)
    return None


def _middle(element: Element, *, given: bool) -> Point:
    """An element's middle; without an offset given, that of the part that can be touched."""
    if not given and element.hittable:
        return element.hit_point
    if not element.node.bounds.width or not element.node.bounds.height:
        raise ActionError(
            f"The element '{element.description}' is not visible on the screen and thus is not"
            " interactable"
        )
    return element.node.bounds.center
