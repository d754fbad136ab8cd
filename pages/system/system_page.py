"""A screen of the system's own apps: with lists to read and switches to turn."""

from __future__ import annotations

from itertools import count
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

_LONGER: Final = 1.5
_SYSTEMS: Final = {"android": "Android", "ios": "iOS"}


class SystemPage(Page):
    """See `pages.page.Page`. Its locators name ids in full, since bare ones are the app's."""

    def _missing(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> ElementMissing:
        """See `pages.finding.Finding`. The system shows what the phone makes it show: say what."""
        missing = super()._missing(element, deadline_s, values)
        seen = f"{missing.seen}; {foreground(self._session)}"
        return ElementMissing(missing.device, missing.page, missing.tried, seen)

    def _tap_until(self, element: str, holds: Callable[[], bool], **values: str) -> None:
        """Tap something until what the tap is for shows.

        A window that is just coming swallows taps: Android does so since 16 QPR2 for its prompts.
        Source: AOSP PermissionController, GrantPermissionsActivity, onEnterAnimationComplete.

        Each tap is given longer to show than the one before: a slow phone may have taken that.

        Raises:
            StepFailed: it does not show.
        """
        times = (DEADLINES.settle_s * _LONGER**taps for taps in count())

        def tapped() -> bool:
            for found in self._all(element, values)[:1]:
                self._click_if_there(element, found)
            return wait.until(holds, next(times))

        if not wait.until(tapped, DEADLINES.find_s):
            raise StepFailed(
                self._session.facts.name,
                self.NAME,
                f"tapping {element!r}",
                f"nothing came of it; {foreground(self._session)}",
            )

    @property
    def _release(self) -> str:
        """What the phone runs, in words."""
        facts = self._session.facts
        return f"{_SYSTEMS[facts.platform]} {facts.version}"

    def _is_known(self, element: str) -> bool:
        """Whether there is such a thing on this platform at all, as the locators have it."""
        return bool(self._locators.elements[element].on(self._session.facts.platform))

    def _leave_by(self, element: str) -> None:
        """Leave by a button where the platform has one for it, else by Back."""
        if self._is_known(element):
            self._tap(element)
        else:
            self._session.press("back")

    def _click_if_there(self, element: str, found: WebElement) -> None:
        """Tap what may have gone since it was found: the tap before was not lost then."""
        try:
            self._click(element, found)
        except CommandFailed as error:
            if not isinstance(error.__cause__, StaleElementReferenceException):
                raise
