"""The tree of typed nodes that every screen of a virtual phone is made of.

Platform neutral: an app or a system screen builds nodes by *role*; the renderers of each platform
turn roles into class names and attributes of their own; the layout pass gives each node its bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Role(StrEnum):
    """What a node is to its user; renderers map it to a class."""

    GROUP = "group"
    TEXT = "text"
    BUTTON = "button"
    IMAGE_BUTTON = "image_button"
    INPUT = "input"
    IMAGE = "image"
    SCROLL = "scroll"
    LIST = "list"
    SWITCH = "switch"
    CHECK_BOX = "check_box"
    RADIO = "radio"
    RADIO_GROUP = "radio_group"
    PROGRESS = "progress"
    SEEK = "seek"
    PAGER = "pager"


class Rect(NamedTuple):
    """Bounds in physical pixels of the screen, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[int, int]:
        """The point a tap on the node lands on."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def contains(self, x: int, y: int) -> bool:
        """Whether the point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def intersect(self, other: Rect) -> Rect:
        """The common part; empty (zero sized) where there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Rect(
            left,
            top,
            max(left, min(self.right, other.right)),
            max(top, min(self.bottom, other.bottom)),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How a node is laid out and painted. Lengths are in density-independent pixels, text in sp.

    A scroll container whose direction is "row" scrolls sideways.
    """

    # "column" | "row" | "stack" (children over each other) | "free" (a column of no known class)
    direction: str = "column"
    width: float | None = None  # None: fill the parent's width in a column, wrap in a row
    height: float | None = None  # None: wrap the content
    weight: float = 0.0  # share of what is left along the parent's direction
    padding: tuple[float, float, float, float] = (0, 0, 0, 0)  # left, top, right, bottom
    gap: float = 0.0  # between children
    align: str = "start"  # cross axis: "start" | "center" | "end" | "stretch"
    text_size: float = 16.0
    bold: bool = False
    text_align: str = "start"  # "start" (centred in a button) | "left" | "center" | "end"
    color: str = "#1F1F1F"
    background: str | None = None
    radius: float = 0.0  # of the corners
    border: str | None = None  # colour of a one-dp outline
    elevation: float = 0.0  # a shadow below
    sticky: bool = False  # in a scroll container: stays at its edge, over what scrolls past
    icon: str | None = (
        None  # a name of the renderer's icon set: "menu", "back", "send", "home", ...
    )


_NOWHERE: Final = Rect(0, 0, 0, 0)


@dataclass(slots=True, eq=False)
class Node:
    """One element of a screen.

    Attributes:
        role: what it is.
        id: stable identifier without package, e.g. ``sign_in``; empty for none.
        label: accessibility label (Android: content-desc, iOS: label); empty for none.
        text: visible text, or the content of an input.
        hint: placeholder of an empty input.
        package: package whose resources name the node; None: the window's own.
        kind: what iOS calls it where its role does not say it, as ``Alert`` or ``Cell``.
        important: False for pure layout that Android leaves out of the compressed tree.
        toolkit: drawn by a toolkit for itself: told as a plain view whose words are its label.
        silent: no accessibility service is told of it; what is below it hangs one higher.
        heading: accessibility services are told that it begins a section.
        passive: it takes no touches, although its role does.
        secure: a password field: its text is shown, dumped and photographed as bullets.
        on_tap: called when the node is tapped; makes it clickable.
        on_text: called with the new text when a user edits an input.
        on_submit: called when the editor action (Enter) is performed in an input.
        on_progress: called with the new value when a user moves a seek bar.
        on_zoom: called with the new factor when two fingers zoom.
        on_drop: called with what was dragged here; makes it a drop target.
        on_swipe: called when a finger has swept the view to a side.
        on_flick: called with the way a finger has swept over it: up, down, left or right.
        on_trace: called with where the view lies and the points that a finger went through on it.
        draggable: a long press picks it up.
        multiline: Enter puts a line feed into the input rather than submitting it.
        max_length: characters that an input takes at most; 0 for any number.
        selection: where the cursor of an input is, or what is selected: from, to.
        progress: value of a seek bar, between ``least`` and ``most``.
        zoom: how many times larger than laid out the children are, from 1 to ``max_zoom``; kept by
            the window between rebuilds.
        bounds: set by layout, clipped by nothing; ``visible`` is what is left after clipping.
        scroll_offset: pixels scrolled down (or to the right), kept by the window between rebuilds.
        scroll_range: the largest offset, set by layout.
        owner: what of the app the view is of, such as its screen; of another it is another view.
        identity: set by the display; the same view has the same number in each new tree.
        sizes: what layout measured, by the width that was offered.
        before: the same view in the tree that this one replaces, until it is laid out.
    """

    role: Role
    id: str = ""
    label: str = ""
    text: str = ""
    hint: str = ""
    package: str | None = None
    kind: str = ""
    enabled: bool = True
    checkable: bool = False
    checked: bool = False
    selected: bool = False
    focused: bool = False
    secure: bool = False
    important: bool = True
    toolkit: bool = False
    silent: bool = False
    heading: bool = False
    passive: bool = False
    on_tap: Callable[[], None] | None = None
    on_long_press: Callable[[], None] | None = None
    on_text: Callable[[str], None] | None = None
    on_submit: Callable[[], None] | None = None
    on_progress: Callable[[float], None] | None = None
    on_zoom: Callable[[float], None] | None = None
    on_drop: Callable[[Node], None] | None = None
    on_swipe: Callable[[], None] | None = None
    on_flick: Callable[[str], None] | None = None
    on_trace: Callable[[Rect, list[tuple[float, float]]], None] | None = None
    draggable: bool = False
    multiline: bool = False
    max_length: int = 0
    selection: tuple[int, int] | None = None
    progress: float = 0.0
    least: float = 0.0
    most: float = 100.0
    zoom: float = 1.0
    max_zoom: float = 1.0
    style: Style = field(default_factory=Style)
    children: list[Node] = field(default_factory=list)
    bounds: Rect = _NOWHERE
    visible: Rect = _NOWHERE
    scroll_offset: int = 0
    scroll_range: int = 0
    owner: object = None
    identity: int = 0
    sizes: dict[int, tuple[int, int]] | None = field(default=None, repr=False)
    before: Node | None = field(default=None, repr=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, in tree order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(reversed(node.children))

    @property
    def sideways(self) -> bool:
        """Whether a scroll container's content moves left and right, not up and down."""
        return self.role is Role.PAGER or self.style.direction == "row"

    def layers(self) -> list[Node]:
        """The children from back to front: those that stick lie over the others."""
        if self.role is not Role.SCROLL and self.role is not Role.LIST:
            return self.children
        return sorted(self.children, key=lambda child: child.style.sticky)
