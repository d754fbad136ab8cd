"""What iOS's accessibility tells of one node: its words, its value and its traits.

A node whose role shows no text, such as a group or an image, has its text as its value.
Source: Apple, UIAccessibility; WebDriverAgent 16.12.9, Utilities/FBAccessibilityTraits.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.types import INPUTS
from devices.virtual.ui.metrics import shown_text
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ui.node import Node

_WORDED: Final = frozenset(
    {
        Role.TEXT,
        Role.BUTTON,
        Role.IMAGE_BUTTON,
        Role.SWITCH,
        Role.CHECK_BOX,
        Role.RADIO,
        Role.INPUT,
    }
)
"""Roles whose text is no value of its own."""
_ALWAYS_ELEMENTS: Final = INPUTS | {
    "ActivityIndicator",
    "Button",
    "Icon",
    "Key",
    "Link",
    "PageIndicator",
    "PickerWheel",
    "ProgressIndicator",
    "Slider",
    "StaticText",
    "Stepper",
    "Switch",
}
"""Types that are accessibility elements by what they are."""
_SOMETIMES_ELEMENTS: Final = frozenset({"Cell", "Image", "Map", "Other"})
"""Types that are accessibility elements where they carry a label and hold no others."""
_TRAITS: Final = {
    "Button": "Button",
    "Icon": "Button",
    "Image": "Image",
    "Key": "KeyboardKey",
    "Link": "Link",
    "PickerWheel": "Adjustable",
    "ProgressIndicator": "UpdatesFrequently",
    "SearchField": "SearchField",
    "Slider": "Adjustable",
    "StaticText": "StaticText",
    "Stepper": "Adjustable",
    "Switch": "Button",
    "TabBar": "TabBar",
}


def identifier_of(node: Node) -> str:
    """Its accessibility identifier; a toolkit gives its views none."""
    return "" if node.toolkit else node.id


def label_of(node: Node) -> str:
    """Its accessibility label; empty for none."""
    if node.label:
        return node.label
    worded = node.role in _WORDED and node.role is not Role.INPUT
    return node.text if worded or (node.toolkit and node.role is not Role.INPUT) else ""


def value_of(node: Node, kind: str) -> str | None:
    """Its accessibility value, as XCTest has it, before WebDriverAgent's additions."""
    if kind in INPUTS:
        return shown_text(node)
    if kind == "Switch":
        return "1" if node.checked else "0"
    if node.role in {Role.SEEK, Role.PROGRESS}:
        span = (node.most - node.least) or 1
        return f"{round(100 * (node.progress - node.least) / span)}%"
    return None if node.role in _WORDED or node.toolkit else node.text or None


def selected(node: Node) -> bool:
    """Whether it has the trait Selected; a radio button has it when it is the chosen one."""
    return node.selected or (node.role is Role.RADIO and node.checked)


def is_element(node: Node, kind: str) -> bool:
    """Whether accessibility takes it as one thing (``isAccessibilityElement``)."""
    if kind in _ALWAYS_ELEMENTS:
        return True
    holds_others = bool(node.children) and node.on_tap is None
    return kind in _SOMETIMES_ELEMENTS and bool(label_of(node)) and not holds_others


def traits_of(node: Node, kind: str, switch: tuple[str, ...]) -> Iterator[str]:
    """The names of its traits.

    Args:
        node: what is asked about.
        kind: the short name of its type.
        switch: what the release adds to a switch's traits.
    """
    if kind in _TRAITS:
        yield _TRAITS[kind]
    if kind == "Switch":
        yield from switch
    if node.heading:
        yield "Header"
    if selected(node):
        yield "Selected"
    if not node.enabled:
        yield "NotEnabled"
