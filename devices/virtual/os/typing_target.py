"""Where typing goes: the focused view, its text and cursor, and the soft keyboard under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os import keyboard
from devices.virtual.os.editing import META_CTRL, META_SHIFT, Edit, character, edit_of
from devices.virtual.os.window_stack import WindowStack
from devices.virtual.ui.layout import forget_sizes
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Node, Rect, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.profile import Screen

# Key codes. Source: AOSP android.view.KeyEvent.
KEY_UP: Final = 19
KEY_DOWN: Final = 20
KEY_LEFT: Final = 21
KEY_RIGHT: Final = 22
KEY_CENTER: Final = 23
KEY_TAB: Final = 61
KEY_ENTER: Final = 66
KEY_DELETE: Final = 67
KEY_FORWARD_DELETE: Final = 112
KEY_MOVE_HOME: Final = 122
KEY_MOVE_END: Final = 123
KEY_NUMPAD_ENTER: Final = 160
_KEY_A, _KEY_C, _KEY_V, _KEY_X = 29, 31, 50, 52
_KEY_CUT, _KEY_COPY, _KEY_PASTE = 277, 278, 279


class TypingTarget(WindowStack):
    """Windows with a focus.

    Attributes:
        on_copy: called with what a key copies or cuts; the clipboard's owner sets it.
        on_paste: gives what a key pastes.
        keyboard_has_keys: tells whether the chosen keyboard shows anything.
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.on_copy: Callable[[str], None] = lambda _: None
        self.on_paste: Callable[[], str] = lambda: ""
        self.keyboard_has_keys: Callable[[], bool] = lambda: True
        self._keyboard = False

    # -- focus

    def focus(self, node: Node, *, keyboard_up: bool = True) -> None:
        """Give a view the focus; an input brings the keyboard up."""
        for other in self.root().walk():
            other.focused = other is node
        self._focus = node.identity
        if node.role is Role.INPUT:
            end = len(node.text)
            self._select(node, (end, end))
            if keyboard_up:
                self._show_keyboard(shown=True)
        self._reveal(node)
        self._touch()

    def focused(self) -> Node | None:
        """The view of the active window that has the focus."""
        if not self._windows:
            return None
        return next((node for node in self.root().walk() if node.focused), None)

    def move_focus(self, by: int) -> bool:
        """Give the focus to the next view that takes it (-1: the one before); says whether any."""
        able = [node for node in self.root().walk() if _focusable(node)]
        at = next((n for n, node in enumerate(able) if node.focused), None)
        target = (0 if by > 0 else len(able) - 1) if at is None else at + by
        if not 0 <= target < len(able):
            return False
        self.focus(able[target], keyboard_up=False)
        return True

    def _reveal(self, node: Node) -> None:
        """Scroll what holds a view until the view can be seen."""
        for container in _holding(self.root(), node):
            if container.sideways:
                continue
            below = node.bounds.bottom - container.visible.bottom
            above = node.bounds.top - container.visible.top
            self.scroll(container, below if below > 0 else min(0, above))

    # -- the soft keyboard

    @property
    def keyboard_shown(self) -> bool:
        """Whether the soft keyboard is up."""
        return self._keyboard

    def hide_keyboard(self) -> None:
        """Take the soft keyboard away; the input keeps its focus."""
        self._show_keyboard(shown=False)

    def _show_keyboard(self, *, shown: bool) -> None:
        shown = shown and self.keyboard_has_keys()
        if self._keyboard != shown:
            self._keyboard = shown
            panel, bar = self.keyboard_panel, self.system_bars().navigation_bar
            self._covered_px = panel.height - bar if shown else 0
            self._relayout()
        self._touch()

    @property
    def keyboard_panel(self) -> Rect:
        """What the soft keyboard covers while it is up, the navigation bar under it included."""
        return keyboard.panel(self.bounds, self._screen.navigation_bar_px, self.scale)

    def press_printed(self, x: int, y: int) -> None:
        """Press the key that is printed at a point of the soft keyboard."""
        for key in keyboard.keys(self.keyboard_panel, self.scale):
            if key.bounds.contains(x, y):
                codes = {keyboard.DELETE: KEY_DELETE, keyboard.ENTER: KEY_ENTER}
                if key.label in codes:
                    self.type_key(codes[key.label])
                self.type_text(key.text)

    # -- text

    def type_text(self, text: str) -> None:
        """Type into the focused input, at its cursor; a line feed is the Enter key."""
        for part in text.splitlines(keepends=True):
            line = part.rstrip("\r\n")
            node = self.focused()
            if line and node is not None and node.role is Role.INPUT and node.enabled:
                self._apply(node, edit_of(node).put(line, node.max_length))
            if line != part:
                self.type_key(KEY_ENTER)

    def set_text(self, node: Node, text: str) -> None:
        """Replace an input's text, as a user's edit does; the cursor goes behind it."""
        text = text[: node.max_length] if node.max_length else text
        self._apply(node, Edit(text, len(text), len(text)))

    def set_progress(self, node: Node, value: float) -> None:
        """Move a seek bar, as far as it goes."""
        node.progress = max(node.least, min(value, node.most))
        if node.on_progress is not None:
            node.on_progress(node.progress)
        self._touch()

    def _apply(self, node: Node, edit: Edit) -> None:
        changed = edit.text != node.text
        grown = node.multiline or not edit.text or not node.text
        node.text = edit.text
        self._select(node, (edit.start, edit.end))
        if changed and grown:
            forget_sizes(self.root())
            self._relayout()
        if changed and node.on_text is not None:
            node.on_text(edit.text)
        self._touch()

    def _select(self, node: Node, selection: tuple[int, int]) -> None:
        node.selection = selection
        if node.identity == self._focus:
            self._cursor = selection

    # -- keys

    def type_key(self, code: int, meta: int = 0) -> bool:
        """Press a key that edits text or moves the focus; says whether it is one.

        Args:
            code: from android.view.KeyEvent.
            meta: bits of `KeyEvent.META_*_ON`.
        """
        node = self.focused()
        typing = node is not None and node.role is Role.INPUT and node.enabled
        if node is not None and typing and self._edit_by_key(node, code, meta):
            return True
        if code in {KEY_ENTER, KEY_NUMPAD_ENTER, KEY_CENTER}:
            self._enter(node)
        elif code == KEY_TAB:
            self.move_focus(-1 if meta & META_SHIFT else 1)
        elif code in {KEY_UP, KEY_LEFT}:
            self.move_focus(-1)
        elif code in {KEY_DOWN, KEY_RIGHT}:
            self.move_focus(1)
        else:
            return False
        return True

    def _edit_by_key(self, node: Node, code: int, meta: int) -> bool:
        edit = edit_of(node)
        text = character(code, meta)
        if meta & META_CTRL:
            code = {_KEY_C: _KEY_COPY, _KEY_V: _KEY_PASTE, _KEY_X: _KEY_CUT}.get(code, code)
        if code == KEY_ENTER and node.multiline:
            text = "\n"
        if text:
            edit = edit.put(text, node.max_length)
        elif code in _ERASES:
            edit = edit.erase(_ERASES[code])
        elif code in _MOVES:
            edit = edit.move(_MOVES[code](edit), keep=bool(meta & META_SHIFT))
        elif code == _KEY_A and meta & META_CTRL:
            edit = Edit(edit.text, 0, len(edit.text))
        elif code in {_KEY_COPY, _KEY_CUT, _KEY_PASTE}:
            edit = self._clip(node, edit, code)
        else:
            return False
        self._apply(node, edit)
        return True

    def _clip(self, node: Node, edit: Edit, code: int) -> Edit:
        """Copy, cut or paste; a secret is not copied. Source: AOSP TextView.canCopy."""
        if code == _KEY_PASTE:
            return edit.put(self.on_paste(), node.max_length)
        if not edit.selected or node.secure:
            return edit
        self.on_copy(edit.selected)
        return edit.put("") if code == _KEY_CUT else edit

    def _enter(self, node: Node | None) -> None:
        """Enter: submit an input, else go on to the next one; a click on any other view."""
        if node is None:
            return
        if node.role is not Role.INPUT:
            self.click(node)
        elif node.on_submit is not None:
            self.hide_keyboard()
            node.on_submit()
        elif not self._next_input(node):
            self.hide_keyboard()

    def _next_input(self, node: Node) -> bool:
        able = [n for n in self.root().walk() if n.role is Role.INPUT and _focusable(n)]
        after = able[able.index(node) + 1 :] if node in able else []
        if after:
            self.focus(after[0], keyboard_up=False)
        return bool(after)

    def click(self, node: Node) -> None:
        """Do what a touch of a view does; a disabled one does nothing."""
        if not node.enabled:
            return
        if node.role is Role.INPUT:
            self.focus(node)
        if node.on_tap is not None:
            node.on_tap()


def _holding(tree: Node, wanted: Node) -> list[Node]:
    """The scroll containers that a view lies in, innermost first."""
    above: dict[int, Node] = {}
    for node in tree.walk():
        if node is wanted:
            break
        above.update((id(child), node) for child in node.children)
    found = []
    parent = above.get(id(wanted))
    while parent is not None:
        if parent.role in SCROLLING:
            found.append(parent)
        parent = above.get(id(parent))
    return found


def _focusable(node: Node) -> bool:
    seen = node.visible.width > 0 and node.visible.height > 0
    return seen and node.enabled and (node.role in _TAKES_FOCUS or node.on_tap is not None)


_TAKES_FOCUS: Final = frozenset({Role.INPUT, Role.SEEK})
_ERASES: Final = {KEY_DELETE: -1, KEY_FORWARD_DELETE: 1}
_MOVES: Final[dict[int, Callable[[Edit], int]]] = {
    KEY_LEFT: lambda edit: edit.end - 1,
    KEY_RIGHT: lambda edit: edit.end + 1,
    KEY_MOVE_HOME: lambda edit: edit.text.rfind("\n", 0, edit.end) + 1,
    KEY_MOVE_END: lambda edit: edit.end + len(edit.text[edit.end :].partition("\n")[0]),
}
