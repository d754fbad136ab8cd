"""Page and Region: a screen, and a part of one that several screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Self

from config import locators
from config.deadlines import DEADLINES
from devices import wait
from pages.errors import ElementMissing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appium.webdriver.webelement import WebElement

    from config.secrets import Secret
    from devices.appium.session import Session


_NONE: Final[Mapping[str, str]] = {}


class Region:
    """A part of a screen. Locators come from ``config/locators/<NAME>.yaml``.

    Elements are found anew at each step, so that none goes stale between two.
    """

    NAME: ClassVar[str]

    def __init__(self, session: Session) -> None:
        self._session = session
        self._locators = locators.read(self.NAME)

    def _all(self, element: str, values: Mapping[str, str] = _NONE) -> list[WebElement]:
        """What the first locator with a match finds now; none is no error.

        Values fill the ``{name}`` places of the selector.
        """
        for locator in self._locators.elements[element].on(self._session.facts.platform):
            found = self._session.find_all(locator.filled(values))
            if found:
                return found
        return []

    def _one(
        self,
        element: str,
        deadline_s: float = DEADLINES.find_s,
        values: Mapping[str, str] = _NONE,
    ) -> WebElement:
        """The first match, waited for.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        found = wait.until(lambda: self._all(element, values), deadline_s)
        if not found:
            filled = f" {dict(values)}" if values else ""
            raise ElementMissing(
                self._session.facts.name,
                self.NAME,
                f"waiting {deadline_s:g} s for {element!r}{filled}",
                f"no locator of config/locators/{self.NAME}.yaml matched",
            )
        return found[0]

    def _shows(self, element: str, deadline_s: float = 0) -> bool:
        """Whether the element is there, or comes within the deadline."""
        return bool(wait.until(lambda: self._all(element), deadline_s))

    def _goes(self, element: str, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether the element is gone, or goes within the deadline."""
        return not wait.until(lambda: self._all(element), deadline_s, holds=lambda found: not found)

    def _tap(self, element: str, **values: str) -> None:
        found = self._one(element, values=values)
        self._session.call(f"tapping {element!r}", found.click)

    def _type(self, element: str, text: str) -> None:
        found = self._one(element)
        self._session.call(f"typing into {element!r}", lambda: found.send_keys(text))

    def _type_secret(self, element: str, secret: Secret) -> None:
        """Type what no log may show."""
        found = self._one(element)
        with self._session.sensitive():
            self._session.call(
                f"typing a secret into {element!r}", lambda: found.send_keys(secret.reveal())
            )

    def _text(self, element: str) -> str:
        found = self._one(element)
        return self._session.call(f"reading {element!r}", lambda: str(found.text))

    def _texts(self, element: str) -> list[str]:
        found = self._all(element)
        return self._session.call(
            f"reading each {element!r}", lambda: [str(item.text) for item in found]
        )


class Page(Region):
    """A whole screen, known by one element that only it has."""

    SCREEN: ClassVar[str] = "screen"

    @property
    def is_open(self) -> bool:
        """Whether the screen shows now."""
        return self._shows(self.SCREEN)

    def opens(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether the screen shows within the deadline."""
        return self._shows(self.SCREEN, deadline_s)

    def wait_until_open(self, deadline_s: float = DEADLINES.find_s) -> Self:
        """Wait for the screen.

        Raises:
            ElementMissing: it did not show within the deadline.
        """
        self._one(self.SCREEN, deadline_s)
        return self
