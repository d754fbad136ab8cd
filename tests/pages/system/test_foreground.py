"""What stands in front is told in a line, on either platform, and never at the cost of an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest

from devices.errors import CommandFailed
from pages.system.foreground import foreground
from tests.pages.fakes import FACTS, IPHONE

if TYPE_CHECKING:
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

ANDROID = {
    "mobile: getCurrentPackage": "com.android.settings",
    "mobile: getCurrentActivity": ".Settings",
}
IOS = {"mobile: activeAppInfo": {"bundleId": "com.apple.Preferences", "pid": 7}}


@dataclass
class Screen:
    """A session that answers these commands and has this source."""

    facts: DeviceFacts
    answers: dict[str, Any]
    tree: str
    looked_at: str = "the app under test"

    def look_at(self, application: str) -> None:
        self.looked_at = application

    def execute(self, script: str) -> object:
        assert self.facts.platform == "android" or self.looked_at == "auto"
        if script not in self.answers:
            raise CommandFailed(self.facts.name, script, "no answer")
        return self.answers[script]

    def source(self) -> str:
        return self.tree


def told(screen: Screen) -> str:
    """What is said of it."""
    return foreground(cast("Session", screen))


@pytest.mark.parametrize(
    ("screen", "line"),
    [
        (
            Screen(FACTS, ANDROID, '<a text="Apps &amp; more" content-desc=""/>'),
            "in front is com.android.settings/.Settings, which says 'Apps & more'",
        ),
        (
            Screen(IPHONE, IOS, '<a name="x" label="Privacy &amp; Security" value="1"/>'),
            "in front is com.apple.Preferences, which says 'Privacy & Security'",
        ),
    ],
)
def test_its_name_and_its_first_words_are_told(screen: Screen, line: str) -> None:
    """As the platform names what is in front."""
    assert told(screen) == line


def test_a_session_that_does_not_answer_is_told() -> None:
    """The error that this belongs to is told all the same."""
    assert told(Screen(IPHONE, {}, "")).startswith("what is in front could not be seen: ")
