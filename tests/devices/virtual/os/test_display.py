"""The display: its windows, what touches and keys do, and what it keeps between two builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image

from devices.virtual.os import keyboard, system_ui
from devices.virtual.os.display import (
    KEY_BACK,
    KEY_DELETE,
    KEY_ENTER,
    KEY_HOME,
    KEY_POWER,
    Display,
    Window,
    WindowKind,
)
from devices.virtual.os.profile import catalog
from devices.virtual.ui.node import Node, Rect, Role, Style

if TYPE_CHECKING:
    from devices.virtual.os.clock import Clock

SLOP_PX = 21
"""Eight dp at 420 dpi."""


@dataclass
class StoppedClock:
    up_s: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 41, tzinfo=UTC)

    def uptime(self) -> timedelta:
        return timedelta(seconds=self.up_s)


@dataclass
class App:
    """An app with an input, a button under a panel, and a list."""

    display: Display
    clock: StoppedClock
    done: list[str] = field(default_factory=list)
    text: str = ""
    head: bool = False

    def __post_init__(self) -> None:
        kind = WindowKind.APP
        self.window = Window(
            "com.x", "com.x.Main", kind, self.build, lambda: self.done.append("back")
        )
        self.display.show(self.window)

    def build(self) -> Node:
        button = Node(Role.BUTTON, id="go", text="Go", on_tap=lambda: self.done.append("go"))
        entry = Node(
            Role.INPUT,
            id="entry",
            text=self.text,
            on_text=lambda text: setattr(self, "text", text),
            on_submit=lambda: self.done.append("submit"),
        )
        rows = [
            Node(
                Role.TEXT,
                id=f"row{n}",
                text=f"Row {n}",
                style=Style(height=80),
                on_tap=lambda n=n: self.done.append(f"row{n}"),  # type: ignore[misc]
                on_long_press=lambda n=n: self.done.append(f"held{n}"),  # type: ignore[misc]
            )
            for n in range(30)
        ]
        head = [Node(Role.TEXT, text="Head")] if self.head else []
        scroll = Node(Role.SCROLL, id="list", style=Style(weight=1), children=rows)
        return Node(Role.GROUP, id="main", children=[*head, entry, button, scroll])

    def rebuild(self) -> None:
        self.display.invalidate(self.window)

    def node(self, node_id: str) -> Node:
        return next(node for node in self.display.root().walk() if node.id == node_id)

    def tap(self, node_id: str) -> None:
        self.display.tap(*self.node(node_id).visible.center)


@pytest.fixture
def app() -> App:
    """The app in front of a fresh Android 14 display."""
    clock = StoppedClock()
    return App(Display(catalog()["android-14"], cast("Clock", clock)), clock)


def _dialog(done: list[str]) -> Window:
    def build() -> Node:
        ok = Node(Role.BUTTON, id="ok", text="OK", on_tap=lambda: done.append("ok"))
        return Node(Role.GROUP, id="dialog", children=[Node(Role.TEXT, text="Sure?"), ok])

    return Window("com.x", "com.x.Ask", WindowKind.DIALOG, build, lambda: None)


def test_content_lies_between_the_system_bars(app: App) -> None:
    """The decor fills the screen; the content leaves both bars free."""
    content = app.node("content")
    assert app.display.root().bounds == Rect(0, 0, 1080, 2400)
    assert content.bounds == Rect(0, 63, 1080, 2337)
    assert content.package == "android"


def test_tree_is_built_once_until_invalidated(app: App) -> None:
    """Looking twice sees the same tree; after an invalidation it is a new one."""
    before, version = app.display.root(), app.display.version
    assert app.display.root() is before
    app.rebuild()
    assert app.display.root() is not before
    assert app.display.version != version


def test_tap_reaches_what_lies_under_the_finger(app: App) -> None:
    """A tap calls the tapped node's own callback."""
    app.tap("go")
    app.tap("row2")
    assert app.done == ["go", "row2"]


def test_tap_bubbles_to_the_tappable_parent(app: App) -> None:
    """A tap on a text inside a tappable group belongs to the group."""
    text = Node(Role.TEXT, id="inner", text="inner")
    group = Node(Role.GROUP, children=[text], on_tap=lambda: app.done.append("group"))
    app.display.show(Window("com.x", "B", WindowKind.APP, lambda: group, lambda: None))
    app.tap("inner")
    assert app.done == ["group"]


def test_front_layer_of_a_stack_gets_the_tap(app: App) -> None:
    """Of two nodes over each other the later one is touched; where it takes no touch, the other."""
    below = Node(Role.GROUP, id="below", on_tap=lambda: app.done.append("below"))
    above = Node(
        Role.BUTTON, id="above", style=Style(width=100), on_tap=lambda: app.done.append("above")
    )
    stack = Node(
        Role.GROUP, style=Style(direction="stack", align="stretch"), children=[below, above]
    )
    app.display.show(Window("com.x", "B", WindowKind.APP, lambda: stack, lambda: None))
    app.display.tap(50, 300)
    app.display.tap(900, 300)
    assert app.done == ["above", "below"]


def test_disabled_node_swallows_the_tap(app: App) -> None:
    """A disabled button does nothing and lets nothing through."""
    dead = Node(Role.BUTTON, id="dead", enabled=False, on_tap=lambda: app.done.append("dead"))
    group = Node(Role.GROUP, children=[dead], on_tap=lambda: app.done.append("group"))
    app.display.show(Window("com.x", "B", WindowKind.APP, lambda: group, lambda: None))
    app.tap("dead")
    assert app.done == []


def test_long_press_is_its_own_touch(app: App) -> None:
    """A long press calls the long-press callback and not the tap's."""
    app.display.tap(*app.node("row1").visible.center, hold_ms=1000)
    assert app.done == ["held1"]


def test_swipe_scrolls_by_its_length_and_says_so(app: App) -> None:
    """A swipe moves the list by its length without the touch slop; at the end nothing moves."""
    assert app.display.swipe(500, 2000, 500, 1400)
    assert app.node("list").scroll_offset == 600 - SLOP_PX
    while app.display.swipe(500, 2000, 500, 700):
        pass
    assert app.node("list").scroll_offset == app.node("list").scroll_range
    assert app.node("row29").visible.height > 0


def test_sideways_swipe_scrolls_nothing(app: App) -> None:
    """A list does not follow a finger that goes sideways."""
    assert not app.display.swipe(900, 2000, 100, 2000)


def test_scroll_offset_survives_a_rebuild(app: App) -> None:
    """A new tree is scrolled as far as the one before, even when something was put above."""
    app.display.swipe(500, 2000, 500, 1400)
    app.head = True
    app.rebuild()
    assert app.node("list").scroll_offset == 600 - SLOP_PX


def test_same_view_keeps_its_identity(app: App) -> None:
    """A node of a rebuilt tree is the same view by its place; another screen's node is not."""
    before = app.node("row3").identity
    app.head = True
    app.rebuild()
    assert app.node("row3").identity == before
    other = Window("com.x", "B", WindowKind.APP, app.build, lambda: None)
    app.display.show(other)
    assert app.node("row3").identity != before


def test_view_that_was_gone_is_a_new_one(app: App) -> None:
    """A view that one tree lacks is another view when it comes back."""
    app.head = True
    app.rebuild()
    head = app.display.root().children[0].children[0].children[0].children[0].children[0].identity
    app.head = False
    app.rebuild()
    app.display.root()
    app.head = True
    app.rebuild()
    again = app.display.root().children[0].children[0].children[0].children[0].children[0]
    assert again.text == "Head"
    assert again.identity != head


def test_typing_goes_into_the_tapped_input(app: App) -> None:
    """A tap focuses an input and brings the keyboard; text is added, deleted, submitted."""
    app.tap("entry")
    assert app.display.keyboard_shown
    app.display.type_text("hé llo")
    app.display.key(KEY_DELETE)
    assert app.text == "hé ll"
    app.display.key(KEY_ENTER)
    assert app.done == ["submit"]
    assert not app.display.keyboard_shown


def test_line_feed_submits(app: App) -> None:
    """A typed line feed is the Enter key."""
    app.tap("entry")
    app.display.type_text("a\n")
    assert (app.text, app.done) == ("a", ["submit"])


def test_typing_without_focus_goes_nowhere(app: App) -> None:
    """Text typed while no input has the focus is lost."""
    app.display.type_text("lost")
    assert app.text == ""


def test_focus_survives_a_rebuild(app: App) -> None:
    """The new tree's input has the focus that the old one's had."""
    app.tap("entry")
    app.rebuild()
    focused = app.display.focused()
    assert focused is not None
    assert focused.id == "entry"


def test_keyboard_takes_its_room_and_back_hides_it_first(app: App) -> None:
    """The content ends above the keyboard; Back takes the keyboard away before it leaves."""
    app.tap("entry")
    bottom = app.node("content").bounds.bottom
    assert bottom < 2337
    app.display.key(KEY_BACK)
    assert (app.display.keyboard_shown, app.done) == (False, [])
    assert app.node("content").bounds.bottom == 2337
    app.display.key(KEY_BACK)
    assert app.done == ["back"]


def test_keys_of_the_keyboard_type(app: App) -> None:
    """Tapping printed keys types them; a tap beside a key never reaches the app below."""
    app.tap("entry")
    panel = Rect(0, app.node("content").bounds.bottom, 1080, 2400)
    for label in ("h", "i", "space", ".", keyboard.DELETE):
        key = next(key for key in keyboard.keys(panel, app.display.scale) if key.label == label)
        app.display.tap(*key.bounds.center)
    app.display.tap(2, 2390)
    assert app.text == "hi "
    assert app.done == []


def test_dialog_floats_and_has_the_input(app: App) -> None:
    """A dialog is the active window, smaller than the screen, and the app below is not touched."""
    window = _dialog(app.done)
    app.display.show(window)
    assert app.display.active() is window
    bounds = app.display.root().bounds
    assert bounds.left > 0
    assert bounds.height < 1000
    app.tap("ok")
    app.display.tap(500, 200)
    app.display.remove(window)
    assert app.display.active() is app.window
    assert app.done == ["ok"]


def test_home_key_calls_the_system(app: App) -> None:
    """Home is the system's, not the app's."""
    app.display.on_home = lambda: app.done.append("home")
    app.display.key(KEY_HOME)
    assert app.done == ["home"]


def test_power_key_darkens_and_locks(app: App) -> None:
    """The power key darkens and locks; a dark screen takes no touch; the key lights it again."""
    app.display.key(KEY_POWER)
    assert (app.display.screen_on, app.display.locked) == (False, True)
    picture = Image.open(BytesIO(app.display.screenshot_png()))
    assert picture.getextrema() == ((0, 0),) * 3
    app.display.tap(500, 1000)
    app.display.key(KEY_BACK)
    assert app.done == []
    app.display.key(KEY_POWER)
    assert (app.display.screen_on, app.display.locked) == (True, True)


def test_keyguard_stays_in_front_and_opens_by_a_swipe(app: App) -> None:
    """What is shown behind a keyguard stays behind; a long swipe up opens it."""
    guard = Window(
        "com.android.systemui", "K", WindowKind.KEYGUARD, lambda: Node(Role.GROUP), lambda: None
    )
    app.display.on_power = lambda: (
        app.display.show(guard) if app.display.locked else app.display.remove(guard)
    )
    app.display.key(KEY_POWER)
    app.display.key(KEY_POWER)
    app.display.show(_dialog(app.done))
    assert app.display.active() is guard
    assert not app.display.swipe(500, 2000, 500, 1900)
    assert app.display.swipe(500, 2000, 500, 600)
    assert app.display.active() is not guard
    assert not app.display.locked


def test_toast_goes_with_the_phones_clock(app: App) -> None:
    """A toast is there for three and a half seconds of the phone's time."""
    app.display.toast("com.x", "Saved")
    version = app.display.version
    assert [toast.text for toast in app.display.toasts()] == ["Saved"]
    app.clock.up_s += 3.4
    assert app.display.toasts()
    app.clock.up_s += 0.2
    assert app.display.toasts() == ()
    assert app.display.version != version


def test_rotation_swaps_the_sides(app: App) -> None:
    """Turned by a quarter the screen is wide, and everything is laid out for it."""
    app.display.rotate(1)
    assert app.display.orientation == "LANDSCAPE"
    assert app.display.root().bounds == Rect(0, 0, 2400, 1080)
    assert Image.open(BytesIO(app.display.screenshot_png())).size == (2400, 1080)


def test_screenshot_is_painted_again_only_when_something_changed(app: App) -> None:
    """Two pictures of one state are the same object; after a change it is another."""
    first = app.display.screenshot_png()
    assert app.display.screenshot_png() is first
    app.display.set_text(app.node("entry"), "changed")
    assert app.display.screenshot_png() != first


def test_empty_display_has_no_active_window() -> None:
    """Before the launcher is shown, asking for the active window says what is missing."""
    display = Display(catalog()["android-14"], cast("Clock", StoppedClock()))
    with pytest.raises(LookupError, match="launcher"):
        display.active()


def test_keyguard_tells_the_time_and_how_to_open_it() -> None:
    """The lock screen shows the phone's time, its date, and the way in."""
    texts = [node.text for node in system_ui.keyguard(StoppedClock().now()).walk() if node.text]
    assert texts == ["9:41", "Sun, Nov 22", "Swipe up to unlock"]
