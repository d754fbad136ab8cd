"""The dashboard: the app's home."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from config.deadlines import DEADLINES
from devices import wait
from pages.bottom_bar import BottomBar
from pages.errors import ValueUnreadable
from pages.opportunities import OpportunitiesPage
from pages.page import Page
from pages.side_menu import SideMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pages.driving import Direction

_T = TypeVar("_T")

_MOST_SCROLLS: Final = 10  # of a screen's height: a dashboard ends before that


@dataclass(frozen=True, slots=True)
class Conversations:
    """The conversation summary: how many there are, have unread messages, are starred."""

    open: int
    unread: int
    starred: int


@dataclass(frozen=True, slots=True)
class Appointments:
    """The appointment counts: today, and in the next 7 days with today among them."""

    today: int
    week: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The pipeline snapshot: how many open opportunities, and their combined value."""

    open: int
    value: Decimal

    @classmethod
    def of(cls, values: Iterable[float]) -> Pipeline:
        """What the dashboard should show of open opportunities: it writes whole dollars."""
        exact = [Decimal(str(value)) for value in values]
        return cls(len(exact), sum(exact, Decimal()).quantize(Decimal(1)))


class DashboardPage(Page):
    """The first screen after a login.

    Each summary comes with a method that waits for it: figures that are on their way after a
    refresh are no claim yet.
    """

    NAME: ClassVar = "dashboard"

    @property
    def title(self) -> str:
        """What the bar at the top says: the account's brand."""
        return self._text("title")

    @property
    def conversations(self) -> Conversations:
        """The conversation summary that is shown now."""
        return Conversations(
            int(self._figure("conversations_open")),
            int(self._figure("conversations_unread")),
            int(self._figure("conversations_starred")),
        )

    @property
    def appointments(self) -> Appointments:
        """The appointment counts that are shown now."""
        return Appointments(
            int(self._figure("appointments_today")), int(self._figure("appointments_week"))
        )

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline snapshot that is shown now."""
        return Pipeline(int(self._figure("pipeline_open")), self._figure("pipeline_value"))

    @property
    def activity(self) -> list[tuple[str, str]]:
        """The recent activity from top to bottom: whose, and what."""
        self._scroll_to_edge("down")
        titles, texts = self._texts("activity_title"), self._texts("activity_text")
        self._scroll_to_edge("up")
        # From the end, since the edge of the screen may cut off the first row's title.
        return list(zip(titles[::-1], texts[::-1], strict=False))[::-1]

    def conversations_become(self, expected: Conversations) -> Conversations:
        """The conversation summary, waited for; what is shown at the deadline otherwise."""
        return _awaited(lambda: self.conversations, [expected])

    def appointments_become(self, expected: Appointments) -> Appointments:
        """The appointment counts, waited for; what is shown at the deadline otherwise."""
        return _awaited(lambda: self.appointments, [expected])

    def pipeline_becomes(self, *expected: Pipeline) -> Pipeline:
        """The pipeline snapshot, waited for to be one of these; else what the deadline finds."""
        return _awaited(lambda: self.pipeline, expected)

    def activity_when(
        self, holds: Callable[[list[tuple[str, str]]], bool]
    ) -> list[tuple[str, str]]:
        """The recent activity, once it satisfies; what is shown at the deadline otherwise."""
        return wait.until(lambda: self.activity, DEADLINES.notice_s, holds=holds)

    def refresh(self) -> None:
        """Have the figures loaded again."""
        self._tap("refresh")

    @property
    def bottom_bar(self) -> BottomBar:
        """The bar with the main screens."""
        return BottomBar(self._session)

    def open_menu(self) -> SideMenu:
        """Open the side menu."""
        self._tap("menu")
        return SideMenu(self._session).wait_until_open()

    def open_opportunities(self) -> OpportunitiesPage:
        """Go to what the pipeline snapshot counts."""
        self._tap_in("content", "pipeline")
        return OpportunitiesPage(self._session).wait_until_open()

    def _figure(self, element: str) -> Decimal:
        """A number as the app writes it: ``7``, ``$1,250``; scrolled to where it is off screen.

        Raises:
            ElementMissing: it did not show within the deadline.
            ValueUnreadable: it is no number.
        """
        text = self._text_in("content", element)
        try:
            return Decimal(text.replace(",", "").removeprefix("$"))
        except InvalidOperation:
            raise ValueUnreadable(
                self._session.facts.name, self.NAME, f"reading {element!r} as a number", repr(text)
            ) from None

    def _scroll_to_edge(self, direction: Direction) -> None:
        """Show the dashboard's beginning, or its end."""
        for _ in range(_MOST_SCROLLS):
            if not self._scroll_on("content", direction):
                return


def _awaited(look: Callable[[], _T], expected: Sequence[_T]) -> _T:
    return wait.until(look, DEADLINES.notice_s, holds=lambda seen: seen in expected)
