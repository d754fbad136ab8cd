"""Areas that scroll: what is in them, on screen or not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from pages.finding import NO_VALUES
from pages.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appium.webdriver.webelement import WebElement

    from config.locators import Locator
    from pages.driving import Direction
    from pages.finding import Match

_MOST_SCROLLS: Final = 20  # each way
_WAYS: Final[tuple[Direction, ...]] = ("down", "up")


class Scrolling(Reading):
    """Scrolls to what is not on screen."""

    def _shows_in(self, area: str, element: str, values: Mapping[str, str] = NO_VALUES) -> bool:
        """Whether the element is, or comes in time, anywhere in an area that scrolls."""
        return bool(self._sought(element, area, values, DEADLINES.notice_s)[1])

    def _one_in(self, area: str, element: str, values: Mapping[str, str] = NO_VALUES) -> WebElement:
        """The first match anywhere in an area that scrolls, waited for.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        return self._waited_in(area, element, values)[1][0]

    def _waited_in(
        self, area: str, element: str, values: Mapping[str, str] = NO_VALUES
    ) -> tuple[Locator, list[WebElement]]:
        """All matches on screen, scrolled to where there are none, with what found them.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        locator, found = self._sought(element, area, values, DEADLINES.find_s)
        if locator is None:
            raise self._missing(element, DEADLINES.find_s, values)
        return locator, found

    def _text_in(self, area: str, element: str) -> str:
        """What an element says that may have to be scrolled to.

        Raises:
            ElementMissing: nothing matched within the deadline.
            ValueUnreadable: the pattern does not fit what it says.
        """
        (text,) = self._read(element, lambda: self._waited_in(area, element), 1)
        return text

    def _sought(
        self, element: str, area: str, values: Mapping[str, str], deadline_s: float
    ) -> Match:
        """What is found by the deadline; the area is scrolled for what is not on screen."""
        end = time.monotonic() + deadline_s

        def look() -> Match:
            match = self._match(element, values)
            return match if match[1] else self._scrolled_to(element, area, values, end)

        return wait.until(look, deadline_s, holds=lambda match: bool(match[1]))

    def _scrolled_to(self, element: str, area: str, values: Mapping[str, str], end: float) -> Match:
        """What is found on the way to the area's end, and from there to its beginning.

        No scroll begins after the end, which is a time on the monotonic clock.
        """
        for direction in _WAYS:
            goes_on = True
            for _ in range(_MOST_SCROLLS):
                if not goes_on or time.monotonic() > end:
                    break
                goes_on = self._scroll_on(area, direction)
                match = self._match(element, values)
                if match[1]:
                    return match
        return None, []

    def _scroll_on(self, area: str, direction: Direction) -> bool:
        """Scroll by less than what is on screen; whether it could go on. No area goes nowhere."""
        found = self._all(area)
        return bool(found) and self._driving.scroll_on(found[0], direction)

    def _listed(self, area: str, element: str) -> list[str]:
        """What each match says in the whole of an area that scrolls, from its beginning.

        What says the same twice is told once.
        """
        self._to_end(area, "up")
        said = dict.fromkeys(self._texts(element))
        for _ in range(_MOST_SCROLLS):
            goes_on = self._scroll_on(area, "down")
            said |= dict.fromkeys(self._texts(element))
            if not goes_on:
                break
        return list(said)

    def _to_end(self, area: str, direction: Direction) -> None:
        for _ in range(_MOST_SCROLLS):
            if not self._scroll_on(area, direction):
                return
