"""Which Android class shows a role, as accessibility services are told it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node

_CLASSES: Final = {
    Role.TEXT: "android.widget.TextView",
    Role.BUTTON: "android.widget.Button",
    Role.IMAGE_BUTTON: "android.widget.ImageButton",
    Role.INPUT: "android.widget.EditText",
    Role.IMAGE: "android.widget.ImageView",
    Role.SCROLL: "android.widget.ScrollView",
    # Source: androidx RecyclerView, which names itself in its accessibility delegate.
    Role.LIST: "androidx.recyclerview.widget.RecyclerView",
    Role.SWITCH: "android.widget.Switch",
    Role.CHECK_BOX: "android.widget.CheckBox",
    Role.RADIO: "android.widget.RadioButton",
    Role.RADIO_GROUP: "android.widget.RadioGroup",
    Role.PROGRESS: "android.widget.ProgressBar",
    Role.SEEK: "android.widget.SeekBar",
    # Source: androidx ViewPager, which names itself in its accessibility delegate.
    Role.PAGER: "androidx.viewpager.widget.ViewPager",
}
_GROUPS: Final = {
    "stack": "android.widget.FrameLayout",
    "row": "android.widget.LinearLayout",
    "column": "android.widget.LinearLayout",
    "free": "android.view.ViewGroup",
}
# Source: Flutter AccessibilityBridge.createAccessibilityNodeInfo; what is not here is a View.
_TOOLKIT: Final = {
    Role.BUTTON: "android.widget.Button",
    Role.IMAGE_BUTTON: "android.widget.Button",
    Role.INPUT: "android.widget.EditText",
    Role.IMAGE: "android.widget.ImageView",
    Role.SCROLL: "android.widget.ScrollView",
    Role.LIST: "android.widget.ScrollView",
    Role.SWITCH: "android.widget.Switch",
    Role.CHECK_BOX: "android.widget.CheckBox",
    Role.RADIO: "android.widget.RadioButton",
    Role.SEEK: "android.widget.SeekBar",
}
_PLAIN: Final = "android.view.View"
_HORIZONTAL_SCROLL: Final = "android.widget.HorizontalScrollView"
TOAST_CLASS: Final = "android.widget.Toast"

TEXT_VIEWS: Final = frozenset(
    {Role.TEXT, Role.BUTTON, Role.INPUT, Role.SWITCH, Role.CHECK_BOX, Role.RADIO}
)
"""Roles whose class descends from TextView: their text is empty rather than null."""
CLICKABLE: Final = frozenset(
    {Role.BUTTON, Role.IMAGE_BUTTON, Role.INPUT, Role.SWITCH, Role.CHECK_BOX, Role.RADIO}
)
"""Roles whose style makes them clickable. Source: AOSP res/values/styles.xml, Widget.*."""
LOADABLE: Final = frozenset(
    {
        *_CLASSES.values(),
        *_GROUPS.values(),
        _HORIZONTAL_SCROLL,
        TOAST_CLASS,
        "android.view.View",
        "android.view.ViewGroup",
        "android.widget.RelativeLayout",
        "android.widget.TableLayout",
        "android.widget.GridLayout",
        "android.widget.GridView",
        "android.widget.ListView",
        "android.widget.Spinner",
        "android.widget.ToggleButton",
        "android.widget.CheckedTextView",
        "android.widget.AutoCompleteTextView",
        "android.widget.RatingBar",
        "android.widget.Chronometer",
        "android.webkit.WebView",
    }
    - {_CLASSES[Role.LIST], _CLASSES[Role.PAGER]}
)
"""Classes that the server's process can load by name; an app's own it cannot."""


def class_name(node: Node) -> str:
    """The full class name of a node; groups are named by how they lay their children out."""
    role = node.role
    if node.toolkit:
        return _TOOLKIT.get(role, _PLAIN)
    if role is Role.GROUP:
        return _GROUPS[node.style.direction]
    if role is Role.SCROLL and node.sideways:
        return _HORIZONTAL_SCROLL
    return _CLASSES[role]
