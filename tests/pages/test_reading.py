"""Pages read values as locators say: text or label, whole or by a pattern, in any skin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from config.locators import Element, Locator, PageLocators
from devices.device import DeviceFacts
from pages import ThreadPage, ValueUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")


class FakeElement:
    """An element that says something as text, or as its label."""

    def __init__(self, text: str = "", label: str = "") -> None:
        self.text = text
        self._label = label

    def get_attribute(self, name: str) -> str | None:
        return {"content-desc": self._label}.get(name)


class FakeSession:
    """A screen with these elements, by selector."""

    def __init__(self, skin: str = "native", **elements: list[FakeElement]) -> None:
        self.facts = replace(FACTS, skin=skin)
        self.elements = elements
        self.asked: list[str] = []

    def find_all(self, locator: Locator) -> list[FakeElement]:
        self.asked.append(locator.selector)
        return self.elements.get(locator.selector, [])

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()


def page(session: FakeSession, *ways: Locator) -> ThreadPage:
    """A thread whose message is found in these ways."""
    found = ThreadPage(cast("Session", session))
    found._locators = PageLocators(elements={"message": Element(android=ways)})
    return found


def test_locators_are_tried_in_their_order() -> None:
    """The first that finds something is taken, with its own pattern, and no later one asked."""
    session = FakeSession(second=[FakeElement("b: 2")], third=[FakeElement("c: 3")])
    ways = (
        Locator(id="first"),
        Locator(id="second", pattern=r"b: (?P<value>\d)"),
        Locator(id="third"),
    )
    assert page(session, *ways).messages == ["2"]
    assert session.asked == ["first", "second"]


def test_what_has_no_text_is_read_by_its_label() -> None:
    """Toolkits that draw for themselves put their words into the label."""
    session = FakeSession(m=[FakeElement(label="Hello\nSMS\n10:12"), FakeElement("Bye")])
    assert page(session, Locator(id="m")).messages == ["Hello\nSMS\n10:12", "Bye"]


def test_a_text_that_its_pattern_does_not_fit_is_told() -> None:
    """The error has page, element, pattern and what it says; nothing is made up."""
    session = FakeSession(m=[FakeElement("odd")])
    thread = page(session, Locator(id="m", pattern=r"(?P<value>\d+)"))
    with pytest.raises(ValueUnreadable, match=r"thread page: reading 'message' .* says 'odd'"):
        _ = thread.messages


@pytest.mark.parametrize(
    "below", ["SMS\n10:12\nSent", "Facebook Messenger\nPending", "Email\n22 Nov", "SMS\nNot sent"]
)
def test_a_page_takes_the_locators_of_its_build_s_skin(below: str) -> None:
    """On a merged build a message is found and read where that skin has it, whatever is below."""
    session = FakeSession("merged")
    (way,) = ThreadPage(cast("Session", session))._locators.elements["message"].on("android")
    session.elements[way.selector] = [FakeElement(label=f"Is it free?\nor not?\n{below}")]
    assert ThreadPage(cast("Session", session)).messages == ["Is it free?\nor not?"]
