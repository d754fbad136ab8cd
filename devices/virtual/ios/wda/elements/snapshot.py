"""An application as WebDriverAgent sees it: its windows, what is in them, and the keyboard.

An application is all windows of its bundle identifier, back to front. A screen that has not changed
is looked at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.apps.running import SPRINGBOARD, SPRINGBOARD_PID
from devices.virtual.ios.wda.elements.element import Element, Tree
from devices.virtual.ios.wda.elements.keyboard_tree import keyboard_window
from devices.virtual.ios.wda.elements.types import kind_of
from devices.virtual.os.window import content_of
from devices.virtual.ui.node import Node, Rect, Role

if TYPE_CHECKING:
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.os.window import Window

_APPLICATION: Final = 1 << 40  # no view has so high a number
_OTHER_PID: Final = 200
"""Of a process that is no app, such as an extension that asks for something."""
_RECYCLING: Final = "CollectionView"
"""A container that has no elements for what is out of sight."""


def snapshot(phone: IPhone, bundle_id: str) -> Element:
    """The application element, with everything below it as it is now."""
    pid, label = _process(phone, bundle_id)
    now = (phone.display.version, pid)
    known = phone.snapshots.get(bundle_id)
    if known is None or known[0] != now:
        switch = tuple(phone.profile.rows["element_traits"]["switch"])
        application = _look(Tree(bundle_id, pid, phone.display, switch), label)
        known = phone.snapshots[bundle_id] = now, application
    return known[1]


def _process(phone: IPhone, bundle_id: str) -> tuple[int, str]:
    """The process of an application, and its label. SpringBoard's is a space (appium#20835)."""
    if bundle_id == SPRINGBOARD:
        return SPRINGBOARD_PID, " "
    running = phone.apps.get(bundle_id)
    return (running.pid, running.app.label) if running is not None else (_OTHER_PID, "")


def _look(tree: Tree, label: str) -> Element:
    display = tree.display
    whole = display.bounds
    root = _node("Application", whole, _APPLICATION, label)
    application = Element(tree, root, root.kind, whole, None)
    for window, clip in _windows(display):
        if window.package == tree.bundle_id:
            _add_window(application, display.tree(window), clip)
    if display.keyboard_shown and display.active().package == tree.bundle_id:
        keyboard_window(application, display)
    return application


def _windows(display: IosDisplay) -> list[tuple[Window, Rect]]:
    """Every window with the part of the screen that is left to it, back to front."""
    found: list[tuple[Window, Rect]] = []
    whole = display.bounds
    above = display.keyboard_panel.top if display.keyboard_shown else whole.bottom
    left = Rect(whole.left, whole.top, whole.right, above)
    for window in reversed(display.windows()):
        found.insert(0, (window, left))
        if not window.kind.floats:
            left = Rect(whole.left, whole.top, whole.left, whole.top)
    floating = display.floating.window
    return found if floating is None else [*found, (floating, whole)]


def _add_window(application: Element, decor: Node, clip: Rect) -> None:
    whole = application.node.bounds
    node = _node("Window", whole, decor.identity)
    window = Element(application.tree, node, node.kind, whole.intersect(clip), application)
    _add(window, content_of(decor), clip)


def _node(kind: str, bounds: Rect, identity: int, label: str = "") -> Node:
    return Node(
        Role.GROUP, kind=kind, label=label, bounds=bounds, visible=bounds, identity=identity
    )


def _add(parent: Element, node: Node, clip: Rect) -> None:
    """Put a node and what is below it under an element; layout alone is not told."""
    under = parent
    if node.important and not node.silent:
        seen = node.visible.intersect(clip)
        if parent.kind == _RECYCLING and not (seen.width and seen.height):
            return
        under = Element(parent.tree, node, kind_of(node, parent.kind), seen, parent)
    for child in node.children:
        _add(under, child, clip)
