"""The first so many pictures are marked, whatever the picker knows of an earlier choice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from devices.facts import DeviceFacts
from pages.system import PhotoPicker

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session


@dataclass
class Element:
    """What a tap does, and what it says."""

    click: Callable[[], None]
    text: str = ""


@dataclass
class Picker:
    """A session and the picker on its screen, which begins with some marked."""

    marked: set[int] = field(default_factory=set)
    facts = DeviceFacts("cell", "virtual", "android", "15", 35, "emulator", "emulator-5600")

    def find_all(self, locator: Locator) -> list[Element]:
        if "button_add" in locator.selector:
            count = len(self.marked)
            return [Element(lambda: None, f"Add ({count})")] * bool(count)
        found = re.search(r"instance\((\d)\)", locator.selector)
        index = int(found[1]) if found else 0
        return [Element(lambda: self.marked.symmetric_difference_update({index}))]

    def call(self, tried: str, command: Callable[[], object]) -> object:
        assert tried
        return command()


@pytest.mark.parametrize("before", [set(), {0}, {1, 2}, {0, 1, 2}])
def test_the_first_are_marked_whatever_was_before(before: set[int]) -> None:
    """What was marked stays so; no tap takes it away."""
    picker = Picker(marked=set(before))
    PhotoPicker(cast("Session", picker)).select(3)
    assert picker.marked == {0, 1, 2}
