"""The active window as the accessibility service sees it: views, their parents and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.classes import TOAST_CLASS, class_name
from devices.virtual.ui.metrics import SCROLLING, shown_text
from devices.virtual.ui.node import Rect, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.os.display import Display, Toast
    from devices.virtual.os.window import Window
    from devices.virtual.ui.node import Node

# The listener forgets who showed a toast. Source: appium-uiautomator2-server, UiElementSnapshot.
_TOAST_PACKAGE: Final = "com.android.settings"


class View:
    """One view: a node with its place in the tree."""

    __slots__ = ("children", "class_name", "index", "node", "parent", "resource_id", "window")

    def __init__(self, node: Node, window: Window, parent: View | None, index: int) -> None:
        self.node, self.window, self.parent, self.index = node, window, parent, index
        self.children: list[View] = []
        self.class_name = class_name(node)
        self.resource_id = f"{node.package or window.package}:id/{node.id}" if node.id else ""

    @property
    def id(self) -> str:
        """The element id: the window's and the view's number in the server's own form.

        Source: appium-uiautomator2-server, AxNodeInfoHelper.toUuid.
        """
        window, view = f"{self.window.id:016x}", f"{self.node.identity:016x}"
        return f"{window[:8]}-{window[8:12]}-{window[12:]}-{view[:4]}-{view[4:]}"

    @property
    def package(self) -> str:
        """Of the app that owns the window."""
        return self.window.package

    @property
    def text(self) -> str:
        """What accessibility reads: an empty input reads its hint, a secret its bullets."""
        return shown_text(self.node)

    @property
    def displayed(self) -> bool:
        """Whether any part of it can be seen."""
        return self.node.visible.width > 0 and self.node.visible.height > 0

    @property
    def bounds(self) -> Rect:
        """The part of it that can be seen; empty at its own place where nothing can."""
        return (
            self.node.visible
            if self.displayed
            else Rect(*self.node.bounds[:2], *self.node.bounds[:2])
        )

    @property
    def clickable(self) -> bool:
        """Whether a tap does something."""
        return self.node.on_tap is not None or self.node.role is Role.INPUT

    @property
    def focusable(self) -> bool:
        """Whether it can take the input focus."""
        return self.clickable or self.scrollable

    @property
    def scrollable(self) -> bool:
        """Whether its content can move."""
        return self.node.role in SCROLLING and self.node.scroll_range > 0

    def below(self) -> Iterator[View]:
        """All views under this one, in tree order."""
        for child in self.children:
            yield child
            yield from child.below()


class ToastView:
    """A toast as the server adds it to the tree."""

    __slots__ = ("index", "text")
    class_name: Final = TOAST_CLASS
    package: Final = _TOAST_PACKAGE

    def __init__(self, toast: Toast, index: int) -> None:
        self.text, self.index = toast.text, index

    @property
    def id(self) -> str:
        """The element id; a toast has no window and no view number."""
        return f"toast-{hash(self.text) & 0xFFFFFFFF:08x}"


class Snapshot:
    """One state of the screen.

    Attributes:
        version: the display's version that it shows.
        root: the decor of the active window.
        views: every view that can be seen, in tree order.
        toasts: the toasts that are shown.
    """

    def __init__(self, display: Display, *, compressed: bool, invisible: bool) -> None:
        self.version = display.version
        self.window = display.active()
        self._compressed, self._invisible = compressed, invisible
        self._known: dict[str, View] = {}
        self.root = self._build(display.tree(self.window), None, 0)
        self.views = [self.root, *self.root.below()]
        self.toasts = [ToastView(toast, 1 + n) for n, toast in enumerate(display.toasts())]
        self._display = display

    def _build(self, node: Node, parent: View | None, index: int) -> View:
        view = View(node, self.window, parent, index)
        self._add_children(view, node)
        return view

    def _add_children(self, view: View, node: Node) -> None:
        for index, child in enumerate(node.children):
            seen = child.visible.width > 0 and child.visible.height > 0
            if not seen and not self._invisible:
                continue
            if self._compressed and not child.important:
                self._add_children(view, child)
            else:
                view.children.append(self._build(child, view, index))

    def view(self, element_id: str) -> View | None:
        """The view with an element id, on the screen or scrolled out; None where it is gone."""
        if not self._known:
            self._known = {view.id: view for view in self._everything()}
        return self._known.get(element_id)

    def _everything(self) -> Iterator[View]:
        """Views of the whole tree; those that cannot be seen hang below no parent."""
        seen = {view.node.identity for view in self.views}
        yield from self.views
        for node in self.root.node.walk():
            if node.identity not in seen:
                yield View(node, self.window, None, 0)
