"""The windows of a display: their order, their trees, where these lie and how far they scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from devices.virtual.os.identity import Identities
from devices.virtual.os.window import Window, WindowKind, decorate, place
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Node, Rect, Role

if TYPE_CHECKING:
    from devices.virtual.os.profile import Screen


class SystemBars(NamedTuple):
    """Heights of the system's bars in pixels."""

    status_bar: int
    navigation_bar: int


class WindowStack:
    """Windows on a panel, built when they are looked at and laid out between the system bars.

    Args:
        screen: the panel.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._rotation = 0
        self._windows: list[Window] = []
        self._trees: dict[int, Node] = {}
        self._identities = Identities()
        self._scrolled: dict[int, int] = {}
        self._focus = 0  # identity of the focused input; 0 for none
        self._covered_px = 0  # what the keyboard covers of the active window, the bar not counted
        self._version = 0

    # -- geometry

    @property
    def scale(self) -> float:
        """Physical pixels in one density-independent pixel."""
        return self._screen.scale

    @property
    def density(self) -> int:
        """Dots per inch."""
        return self._screen.density_dpi

    @property
    def rotation(self) -> int:
        """Quarter turns counter-clockwise from the natural orientation, 0 to 3."""
        return self._rotation

    def rotate(self, rotation: int) -> None:
        """Turn the display to a number of quarter turns from its natural orientation."""
        self._rotation = rotation % 4
        self._relayout()

    @property
    def orientation(self) -> str:
        """``PORTRAIT`` or ``LANDSCAPE``."""
        return "LANDSCAPE" if self._rotation % 2 else "PORTRAIT"

    @property
    def bounds(self) -> Rect:
        """The whole display in pixels, as it is turned now."""
        wide, high = self._screen.width_px, self._screen.height_px
        return Rect(0, 0, high, wide) if self._rotation % 2 else Rect(0, 0, wide, high)

    def system_bars(self) -> SystemBars:
        """Heights of the status bar and of the navigation bar, in pixels."""
        return SystemBars(self._screen.status_bar_px, self._screen.navigation_bar_px)

    # -- windows

    def show(self, window: Window) -> None:
        """Put a window in front; one that was shown before comes forward.

        A keyguard stays in front of everything that is shown while it is up.
        """
        if window in self._windows:
            self._windows.remove(window)
        guarded = bool(self._windows) and self._windows[-1].kind is WindowKind.KEYGUARD
        self._windows.insert(len(self._windows) - guarded, window)
        self._focus = 0
        self.invalidate(window)

    def remove(self, window: Window) -> None:
        """Take a window away; nothing happens where it is not shown."""
        if window not in self._windows:
            return
        self._windows.remove(window)
        self._trees.pop(window.id, None)
        self._identities.forget(window.id)
        self._focus = 0
        self._touch()

    def windows(self) -> tuple[Window, ...]:
        """Every window, the front one last."""
        return tuple(self._windows)

    def active(self) -> Window:
        """The front window, which has the input.

        Raises:
            LookupError: no window is shown.
        """
        if not self._windows:
            raise LookupError("the display shows no window: the launcher was not started")
        return self._windows[-1]

    def invalidate(self, window: Window | None = None) -> None:
        """Have a window's content, or everyone's, built anew before it is next looked at."""
        if window is None:
            self._trees.clear()
        else:
            self._trees.pop(window.id, None)
        self._touch()

    def root(self) -> Node:
        """The active window's tree inside its decor, laid out."""
        return self.tree(self.active())

    def tree(self, window: Window) -> Node:
        """A window's tree inside its decor, laid out; the same object until it is invalidated."""
        tree = self._trees.get(window.id)
        if tree is None:
            tree = self._trees[window.id] = decorate(window.build())
            self._identities.mark(window.id, tree)
            self._restore(tree)
            self._place(window, tree)
        return tree

    def _restore(self, tree: Node) -> None:
        """Give a new tree the scroll offsets and the focus of the one it replaces."""
        for node in tree.walk():
            if node.role in SCROLLING:
                node.scroll_offset = self._scrolled.get(node.identity, node.scroll_offset)
            elif node.role is Role.INPUT:
                if node.focused and not self._focus:
                    self._focus = node.identity
                node.focused = node.identity == self._focus

    def _place(self, window: Window, tree: Node) -> None:
        bars, screen = self.system_bars(), self.bounds
        bottom = screen.bottom - bars.navigation_bar
        if window is self._windows[-1]:
            bottom -= self._covered_px
        insets = Rect(screen.left, screen.top + bars.status_bar, screen.right, bottom)
        place(tree, window.kind, screen, insets, self.scale)

    def _relayout(self) -> None:
        for window in self._windows:
            tree = self._trees.get(window.id)
            if tree is not None:
                self._place(window, tree)
        self._touch()

    def _touch(self) -> None:
        self._version += 1

    # -- scrolling

    def scroll(self, container: Node, down: int) -> bool:
        """Move a container's content up by pixels (down, if negative); says whether it moved."""
        offset = max(0, min(container.scroll_offset + down, container.scroll_range))
        if offset == container.scroll_offset:
            return False
        container.scroll_offset = offset
        self._scrolled[container.identity] = offset
        self._relayout()
        return True

    def containers(self, node: Node, x: int, y: int) -> list[Node]:
        """Scroll containers under a point, innermost first."""
        if not node.visible.contains(x, y):
            return []
        for child in reversed(node.children):
            found = self.containers(child, x, y)
            if found:
                return [*found, node] if node.role in SCROLLING else found
        return [node] if node.role in SCROLLING else []
