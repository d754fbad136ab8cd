"""The windows of a display: their order, their trees, where these lie and how far they scrolled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.os.identity import Identities
from devices.virtual.os.window import Window, content_of, decorate, place
from devices.virtual.ui.layout import forget_sizes, inherit, shift
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Node, Rect, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.profile import Screen

# Rotations that an activity's screenOrientation leaves; one that is not here leaves all of them.
# Source: AOSP DisplayRotation.rotationForOrientation, for a phone that is tall by nature.
_TURNS: Final = {
    "PORTRAIT": (0,),
    "REVERSE_PORTRAIT": (2,),
    "SENSOR_PORTRAIT": (0, 2),
    "USER_PORTRAIT": (0, 2),
    "LANDSCAPE": (1,),
    "REVERSE_LANDSCAPE": (3,),
    "SENSOR_LANDSCAPE": (1, 3),
    "USER_LANDSCAPE": (1, 3),
    "NOSENSOR": (0,),
}
_ALL_TURNS: Final = (0, 1, 2, 3)


class SystemBars(NamedTuple):
    """Heights of the system's bars in pixels."""

    status_bar: int
    navigation_bar: int


class WindowStack:
    """Windows on a panel, built when they are looked at and laid out between the system bars.

    Args:
        screen: the panel.

    Attributes:
        fixed_to_user_rotation: what `wm fixed-to-user-rotation` was told.
        on_shown: called after a window was put in front.
    """

    def __init__(self, screen: Screen) -> None:
        self._panel = self._screen = screen
        self._size: tuple[int, int] | None = None
        self._density: int | None = None
        self._overscan = (0, 0, 0, 0)
        self.fixed_to_user_rotation = "default"
        self.on_shown: Callable[[Window], None] = lambda _: None
        self._user_rotation = self._rotation = 0
        self._windows: list[Window] = []
        self._trees: dict[int, Node] = {}
        self._replaced: dict[int, Node] = {}
        self._identities = Identities()
        self._scrolled: dict[int, int] = {}
        self._zoomed: dict[int, float] = {}
        self._focus = 0  # identity of the focused view; 0 for none
        self._cursor: tuple[int, int] | None = None  # of the focused input
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

    def rotate(self, rotation: int) -> bool:
        """Turn the display to a number of quarter turns, as the user's choice.

        Says whether it is turned so now: the window in front may allow other rotations only. The
        choice is kept for windows that allow it.
        """
        self._user_rotation = rotation % 4
        self._turn()
        return self._rotation == self._user_rotation

    @property
    def user_rotation(self) -> int:
        """The rotation that was chosen, whatever the window in front makes of it."""
        return self._user_rotation

    def _turn(self) -> None:
        wanted = self._windows[-1].orientation if self._windows else ""
        turns = _TURNS.get(wanted, _ALL_TURNS)
        rotation = self._user_rotation if self._user_rotation in turns else turns[0]
        if rotation != self._rotation:
            self._rotation = rotation
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

    @property
    def physical(self) -> Screen:
        """The panel as it was built."""
        return self._panel

    @property
    def size_override(self) -> tuple[int, int] | None:
        """Width and height that replace the panel's, in its natural orientation."""
        return self._size

    @property
    def density_override(self) -> int | None:
        """Dots per inch that replace the panel's."""
        return self._density

    def override_overscan(self, edges: tuple[int, int, int, int]) -> None:
        """Leave pixels free at the left, top, right and bottom, as `wm overscan` does."""
        self._overscan = edges
        self._relayout()

    def override_size(self, size: tuple[int, int] | None) -> None:
        """Take the panel for another size; None for its own again. `wm size` does this."""
        self._size = size
        self._remeasure()

    def override_density(self, dpi: int | None) -> None:
        """Take the panel for another density; None for its own again. `wm density` does this."""
        self._density = dpi
        self._remeasure()

    def _remeasure(self) -> None:
        """Lay everything out for another size or density; the bars keep their height in dp."""
        panel = self._panel
        wide, high = self._size or (panel.width_px, panel.height_px)
        dpi = self._density or panel.density_dpi
        grown = dpi / panel.density_dpi
        self._screen = replace(
            panel,
            width_px=wide,
            height_px=high,
            density_dpi=dpi,
            status_bar_px=round(panel.status_bar_px * grown),
            navigation_bar_px=round(panel.navigation_bar_px * grown),
        )
        self._replaced.clear()
        for tree in self._trees.values():
            forget_sizes(tree)
        self._relayout()

    # -- windows

    def show(self, window: Window) -> None:
        """Put a window in front; one that was shown before comes forward.

        A keyguard stays in front of everything that is shown while it is up, and the shade in
        front of both.
        """
        if window in self._windows:
            self._windows.remove(window)
        layer = window.kind.layer
        above = sum(other.kind.layer > layer for other in self._windows)
        self._windows.insert(len(self._windows) - above, window)
        self._focus = 0
        self._turn()
        self.invalidate(window)
        self.on_shown(window)

    def remove(self, window: Window) -> None:
        """Take a window away; nothing happens where it is not shown."""
        if window not in self._windows:
            return
        self._windows.remove(window)
        self._trees.pop(window.id, None)
        self._replaced.pop(window.id, None)
        self._identities.forget(window.id)
        self._focus = 0
        self._turn()
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
            self._replaced.update(self._trees)
            self._trees.clear()
        elif window.id in self._trees:
            self._replaced[window.id] = self._trees.pop(window.id)
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
            replaced = self._replaced.pop(window.id, None)
            if replaced is not None:
                inherit(content_of(tree), content_of(replaced))
            self._place(window, tree)
        return tree

    def now(self, node: Node) -> Node:
        """The same view in the active window's tree of now, which may have been built anew."""
        root = self.root()
        same = (other for other in root.walk() if other.identity == node.identity)
        return next(same, node)

    @property
    def secure(self) -> bool:
        """Whether a window that can be seen must not be photographed."""
        for window in reversed(self._windows):
            if window.secure:
                return True
            if not window.kind.floats:
                break
        return False

    def _restore(self, tree: Node) -> None:
        """Give a new tree the scroll offsets, the zoom and the focus of the one it replaces."""
        for node in tree.walk():
            if node.role in SCROLLING:
                node.scroll_offset = self._scrolled.get(node.identity, node.scroll_offset)
            if node.max_zoom > 1:
                node.zoom = self._zoomed.get(node.identity, node.zoom)
            if node.focused and not self._focus:
                self._focus = node.identity
            node.focused = node.identity == self._focus
            if node.focused and node.role is Role.INPUT:
                node.selection = self._cursor

    def _place(self, window: Window, tree: Node) -> None:
        bars, (left, top, right, bottom) = self.system_bars(), self._overscan
        whole = self.bounds
        screen = Rect(
            whole.left + left, whole.top + top, whole.right - right, whole.bottom - bottom
        )
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

    def scroll(self, container: Node, by: int) -> bool:
        """Move a container's content up, or left, by pixels; says whether it moved.

        Negative pixels move it down, or right.
        """
        offset = max(0, min(container.scroll_offset + by, container.scroll_range))
        moved = offset - container.scroll_offset
        if not moved:
            return False
        container.scroll_offset = self._scrolled[container.identity] = offset
        if any(child.style.sticky for child in container.children):
            self._relayout()
            return True
        right, down = (-moved, 0) if container.sideways else (0, -moved)
        for child in container.children:
            shift(child, right, down, container.visible)
        self._touch()
        return True

    def zoom(self, node: Node, factor: float) -> bool:
        """Show a node's content larger, within its limits; says whether that changed anything."""
        factor = max(1.0, min(factor, node.max_zoom))
        if factor == node.zoom:
            return False
        node.zoom = self._zoomed[node.identity] = factor
        self._relayout()
        return True

    def containers(self, node: Node, x: int, y: int) -> list[Node]:
        """Scroll containers under a point, innermost first."""
        if not node.visible.contains(x, y):
            return []
        for child in reversed(node.layers()):
            found = self.containers(child, x, y)
            if found:
                return [*found, node] if node.role in SCROLLING else found
        return [node] if node.role in SCROLLING else []
