"""A screen of the system's own apps: with lists to read and switches to turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selenium.common.exceptions import StaleElementReferenceException

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import CommandFailed
from pages.errors import ElementMissing, StepFailed
from pages.page import Page
from pages.system.foreground import foreground

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appium.webdriver.webelement import WebElement

_MOST_SCROLLS: Final = 20  # each way


class SystemPage(Page):
    """See `pages.page.Page`. Its locators name ids in full, since bare ones are the app's."""

    def _missing(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> ElementMissing:
        """See `pages.page.Region`. The system shows what the phone makes it show: say what."""
        missing = super()._missing(element, deadline_s, values)
        seen = f"{missing.seen}; {foreground(self._session)}"
        return ElementMissing(missing.device, missing.page, missing.tried, seen)

    def _tap_until(self, element: str, holds: Callable[[], bool], **values: str) -> None:
        """Tap something until what the tap is for shows.

        A window that is just coming swallows taps: Android does so since 16 QPR2 for its prompts.
        Source: AOSP PermissionController, GrantPermissionsActivity, onEnterAnimationComplete.

        Raises:
            StepFailed: it does not show.
        """

        def tapped() -> bool:
            for found in self._all(element, values)[:1]:
                self._click_if_there(element, found)
            return wait.until(holds, DEADLINES.settle_s)

        if not wait.until(tapped, DEADLINES.find_s):
            raise StepFailed(
                self._session.facts.name,
                self.NAME,
                f"tapping {element!r}",
                f"nothing came of it; {foreground(self._session)}",
            )

    def _click_if_there(self, element: str, found: WebElement) -> None:
        """Tap what may have gone since it was found: the tap before was not lost then."""
        try:
            self._click(element, found)
        except CommandFailed as error:
            if not isinstance(error.__cause__, StaleElementReferenceException):
                raise

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

    def _to_end(self, area: str, direction: str) -> None:
        for _ in range(_MOST_SCROLLS):
            if not self._scroll_on(area, direction):
                return
