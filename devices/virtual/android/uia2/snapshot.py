"""The windows as the accessibility service sees them: views, their parents and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from devices.virtual.android.uia2.classes import CLICKABLE, TEXT_VIEWS, TOAST_CLASS, class_name
from devices.virtual.ui.metrics import SCROLLING, told_text
from devices.virtual.ui.node import Rect, Role

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from devices.virtual.os.display import Display, Toast
    from devices.virtual.os.window import Window
    from devices.virtual.ui.node import Node

# The listener forgets who showed a toast. Source: appium-uiautomator2-server, UiElementSnapshot.
_TOAST_PACKAGE: Final = "com.android.settings"


class View:
    """One view: a node with its place in the tree."""

    __slots__ = ("children", "index", "node", "parent", "window")

    def __init__(self, node: Node, window: Window, parent: View | None, index: int) -> None:
        self.node, self.window, self.parent, self.index = node, window, parent, index
        self.children: list[View] = []

    @property
    def id(self) -> str:
        """The element id: the window's and the view's number in the server's own form.

        Source: appium-uiautomator2-server, AxNodeInfoHelper.toUuid.
        """
        window, view = f"{self.window.id:016x}", f"{self.node.identity:016x}"
        return f"{window[:8]}-{window[8:12]}-{window[12:]}-{view[:4]}-{view[4:]}"

    @property
    def class_name(self) -> str:
        """Full name of its class."""
        return class_name(self.node)

    @property
    def resource_id(self) -> str:
        """``package:id/name``; empty for none."""
        node = self.node
        return f"{node.package or self.window.package}:id/{node.id}" if node.id else ""

    @property
    def package(self) -> str:
        """Of the app that owns the window."""
        return self.window.package

    @property
    def text(self) -> str:
        """What accessibility reads: an empty input reads its hint, a secret its bullets."""
        if self.node.role is Role.SEEK:
            return f"{float(self.node.progress)}"
        return told_text(self.node)

    @property
    def spoken_text(self) -> str | None:
        """The text as the node holds it: None where the class has none, as an image."""
        return told_text(self.node) or ("" if self.node.role in TEXT_VIEWS else None)

    @property
    def description(self) -> str | None:
        """The content description; None for none."""
        return self.node.label or None

    @property
    def displayed(self) -> bool:
        """Whether any part of it can be seen."""
        left, top, right, bottom = self.node.visible
        return right > left and bottom > top

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
        node = self.node
        return node.on_tap is not None or (node.role in CLICKABLE and not node.passive)

    @property
    def long_clickable(self) -> bool:
        """Whether holding it does something; an input selects."""
        return self.node.on_long_press is not None or self.node.role is Role.INPUT

    @property
    def focusable(self) -> bool:
        """Whether it can take the input focus."""
        node = self.node
        return node.role in SCROLLING or node.role is Role.SEEK or self.clickable

    @property
    def scrollable(self) -> bool:
        """Whether its content can move."""
        return self.node.role in SCROLLING and self.node.scroll_range > 0

    def below(self) -> Iterator[View]:
        """All views under this one, in tree order."""
        waiting = self.children[::-1]
        while waiting:
            view = waiting.pop()
            yield view
            if view.children:
                waiting.extend(view.children[::-1])


class ToastView:
    """A toast as the server adds it to the tree; each look at it makes another."""

    __slots__ = ("id", "index", "text")
    class_name: Final = TOAST_CLASS
    package: Final = _TOAST_PACKAGE

    def __init__(self, toast: Toast, index: int) -> None:
        self.text, self.index = toast.text, index
        self.id = str(uuid4())


class Snapshot:
    """One state of the screen.

    Args:
        display: what is looked at.
        windows: its windows, the front one first.
        compressed: leave out what is not important for accessibility.
        invisible: look at what cannot be seen, too.
        always: classes below which that is so in any case.

    Attributes:
        version: the display's version that it shows.
        roots: the decor of each window that is looked at, the front one first.
        views: every view below them, in tree order.
    """

    def __init__(
        self,
        display: Display,
        windows: list[Window],
        *,
        compressed: bool,
        invisible: bool = False,
        always: tuple[re.Pattern[str], ...] = (),
    ) -> None:
        self.version = display.version
        self._compressed, self._invisible, self._always = compressed, invisible, always
        self._known: dict[int, View] | None = None
        self.views: list[View] = []
        self.roots = [
            self._build(display.tree(window), window, None, number)
            for number, window in enumerate(windows)
        ]

    @property
    def root(self) -> View:
        """The decor of the first window."""
        return self.roots[0]

    def _build(self, node: Node, window: Window, parent: View | None, index: int) -> View:
        view = View(node, window, parent, index)
        self.views.append(view)
        if node.children:
            self._add_children(view, node)
        return view

    def _add_children(self, view: View, node: Node) -> None:
        window, children = view.window, view.children
        everything = self._invisible or (
            bool(self._always) and any(p.fullmatch(view.class_name) for p in self._always)
        )
        index = -1
        for child in node.children:
            index += not child.silent
            left, top, right, bottom = child.visible
            if not everything and (right <= left or bottom <= top):
                continue
            if child.silent or (self._compressed and not child.important):
                self._add_children(view, child)
            else:
                children.append(self._build(child, window, view, index))

    def view(self, identity: int) -> View | None:
        """The view with a number, on the screen or scrolled out; None where it is gone."""
        if self._known is None:
            self._known = {view.node.identity: view for view in self.views}
        found = self._known.get(identity)
        return found if found is not None else self._hidden(identity)

    def _hidden(self, identity: int) -> View | None:
        """A view that cannot be seen: it hangs below no parent."""
        for root in self.roots:
            for node in root.node.walk():
                if node.identity == identity:
                    return View(node, root.window, None, 0)
        return None


def shown_windows(display: Display) -> list[Window]:
    """The windows of which something can be seen, the front one first."""
    floating = display.floating.window
    shown = [floating] if floating is not None else []
    for window in reversed(display.windows()):
        shown.append(window)
        if not window.kind.floats:
            break
    return shown
