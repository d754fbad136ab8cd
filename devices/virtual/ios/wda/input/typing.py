"""Text input: into an element, into whatever has the focus, and clearing.

Source: WebDriverAgent 16.12.9, Categories/XCUIElement+FBTyping.m, Commands/FBElementCommands.m.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.input import touching
from devices.virtual.os.typing_target import KEY_DELETE, KEY_ENTER, KEY_FORWARD_DELETE, KEY_TAB

if TYPE_CHECKING:
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.wda.elements.element import Element

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
