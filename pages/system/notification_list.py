"""The list of notifications, wherever the system shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pages.driving import SPRINGBOARD
from pages.errors import ElementMissing
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_ROWS = frozenset({"shade", "lock_screen"})


class Row(NamedTuple):
    """What one notification says; empty for what it does not show."""

    title: str
    text: str


class NotificationList(SystemPage):
    """A list of notifications. One is known by its title, and by a part of its text if given."""

    NAME: ClassVar = "system/notification_list"
    APPLICATION: ClassVar = SPRINGBOARD
    SCREEN: ClassVar = "list"

    @property
    def rows(self) -> list[Row]:
        """The notifications on screen, the top one first."""
        count = len(self._all("row"))
        return [self._row(str(number)) for number in range(1, count + 1)]

    def shows(self, title: str, text: str = "") -> bool:
        """Whether a notification is, or comes in time, anywhere in the list."""
        return self._shows_in("list", *_known(title, text))

    def open(self, title: str, text: str = "") -> None:
        """Tap a notification, which opens what it is about; a lock with a secret asks for it first.

        It is tapped again where the phone wants two taps, and so is the button by which some ask.

        Raises:
            ElementMissing: it is not in the list; tells what is.
            StepFailed: the list stays.
        """
        element, values = _known(title, text)
        self._one_in("list", element, values)
        self._tap_until(element, self._is_left, **values)

    def _is_left(self) -> bool:
        for button in self._all("opens")[:1]:
            self._click_if_there("opens", button)
        return not self.is_open

    def _row(self, number: str) -> Row:
        return Row(self._part("row_title", number), self._part("row_text", number))

    def _part(self, element: str, number: str) -> str:
        locator, found = self._match(element, {"number": number})
        return self._value(element, locator, found[0]) if locator else ""

    def _missing(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> ElementMissing:
        """See `pages.finding.Finding`. Of a list that is there, say what it has."""
        missing = super()._missing(element, deadline_s, values)
        if element in _NOT_ROWS:
            return missing
        listed = ", ".join(f"{row.title!r}: {row.text!r}" for row in self.rows) or "nothing"
        seen = f"{missing.seen}; the list has {listed}"
        return ElementMissing(missing.device, missing.page, missing.tried, seen)


def _known(title: str, text: str) -> tuple[str, dict[str, str]]:
    """The element that a notification is, and what fills its locator."""
    return ("saying", {"title": title, "text": text}) if text else ("titled", {"title": title})
