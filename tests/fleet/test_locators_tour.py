"""The tour of `fleet locators check` comes past every page, and every locator finds something."""

from __future__ import annotations

import io
from itertools import product
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from config import locators
from fleet.lint_pages import regions
from fleet.locators_tour import go

if TYPE_CHECKING:
    from fleet.locators_route import Tour

pytestmark = pytest.mark.e2e


@pytest.fixture(
    scope="module", params=product(("android-8.0", "ios-15"), locators.skins()), ids="-".join
)
def tour(request: pytest.FixtureRequest) -> Tour:
    """A tour on the oldest release of each platform, whose screen is the smallest."""
    phone, skin = request.param
    return go(phone, skin, Console(file=io.StringIO(), width=200))


def test_every_page_is_passed_and_open_where_it_should_be(tour: Tour) -> None:
    """No page of the app is left out, in either skin; the system's own are no part of it."""
    assert tour.not_open == []
    ours = {name for name in regions() if not name.startswith("system/")}
    assert ours - tour.passed == set()


def test_every_locator_finds_something_on_some_screen(tour: Tour) -> None:
    """No selector is stale: each finds one element or many on a screen of its page."""
    assert tour.complaints() == []


def test_selectors_with_places_are_tried_with_values(tour: Tour) -> None:
    """What a page fills in is filled in on the tour as well, but for a menu that closes at once."""
    tried: dict[tuple[str, str], bool] = {}
    for stop in tour.stops:
        for line in (line for looks in stop.looks.values() for line in looks):
            key = (line.page, line.element)
            tried[key] = tried.get(key, False) or line.found is not None
    assert {key for key, was in tried.items() if not was} == {("thread", "channel")}
