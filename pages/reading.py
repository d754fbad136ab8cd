"""What elements say, as their locators tell to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selenium.common.exceptions import StaleElementReferenceException

from config.deadlines import DEADLINES
from devices.errors import CommandFailed
from pages.errors import ValueUnreadable
from pages.finding import NO_VALUES, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from appium.webdriver.webelement import WebElement

    from config.locators import Locator
    from pages.finding import Match


class Reading(Finding):
    """Reads elements: by text or label, whole or by a pattern."""

    def _text(self, element: str) -> str:
        """What the first match says: all of it, or the value that its locator's pattern names.

        Raises:
            ElementMissing: nothing matched within the deadline.
            ValueUnreadable: the pattern does not fit what it says.
        """
        (text,) = self._read(element, lambda: self._waited(element, DEADLINES.find_s, NO_VALUES), 1)
        return text

    def _texts(self, element: str) -> list[str]:
        """The same of each match that is there now.

        Raises:
            ValueUnreadable: the pattern does not fit what one says.
        """
        return self._read(element, lambda: self._match(element))

    def _read(self, element: str, find: Callable[[], Match], most: int | None = None) -> list[str]:
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
        text = self._driving.words(found)
        value = locator.value_in(text)
        if value is None:
            raise ValueUnreadable(
                self._session.facts.name,
                self.NAME,
                f"reading {element!r} by the pattern {locator.pattern!r}",
                f"it says {text!r}",
            )
        return value
