"""What all items of W3C actions have: a type, a duration, and pairs that cancel each other.

Source: WebDriverAgent 16.12.9, Utilities/FBW3CActionsSynthesizer.m, FBW3CActionsHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.foundation import described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Item = Mapping[str, Any]

_CANCEL: Final = "pointerCancel"


class ActionError(ValueError):
    """An action that cannot be performed; the text is WebDriverAgent's."""


def text(source: Item, name: str) -> str:
    """A field that is a text; empty where it is none."""
    value = source.get(name)
    return value if isinstance(value, str) else ""


def items(source: Item, known: Sequence[str]) -> list[Item]:
    """The items of a source that take effect.

    Args:
        source: of input.
        known: the types that its items may have.

    Raises:
        ActionError: an item has none of them.
    """
    kept: list[Item] = []
    cancelled = False
    for item in reversed(source["actions"]):
        if cancelled:
            cancelled = False
        elif item.get("type") == _CANCEL:
            cancelled = True
        else:
            kept.insert(0, item)
    for item in kept:
        kind = text(item, "type")
        if not kind:
            shown = described(item)
            raise ActionError(f"The type property is mandatory to set for '{shown}' action item")
        if kind not in known:
            raise ActionError(
                f"'{source['id']}' action item type '{kind}' is not supported. Only the following"
                f" action item types are supported: {described(known)}"
            )
    return kept


def duration(item: Item, default: float | None = None) -> float:
    """How long an item takes, in milliseconds.

    Raises:
        ActionError: it does not say, and has to; or it is no length of time.
    """
    value = item.get("duration")
    if value is None and default is not None:
        return default
    if value is None:
        shown = described(item)
        raise ActionError(f"Duration must be present for '{shown}' action item")
    if not isinstance(value, int | float) or value < 0:
        shown = described(item)
        raise ActionError(f"Duration must be a valid positive number for '{shown}' action item")
    return float(value)
