"""One answer means the same on both platforms, in however many questions the system asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

import pytest

from pages.system import PermissionPrompt
from tests.pages.fakes import FACTS, IPHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

# What tells each thing's selector from all others.
WORDS = {
    "question": "Keep Only While Using",
    "allow": "{'Allow', 'OK'",
    "continue": "label == 'Continue'",
    "deny": "label == 'Don\u2019t Allow'",
    "share_all": "Share All ",
    "asks": "permission_(allow|deny",
    "message": "permission_message",
    "denies": "permission_deny(_and",
    "denies_for_good": "permission_deny_and_dont_ask_again_button",
    "precise": "label == 'Precise: On'",
    "approximate": "label == 'Precise: Off'",
    "while_using": "label == 'Allow While Using App'",
}
CAMERA = {"question", "allow", "deny"}
CONTACTS = CAMERA | {"continue"}
FIRST = {"asks", "message", "denies"}
LAST = FIRST | {"denies_for_good"}
SHARE = {"share_all"}


@dataclass
class Screen:
    """Stands for a session.

    Attributes:
        questions: what each question offers that is up, or comes up after the one before.
        stays: what leads to no other question, but changes this one to what stands here.
    """

    facts: DeviceFacts
    questions: list[set[str]]
    stays: dict[str, set[str]] = field(default_factory=dict)
    taps: list[str] = field(default_factory=list)
    looked: str = ""

    def look_at(self, application: str) -> None:
        self.looked = application

    def find_all(self, locator: Locator) -> list[_Element]:
        up = self.questions[0] if self.questions else set()
        known = (name for name, word in WORDS.items() if word in locator.selector)
        return [_Element(self, name) for name in known if name in up]

    def call(self, tried: str, command: Callable[[], object]) -> object:
        del tried
        return command()


@dataclass
class _Element:
    screen: Screen
    name: str
    text = "May it?"
    rect: ClassVar = {"x": 60, "y": 400, "width": 270, "height": 44}

    def click(self) -> None:
        self.screen.taps.append(self.name)
        if self.name in self.screen.stays:
            self.screen.questions[0] = self.screen.stays[self.name]
        else:
            del self.screen.questions[0]

    def get_attribute(self, name: str) -> str:
        return f"{name} {len(self.screen.questions)}"


def prompt(screen: Screen) -> PermissionPrompt:
    """The question on a screen."""
    return PermissionPrompt(cast("Session", screen))


@pytest.mark.parametrize(
    ("questions", "taps", "where"),
    [
        ([CAMERA], ["allow"], "com.apple.springboard"),
        ([CONTACTS, SHARE], ["allow", "share_all"], "com.apple.ContactsUI.LimitedAccessPromptView"),
    ],
)
def test_allowing_answers_all_that_is_asked(
    questions: list[set[str]], taps: list[str], where: str
) -> None:
    """From iOS 18 on another process asks which contacts, once some are allowed."""
    screen = Screen(IPHONE, list(questions))
    prompt(screen).allow()
    assert (screen.taps, screen.looked) == (taps, where)


@pytest.mark.parametrize(
    ("facts", "questions"), [(IPHONE, [CAMERA, CAMERA]), (FACTS, [FIRST, LAST, LAST])]
)
def test_a_final_refusal_takes_as_many_questions_as_the_system_asks(
    facts: DeviceFacts, questions: list[set[str]]
) -> None:
    """On iOS the first refusal is final, on Android the second: nobody is asked once more."""
    screen, coming = Screen(facts, []), list(questions)
    prompt(screen).refuse_for_good(lambda: screen.questions.append(coming.pop(0)))
    assert (len(screen.taps), len(coming)) == (len(questions) - 1, 1)


def test_an_approximate_location_is_chosen_before_it_is_allowed() -> None:
    """The button that says so is no answer: it changes the question."""
    asked = {"question", "deny", "precise", "while_using"}
    screen = Screen(IPHONE, [asked], {"precise": asked - {"precise"} | {"approximate"}})
    prompt(screen).allow_approximate()
    assert screen.taps == ["precise", "while_using"]
