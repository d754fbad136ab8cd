"""XCUIElementType: its numbers and names, and which of them a node of a screen is.

Source: WebDriverAgent 16.12.9, Utilities/FBElementTypeTransformer.m, FBElementHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ui.node import Role

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node

PREFIX: Final = "XCUIElementType"

# In the order of their numbers, from 0 on.
_IN_ORDER: Final = (
    "Any Other Application Group Window Sheet Drawer Alert Dialog Button RadioButton RadioGroup"
    " CheckBox DisclosureTriangle PopUpButton ComboBox MenuButton ToolbarButton Popover Keyboard"
    " Key NavigationBar TabBar TabGroup Toolbar StatusBar Table TableRow TableColumn Outline"
    " OutlineRow Browser CollectionView Slider PageIndicator ProgressIndicator ActivityIndicator"
    " SegmentedControl Picker PickerWheel Switch Toggle Link Image Icon SearchField ScrollView"
    " ScrollBar StaticText TextField SecureTextField DatePicker TextView Menu MenuItem MenuBar"
    " MenuBarItem Map WebView IncrementArrow DecrementArrow Timeline RatingIndicator ValueIndicator"
    " SplitGroup Splitter RelevanceIndicator ColorWell HelpTag Matte DockItem Ruler RulerMarker"
    " Grid LevelIndicator Cell LayoutArea LayoutItem Handle Stepper Tab TouchBar StatusItem"
)
_NUMBERS: Final = {name: number for number, name in enumerate(_IN_ORDER.split())}
ANY: Final = _NUMBERS["Any"]

INPUTS: Final = frozenset({"TextField", "SecureTextField", "SearchField", "TextView"})
"""Types with inner text, and a placeholder."""
RANGES: Final = frozenset({"Slider", "Stepper"})
"""Types with a least and a greatest value."""
SCROLLING: Final = frozenset({"ScrollView", "CollectionView", "Table", "WebView"})
"""Types that are scrolled to bring something into view. Source: XCUIElement+FBScrolling.m."""

_BY_ROLE: Final = {
    Role.GROUP: "Other",
    Role.TEXT: "StaticText",
    Role.BUTTON: "Button",
    Role.IMAGE_BUTTON: "Button",
    Role.IMAGE: "Image",
    Role.SCROLL: "ScrollView",
    Role.LIST: "Table",
    Role.SWITCH: "Switch",
    Role.CHECK_BOX: "Switch",
    Role.RADIO: "Button",
    Role.RADIO_GROUP: "Other",
    Role.PROGRESS: "ProgressIndicator",
    Role.SEEK: "Slider",
    Role.PAGER: "ScrollView",
}
_LISTS: Final = frozenset({"Table", "CollectionView"})


def number_of(kind: str) -> int:
    """The number of a type by its short name; an unknown one is an Other."""
    return _NUMBERS.get(kind, _NUMBERS["Other"])


def number_of_full(name: str) -> int:
    """The number of a type by its full name; one that XCTest may learn yet is an Other.

    Raises:
        WdaError: it is no name of a type.
    """
    if name.startswith(PREFIX) and len(name) > len(PREFIX):
        return number_of(name.removeprefix(PREFIX))
    message = f"Invalid argument for class used '{name}'. Did you mean {PREFIX}{name}?"
    raise WdaError(Fault.INVALID_ARGUMENT, message)


def kind_of(node: Node, parent: str) -> str:
    """The short name of a node's type.

    Args:
        node: what is asked about.
        parent: the type of the element that it hangs below.
    """
    if node.kind:
        return node.kind
    if node.role is Role.INPUT:
        if node.secure:
            return "SecureTextField"
        return "TextView" if node.multiline else "TextField"
    if node.role is Role.GROUP and node.on_tap is not None:
        return "Cell" if parent in _LISTS else "Button"
    return _BY_ROLE[node.role]
