"""A window of the phone and the decor that the system puts around its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.layout import content_height, lay_out
from devices.virtual.ui.node import Node, Rect, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

_IDS: Final = count(1)
_DIALOG_MARGIN_DP: Final = 24
_HEADS_UP_MARGIN_DP: Final = 8
_STACK: Final = Style(direction="stack", align="stretch")


class WindowKind(StrEnum):
    """What a window is to the window service.

    A dialog floats over the window below it, which stays visible and dimmed; so do an overlay,
    which is an activity, and a panel of the system: both are as large as the screen. All others
    hide what is below them. The keyguard goes away when the phone is unlocked. A heads-up is no
    part of the stack: it stands over all of it, and takes no focus.
    """

    APP = "app"
    DIALOG = "dialog"
    OVERLAY = "overlay"
    PANEL = "panel"
    LAUNCHER = "launcher"
    RECENTS = "recents"
    KEYGUARD = "keyguard"
    SHADE = "shade"
    HEADS_UP = "heads_up"

    @property
    def layer(self) -> int:
        """How far in front it lies: a window is never above one of a higher layer."""
        return _LAYERS.get(self, 0)

    @property
    def floats(self) -> bool:
        """Whether what is below it can be seen."""
        return self in {WindowKind.DIALOG, WindowKind.OVERLAY, WindowKind.PANEL}

    @property
    def is_task(self) -> bool:
        """Whether it is that of an activity."""
        return self in {
            WindowKind.APP,
            WindowKind.OVERLAY,
            WindowKind.LAUNCHER,
            WindowKind.RECENTS,
        }


_LAYERS: Final = {WindowKind.PANEL: 1, WindowKind.KEYGUARD: 2, WindowKind.SHADE: 3}


@dataclass(slots=True, eq=False)
class Window:
    """One window.

    Attributes:
        package: of the app that owns it.
        activity: full class name of the activity, or the window's title for system windows.
        build: makes the content anew; called when the window was invalidated.
        on_back: called for the Back key when the window is active.
        secure: it must not be photographed, as FLAG_SECURE says.
        orientation: which way up it wants the display, as ``ActivityInfo`` names it.
        id: its number, unique in this process.
    """

    package: str
    activity: str
    kind: WindowKind
    build: Callable[[], Node]
    on_back: Callable[[], None]
    secure: bool = False
    orientation: str = "UNSPECIFIED"
    id: int = field(default_factory=lambda: next(_IDS))


def decorate(content: Node) -> Node:
    """The content inside the views that every activity has.

    Source: AOSP res/layout/screen_simple.xml under com.android.internal.policy.DecorView.
    """
    holder = Node(Role.GROUP, id="content", package="android", style=_STACK, children=[content])
    frame = Node(Role.GROUP, important=False, style=_STACK, children=[holder])
    column = Node(Role.GROUP, important=False, style=Style(), children=[frame])
    return Node(Role.GROUP, important=False, style=_STACK, children=[column])


def content_of(decor: Node) -> Node:
    """What `decorate` was given."""
    return decor.children[0].children[0].children[0].children[0]


def place(decor: Node, kind: WindowKind, screen: Rect, insets: Rect, scale: float) -> None:
    """Lay a decorated tree out.

    Args:
        decor: from `decorate`.
        kind: a dialog is centred and as high as its content, a heads-up stands at the top; the
            others fill the screen.
        screen: the whole display.
        insets: what the system bars and the keyboard leave free.
        scale: pixels in one dp.
    """
    column = decor.children[0]
    frame = column.children[0]
    content = content_of(decor)
    inner = insets
    if kind is WindowKind.DIALOG:
        inner = screen = _dialog_bounds(content, insets, scale)
    elif kind is WindowKind.HEADS_UP:
        inner = screen = _top_bounds(content, insets, scale)
    lay_out(content, inner, scale)
    for node, bounds in (
        (decor, screen),
        (column, screen),
        (frame, inner),
        (frame.children[0], inner),
    ):
        node.bounds = node.visible = bounds


def _dialog_bounds(content: Node, insets: Rect, scale: float) -> Rect:
    margin = round(_DIALOG_MARGIN_DP * scale)
    width = insets.width - 2 * margin
    height = min(content_height(content, width, scale), insets.height - 2 * margin)
    top = insets.top + (insets.height - height) // 2
    return Rect(insets.left + margin, top, insets.left + margin + width, top + height)


def _top_bounds(content: Node, insets: Rect, scale: float) -> Rect:
    margin = round(_HEADS_UP_MARGIN_DP * scale)
    width = insets.width - 2 * margin
    height = min(content_height(content, width, scale), insets.height - margin)
    left, top = insets.left + margin, insets.top + margin
    return Rect(left, top, left + width, top + height)
