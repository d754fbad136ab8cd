"""Keys and text: the cursor, the selection, the focus and the room that the keyboard takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.display import KEY_DELETE, KEY_ENTER
from devices.virtual.os.editing import META_CAPS_LOCK, META_CTRL, META_SHIFT, character
from devices.virtual.os.typing_target import (
    KEY_CENTER,
    KEY_DOWN,
    KEY_FORWARD_DELETE,
    KEY_LEFT,
    KEY_MOVE_END,
    KEY_MOVE_HOME,
    KEY_RIGHT,
    KEY_TAB,
    KEY_UP,
)
from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.os.screens import Stage, button

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_A, KEY_C, KEY_V, KEY_X = 29, 31, 50, 52


class Form(Stage):
    """Two inputs, a button, and an input at the end of a scroll."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.clipboard = ""
        super().__init__(self._form)
        self.display.on_copy = lambda text: setattr(self, "clipboard", text)
        self.display.on_paste = lambda: self.clipboard

    def _form(self, stage: Stage) -> Node:
        return Node(
            Role.SCROLL,
            id="form",
            children=[
                self._input("name"),
                self._input("pin", secure=True, max_length=4),
                button(stage, "go"),
                Node(Role.GROUP, style=Style(height=560)),
                self._input("note", multiline=True),
            ],
        )

    def _input(
        self, name: str, *, secure: bool = False, max_length: int = 0, multiline: bool = False
    ) -> Node:
        return Node(
            Role.INPUT,
            id=name,
            text=self.texts.get(name, ""),
            secure=secure,
            max_length=max_length,
            multiline=multiline,
            on_text=self._typed(name),
        )

    def _typed(self, name: str) -> Callable[[str], None]:
        def typed(text: str) -> None:
            self.texts[name] = text
            self.rebuild()

        return typed

    def type(self, name: str, text: str = "") -> None:
        """Tap an input and type into it."""
        self.display.tap(*self.middle(name))
        self.display.type_text(text)

    def press(self, *codes: int, meta: int = 0) -> None:
        """Press keys one after the other."""
        for code in codes:
            self.display.key(code, meta=meta)


@pytest.mark.parametrize(
    ("code", "meta", "typed"),
    [
        (29, 0, "a"),
        (54, META_SHIFT, "Z"),
        (29, META_CAPS_LOCK, "A"),
        (29, META_CAPS_LOCK | META_SHIFT, "a"),
        (8, 0, "1"),
        (8, META_SHIFT, "!"),
        (8, META_CAPS_LOCK, "1"),
        (77, 0, "@"),
        (62, 0, " "),
        (149, 0, "5"),
        (29, META_CTRL, ""),
        (3, 0, ""),
        (-1, 0, ""),
    ],
)
def test_key_types_its_character(code: int, meta: int, typed: str) -> None:
    """A key types what is printed on it, as Shift and Caps Lock say; others type nothing."""
    assert character(code, meta) == typed


def test_cursor_moves_and_text_goes_in_where_it_is() -> None:
    """Arrows, Home and End move the cursor; characters and both deletes work at it."""
    form = Form()
    form.type("name", "bcd")
    form.press(KEY_MOVE_HOME, KEY_A, KEY_RIGHT)
    form.display.type_text("-")
    assert form.texts["name"] == "ab-cd"
    form.press(KEY_DELETE, KEY_FORWARD_DELETE)
    assert form.texts["name"] == "abd"
    form.press(KEY_MOVE_END, KEY_LEFT, KEY_DELETE)
    assert form.texts["name"] == "ad"


def test_selection_is_replaced_copied_cut_and_pasted() -> None:
    """Shift selects, Ctrl+A everything; typing replaces it; Ctrl copies, cuts and pastes."""
    form = Form()
    form.type("name", "one two")
    form.press(KEY_LEFT, KEY_LEFT, KEY_LEFT, meta=META_SHIFT)
    form.press(KEY_C, meta=META_CTRL)
    assert form.clipboard == "two"
    form.display.type_text("2")
    assert form.texts["name"] == "one 2"
    form.press(KEY_A, KEY_X, meta=META_CTRL)
    assert (form.texts["name"], form.clipboard) == ("", "one 2")
    form.press(KEY_V, KEY_V, meta=META_CTRL)
    assert form.texts["name"] == "one 2one 2"


def test_secret_is_not_copied() -> None:
    """The content of a password field never gets onto the clipboard."""
    form = Form()
    form.type("pin", "1234")
    form.press(KEY_A, KEY_C, meta=META_CTRL)
    assert form.clipboard == ""


def test_input_takes_no_more_than_its_length() -> None:
    """Typing and setting stop at the longest text that an input takes."""
    form = Form()
    form.type("pin", "12")
    form.display.type_text("3456")
    assert form.texts["pin"] == "1234"
    form.display.set_text(form.node("pin"), "987654")
    assert form.texts["pin"] == "9876"


def test_enter_goes_on_to_the_next_input_and_breaks_lines_where_there_are_lines() -> None:
    """Without a submit action Enter moves on; in an input of many lines it is a character."""
    form = Form()
    form.type("name")
    form.press(KEY_ENTER)
    form.display.type_text("12")
    assert form.texts == {"pin": "12"}
    form.display.focus(form.node("note"))
    height = form.node("note").bounds.height
    form.display.type_text("a\nb\nc\nd")
    assert form.texts["note"] == "a\nb\nc\nd"
    assert form.node("note").bounds.height > height


def test_keys_move_the_focus_and_click() -> None:
    """Tab and the arrows go from view to view, and the centre key clicks the one they are on."""
    form = Form()
    form.press(KEY_TAB, KEY_TAB, KEY_TAB)
    assert form.node("go").focused
    form.press(KEY_CENTER, KEY_UP)
    assert form.done == ["go"]
    assert form.node("pin").focused
    form.press(KEY_DOWN)
    form.press(KEY_TAB, meta=META_SHIFT)
    assert form.node("pin").focused
    assert not form.display.keyboard_shown


def test_held_delete_repeats() -> None:
    """Delete that is held takes more than one character away."""
    form = Form()
    form.type("name", "abc")
    form.display.key(KEY_DELETE, long=True)
    assert form.texts["name"] == "a"


def test_focused_input_is_scrolled_out_from_under_the_keyboard() -> None:
    """What the keyboard would cover is scrolled into view when it gets the focus."""
    form = Form()
    form.display.tap(*form.middle("note"))
    note, top = form.node("note").visible, form.display.keyboard_panel.top
    assert note.height == form.node("note").bounds.height
    assert note.bottom <= top


def test_focus_of_a_view_that_is_gone_is_nobodys() -> None:
    """When the focused input leaves the screen, keys go nowhere."""
    form = Form()
    form.type("name", "a")
    form.build = lambda stage: Node(Role.GROUP, children=[button(stage, "go")])
    form.rebuild()
    form.display.type_text("b")
    form.press(KEY_DELETE)
    assert form.texts == {"name": "a"}
    assert form.display.focused() is None
