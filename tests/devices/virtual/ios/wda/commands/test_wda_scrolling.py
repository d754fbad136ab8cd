"""Scrolling by a distance, to a name or a predicate, and until an element can be seen.

Source: facts about WebDriverAgent 16.12.9, FBElementCommands.m, XCUIElement+FBScrolling.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


def _first_row(looker: Looker) -> object:
    chain = "**/XCUIElementTypeCell[`visible == 1`][1]"
    return looker.names(chain, "class chain")[0]


def test_scrolling_down_shows_what_is_below(looker: Looker) -> None:
    """A scroll by a distance moves by that part of the element, as a finger does that rests."""
    table = looker.find("list")
    assert looker.do(table, "wda/element/{}/scroll", direction="down", distance=0.5).value is None
    assert _first_row(looker) == "row_1"  # 120 points, less what makes it a drag
    looker.do(table, "wda/element/{}/scroll", direction="up", distance="0.5")
    assert _first_row(looker) == "row_0"


def test_scrolling_without_a_distance_goes_over_a_whole_element(looker: Looker) -> None:
    """Without a distance, it is the element's own height, in as many drags as that takes."""
    looker.do(looker.find("list"), "wda/element/{}/scroll", direction="down")
    assert _first_row(looker) == "row_3"


def test_scrolling_focuses_and_taps_nothing(looker: Looker) -> None:
    """A scroll of the whole application begins on whatever is there, and taps none of it."""
    assert looker.agent.post("/wda/scroll", {"direction": "down"}).value is None
    assert looker.agent.post("/wda/scroll", {"direction": "left"}).value is None
    assert looker.screen.done == []
    assert looker.names("**/XCUIElementTypeKeyboard", "class chain") == []


@pytest.mark.parametrize(
    "body",
    [{"name": "row_17"}, {"predicateString": "name == 'row_17'"}],
    ids=["name", "predicate"],
)
def test_scrolling_to_something(looker: Looker, body: dict[str, object]) -> None:
    """A scroll to a name or a predicate ends when the last match can be seen."""
    row = looker.find("row_17")
    assert looker.read(row, "displayed") is False
    assert looker.do(looker.find("list"), "wda/element/{}/scroll", **body).value is None
    assert looker.read(row, "displayed") is True


def test_scrolling_until_visible_both_ways(looker: Looker) -> None:
    """An element is scrolled to wherever it is, and lies in sight as a whole then."""
    far, first = looker.find("row_25"), looker.find("row_0")
    assert looker.do(far, "wda/element/{}/scroll", toVisible=True).value is None
    rect, area = looker.read(far, "rect"), looker.read(looker.find("list"), "rect")
    assert isinstance(rect, dict)
    assert isinstance(area, dict)
    assert area["y"] <= rect["y"]
    assert rect["y"] + rect["height"] <= area["y"] + area["height"]
    assert looker.do(first, "wda/element/{}/scroll", toVisible=True).value is None
    assert looker.read(first, "displayed") is True


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            {"name": "nobody"},
            (404, "no such element", "'nobody' identifier didn't match any elements"),
        ),
        (
            {"predicateString": "name == 'x'"},
            (404, "no such element", "'name == 'x'' predicate didn't match any elements"),
        ),
        ({}, (400, "invalid argument", "Unsupported scroll type")),
    ],
)
def test_what_a_scroll_refuses(
    looker: Looker, body: dict[str, object], error: tuple[int, str, str]
) -> None:
    """A scroll to what is not there, or to nothing at all."""
    assert looker.agent.post("/wda/scroll", body).error == error


def test_what_nothing_scrolls_cannot_be_scrolled_to(looker: Looker) -> None:
    """Something out of sight in a view with fewer than two visible cells is an error."""
    looker.change(rows=1, height=0)
    row = looker.find("row_0")
    status, error, message = looker.do(row, "wda/element/{}/scroll", toVisible=True).error
    assert (status, error) == (400, "invalid element state")
    assert "Failed to find scrollable visible parent with 2 visible children" in message


def test_scrolling_natively_needs_no_finger(looker: Looker) -> None:
    """The native scroll brings an element into view in one step."""
    row = looker.find("row_39")
    assert looker.agent.post(f"/wda/element/{row}/scrollTo").value is None
    assert looker.read(row, "displayed") is True


def test_a_native_scroll_that_fails_says_so(looker: Looker) -> None:
    """What stays out of sight is an invalid state."""
    looker.change(height=0)
    status, error, message = looker.agent.post(
        f"/wda/element/{looker.find('row_0')}/scrollTo"
    ).error
    assert (status, error) == (400, "invalid element state")
    assert "Failed to scroll element 'XCUIElementTypeCell (row_0)' into view" in message
