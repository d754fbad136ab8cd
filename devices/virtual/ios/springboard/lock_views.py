"""How the lock screen looks: time and padlock, and the keypad for the passcode."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ios.springboard.clock_face import clock_face
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.springboard.lock_screen import LockScreen

_KEY: Final = "#3B4A6B"
_KEY_SIDE: Final = 75.0
_KEY_GAP: Final = 24.0
_DOT: Final = 13.0
_SIX: Final = 6  # digits that a passcode has unless its user wants another number
_ROWS: Final = ("123", "456", "789")
_ROOM: Final = Style(weight=1)


def lock_screen(screen: LockScreen, listed: list[Node]) -> Node:
    """Padlock, time, date, what is listed, and how to go on."""
    state = "Unlocked" if screen.recognized else "Locked"
    padlock = Node(
        Role.IMAGE,
        label=state,
        style=Style(icon="lock", width=24, height=24, color=colors.PAPER),
    )
    return _page(
        [
            _centred([padlock]),
            clock_face(screen.now, colors.PAPER),
            *listed,
            _gap(),
            _text(screen.hint, size=15),
        ]
    )


def keypad(screen: LockScreen) -> Node:
    """What asks for the passcode."""
    rows = [_line([_digit(screen, digit) for digit in row]) for row in _ROWS]
    blank = Node(Role.GROUP, important=False, style=Style(width=_KEY_SIDE, height=_KEY_SIDE))
    rows.append(_line([blank, _digit(screen, "0"), blank]))
    back = (
        _word(screen.row["delete"], screen.erase)
        if screen.typed
        else _word(screen.row["cancel"], screen.leave_keypad)
    )
    foot = Node(
        Role.GROUP,
        important=False,
        style=Style(direction="row", padding=(24, 0, 24, 0)),
        children=[_word(screen.row["emergency"], _nothing), _gap(), back],
    )
    return _page(
        [
            _gap(),
            _text(screen.question, size=20),
            _dots(screen),
            *rows,
            _gap(),
            foot,
        ]
    )


def _dots(screen: LockScreen) -> Node:
    """A dot for each digit, those that were typed filled."""
    typed = len(screen.typed)
    dots = [
        Node(
            Role.GROUP,
            important=False,
            style=Style(
                width=_DOT,
                height=_DOT,
                radius=_DOT / 2,
                border=colors.PAPER,
                background=colors.PAPER if number < typed else None,
            ),
        )
        for number in range(screen.digits)
    ]
    gap = _KEY_GAP if screen.digits <= _SIX else _DOT / 2
    style = Style(direction="row", align="center", gap=gap, padding=(0, 16, 0, 24))
    row = Node(Role.GROUP, important=False, style=style, children=[_gap(), *dots, _gap()])
    label = f"{typed} of {screen.digits} values entered"
    return Node(Role.GROUP, label=label, style=Style(), children=[row])


def _digit(screen: LockScreen, digit: str) -> Node:
    style = Style(
        width=_KEY_SIDE,
        height=_KEY_SIDE,
        radius=_KEY_SIDE / 2,
        background=_KEY,
        color=colors.PAPER,
        text_size=34,
        text_align="center",
    )
    return Node(
        Role.BUTTON,
        kind=screen.row["digit"],
        text=digit,
        label=digit,
        on_tap=partial(screen.press, digit),
        style=style,
    )


def _word(words: str, on_tap: Callable[[], None]) -> Node:
    style = Style(height=44, text_size=16, color=colors.PAPER, padding=(8, 8, 8, 8))
    return Node(Role.BUTTON, text=words, label=words, on_tap=on_tap, style=style)


def _line(keys: list[Node]) -> Node:
    style = Style(direction="row", align="center", gap=_KEY_GAP, padding=(0, 7, 0, 7))
    return Node(Role.GROUP, important=False, style=style, children=[_gap(), *keys, _gap()])


def _centred(parts: list[Node]) -> Node:
    style = Style(direction="row", align="center")
    return Node(Role.GROUP, important=False, style=style, children=[_gap(), *parts, _gap()])


def _page(parts: list[Node]) -> Node:
    style = Style(background=colors.WALLPAPER, padding=(16, 12, 16, 16), gap=4)
    return Node(Role.GROUP, style=style, children=parts)


def _text(words: str, *, size: float, bold: bool = False) -> Node:
    style = Style(text_size=size, color=colors.PAPER, bold=bold, text_align="center")
    return Node(Role.TEXT, text=words, style=style)


def _gap() -> Node:
    return Node(Role.GROUP, important=False, style=_ROOM)


def _nothing() -> None:
    """An emergency call, which this phone does not make."""
