"""Page and Region: a screen, and a part of one that several screens share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final, Self

from selenium.common.exceptions import StaleElementReferenceException

from config import locators
from config.deadlines import DEADLINES
from devices import wait
from devices.errors import CommandFailed
from pages.errors import ElementMissing, StepFailed, ValueUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appium.webdriver.webelement import WebElement

    from config.locators import Locator
    from config.secrets import Secret
    from devices.appium.session import Session

    _Match = tuple[Locator | None, list[WebElement]]

_NONE: Final[Mapping[str, str]] = {}
# What a driver calls what a screen reader says: UiAutomator2 and XCUITest drivers, "attributes".
_LABELS: Final = {"android": "content-desc", "ios": "label"}
_MOST_SCROLLS: Final = 20  # each way
_PART: Final = 0.8  # of the area a scroll, so that what was cut off at its edge comes whole


class Region:
    """A part of a screen. Locators come from ``config/locators/<NAME>.yaml``.

    Elements are found anew at each step, so that none goes stale between two.
    """

    NAME: ClassVar[str]

    def __init__(self, session: Session) -> None:
        self._session = session
        self._locators = locators.read(self.NAME, session.facts.skin)

    def _match(self, element: str, values: Mapping[str, str] = _NONE) -> _Match:
        """The first locator with a match, and what it finds now; none is no error.

        Values fill the ``{name}`` places of the selector.
        """
        for locator in self._locators.elements[element].on(self._session.facts.platform):
            found = self._session.find_all(locator.filled(values))
            if found:
                return locator, found
        return None, []

    def _all(self, element: str, values: Mapping[str, str] = _NONE) -> list[WebElement]:
        """What the first locator with a match finds now."""
        return self._match(element, values)[1]

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
        self, element: str, deadline_s: float = 0, values: Mapping[str, str] = _NONE
    ) -> bool:
        """Whether the element is there, or comes within the deadline."""
        return bool(wait.until(lambda: self._all(element, values), deadline_s))

    def _shows_in(self, area: str, element: str, values: Mapping[str, str] = _NONE) -> bool:
        """Whether the element is, or comes in time, anywhere in an area that scrolls."""
        return bool(self._sought(element, area, values, DEADLINES.notice_s)[1])

    def _goes(self, element: str, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether the element is gone, or goes within the deadline."""
        return not wait.until(lambda: self._all(element), deadline_s, holds=lambda found: not found)

    def _one_in(self, area: str, element: str, values: Mapping[str, str] = _NONE) -> WebElement:
        """The first match anywhere in an area that scrolls, waited for.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        return self._waited_in(area, element, values)[1][0]

    def _waited_in(
        self, area: str, element: str, values: Mapping[str, str] = _NONE
    ) -> tuple[Locator, list[WebElement]]:
        """All matches on screen, scrolled to where there are none, with what found them.

        Raises:
            ElementMissing: nothing matched within the deadline.
        """
        locator, found = self._sought(element, area, values, DEADLINES.find_s)
        if locator is None:
            raise self._missing(element, DEADLINES.find_s, values)
        return locator, found

    def _sought(
        self, element: str, area: str, values: Mapping[str, str], deadline_s: float
    ) -> _Match:
        """What is found by the deadline; the area is scrolled for what is not on screen."""
        end = time.monotonic() + deadline_s

        def look() -> _Match:
            match = self._match(element, values)
            return match if match[1] else self._scrolled_to(element, area, values, end)

        return wait.until(look, deadline_s, holds=lambda match: bool(match[1]))

    def _scrolled_to(
        self, element: str, area: str, values: Mapping[str, str], end: float
    ) -> _Match:
        """What is found on the way to the area's end, and from there to its beginning.

        No scroll begins after the end, which is a time on the monotonic clock.
        """
        for direction in ("down", "up"):
            goes_on = True
            for _ in range(_MOST_SCROLLS):
                if not goes_on or time.monotonic() > end:
                    break
                goes_on = self._scroll_on(area, direction)
                match = self._match(element, values)
                if match[1]:
                    return match
        return None, []

    def _scroll_on(self, area: str, direction: str) -> bool:
        """Scroll by less than what is on screen; whether it could go on. No area goes nowhere."""
        found = self._all(area)
        return bool(found) and bool(
            self._session.execute(
                "mobile: scrollGesture", elementId=found[0].id, direction=direction, percent=_PART
            )
        )

    def _tap(self, element: str, **values: str) -> None:
        self._click(element, self._one(element, values=values))

    def _tap_in(self, area: str, element: str, **values: str) -> None:
        """Tap what may have to be scrolled to."""
        self._click(element, self._one_in(area, element, values))

    def _click(self, element: str, found: WebElement) -> None:
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
        """What the first match says: all of it, or the value that its locator's pattern names.

        Raises:
            ElementMissing: nothing matched within the deadline.
            ValueUnreadable: the pattern does not fit what it says.
        """
        (text,) = self._read(element, lambda: self._waited(element, DEADLINES.find_s, _NONE), 1)
        return text

    def _text_in(self, area: str, element: str) -> str:
        """The same of what may have to be scrolled to.

        Raises:
            ElementMissing: nothing matched within the deadline.
            ValueUnreadable: the pattern does not fit what it says.
        """
        (text,) = self._read(element, lambda: self._waited_in(area, element), 1)
        return text

    def _texts(self, element: str) -> list[str]:
        """The same of each match that is there now.

        Raises:
            ValueUnreadable: the pattern does not fit what one says.
        """
        return self._read(element, lambda: self._match(element))

    def _read(self, element: str, find: Callable[[], _Match], most: int | None = None) -> list[str]:
        """What those found say, the first so many; found once more if one was drawn anew."""

        def read() -> list[str]:
            locator, found = find()
            return [self._value(element, locator, item) for item in found[:most] if locator]

        try:
            return read()
        except CommandFailed as error:
            if not isinstance(error.__cause__, StaleElementReferenceException):
                raise
        return read()

    def _value(self, element: str, locator: Locator, found: WebElement) -> str:
        text = self._said(element, found)
        value = locator.value_in(text)
        if value is None:
            raise ValueUnreadable(
                self._session.facts.name,
                self.NAME,
                f"reading {element!r} by the pattern {locator.pattern!r}",
                f"it says {text!r}",
            )
        return value

    def _said(self, element: str, found: WebElement) -> str:
        """Its text; where it has none its label, which is where toolkits that draw put it."""
        text = self._session.call(f"reading {element!r}", lambda: found.text)
        if text:
            return str(text)
        name = _LABELS[self._session.facts.platform]
        label = self._session.call(
            f"reading the label of {element!r}", lambda: found.get_attribute(name)
        )
        return str(label or "")


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

    def _is_on(self, element: str, **values: str) -> bool:
        """How a switch, a box or a radio button stands.

        Raises:
            ElementMissing: it is not there.
        """
        found = self._one(element, values=values)
        said = self._session.call(
            f"reading how {element!r} stands", lambda: found.get_attribute("checked")
        )
        return str(said) == "true"

    def _turn(self, element: str, *, on: bool, **values: str) -> None:
        """Tap a switch or a radio button unless it stands so already, until it does.

        Raises:
            ElementMissing: it is not there.
            StepFailed: it stands as before.
        """
        if self._is_on(element, **values) is on:
            return
        self._tap(element, **values)
        if wait.until(lambda: self._is_on(element, **values) is on, DEADLINES.find_s):
            return
        word = "on" if on else "off"
        raise StepFailed(
            self._session.facts.name,
            self.NAME,
            f"turning {element!r} {word}",
            "it stands as before",
        )
