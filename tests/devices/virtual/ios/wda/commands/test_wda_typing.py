"""Text input, and the keyboard in the tree.

Source: facts about WebDriverAgent 16.12.9, XCUIElement+FBTyping.m, FBElementCommands.m,
XCUIApplication+FBHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.ios.wda.agents import MESSAGES
from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


@pytest.mark.parametrize(
    "body",
    [
        {"value": list("ann@x.test")},
        {"value": "ann@x.test"},
        {"text": "ann@x.test"},
        {"value": list("ann@x.test"), "text": "other", "frequency": 10},
    ],
)
def test_text_goes_into_an_element(looker: Looker, body: dict[str, object]) -> None:
    """Text comes as characters or whole; an input without the focus is tapped first."""
    email = looker.find("email")
    assert looker.do(email, "element/{}/value", **body).value is None
    assert looker.screen.email == "ann@x.test"
    assert looker.read(email, "text") == "ann@x.test"
    assert looker.agent.get("/element/active").value["ELEMENT"] == email


def test_text_is_added_to_what_is_there(looker: Looker) -> None:
    """Typing adds; clearing empties; an empty input shows its placeholder again."""
    email = looker.find("email")
    looker.do(email, "element/{}/value", value="ann")
    looker.do(email, "element/{}/value", value="@x")
    assert looker.screen.email == "ann@x"
    assert looker.do(email, "element/{}/clear").value is None
    assert looker.screen.email == ""
    assert looker.read(email, "text") == "E-mail"


def test_a_secret_is_told_as_bullets(looker: Looker) -> None:
    """A secure field tells bullets."""
    secret = looker.find("secret")
    looker.do(secret, "element/{}/value", value="abc")
    assert looker.screen.secret == "abc"
    assert looker.read(secret, "text") == "•••"


def test_backspaces_are_keys(looker: Looker) -> None:
    """A backspace in a text deletes what is before the cursor."""
    looker.do(looker.find("email"), "element/{}/value", value="ann\bt")
    assert looker.screen.email == "ant"


def test_nothing_to_type_is_an_invalid_argument(looker: Looker) -> None:
    """A request without a text is an invalid argument."""
    answer = looker.do(looker.find("email"), "element/{}/value")
    message = "Neither 'value' nor 'text' parameter is provided"
    assert answer.error == (400, "invalid argument", message)


def test_keys_go_to_what_has_the_focus(looker: Looker) -> None:
    """Keys go to what has the focus; without one they go nowhere."""
    assert looker.agent.post("/wda/keys", {"value": list("lost")}).value is None
    assert looker.screen.email == ""
    looker.do(looker.find("email"), "element/{}/click")
    looker.agent.post("/wda/keys", {"value": list("ann"), "frequency": 5})
    assert looker.screen.email == "ann"


def test_without_the_keyboard_nothing_is_typed(looker: Looker) -> None:
    """An input whose keyboard went away has no focus; typing into it brings both back."""
    email = looker.find("email")
    looker.do(email, "element/{}/click")
    looker.agent.on_phone(looker.agent.phone.display.hide_keyboard)
    looker.agent.post("/wda/keys", {"value": ["x"]})
    assert looker.screen.email == ""
    assert looker.agent.get("/element/active").status == 404
    looker.do(email, "element/{}/value", value="ann")
    assert looker.screen.email == "ann"


def test_a_slider_goes_to_a_part_of_its_way(looker: Looker) -> None:
    """A slider's value is a part between 0 and 1."""
    volume = looker.find("volume")
    assert looker.do(volume, "element/{}/value", value=list("0.5")).value is None
    assert looker.read(volume, "text") == "50%"
    answer = looker.do(volume, "element/{}/value", value="1.5")
    message = "Value of slider should be in 0..1 range"
    assert answer.error == (400, "invalid argument", message)


def test_what_has_no_text_is_not_cleared(looker: Looker) -> None:
    """Clearing what has no text does nothing."""
    assert looker.do(looker.find("sign_in"), "element/{}/clear").value is None
    assert looker.screen.done == []


def test_the_keyboard_hangs_below_the_application(looker: Looker) -> None:
    """While the keyboard is up, its keys are elements of the application that types."""
    assert looker.names("**/XCUIElementTypeKeyboard", "class chain") == []
    looker.do(looker.find("email"), "element/{}/click")
    chain = "**/XCUIElementTypeKeyboard/**/XCUIElementTypeKey"
    assert {"q", "m", "space", "delete"} <= set(looker.names(chain, "class chain"))
    looker.do(looker.find("q"), "element/{}/click")
    assert looker.screen.email == "q"
    looker.do(looker.find("delete"), "element/{}/click")
    assert looker.screen.email == ""


def test_keys_of_the_keyboard_are_accessible(looker: Looker) -> None:
    """A key has the trait of keys, and stays the same element while the keyboard is up."""
    looker.do(looker.find("email"), "element/{}/click")
    key = looker.find("q")
    assert looker.read(key, "attribute/traits") == "KeyboardKey"
    assert looker.read(key, "attribute/accessible") is True
    assert looker.read(key, "attribute/hittable") is True
    looker.do(key, "element/{}/click")
    assert looker.find("q") == key


def test_what_the_keyboard_covers_is_not_visible(looker: Looker) -> None:
    """What lies under the keyboard cannot be seen; a click brings it out first."""
    row = looker.find("row_3")
    assert looker.read(row, "displayed") is True
    looker.do(looker.find("email"), "element/{}/click")
    assert looker.read(row, "displayed") is False


def test_dismissing_presses_the_named_key(looker: Looker) -> None:
    """The keyboard is dismissed by a key that the client names, if that hides it."""
    assert looker.agent.post("/wda/keyboard/dismiss", {}).value is None
    looker.do(looker.find("secret"), "element/{}/click")
    assert looker.agent.post("/wda/keyboard/dismiss", {"keyNames": ["return"]}).value is None
    assert looker.names("**/XCUIElementTypeKeyboard", "class chain") == []


def test_a_keyboard_that_nothing_dismisses_is_an_error(looker: Looker) -> None:
    """A phone's keyboard has no key of its own to go away."""
    looker.do(looker.find("email"), "element/{}/click")
    status, error, message = looker.agent.post("/wda/keyboard/dismiss").error
    assert (status, error) == (400, "invalid element state")
    assert "Did not know how to dismiss the keyboard." in message
    assert message.startswith("Error Domain=com.facebook.WebDriverAgent Code=1")


def test_a_name_that_is_no_keys_presses_nothing(looker: Looker) -> None:
    """Only keys and buttons are pressed, not what holds them and has no name."""
    looker.do(looker.find("secret"), "element/{}/click")
    assert looker.agent.post("/wda/keyboard/dismiss", {"keyNames": [""]}).status == 400
    assert looker.screen.secret == ""


def test_the_keyboard_covers_windows_below_the_one_that_types(looker: Looker) -> None:
    """What lies under the keyboard in a window below cannot be seen either."""
    looker.change(height=600)
    low = looker.find("row_5")
    assert looker.read(low, "displayed") is True
    code = Node(Role.INPUT, id="code")

    def ask() -> None:
        display = looker.agent.phone.display
        display.show(Window(MESSAGES, "ask", WindowKind.DIALOG, lambda: code, lambda: None))

    looker.agent.on_phone(ask)
    assert looker.read(low, "displayed") is True
    looker.do(looker.find("code"), "element/{}/click")
    assert looker.read(low, "displayed") is False


@pytest.mark.parametrize("agent", ["ipad-18"], indirect=True)
def test_a_tablets_keyboard_goes_away(looker: Looker) -> None:
    """A tablet's keyboard has a key to go away."""
    looker.do(looker.find("email"), "element/{}/click")
    assert looker.agent.post("/wda/keyboard/dismiss").value is None
    assert looker.names("**/XCUIElementTypeKeyboard", "class chain") == []


def test_single_keys_are_typed_by_name(looker: Looker) -> None:
    """Keys come as characters, by XCTest's names, or with modifiers."""
    email = looker.find("email")
    looker.do(email, "element/{}/click")
    keys = [
        "a",
        "b",
        {"key": "c", "modifierFlags": 2},
        "XCUIKeyboardKeyDelete",
        "XCUIKeyboardKeyF1",
    ]
    assert looker.agent.post("/wda/element/0/keyboardInput", {"keys": keys}).value is None
    assert looker.screen.email == "ab"


@pytest.mark.parametrize("agent", ["ios-16"], indirect=True)
def test_single_keys_need_ios_17(looker: Looker) -> None:
    """Single keys are typed from iOS 17 on."""
    answer = looker.agent.post("/wda/element/0/keyboardInput", {"keys": ["a"]})
    message = "typeKey API is only supported since Xcode15 and iPadOS 17"
    assert answer.error == (500, "unsupported operation", message)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (None, "The 'keys' argument must be an array"),
        ([3], "All items of the 'keys' array must be either dictionaries or strings"),
        (
            [{"key": 3}],
            (
                "All dictionaries of 'keys' array must have the 'key' item of type string. Got '3'"
                " instead in the item {\n    key = 3;\n}"
            ),
        ),
    ],
)
def test_broken_keys_are_invalid_arguments(looker: Looker, keys: object, message: str) -> None:
    """Keys that are none are invalid arguments."""
    answer = looker.agent.post("/wda/element/0/keyboardInput", {"keys": keys})
    assert answer.error == (400, "invalid argument", message)
