"""Page: a whole screen."""

from __future__ import annotations

from typing import ClassVar, Self

from config.deadlines import DEADLINES
from devices import wait
from pages.errors import StepFailed
from pages.region import Region


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
        return self._driving.is_on(self._one(element, values=values))

    def _turn(self, element: str, *, on: bool, **values: str) -> None:
        """Flip a switch, a box or a radio button unless it stands so already, until it does.

        Raises:
            ElementMissing: it is not there.
            StepFailed: it stands as before.
        """
        if self._is_on(element, **values) is on:
            return
        self._flip(element, **values)
        if wait.until(lambda: self._is_on(element, **values) is on, DEADLINES.find_s):
            return
        word = "on" if on else "off"
        raise StepFailed(
            self._session.facts.name,
            self.NAME,
            f"turning {element!r} {word}",
            "it stands as before",
        )
