"""The keyboard of an iPhone comes and goes with the field that it types into."""

from __future__ import annotations

import pytest

from devices.virtual.os.window import Window, WindowKind, content_of
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.ios.iphones import iphone


class _Form:
    """A window with one field, until it is sent."""

    def __init__(self) -> None:
        self.sent = False
        self.display = iphone().display
        self.window = Window(
            "com.example.form", "form", WindowKind.APP, self._content, lambda: None
        )
        self.display.show(self.window)
        self.display.focus(self.field())

    def field(self) -> Node:
        """The field."""
        return next(node for node in self.display.root().walk() if node.role is Role.INPUT)

    def send(self) -> None:
        """Show what follows."""
        self.sent = True
        self.display.invalidate(self.window)

    def room(self) -> int:
        """How far down the window's content may reach."""
        return content_of(self.display.root()).bounds.bottom

    def _content(self) -> Node:
        field = Node(Role.INPUT, id="name", on_text=lambda _: None)
        below = Node(Role.TEXT, text="Thank you") if self.sent else field
        return Node(Role.GROUP, children=[below])


@pytest.fixture
def form() -> _Form:
    """A form whose field has the focus."""
    return _Form()


def test_it_stays_while_the_field_is_there(form: _Form) -> None:
    """A window that is built anew with the field keeps the keyboard, and the room above it."""
    form.display.invalidate(form.window)
    assert form.display.keyboard_shown
    assert form.room() == form.display.keyboard_panel.top


def test_the_edge_of_the_glass_is_no_key(form: _Form) -> None:
    """A sweep from the foot is the system's, although the keyboard reaches down there."""
    called: list[str] = []
    display = form.display
    display.on_home = lambda: called.append("home")
    wide, high = display.bounds.width, display.bounds.height
    display.swipe(wide // 2, high - 2, wide // 2, high // 2)
    assert called == ["home"]


def test_it_goes_with_the_field(form: _Form) -> None:
    """The next screen has no field, and all of the glass down to the home indicator."""
    form.send()
    assert not form.display.keyboard_shown
    assert form.room() == form.display.bounds.bottom - form.display.system_bars().navigation_bar
