"""Pages scroll to what is not on screen, both ways, and give up at the deadline."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from config.deadlines import DEADLINES
from pages import ContactsPage, ElementMissing, scrolling
from tests.pages.fakes import FakeElement, FakeSession, on

if TYPE_CHECKING:
    from config.locators import Locator

_ON_SCREEN: Final = 4
_NOBODY: Final = {"contact": "Nobody"}
_NAMES: Final = [f"Contact {number:02}" for number in range(12)]


class LongList(FakeSession):
    """A list of which some rows are on screen, as a driver tells of it."""

    def __init__(self, first: int = 0, *, is_loaded: bool = True) -> None:
        super().__init__()
        self.first = first
        self.scrolls: list[str] = []
        self._is_loaded = is_loaded

    def find_all(self, locator: Locator) -> list[FakeElement]:
        shown = _NAMES[self.first : self.first + _ON_SCREEN] if self._is_loaded else []
        name = locator.selector
        there = name in shown or (name == "contact_list" and self._is_loaded)
        return [FakeElement(name).found(name, self.done.append)] if there else []

    def execute(self, script: str, **arguments: str | float) -> bool:
        """The driver's own gesture: one row less than a screen, and whether more is there."""
        assert (script, arguments["elementId"]) == ("mobile: scrollGesture", "contact_list")
        self.scrolls.append(str(arguments["direction"]))
        step = (_ON_SCREEN - 1) * (1 if arguments["direction"] == "down" else -1)
        last = len(_NAMES) - _ON_SCREEN
        self.first = min(max(self.first + step, 0), last)
        return self.first not in {0, last}


def contacts(screen: LongList) -> ContactsPage:
    """The page on this screen."""
    return ContactsPage(on(screen))


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that a test can wait for."""
    monkeypatch.setattr(scrolling, "DEADLINES", replace(DEADLINES, find_s=0.2))


def test_what_is_on_screen_is_not_scrolled_for() -> None:
    """A row that shows is taken where it is."""
    screen = LongList()
    contacts(screen).choose("Contact 02")
    assert (screen.done, screen.scrolls) == (["tap Contact 02"], [])


@pytest.mark.parametrize("name", ["Contact 06", "Contact 11"])
def test_what_is_below_is_scrolled_to(name: str) -> None:
    """A row further down is found on the way, the very last one as well."""
    screen = LongList()
    contacts(screen).choose(name)
    assert screen.done == [f"tap {name}"]
    assert set(screen.scrolls) == {"down"}


def test_what_is_above_is_found_on_the_way_back() -> None:
    """A list that was left scrolled is searched from its end to its beginning."""
    screen = LongList(first=5)
    contacts(screen).choose("Contact 00")
    assert screen.done == ["tap Contact 00"]
    assert screen.scrolls[-1] == "up"


@pytest.mark.usefixtures("_quick")
def test_what_is_nowhere_is_missing() -> None:
    """The whole list is looked through, and the error says what was looked for."""
    screen = LongList()
    with pytest.raises(ElementMissing, match=r"contacts page: .*'row_of' {'contact': 'Nobody'}"):
        contacts(screen).choose("Nobody")
    assert {"down", "up"} <= set(screen.scrolls)
    assert screen.done == []


@pytest.mark.usefixtures("_quick")
def test_a_list_that_is_not_there_is_not_scrolled() -> None:
    """A screen that has nothing to show is waited for and then told."""
    screen = LongList(is_loaded=False)
    with pytest.raises(ElementMissing, match="contacts page"):
        contacts(screen).choose("Contact 00")
    assert screen.scrolls == []


def test_the_ends_of_a_list_end_the_scrolling() -> None:
    """The list is gone through once each way, and no scroll is wasted at its ends."""
    screen = LongList()
    assert contacts(screen)._scrolled_to("row_of", "list", _NOBODY, math.inf) == (None, [])
    assert screen.scrolls == ["down"] * 3 + ["up"] * 3


def test_a_list_without_end_is_left() -> None:
    """A list that always says that it goes on is scrolled so many times and no more."""
    screen = LongList()
    screen.execute = lambda *_, **__: screen.scrolls.append("") or True  # type: ignore[method-assign, func-returns-value] # a fake
    assert contacts(screen)._scrolled_to("row_of", "list", _NOBODY, math.inf) == (None, [])
    assert len(screen.scrolls) == 2 * scrolling._MOST_SCROLLS


def test_no_scroll_begins_after_the_deadline() -> None:
    """A long list is left where the time is over, not at its end."""
    screen = LongList()
    assert contacts(screen)._scrolled_to("row_of", "list", _NOBODY, 0) == (None, [])
    assert screen.scrolls == []
