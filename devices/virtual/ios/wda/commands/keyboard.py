"""The keyboard: taking it away, and pressing keys that a hardware keyboard has.

Source: WebDriverAgent 16.12.9, Commands/FBCustomCommands.m, Categories/XCUIApplication+FBHelpers.m,
Utilities/FBKeyboard.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described, ns_error, plain
from devices.virtual.ios.wda.input import pointing, typing
from devices.virtual.ios.wda.routing import Call, Route
from devices.virtual.os.typing_target import KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_UP

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element

_KEY_TYPES: Final = frozenset({"Key", "Button"})
_TYPED: Final = {
    "XCUIKeyboardKeyDelete": "\b",
    "XCUIKeyboardKeyForwardDelete": "\x7f",
    "XCUIKeyboardKeyReturn": "\n",
    "XCUIKeyboardKeyEnter": "\n",
    "XCUIKeyboardKeyTab": "\t",
    "XCUIKeyboardKeySpace": " ",
}
_PRESSED: Final = {
    "XCUIKeyboardKeyUpArrow": KEY_UP,
    "XCUIKeyboardKeyDownArrow": KEY_DOWN,
    "XCUIKeyboardKeyLeftArrow": KEY_LEFT,
    "XCUIKeyboardKeyRightArrow": KEY_RIGHT,
}
_NAMED: Final = "XCUIKeyboardKey"
"""How the names of keys begin; those that do nothing here are passed over."""


def _keyboard(call: Call) -> Element | None:
    root = snapshot(call.phone, call.session.active())
    return next((each for each in root.below() if each.kind == "Keyboard"), None)


def _dismiss(call: Call) -> None:
    keyboard = _keyboard(call)
    if keyboard is None:
        return
    names = call.arguments.get("keyNames") or []
    for key in keyboard.below():
        wanted = key.identifier in names or key.own_label in names
        if wanted and key.kind in _KEY_TYPES:
            call.phone.display.tap(*key.hit_point)
            if _keyboard(call) is None:
                return
    if call.phone.profile.form == "tablet":
        call.phone.display.hide_keyboard()  # a tablet's keyboard has a key for it
        return
    message = (
        "Did not know how to dismiss the keyboard. Try to dismiss it in the way supported by your"
        " application under test."
    )
    raise WdaError(Fault.INVALID_ELEMENT_STATE, ns_error(message))


def _input(call: Call) -> None:
    if call.places["uuid"] != "0":
        pointing.target(call)
    if not call.phone.profile.rows["element_traits"]["types_keys"]:
        message = "typeKey API is only supported since Xcode15 and iPadOS 17"
        raise WdaError(Fault.UNSUPPORTED_OPERATION, message)
    keys = call.arguments.get("keys")
    if not isinstance(keys, list):
        raise WdaError(Fault.INVALID_ARGUMENT, "The 'keys' argument must be an array")
    for key in keys:
        _press(call, _key(key))


def _key(item: Any) -> str:  # noqa: ANN401 - whatever a client sends
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        message = "All items of the 'keys' array must be either dictionaries or strings"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    key = item.get("key")
    if not isinstance(key, str):
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "All dictionaries of 'keys' array must have the 'key' item of type string."
            f" Got '{plain(key)}' instead in the item {described(item)}",
        )
    return key


def _press(call: Call, key: str) -> None:
    display = call.phone.display
    if key in _PRESSED:
        display.type_key(_PRESSED[key])
    elif key in _TYPED or not key.startswith(_NAMED):
        typing.type_text(display, _TYPED.get(key, key))


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/keyboard/dismiss", _dismiss),
    Route("POST", "/wda/element/:uuid/keyboardInput", _input),
)
