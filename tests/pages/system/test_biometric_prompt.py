"""The prompt for a finger or a face, on both platforms, with what may stand before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from pages import LockPage
from pages.system import biometric_prompt
from pages.system.biometric_prompt import BiometricPrompt
from tests.pages.fakes import FACTS, IPHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

WORDS = {
    "consent": "to use Face ID?",
    "scanning": "authentication_ui",
    "alert": "Face Not Recognized",
    "cancel": "'Cancel'",
    "negative": "button_negative",
    "lock": "lock_unlock",
    "app": "lock",
}
BOTH = ("android", "ios")


@dataclass
class Screen:
    """Stands for a session: what is up now, and what each thing leads to.

    Attributes:
        up: what can be found.
        after: what is up once something was tapped.
        pressed: keys.
        looked: applications that were looked at.
    """

    facts: DeviceFacts
    up: set[str]
    after: dict[str, set[str]] = field(default_factory=dict)
    taps: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    looked: str = ""

    def look_at(self, application: str) -> None:
        self.looked = application

    def find_all(self, locator: Locator) -> list[_Element]:
        name = next((n for n, word in WORDS.items() if word in locator.selector), "")
        return [_Element(self, name)] if name in self.up else []

    def call(self, tried: str, command: Callable[[], object]) -> object:
        del tried
        return command()

    def press(self, key: str) -> None:
        self.pressed.append(key)


@dataclass
class _Element:
    screen: Screen
    name: str
    rect = {"x": 100, "y": 400, "width": 100, "height": 44}  # noqa: RUF012 - nobody changes it

    def click(self) -> None:
        self.screen.taps.append(self.name)
        self.screen.up = self.screen.after.get(self.name, self.screen.up)


def screen(platform: str, *up: str, **after: set[str]) -> Screen:
    """A screen on which this is up."""
    facts = IPHONE if platform == "ios" else FACTS
    return Screen(facts, set(up), after)


def prompt(on: Screen) -> BiometricPrompt:
    """The prompt on it."""
    return BiometricPrompt(cast("Session", on))


@pytest.mark.parametrize(("platform", "name"), [("ios", "scanning"), ("android", "negative")])
def test_a_prompt_that_is_up_is_found(platform: str, name: str) -> None:
    """And nothing is tapped for that."""
    on = screen(platform, name)
    assert prompt(on).opens(0)
    assert on.taps == []


def test_consent_is_given_by_whoever_waits() -> None:
    """Face ID's first question follows it; a look alone answers nothing."""
    on = screen("ios", "consent", consent={"scanning"})
    assert not prompt(on).is_open
    assert on.taps == []
    assert prompt(on).wait_until_open(0.1).is_open
    assert (on.taps, on.looked) == (["consent"], "com.apple.springboard")


def test_consent_alone_is_a_question_too_many() -> None:
    """A page that something is asked over is not spared."""
    on = screen("ios", "app", "consent", consent={"app", "scanning"})
    assert not prompt(on).spares(LockPage(cast("Session", on)))


@pytest.mark.parametrize(
    ("platform", "name", "taps", "pressed"),
    [("ios", "alert", ["cancel"], []), ("android", "negative", [], ["back"])],
)
def test_it_is_left_by_its_button_or_by_back(
    platform: str, name: str, taps: list[str], pressed: list[str]
) -> None:
    """An iPhone has no Back."""
    on = screen(platform, name, "cancel", cancel=set())
    prompt(on).cancel()
    assert (on.taps, on.pressed) == (taps, pressed)


def test_what_waits_for_a_face_cannot_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no button before a face was not recognized."""
    monkeypatch.setattr(biometric_prompt.BiometricPrompt, "_tap", _refuse)
    with pytest.raises(LookupError):
        prompt(screen("ios", "scanning")).cancel()


def _refuse(self: object, element: str) -> None:
    del self
    raise LookupError(element)


@pytest.mark.parametrize("platform", BOTH)
def test_the_lock_screen_is_seen_behind_it(platform: str) -> None:
    """By looking at the app where that can be done; else the prompt is left and asked for again."""
    name = "scanning" if platform == "ios" else "negative"
    on = screen(platform, name, "app", "lock", lock={name, "app", "lock"})
    assert LockPage(cast("Session", on)).is_behind_prompt()
    assert on.pressed == ([] if platform == "ios" else ["back"])
    assert on.taps == ([] if platform == "ios" else ["lock"])
