"""What stands in an empty input's place is not taken for what is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest

from devices.facts import DeviceFacts
from pages import ContactForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session


@dataclass
class Form:
    """A session, and the one input on its screen: an empty one reads its hint."""

    text: str
    facts = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")

    def find_all(self, locator: Locator) -> list[Form]:
        assert locator.selector.endswith("contact_name_input")
        return [self]

    def get_attribute(self, name: str) -> str:
        assert name == "hint"
        return "Name"

    def call(self, tried: str, command: Callable[[], object]) -> object:
        assert tried
        return command()


@pytest.mark.parametrize(("text", "name"), [("Name", ""), ("", ""), ("Mia Brandt", "Mia Brandt")])
def test_a_hint_is_no_name(text: str, name: str) -> None:
    """An empty input says its hint, or nothing."""
    assert ContactForm(cast("Session", Form(text))).name == name
