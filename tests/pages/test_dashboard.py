"""The dashboard's figures are numbers, read where each skin has them, and waited for."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

import pytest
from selenium.common.exceptions import StaleElementReferenceException

from config import locators
from devices.errors import CommandFailed
from pages import DashboardPage, ValueUnreadable
from pages.dashboard import Appointments, Conversations, Pipeline
from tests.pages.fakes import FakeElement, FakeSession, on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Screen(FakeSession):
    """A screen whose elements are found by the page's own locators.

    Attributes:
        hidden: elements that are there only once the screen has been scrolled to its end.
    """

    def __init__(self, skin: str, elements: Mapping[str, list[FakeElement]]) -> None:
        super().__init__(
            {
                locator.selector: found
                for name, found in elements.items()
                for locator in locators.read("dashboard", skin).elements[name].on("android")
            },
            skin,
        )
        self.hidden: dict[str, list[FakeElement]] = {}

    def execute(self, _script: str, *, direction: str, **_: object) -> bool:
        if direction == "down":
            for name, found in self.hidden.items():
                (locator,) = locators.read("dashboard").elements[name].on("android")
                self.elements[locator.selector] = found
        return False


def page(session: Screen) -> DashboardPage:
    """The dashboard on this screen."""
    return DashboardPage(on(session))


def text(*texts: str) -> list[FakeElement]:
    """Elements that say these."""
    return [FakeElement(each) for each in texts]


def test_figures_of_the_native_skin_are_read_one_by_one() -> None:
    """Each figure is an element of its own; an amount has thousands, a sign and maybe cents."""
    figures = {
        "conversations_open": text("12"),
        "conversations_unread": text("3"),
        "conversations_starred": text("0"),
        "appointments_today": text("2"),
        "appointments_week": text("1,004"),
        "pipeline_open": text("4"),
        "pipeline_value": text("$1,201,250.35"),
    }
    dashboard = page(Screen("native", figures))
    assert dashboard.conversations == Conversations(12, 3, 0)
    assert dashboard.appointments == Appointments(2, 1004)
    assert dashboard.pipeline == Pipeline(4, Decimal("1201250.35"))


def test_figures_of_a_merged_card_are_told_apart_by_their_captions() -> None:
    """A card that is one view says all its figures; each is the line above its own caption."""
    cards = {
        "conversations_open": "Conversations\n12\nOpen\n3\nUnread\n0\nStarred",
        "appointments_today": "Appointments\n2\nToday\n7\nNext 7 days",
        "pipeline": "Pipeline\n4\nOpen\n$1,250\nValue",
    }
    found = {name: [FakeElement(label=label)] for name, label in cards.items()}
    dashboard = page(Screen("merged", found))
    assert dashboard.conversations == Conversations(12, 3, 0)
    assert dashboard.appointments == Appointments(2, 7)
    assert dashboard.pipeline == Pipeline(4, Decimal(1250))


def test_a_figure_that_is_no_number_is_told() -> None:
    """Page, figure and what it says stand in the error; nothing is taken for zero."""
    dashboard = page(Screen("native", {"conversations_open": text("lots")}))
    with pytest.raises(ValueUnreadable, match=r"dashboard page: .*'conversations_open'.*'lots'"):
        _ = dashboard.conversations


def test_activity_below_the_screen_s_edge_is_scrolled_to() -> None:
    """Rows are read at the dashboard's end; one whose title is cut off there is left out."""
    session = Screen(
        "native",
        {
            "content": text(""),
            "activity_title": text("Mia Brandt"),
            "activity_text": text("Contact added"),
        },
    )
    session.hidden = {
        "activity_title": text("Noah Silva", "Lena Novak"),
        "activity_text": text("Contact added", "Hello", "You: Hi"),
    }
    assert page(session).activity == [("Noah Silva", "Hello"), ("Lena Novak", "You: Hi")]


def test_figures_that_come_late_are_waited_for() -> None:
    """What a refresh brings after a moment is what is compared, not what stood there before."""
    open_ = FakeElement("1")
    session = Screen("native", {"pipeline_open": [open_], "pipeline_value": text("$50")})
    dashboard, looks = page(session), 0

    def late(_tried: str, command: Callable[[], object]) -> object:
        nonlocal looks
        looks += 1
        open_.text = "2" if looks > 4 else "1"
        return command()

    session.call = late  # type: ignore[method-assign] # counts the looks
    expected = Pipeline(2, Decimal(50))
    assert dashboard.pipeline_becomes(expected) == expected


def test_figures_below_the_screen_s_edge_are_scrolled_to() -> None:
    """On a small phone the pipeline is off screen at first."""
    session = Screen("native", {"content": text("")})
    session.hidden = {"pipeline_open": text("2"), "pipeline_value": text("$50")}
    assert page(session).pipeline == Pipeline(2, Decimal(50))


@pytest.mark.parametrize("times", [1, 2])
def test_a_figure_that_is_drawn_anew_is_found_once_more(times: int) -> None:
    """A refresh may replace an element between finding and reading it; twice is trouble."""
    session = Screen("native", {"appointments_today": text("3"), "appointments_week": text("5")})
    reads = count(1)

    def gone(_tried: str, command: Callable[[], object]) -> object:
        if next(reads) > times:
            return command()
        raise CommandFailed("cell", "reading", "gone") from StaleElementReferenceException()

    session.call = gone  # type: ignore[method-assign] # an app that draws anew
    if times == 1:
        assert page(session).appointments == Appointments(3, 5)
    else:
        with pytest.raises(CommandFailed):
            _ = page(session).appointments


def test_whole_dollars_are_made_of_the_exact_sum() -> None:
    """Cents are added before they are rounded: three times 60 cents are two dollars, not three."""
    assert Pipeline.of([0.6, 0.6, 0.6]) == Pipeline(3, Decimal(2))
    assert Pipeline.of([]) == Pipeline(0, Decimal(0))
