"""How the lock screen asks for a credential: PIN pad, password field, pattern.

Source: AOSP packages/SystemUI, res-keyguard/layout/keyguard_pin_view.xml,
keyguard_num_pad_key.xml, keyguard_password_view.xml, keyguard_pattern_view.xml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.credentials import CredentialKind
from devices.virtual.os.pattern import pattern_view
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.keyguard import Keyguard

WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"
_KEY: Final = "#3B4A6B"
_ENTER: Final = "#A8C7FA"
_LETTERS: Final = ("+", "", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")
_ROWS: Final = ("123", "456", "789")
_KEY_DP: Final = 72
_FILL: Final = Style(weight=1)


def bouncer(guard: Keyguard) -> Node:
    """What asks for the credential that the phone has."""
    build = _VIEWS[guard.kind]
    message = Style(color=_INK, text_size=18, text_align="center", padding=(0, 0, 0, 16))
    emergency = Style(color=_INK, text_size=14, border="#8E9AB5", radius=24)
    parts = [
        _gap(),
        Node(Role.TEXT, id=guard.row["message"], text=guard.message, style=message),
        *build(guard),
        _gap(),
        _centred([Node(Role.BUTTON, id="emergency_call_button", text=guard.row["emergency"],
                       style=emergency)]),
    ]  # fmt: skip
    view = Node(
        Role.GROUP,
        id=f"keyguard_{guard.kind}_view",
        style=Style(padding=(24, 48, 24, 24), weight=1),
        children=parts,
    )
    flipper = Style(direction="stack", align="stretch")
    inside = Node(Role.GROUP, id="view_flipper", style=flipper, children=[view])
    return Node(
        Role.GROUP,
        id="keyguard_security_container",
        style=Style(direction="stack", align="stretch", background=WALLPAPER),
        children=[inside],
    )


def _gap() -> Node:
    return Node(Role.GROUP, important=False, style=_FILL)


def _centred(children: list[Node]) -> Node:
    style = Style(direction="row", align="center")
    return Node(Role.GROUP, important=False, style=style, children=[_gap(), *children, _gap()])


def _entry(guard: Keyguard, name: str) -> Node:
    style = Style(
        text_size=28, color=_INK, text_align="center", width=260, height=64, background=WALLPAPER
    )
    return Node(
        Role.INPUT,
        id=name,
        label="PIN area" if guard.kind is CredentialKind.PIN else "Device password",
        text=guard.typed,
        secure=True,
        focused=True,
        on_text=guard.type,
        on_submit=guard.submit,
        style=style,
    )


def _pin(guard: Keyguard) -> list[Node]:
    keys = [[_digit(guard, digit) for digit in row] for row in _ROWS]
    keys.append(
        [
            _control("delete_button", "Delete", "back", _KEY, guard.erase),
            _digit(guard, "0"),
            _control("key_enter", "Enter", "check", _ENTER, guard.submit),
        ]
    )
    row = Style(direction="row", align="center", gap=24, padding=(0, 6, 0, 6))
    rows = [
        Node(Role.GROUP, important=False, style=row, children=[_gap(), *line, _gap()])
        for line in keys
    ]
    return [
        _centred([_entry(guard, "pinEntry")]),
        Node(Role.GROUP, id="pin_container", children=rows),
    ]


def _digit(guard: Keyguard, digit: str) -> Node:
    texts = [
        Node(
            Role.TEXT, id="digit_text", text=digit,
            style=Style(text_size=28, color=_INK, text_align="center"),
        )
    ]  # fmt: skip
    if guard.row["letters"] and (letters := _LETTERS[int(digit)]):
        small = Style(text_size=10, color=_INK, text_align="center")
        texts.append(Node(Role.TEXT, id="klondike_text", text=letters, style=small))
    top = (_KEY_DP - (46 if len(texts) > 1 else 34)) / 2
    style = Style(
        width=_KEY_DP, height=_KEY_DP, radius=_KEY_DP / 2, background=_KEY, padding=(0, top, 0, 0)
    )
    return Node(
        Role.GROUP,
        id=f"key{digit}",
        label=digit,
        style=style,
        on_tap=lambda: guard.press(digit),
        children=texts,
    )


def _control(name: str, says: str, icon: str, color: str, on_tap: Callable[[], None]) -> Node:
    style = Style(
        width=_KEY_DP,
        height=_KEY_DP,
        radius=_KEY_DP / 2,
        background=color,
        color=_INK if color == _KEY else WALLPAPER,
        icon=icon,
        padding=(24, 24, 24, 24),
    )
    return Node(Role.IMAGE_BUTTON, id=name, label=says, on_tap=on_tap, style=style)


def _password(guard: Keyguard) -> list[Node]:
    return [_centred([_entry(guard, "passwordEntry")])]


def _pattern(guard: Keyguard) -> list[Node]:
    return [pattern_view("lockPatternView", _INK, guard.draw)]


_VIEWS: Final = {
    CredentialKind.PIN: _pin,
    CredentialKind.PASSWORD: _password,
    CredentialKind.PATTERN: _pattern,
}
