"""The verbs of an iPhone's lock screen prove themselves by what the system says of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

import pytest

from config.secrets import Secret
from devices.errors import EffectMissing
from devices.facts import DeviceFacts
from devices.ios.lock import IosLock
from devices.ios.passcode import IosPasscode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.locators import Locator
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "ios", "17.6", 17, "cable", "UDID", transport="usb")
PASSCODE = "246810"
DIGITS = "1234567890"
T = TypeVar("T")


@dataclass
class Key:
    """A key of the lock screen."""

    label: str
    press: Callable[[], None]

    def get_attribute(self, name: str) -> str:
        return str(getattr(self, name))

    def click(self) -> None:
        self.press()


@dataclass
class Phone:
    """Stands for a session: a lock screen that Home lights, and then opens.

    Attributes:
        passcode: what opens it beside Home; empty for none.
        jammed: whether nothing locks or opens it.
        typed: digits since the keypad came.
        homes: how often Home was pressed while it was open.
        secrets: whether a command said a digit where logs could show it.
    """

    passcode: str = ""
    jammed: bool = False
    locked: bool = False
    lit: bool = True
    asks: bool = False
    typed: str = ""
    homes: int = 0
    told: bool = False
    commands: list[str] = field(default_factory=list)
    _hidden: bool = False

    def execute(self, script: str) -> bool:
        self.commands.append(script)
        if script == "mobile: lock" and not self.jammed:
            self.locked, self.lit, self.asks, self.typed = True, False, False, ""
        return self.locked

    def press(self, key: str) -> None:
        assert key == "home"
        if not self.lit:
            self.lit = True
        elif not self.locked:
            self.homes += 1
        elif self.passcode or self.jammed:
            self.asks = True
        else:
            self.locked = False

    @contextmanager
    def sensitive(self) -> Iterator[None]:
        self._hidden = True
        yield
        self._hidden = False

    def look_at(self, application: str) -> None:
        assert application == "com.apple.springboard"

    def find_all(self, locator: Locator) -> list[Key]:
        assert not any(f"'{digit}'" in locator.selector for digit in DIGITS)
        self.told = self.told or not self._hidden
        keys = [Key(digit, lambda digit=digit: self._type(digit)) for digit in DIGITS]  # type: ignore[misc] # a default binds the loop's value
        return keys if self.asks else []

    def call(self, tried: str, command: Callable[[], T]) -> T:
        assert not any(digit in tried for digit in DIGITS)
        return command()

    def _type(self, digit: str) -> None:
        self.typed += digit
        self.locked = self.jammed or self.typed != self.passcode


def verbs(phone: Phone, *, ours: bool = False) -> IosLock:
    """The verbs on it, with our passcode set there or not."""
    facts = replace(FACTS)
    session = lambda: cast("Session", phone)  # noqa: E731 - passed on twice
    passcode = IosPasscode(facts, session, Secret(PASSCODE))
    passcode.is_set = ours
    return IosLock(facts, session, passcode)


def test_locking_leaves_the_lock_screen_in_sight() -> None:
    """The screen that went dark is lit again, and nothing is opened by that."""
    phone = Phone()
    verbs(phone).lock()
    assert (phone.locked, phone.lit, phone.homes) == (True, True, 0)


@pytest.mark.parametrize("lit", [True, False])
def test_opening_does_not_leave_the_app_below(*, lit: bool) -> None:
    """Home is pressed as often as it takes, and not once more."""
    phone = Phone(locked=True, lit=lit)
    verbs(phone).unlock()
    assert (phone.locked, phone.homes) == (False, 0)


def test_an_open_phone_is_let_be() -> None:
    """Home would leave the app."""
    phone = Phone()
    verbs(phone).unlock()
    assert phone.homes == 0


def test_our_own_passcode_is_typed_where_no_log_tells_it() -> None:
    """Digit by digit, each command marked as carrying a secret."""
    phone = Phone(PASSCODE, locked=True)
    verbs(phone, ours=True).unlock()
    assert (phone.locked, phone.typed, phone.told) == (False, PASSCODE, False)


@pytest.mark.usefixtures("impatience")
def test_nothing_is_typed_into_anothers_lock_screen() -> None:
    """It stays, and the error says what has to be done."""
    phone = Phone("1357", locked=True)
    with pytest.raises(EffectMissing, match=r"leaving the lock screen.*taken away by hand"):
        verbs(phone).unlock()
    assert phone.typed == ""


@pytest.mark.usefixtures("impatience")
def test_a_phone_that_does_not_lock_is_told_of() -> None:
    """The command alone proves nothing."""
    with pytest.raises(EffectMissing, match="no lock screen is up"):
        verbs(Phone(jammed=True)).lock()
