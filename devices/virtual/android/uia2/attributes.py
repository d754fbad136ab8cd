"""The attributes of a view: what each of them says, and which can be asked of a found element."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.classes import TEXT_VIEWS
from devices.virtual.android.uia2.errors import UiaError, UnknownCommand
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.server_profile import ServerProfile
    from devices.virtual.android.uia2.snapshot import View

# Source: AOSP android.text.InputType.
_INPUT_TYPE_TEXT: Final = "1"
_INPUT_TYPE_MULTILINE: Final = "131073"
_INPUT_TYPE_PASSWORD: Final = "129"  # noqa: S105 - the number of an input type
_PAGING_SLOP_DP: Final = 16
"""Source: AOSP ViewConfiguration.PAGING_TOUCH_SLOP."""
_ROWS_MEASURED: Final = 2
_BOOL: Final = ("false", "true")


def _bounds(view: View) -> str:
    left, top, right, bottom = view.bounds
    return f"[{left},{top}][{right},{bottom}]"


def _input_type(view: View) -> str | None:
    if view.node.role is not Role.INPUT:
        return None
    if view.node.secure:
        return _INPUT_TYPE_PASSWORD
    return _INPUT_TYPE_MULTILINE if view.node.multiline else _INPUT_TYPE_TEXT


def _selection(view: View, end: int) -> str | None:
    """Source: appium-uiautomator2-server, AxNodeInfoHelper.getSelectionRange."""
    selection = view.node.selection if view.node.focused else None
    if selection is None or selection[0] == selection[1]:
        return None
    return str(selection[end])


def _true_or_none(value: object) -> str | None:
    return "true" if value else None


def _is_collection(view: View) -> bool:
    return view.node.role is Role.LIST


def _is_collection_item(view: View) -> bool:
    return view.parent is not None and view.parent.node.role is Role.LIST


def _limited(view: View, value: str) -> str | None:
    return value if view.node.max_length else None


def actions(view: View) -> str:
    """The accessibility actions of a view, as the server names them.

    Source: AOSP View.onInitializeAccessibilityNodeInfoInternal, TextView's and ScrollView's.
    """
    node, named = view.node, []
    if view.focusable:
        named.append("ACTION_CLEAR_FOCUS" if node.focused else "ACTION_FOCUS")
    named += ["ACTION_SELECT", "ACTION_CLEAR_SELECTION"]
    if view.clickable and node.enabled:
        named.append("ACTION_CLICK")
    if view.long_clickable and node.enabled:
        named.append("ACTION_LONG_CLICK")
    named.append("ACTION_ACCESSIBILITY_FOCUS")
    if node.label or (node.text and node.role in TEXT_VIEWS):
        named += ["ACTION_NEXT_AT_MOVEMENT_GRANULARITY", "ACTION_PREVIOUS_AT_MOVEMENT_GRANULARITY"]
    if view.scrollable and node.scroll_offset < node.scroll_range:
        named.append("ACTION_SCROLL_FORWARD")
    if view.scrollable and node.scroll_offset > 0:
        named.append("ACTION_SCROLL_BACKWARD")
    if node.text and node.role in TEXT_VIEWS:
        named.append("ACTION_SET_SELECTION")
    if node.role is Role.INPUT and node.enabled:
        named.append("ACTION_SET_TEXT")
    named.append("ACTION_SHOW_ON_SCREEN")
    if node.role is Role.SEEK and node.enabled:
        named.append("ACTION_SET_PROGRESS")
    return ",".join(named)


def _has_rendered_text(view: View) -> bool:
    return bool(view.node.role in TEXT_VIEWS and view.text)


READERS: Final[dict[str, Callable[[View], str | None]]] = {
    "index": lambda view: str(view.index),
    "package": lambda view: view.package,
    "class": lambda view: view.class_name,
    "text": lambda view: view.text,
    "content-desc": lambda view: view.description,
    "resource-id": lambda view: view.resource_id or None,
    "checkable": lambda view: _BOOL[view.node.checkable],
    "checked": lambda view: _BOOL[view.node.checked],
    "clickable": lambda view: _BOOL[view.clickable],
    "enabled": lambda view: _BOOL[view.node.enabled],
    "focusable": lambda view: _BOOL[view.focusable],
    "focused": lambda view: _BOOL[view.node.focused],
    "long-clickable": lambda view: _BOOL[view.long_clickable],
    "password": lambda view: _BOOL[view.node.secure],
    "scrollable": lambda view: _BOOL[view.scrollable],
    "selection-start": lambda view: _selection(view, 0),
    "selection-end": lambda view: _selection(view, 1),
    "selected": lambda view: _BOOL[view.node.selected],
    "bounds": _bounds,
    "displayed": lambda view: _BOOL[view.displayed],
    "hint": lambda view: view.node.hint or None,
    "extras": lambda _: "",
    "a11y-important": lambda view: _BOOL[view.node.important],
    "screen-reader-focusable": lambda _: "false",
    "input-type": _input_type,
    "drawing-order": lambda view: str(view.index + 1 if view.parent else 0),
    "showing-hint": lambda view: _BOOL[bool(view.node.hint and not view.node.text)],
    "text-entry-key": lambda _: "false",
    "multiline": lambda view: _limited(view, _BOOL[view.node.multiline]),
    "dismissable": lambda _: "false",
    "a11y-focused": lambda _: "false",
    "heading": lambda view: _BOOL[view.node.heading],
    "live-region": lambda _: "0",
    "context-clickable": lambda _: "false",
    "max-text-length": lambda view: _limited(view, str(view.node.max_length)),
    "content-invalid": lambda _: "false",
    "actions": actions,
    "window-id": lambda view: str(view.window.id),
    "text-size": lambda view: (
        f"{float(view.node.style.text_size)}" if _has_rendered_text(view) else None
    ),
    "text-unit": lambda view: "sp" if _has_rendered_text(view) else None,
    "is-collection": lambda view: _true_or_none(_is_collection(view)),
    "is-collection-item": lambda view: _true_or_none(_is_collection_item(view)),
}
"""What the page source says of a view, by attribute; None leaves it out.

No view here has an error, a pane title, a tooltip or a link in its text.
Source: appium-uiautomator2-server, UiElementSnapshot.getNodeAttributeValue.
"""


def canonical(name: str, profile: ServerProfile) -> str:
    """The name of an attribute that can be asked of an element, from any alias in any case.

    Raises:
        UnknownCommand: the server has no such attribute, or does not tell it of an element.
    """
    found = profile.names.get(name.lower(), "")
    if found not in profile.readable:
        raise UnknownCommand(
            f"'{name}' attribute is unknown for the element. "
            f"Only the following attributes are supported: {profile.listed}"
        )
    return found


def value(view: View, name: str) -> str | None:
    """One attribute of a found element, by the name that `canonical` gave."""
    return (_ON_DEMAND.get(name) or READERS[name])(view)


def content_size(view: View, scale: float, *, tracks_scrolls: bool) -> str:
    """Where a scroll container is and how far its content can move, as JSON.

    Args:
        view: the container.
        scale: pixels in one dp.
        tracks_scrolls: whether the server listens to scroll events, as its setting says.

    Raises:
        UiaError: nothing scrolled.

    Source: appium-uiautomator2-server, ContentSizeHelpers.
    """
    if not view.scrollable or not tracks_scrolls:
        raise UiaError(
            "Could not retrieve accessibility scroll data; unable to determine scrollable offset"
        )
    node, bounds = view.node, view.bounds
    size = {
        "width": bounds.width,
        "height": bounds.height,
        "top": bounds.top,
        "left": bounds.left,
        "scrollableOffset": _rows_offset(view) if node.role is Role.LIST else node.scroll_range,
        "touchPadding": int(_PAGING_SLOP_DP * scale + 0.5) // 2,
    }
    return json.dumps(size, separators=(",", ":"))


def _rows_offset(view: View) -> int:
    """How far a list can scroll by the server's guess: all rows are as high as the first ones."""
    tops = [child.bounds.top for child in view.node.children]
    if len(tops) < _ROWS_MEASURED:
        return 0
    return len(tops) * (tops[1] - tops[0]) - view.bounds.height


def _collection(view: View) -> str | None:
    """Source: appium-uiautomator2-server, CollectionInfo; androidx LinearLayoutManager."""
    if not _is_collection(view):
        return None
    rows = len(view.node.children)
    info = {"rowCount": rows, "columnCount": 1, "isHierarchical": False, "selectionMode": 0}
    return json.dumps(info, separators=(",", ":"))


def _collection_item(view: View) -> str | None:
    if not _is_collection_item(view):
        return None
    info = {"rowIndex": view.index, "columnIndex": 0, "rowSpan": 1, "columnSpan": 1}
    return json.dumps(info | {"isHeading": False, "isSelected": False}, separators=(",", ":"))


_ON_DEMAND: Final[dict[str, Callable[[View], str | None]]] = {
    "is-collection": lambda view: _BOOL[_is_collection(view)],
    "is-collection-item": lambda view: _BOOL[_is_collection_item(view)],
    "collection-info": _collection,
    "collection-item-info": _collection_item,
}
