"""W3C actions: what the fingers and keys of a chain do to the screen.

Time is that of the events: a pause tells a tap from a long press, and costs none of the client's.
Source: appium-uiautomator2-server, handler/W3CActions, utils/w3c/ActionsExecutor and W3CKeyCode.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidArgument, InvalidElementState
from devices.virtual.android.uia2.fields import Fields
from devices.virtual.android.uia2.timeline import Event, Kind, events, read
from devices.virtual.os.editing import META_ALT, META_CTRL, META_SHIFT

if TYPE_CHECKING:
    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session

_META_ON: Final = 0x10000
"""Source: AOSP KeyEvent.META_META_ON."""
_MODIFIERS: Final = {0xE008: META_SHIFT, 0xE009: META_CTRL, 0xE00A: META_ALT, 0xE03D: _META_ON}
# Android's key codes by W3C's code points. Source: utils/w3c/W3CKeyCode.
_SPECIAL_KEYS: Final = {
    0xE000: 0,
    0xE001: 121,
    0xE002: 259,
    0xE003: 67,
    0xE004: 61,
    0xE005: 28,
    0xE006: 66,
    0xE007: 66,
    0xE00B: 127,
    0xE00C: 111,
    0xE00D: 62,
    0xE00E: 92,
    0xE00F: 93,
    0xE010: 123,
    0xE011: 3,
    0xE012: 21,
    0xE013: 19,
    0xE014: 22,
    0xE015: 20,
    0xE016: 124,
    0xE017: 112,
    0xE018: 74,
    0xE019: 70,
    **{0xE01A + digit: 144 + digit for digit in range(10)},
    0xE024: 155,
    0xE025: 157,
    0xE026: 159,
    0xE027: 156,
    0xE028: 158,
    0xE029: 154,
    **{0xE031 + number: 131 + number for number in range(12)},
    0xE040: 211,
}
# What the virtual keyboard can type. Source: AOSP data/keyboards/Virtual.kcm.
_TYPED: Final = frozenset(string.ascii_letters + string.digits + string.punctuation + " ")
_LETTER_A: Final = 29
_ENTER, _TAB = 66, 61


def perform(session: Session, body: Body) -> None:
    """Perform a chain of actions.

    Raises:
        InvalidArgument: the chain is malformed, or has a character that no key types.
        InvalidElementState: a finger was put where there is nothing to touch.
    """
    sources = read(Fields("W3CActionsModel", body))
    planned = events(sources, lambda element: session.view(element).bounds)
    base_ms = session.phone.clock.uptime().total_seconds() * 1000
    chain = _Chain(session, base_ms)
    done = [chain.perform(event) for event in planned]
    if not all(done):
        raise InvalidElementState(
            "Unable to perform W3C actions. Check the logcat output for possible error reports "
            "and make sure your input actions chain is valid."
        )


class _Chain:
    """A chain that is being performed, with the modifiers that are held."""

    def __init__(self, session: Session, base_ms: float) -> None:
        self._display = session.phone.display
        self._base_ms = base_ms
        self._meta = 0

    def perform(self, event: Event) -> bool:
        """Inject one event; says whether the system took it."""
        if event.kind in {Kind.KEY_DOWN, Kind.KEY_UP}:
            self._key(event.code, down=event.kind is Kind.KEY_DOWN)
            return True
        touch, at_ms = self._display.touch, self._base_ms + event.at_ms
        if event.kind is Kind.DOWN:
            return touch.down(event.finger, event.x, event.y, at_ms)
        if event.kind is Kind.UP:
            touch.up(event.finger, event.x, event.y, at_ms)
        else:
            touch.move(event.finger, event.x, event.y, at_ms)
        return True

    def _key(self, code: int, *, down: bool) -> None:
        modifier = _MODIFIERS.get(code)
        if not code:
            self._meta = 0
        elif modifier is not None:
            self._meta = self._meta | modifier if down else self._meta & ~modifier
        elif code in _SPECIAL_KEYS:
            if down:
                self._display.key(_SPECIAL_KEYS[code], meta=self._meta)
        else:
            self._character(chr(code), down=down)

    def _character(self, character: str, *, down: bool) -> None:
        """A character, by the keys that type it; the release of a key types nothing."""
        if character in "\n\t":
            if down:
                self._display.key(_ENTER if character == "\n" else _TAB, meta=self._meta)
        elif character not in _TYPED:
            raise InvalidArgument(
                "KeyCharacterMap.getEvents is unable to synthesize KeyEvent sequence out of "
                f"'{ord(character)}' key code. Consider applying a patch to UiAutomator2 server "
                "code or try to synthesize the necessary key event(s) for it manually"
            )
        elif down and self._meta and character.isalpha():
            shifted = META_SHIFT if character.isupper() else 0
            code = _LETTER_A + ord(character.lower()) - ord("a")
            self._display.key(code, meta=self._meta | shifted)
        elif down:
            self._display.type_text(character)
