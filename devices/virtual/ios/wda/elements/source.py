"""The page source: as XML, as JSON, as a description, and of what is accessible.

Source: WebDriverAgent 16.12.9, Utilities/FBXPath.m, Categories/XCUIApplication+FBHelpers.m.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from devices.virtual.ios.wda.elements.attributes import greatest, least
from devices.virtual.ios.wda.elements.types import INPUTS, RANGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from devices.virtual.ios.wda.elements.element import Element

_HEADER: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_INDENT: Final = "  "
_UNSAFE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold. Source: Categories/NSString+FBXMLSafeString.m."""
_QUOTED: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
ON_DEMAND: Final = {
    "hittable": "includeHittableInPageSource",
    "nativeFrame": "includeNativeFrameInPageSource",
    "nativeAccessibilityElement": "includeNativeAccessibilityElementInPageSource",
    "minValue": "includeMinMaxValueInPageSource",
    "maxValue": "includeMinMaxValueInPageSource",
    "customActions": "includeCustomActionsInPageSource",
}
"""Attributes that are told where a setting asks for them."""


def truth(value: object) -> str:
    """A boolean as XML has it."""
    return "true" if value else "false"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


ATTRIBUTES: Final[dict[str, Callable[[Element], str | None]]] = {
    "type": lambda element: element.type,
    "value": lambda element: element.value,
    "name": lambda element: element.name,
    "label": lambda element: element.label,
    "enabled": lambda element: truth(element.enabled),
    "visible": lambda element: truth(element.visible),
    "accessible": lambda element: truth(element.accessible),
    "nativeAccessibilityElement": lambda element: truth(element.native_accessible),
    "x": lambda element: str(element.frame.x),
    "y": lambda element: str(element.frame.y),
    "width": lambda element: str(element.frame.width),
    "height": lambda element: str(element.frame.height),
    "index": lambda element: str(element.index),
    "hittable": lambda element: truth(element.hittable),
    "placeholderValue": lambda element: element.placeholder,
    "traits": lambda element: element.traits,
    "nativeFrame": lambda element: str(element.native_frame),
    "minValue": lambda element: _number(least(element)),
    "maxValue": lambda element: _number(greatest(element)),
    "customActions": lambda _: None,
}
"""Attributes of an XML node, in their order; None is left out."""


def safe(text: str) -> str:
    """A text without what XML cannot hold."""
    return _UNSAFE.sub("", text)


def xml(
    application: Element, *, scope: str = "", without: Collection[str] = (), also: Collection[str]
) -> str:
    """The tree as XML.

    Args:
        application: where it begins.
        scope: the name of an element around it; empty for none.
        without: attributes to leave out, in any case of letters.
        also: those of the attributes on demand that are told.
    """
    dropped = {name.lower() for name in without} | {
        name.lower() for name in ON_DEMAND if name not in also
    }
    told = [(name, read) for name, read in ATTRIBUTES.items() if name.lower() not in dropped]
    lines: list[str] = []
    _write(lines, application, told, _INDENT if scope else "")
    if scope:
        lines = [f"<{safe(scope)}>", *lines, f"</{safe(scope)}>"]
    return _HEADER + "\n".join(lines) + "\n"


def _write(
    lines: list[str],
    element: Element,
    told: list[tuple[str, Callable[[Element], str | None]]],
    indent: str,
) -> None:
    head = [f"{indent}<{element.type}"]
    for name, read in told:
        value = read(element)
        if value is not None:
            head.append(f'{name}="{escape(safe(value), _QUOTED)}"')
    if element.kind == "Application":
        tree = element.tree
        head.append(f'processId="{tree.pid}" bundleId="{escape(tree.bundle_id, _QUOTED)}"')
    opening = " ".join(head)
    if not element.children:
        lines.append(f"{opening}/>")
        return
    lines.append(f"{opening}>")
    for child in element.children:
        _write(lines, child, told, indent + _INDENT)
    lines.append(f"{indent}</{element.type}>")


def json_tree(element: Element, without: Collection[str] = ()) -> dict[str, Any]:
    """An element and what is below it as JSON has them; numbers of truth are texts there."""
    told: dict[str, Any] = {
        "type": element.kind,
        "rawIdentifier": element.identifier or None,
        "name": element.name,
        "value": element.value,
        "label": element.label,
        "rect": element.frame._asdict(),
        "customActions": None,
    }
    told |= {key: value for name, key, value in _json_extras(element) if name not in without}
    if element.children:
        told["children"] = [json_tree(child, without) for child in element.children]
    return told


def _json_extras(element: Element) -> Iterator[tuple[str, str, Any]]:
    """Name, key and value of what a client may leave out."""
    yield "frame", "frame", str(element.frame)
    yield "nativeFrame", "nativeFrame", str(element.native_frame)
    yield "enabled", "isEnabled", _digit(element.enabled)
    yield "visible", "isVisible", _digit(element.visible)
    yield "accessible", "isAccessible", _digit(element.accessible)
    native = "nativeAccessibilityElement"
    yield native, "isNativeAccessibilityElement", _digit(element.native_accessible)
    yield "focused", "isFocused", "0"
    yield "traits", "traits", element.traits
    if element.kind in INPUTS:
        yield "placeholderValue", "placeholderValue", element.placeholder
    if element.kind in RANGES:
        yield "minValue", "minValue", least(element)
        yield "maxValue", "maxValue", greatest(element)


def _digit(value: object) -> str:
    return "1" if value else "0"


def accessible_tree(element: Element) -> dict[str, Any]:
    """What assistive technology would find; empty where it finds nothing."""
    told: dict[str, Any] = {}
    if element.accessible:
        if element.visible:
            told |= {"value": element.value, "label": element.label}
    else:
        below = [found for child in element.children if (found := accessible_tree(child))]
        told |= {"children": below} if below else {}
    if told:
        told["type"] = element.kind
        told["rawIdentifier"] = element.identifier or None
        told["name"] = element.name
    return told


def description(application: Element) -> str:
    """A line an element, as XCTest's debug description has it; its exact form is unsure."""
    blocks = ["\n".join(_described(child, 0)) for child in application.children]
    return "\n\n".join(blocks) or "\n".join(_described(application, 0))


def _described(element: Element, depth: int) -> Iterator[str]:
    parts = [element.kind, hex(element.node.identity), str(element.native_frame)]
    words = (("identifier", element.identifier), ("label", element.own_label))
    parts += [f"{name}: '{word}'" for name, word in words if word]
    parts += [f"value: {element.own_value}"] if element.own_value else []
    yield _INDENT * depth + ", ".join(parts)
    for child in element.children:
        yield from _described(child, depth + 1)
