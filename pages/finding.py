"""Elements found by the locators of a page's own file, and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from config import locators
from config.deadlines import DEADLINES
from devices import wait
from pages.driving import APP, driving
from pages.errors import ElementMissing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appium.webdriver.webelement import WebElement

    from config.locators import Locator
    from devices.appium.session import Session

    Match = tuple[Locator | None, list[WebElement]]
    """What was found, and the locator that found it."""

NO_VALUES: Final[Mapping[str, str]] = {}


class Finding:
    """Finds elements. Locators come from ``config/locators/<NAME>.yaml``.

    Elements are found anew at each step, so that none goes stale between two.

    Attributes:
        NAME: of its locator file.
        APPLICATION: whose it is, on platforms that find in one application at a time: its bundle
            identifier, or `pages.driving.APP`.
    """

    NAME: ClassVar[str]
    APPLICATION: ClassVar[str] = APP

    def __init__(self, session: Session) -> None:
        self._session = session
        self._driving = driving(session)
        self._locators = locators.read(self.NAME, session.facts.skin)

    def _match(self, element: str, values: Mapping[str, str] = NO_VALUES) -> Match:
        """The first locator with a match, and what it finds now; none is no error.

        Values fill the ``{name}`` places of the selector.
        """
        self._driving.look_at(self.APPLICATION)
        for locator in self._locators.elements[element].on(self._session.facts.platform):
            found = self._session.find_all(locator.filled(values))
            if found:
                return locator, found
        return None, []

    def _all(self, element: str, values: Mapping[str, str] = NO_VALUES) -> list[WebElement]:
        """What the first locator with a match finds now."""
        return self._match(element, values)[1]

    def _one(
        self,
        element: str,
        deadline_s: float = DEADLINES.find_s,
        values: Mapping[str, str] = NO_VALUES,
    ) -> WebElement:
        """The first match, waited for.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        return self._waited(element, deadline_s, values)[1][0]

    def _waited(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> tuple[Locator, list[WebElement]]:
        """All matches with the locator that found them, waited for.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        locator, found = wait.until(
            lambda: self._match(element, values), deadline_s, holds=lambda match: bool(match[1])
        )
        if locator is None:
            raise self._missing(element, deadline_s, values)
        return locator, found

    def _missing(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> ElementMissing:
        filled = f" {dict(values)}" if values else ""
        return ElementMissing(
            self._session.facts.name,
            self.NAME,
            f"waiting {deadline_s:g} s for {element!r}{filled}",
            f"no locator of config/locators/{self.NAME}.yaml matched",
        )

    def _shows(
        self, element: str, deadline_s: float = 0, values: Mapping[str, str] = NO_VALUES
    ) -> bool:
        """Whether the element is there, or comes within the deadline."""
        return bool(wait.until(lambda: self._all(element, values), deadline_s))

    def _goes(self, element: str, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether the element is gone, or goes within the deadline."""
        return not wait.until(lambda: self._all(element), deadline_s, holds=lambda found: not found)
