"""A tap that is lost is repeated, and one that was taken is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import pytest
from selenium.common.exceptions import StaleElementReferenceException

from config.deadlines import DEADLINES
from devices.errors import CommandFailed
from devices.facts import DeviceFacts
from pages import StepFailed
from pages.system import PermissionPrompt, system_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session


@dataclass
class Prompt:
    """A session and the one prompt on its screen, which is an element of it as well.

    Attributes:
        swallows: how many taps have no effect.
        slow: how many looks after a tap still find it.
        goes_late: whether it goes between a look and the tap after it.
    """

    swallows: int = 0
    slow: int = 0
    goes_late: bool = False
    taps: int = 0
    answered: bool = False
    facts = DeviceFacts("cell", "virtual", "android", "17", 37, "emulator", "emulator-5600")
    text = "Allow X to take pictures and record video?"

    def find_all(self, locator: Locator) -> list[Prompt]:
        if self.answered:
            self.slow -= 1
        gone = self.answered and self.slow < 0
        known = ("permission_deny(", "_message", "permission_(allow")
        return [self] * (not gone and any(word in locator.selector for word in known))

    def click(self) -> None:
        if self.goes_late and self.taps:
            raise StaleElementReferenceException
        self.taps += 1
        self.answered = self.taps > self.swallows

    def execute(self, script: str) -> str:
        return script.rpartition("getCurrent")[2]

    def source(self) -> str:
        return '<a text="Deny &amp; go" content-desc=""/>'

    def call(self, tried: str, command: Callable[[], object]) -> object:
        try:
            return command()
        except StaleElementReferenceException as error:
            raise CommandFailed("cell", tried, "stale") from error


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come is given up soon."""
    soon = replace(DEADLINES, find_s=0.2, settle_s=0.03)
    monkeypatch.setattr(system_page, "DEADLINES", soon)


def deny(prompt: Prompt) -> None:
    """Refuse."""
    PermissionPrompt(cast("Session", prompt)).deny()


@pytest.mark.parametrize("swallows", [0, 1, 2])
def test_a_tap_is_repeated_until_it_is_taken(swallows: int) -> None:
    """A prompt that is just coming swallows taps; one that takes the first gets no second."""
    prompt = Prompt(swallows)
    deny(prompt)
    assert prompt.taps == swallows + 1


def test_a_prompt_that_takes_its_time_to_go_is_left_alone() -> None:
    """The effect of a tap is waited for before the next one."""
    prompt = Prompt(slow=2)
    deny(prompt)
    assert prompt.taps == 1


def test_a_prompt_that_goes_before_the_second_tap_has_taken_the_first() -> None:
    """That is no error."""
    prompt = Prompt(slow=6, goes_late=True)
    deny(prompt)
    assert prompt.taps == 1


def test_a_prompt_that_takes_no_answer_is_told_with_what_is_in_front() -> None:
    """Package, activity, and what it says."""
    with pytest.raises(StepFailed, match=r"'deny': .* front is Package/Activity, .*'Deny & go'$"):
        deny(Prompt(swallows=1000))
