"""What keys do to the text of an input: the cursor, the selection, characters by key code.

Source: AOSP android.view.KeyEvent, data/keyboards/Virtual.kcm, ArrowKeyMovementMethod.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node

# Bits of a key event's state. Source: AOSP KeyEvent.META_*_ON.
META_SHIFT: Final = 0x1
META_ALT: Final = 0x2
META_CTRL: Final = 0x1000
META_CAPS_LOCK: Final = 0x100000

_DIGITS: Final = 7
_LETTERS: Final = 29
_NUMBER_PAD: Final = 144
_SHIFTED_DIGITS: Final = ")!@#$%^&*("
_SYMBOLS: Final = {
    17: "**",
    18: "##",
    55: ",<",
    56: ".>",
    62: "  ",
    68: "`~",
    69: "-_",
    70: "=+",
    71: "[{",
    72: "]}",
    73: "\\|",
    74: ";:",
    75: "'\"",
    76: "/?",
    77: "@@",
    81: "++",
    154: "//",
    155: "**",
    156: "--",
    157: "++",
    158: "..",
    159: ",,",
    161: "==",
    162: "((",
    163: "))",
}


def _characters() -> dict[int, str]:
    """What each key types, without and with Shift."""
    keys = dict(_SYMBOLS)
    keys |= {_LETTERS + n: low + low.upper() for n, low in enumerate(string.ascii_lowercase)}
    keys |= {_DIGITS + n: f"{n}{_SHIFTED_DIGITS[n]}" for n in range(10)}
    return keys | {_NUMBER_PAD + n: f"{n}{n}" for n in range(10)}


_CHARACTERS: Final = _characters()


def character(code: int, meta: int) -> str:
    """What a key types; empty for one that types nothing."""
    pair = _CHARACTERS.get(code)
    if pair is None or meta & (META_CTRL | META_ALT):
        return ""
    upper = bool(meta & META_SHIFT)
    if pair[0].isalpha() and meta & META_CAPS_LOCK:
        upper = not upper
    return pair[upper]


class Edit(NamedTuple):
    """A text and what of it is selected: where the cursor is, if both ends are the same."""

    text: str
    start: int
    end: int

    @property
    def selected(self) -> str:
        """The part of the text that is selected."""
        return self.text[min(self.start, self.end) : max(self.start, self.end)]

    def put(self, text: str, max_length: int = 0) -> Edit:
        """Put a text in the place of what is selected, or as much of it as there is room for."""
        head = self.text[: min(self.start, self.end)]
        tail = self.text[max(self.start, self.end) :]
        if max_length:
            text = text[: max(0, max_length - len(head) - len(tail))]
        at = len(head) + len(text)
        return Edit(head + text + tail, at, at)

    def erase(self, by: int) -> Edit:
        """Take away what is selected, or one character before (-1) or behind (1) the cursor."""
        if self.start != self.end:
            return self.put("")
        other = max(0, min(self.end + by, len(self.text)))
        return Edit(self.text, self.end, other).put("")

    def move(self, to: int, *, keep: bool = False) -> Edit:
        """Move the cursor; with `keep` the selection grows or shrinks with it."""
        to = max(0, min(to, len(self.text)))
        return Edit(self.text, self.start if keep else to, to)


def edit_of(node: Node) -> Edit:
    """An input's text and cursor; the cursor of one that never had any is at the end."""
    length = len(node.text)
    start, end = node.selection or (length, length)
    return Edit(node.text, min(start, length), min(end, length))
