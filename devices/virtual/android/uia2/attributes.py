"""The attributes of a view, in the page source and one by one, by server version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import UnknownCommand
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.snapshot import View

# In the server's own order. Source: appium-uiautomator2-server, UiElementSnapshot.
_TO_7_3: Final = (
    "index", "package", "class", "text", "content-desc", "resource-id", "checkable", "checked",
    "clickable", "enabled", "focusable", "focused", "long-clickable", "password", "scrollable",
    "selection-start", "selection-end", "selected", "bounds", "displayed", "hint",
)  # fmt: skip
_FROM_7_4: Final = (
    *_TO_7_3, "a11y-important", "screen-reader-focusable", "input-type", "drawing-order",
    "showing-hint", "text-entry-key", "multiline", "dismissable", "a11y-focused", "heading",
    "live-region", "context-clickable", "max-text-length", "content-invalid", "error", "pane-title",
)  # fmt: skip
_FROM_8: Final = (*_FROM_7_4, "tooltip-text", "text-has-clickable-span")
_FROM_9_11: Final = (*_FROM_8, "window-id")
_FROM_10_6: Final = (*_FROM_9_11, "is-collection", "is-collection-item")

_SOURCE_BY_VERSION: Final = (
    ((10, 6), _FROM_10_6),
    ((9, 11), _FROM_9_11),
    ((8, 0), _FROM_8),
    ((7, 4), _FROM_7_4),
    ((0, 0), _TO_7_3),
)
_SINCE_API: Final = {
    "screen-reader-focusable": 28,
    "heading": 28,
    "pane-title": 28,
    "tooltip-text": 28,
    "text-entry-key": 29,
}
# Source: AOSP android.text.InputType.
_INPUT_TYPE_TEXT: Final = "1"
_INPUT_TYPE_PASSWORD: Final = "129"  # noqa: S105 - the number of an input type
_BOOL: Final = ("false", "true")


def source_attributes(server_version: str, api_level: int) -> tuple[str, ...]:
    """Names and order of the page source's attributes for a server on a release."""
    major, minor = (int(part) for part in server_version.split(".")[:2])
    names = next(names for since, names in _SOURCE_BY_VERSION if (major, minor) >= since)
    return tuple(name for name in names if _SINCE_API.get(name, 0) <= api_level)


def values(view: View) -> dict[str, str]:
    """Every attribute of a view that has a value."""
    node, text, bounds = view.node, view.text, view.bounds
    found = {
        "index": str(view.index),
        "package": view.package,
        "class": view.class_name,
        "text": text,
        "checkable": _BOOL[node.checkable],
        "checked": _BOOL[node.checked],
        "clickable": _BOOL[view.clickable],
        "enabled": _BOOL[node.enabled],
        "focusable": _BOOL[view.focusable],
        "focused": _BOOL[node.focused],
        "long-clickable": _BOOL[node.on_long_press is not None],
        "password": _BOOL[node.secure],
        "scrollable": _BOOL[view.scrollable],
        "selected": _BOOL[node.selected],
        "bounds": f"[{bounds[0]},{bounds[1]}][{bounds[2]},{bounds[3]}]",
        "displayed": _BOOL[view.displayed],
        "a11y-important": _BOOL[node.important],
        "screen-reader-focusable": "false",
        "drawing-order": str(view.index + 1 if view.parent else 0),
        "showing-hint": _BOOL[bool(node.hint and not node.text)],
        "text-entry-key": "false",
        "dismissable": "false",
        "a11y-focused": "false",
        "heading": "false",
        "live-region": "0",
        "context-clickable": "false",
        "content-invalid": "false",
        "window-id": str(view.window.id),
    }
    if node.label:
        found["content-desc"] = node.label
    if view.resource_id:
        found["resource-id"] = view.resource_id
    if node.hint:
        found["hint"] = node.hint
    if node.role is Role.INPUT:
        found["input-type"] = _INPUT_TYPE_PASSWORD if node.secure else _INPUT_TYPE_TEXT
    if node.role is Role.LIST:
        found["is-collection"] = "true"
    if view.parent is not None and view.parent.node.role is Role.LIST:
        found["is-collection-item"] = "true"
    return found


# Every attribute's names, the order of the enumeration. Source: ...utils/Attribute.
_ALIASES: Final = (
    ("checkable",), ("checked",), ("class", "className"), ("clickable",),
    ("content-desc", "contentDescription"), ("enabled",), ("focusable",), ("focused",),
    ("long-clickable", "longClickable"), ("package",), ("password",),
    ("resource-id", "resourceId"), ("scrollable",), ("selection-start",), ("selection-end",),
    ("selected",), ("text", "name"), ("hint",), ("extras",), ("bounds",), ("displayed",),
    ("contentSize",), ("a11y-important", "importantForAccessibility"),
    ("screen-reader-focusable", "screenReaderFocusable"), ("input-type", "inputType"),
    ("drawing-order", "drawingOrder"), ("showing-hint", "showingHintText"),
    ("text-entry-key", "textEntryKey"), ("multiline", "multiLine"), ("dismissable",),
    ("a11y-focused", "accessibilityFocused"), ("heading",), ("live-region", "liveRegion"),
    ("context-clickable", "contextClickable"), ("max-text-length", "maxTextLength"),
    ("content-invalid", "contentInvalid"), ("error", "errorText"), ("pane-title", "paneTitle"),
    ("tooltip-text", "tooltipText"), ("text-has-clickable-span", "textHasClickableSpan"),
    ("actions",), ("window-id", "windowId"), ("text-size", "textSize"), ("text-unit", "textUnit"),
    ("is-collection", "isCollection"), ("is-collection-item", "isCollectionItem"),
    ("collection-info", "collectionInfo"), ("collection-item-info", "collectionItemInfo"),
)  # fmt: skip
_CANONICAL: Final = {alias.lower(): names[0] for names in _ALIASES for alias in names}
_LISTED: Final = ", ".join(n[0] if len(n) == 1 else "{" + ",".join(n) + "}" for n in _ALIASES)
# What one can ask of a found element; the rest exists in the source only. Source: UiObject2Element.
_ASKABLE: Final = frozenset(
    [
        "text",
        "content-desc",
        "class",
        "resource-id",
        "contentSize",
        "enabled",
        "checkable",
        "checked",
        "clickable",
        "focusable",
        "focused",
        "long-clickable",
        "scrollable",
        "selected",
        "displayed",
        "password",
        "bounds",
        "package",
        "hint",
        "selection-start",
        "selection-end",
        "extras",
        "is-collection",
        "is-collection-item",
        "collection-info",
        "collection-item-info",
    ]
)


def value(view: View, name: str) -> str | None:
    """One attribute of a found element, by any of its names, in any case.

    Raises:
        UnknownCommand: the server has no such attribute, or does not tell it of an element.
    """
    canonical = _CANONICAL.get(name.lower(), "")
    if canonical not in _ASKABLE:
        raise UnknownCommand(
            f"'{name}' attribute is unknown for the element. "
            f"Only the following attributes are supported: [{_LISTED}]"
        )
    special = _ON_DEMAND.get(canonical)
    return values(view).get(canonical) if special is None else special(view)


def _content_size(view: View) -> str:
    """Source: appium-uiautomator2-server, ContentSizeHelpers."""
    bounds = view.bounds
    offset = bounds.height + view.node.scroll_range if view.node.role in SCROLLING else 0
    size = {
        "width": bounds.width,
        "height": bounds.height,
        "top": bounds.top,
        "left": bounds.left,
        "scrollableOffset": offset,
        "touchPadding": 0,
    }
    return json.dumps(size, separators=(",", ":"))


_ON_DEMAND: Final[dict[str, Callable[[View], str | None]]] = {
    "contentSize": _content_size,
    "is-collection": lambda view: values(view).get("is-collection", "false"),
    "is-collection-item": lambda view: values(view).get("is-collection-item", "false"),
}
