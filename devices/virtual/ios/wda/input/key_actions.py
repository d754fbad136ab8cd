"""Keys of W3C actions: what a source types, a text for each group without a pause.

Source: WebDriverAgent 16.12.9, Utilities/FBW3CActionsSynthesizer.m, FBW3CActionsHelpers.m.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.foundation import described
from devices.virtual.ios.wda.input.action_items import ActionError, duration, items, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ios.wda.input.action_items import Item

_KNOWN: Final = ("pause", "keyUp", "keyDown")
_FIRST_SPECIAL, _LAST_SPECIAL = "\ue000", "\ue05d"
_SPECIAL: Final = {
    "\ue003": "\b",
    "\ue004": "\t",
    "\ue006": "\r",
    "\ue007": "\n",
    "\ue00c": "\x1b",
    "\ue00d": " ",
    "\ue05d": " ",
    "\ue017": "\x7f",
    **{chr(0xE018 + place): each for place, each in enumerate(";=0123456789*+,-./")},
}
"""Characters of W3C's key code points; the others type nothing."""


def typed(source: Item) -> list[str]:
    """What a source of keys types.

    Raises:
        ActionError: an item is malformed, or a key is not let go or was never pressed.
    """
    kept = items(source, _KNOWN)
    for item in kept:
        if item["type"] == "pause":
            duration(item)
        else:
            _key(item)
    found = []
    for pause, group in groupby(kept, key=lambda item: item["type"] == "pause"):
        if not pause:
            found.append("".join(_group(list(group))))
    return found


def _group(kept: list[Item]) -> Iterator[str]:
    for at, item in enumerate(kept):
        key, shown = _key(item), described(item)
        before = _balance(kept[: at + 1], key)
        if item["type"] == "keyUp":
            if before:
                raise ActionError(
                    f"Key Up action '{key}' is not balanced with a preceding Key Down one in"
                    f" '{shown}'"
                )
            special = _FIRST_SPECIAL <= key <= _LAST_SPECIAL
            yield _SPECIAL.get(key, "") if special else key
        elif _balance(kept[at:], key):
            raise ActionError(
                f"Key Down action '{key}' must have a closing Key Up successor in '{shown}'"
            )


def _balance(kept: list[Item], key: str) -> int:
    """How much more often a key went down than up."""
    return sum(
        1 if item["type"] == "keyDown" else -1 for item in kept if text(item, "value")[:1] == key
    )


def _key(item: Item) -> str:
    value = text(item, "value")
    if not value:
        shown = described(item)
        raise ActionError(
            f"Key value must be present and should be a valid non-empty string for '{shown}'"
        )
    return value[0]
