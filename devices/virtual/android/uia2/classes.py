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
    Role.PROGRESS: "android.widget.ProgressBar",
}
_GROUPS: Final = {
    "stack": "android.widget.FrameLayout",
    "row": "android.widget.LinearLayout",
    "column": "android.widget.LinearLayout",
}
TOAST_CLASS: Final = "android.widget.Toast"


def class_name(node: Node) -> str:
    """The full class name of a node; groups are named by how they lay their children out."""
    if node.role is Role.GROUP:
        return _GROUPS[node.style.direction]
    return _CLASSES[node.role]
