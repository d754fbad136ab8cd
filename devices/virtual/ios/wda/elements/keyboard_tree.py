"""The soft keyboard in the tree of the application that types.

Names of the keys as iOS gives them: ``q``, ``space``, ``delete``, and a button ``Return``.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.element import Element
from devices.virtual.os import keyboard
from devices.virtual.ui.node import Node, Rect, Role

if TYPE_CHECKING:
    from devices.virtual.ios.display import IosDisplay

_FIRST: Final = (1 << 40) + 1  # no view has so high a number
_NAMES: Final = {
    keyboard.DELETE: ("Key", "delete", "delete"),
    keyboard.ENTER: ("Button", "Return", "return"),
}
"""Type, identifier and label of keys that type no character."""


def keyboard_window(application: Element, display: IosDisplay) -> None:
    """Add the keyboard's window to an application."""
    panel, numbers = display.keyboard_panel, count(_FIRST)

    def add(
        parent: Element, kind: str, bounds: Rect, identifier: str = "", label: str = ""
    ) -> Element:
        node = Node(Role.GROUP, id=identifier, label=label, kind=kind)
        node.bounds = node.visible = bounds
        node.identity = next(numbers)
        return Element(parent.tree, node, kind, bounds, parent)

    holder = add(add(application, "Window", panel), "Other", panel, "inputView")
    keys = add(add(holder, "Keyboard", panel), "Other", panel)
    for key in keyboard.keys(panel, display.scale):
        kind, identifier, label = _NAMES.get(key.label, ("Key", key.label, key.label))
        add(keys, kind, key.bounds, identifier, label)
