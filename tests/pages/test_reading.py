"""Pages read values as locators say: text or label, whole or by a pattern, in any skin."""

from __future__ import annotations

import pytest

from config.locators import Element, Locator, PageLocators
from pages import ThreadPage, ValueUnreadable
from tests.pages.fakes import FakeElement, FakeSession, on


def page(session: FakeSession, *ways: Locator) -> ThreadPage:
    """A thread whose message is found in these ways."""
    found = ThreadPage(on(session))
    found._locators = PageLocators(elements={"message": Element(android=ways)})
    return found


def test_locators_are_tried_in_their_order() -> None:
    """The first that finds something is taken, with its own pattern, and no later one asked."""
    session = FakeSession({"second": [FakeElement("b: 2")], "third": [FakeElement("c: 3")]})
    ways = (
        Locator(id="first"),
        Locator(id="second", pattern=r"b: (?P<value>\d)"),
        Locator(id="third"),
    )
    assert page(session, *ways).messages == ["2"]
    assert session.asked == ["first", "second"]


def test_what_has_no_text_is_read_by_its_label() -> None:
    """Toolkits that draw for themselves put their words into the label."""
    session = FakeSession({"m": [FakeElement(label="Hello\nSMS\n10:12"), FakeElement("Bye")]})
    assert page(session, Locator(id="m")).messages == ["Hello\nSMS\n10:12", "Bye"]


def test_a_text_that_its_pattern_does_not_fit_is_told() -> None:
    """The error has page, element, pattern and what it says; nothing is made up."""
    session = FakeSession({"m": [FakeElement("odd")]})
    thread = page(session, Locator(id="m", pattern=r"(?P<value>\d+)"))
    with pytest.raises(ValueUnreadable, match=r"thread page: reading 'message' .* says 'odd'"):
        _ = thread.messages


@pytest.mark.parametrize(
    "below", ["SMS\n10:12\nSent", "Facebook Messenger\nPending", "Email\n22 Nov", "SMS\nNot sent"]
)
def test_a_page_takes_the_locators_of_its_build_s_skin(below: str) -> None:
    """On a merged build a message is found and read where that skin has it, whatever is below."""
    session = FakeSession(skin="merged")
    (way,) = ThreadPage(on(session))._locators.elements["message"].on("android")
    session.elements[way.selector] = [FakeElement(label=f"Is it free?\nor not?\n{below}")]
    assert ThreadPage(on(session)).messages == ["Is it free?\nor not?"]
