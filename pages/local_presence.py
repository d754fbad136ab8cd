"""Whether calls are made from the number of the area that the phone is in."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class LocalPresencePage(Page):
    """The switch for local presence."""

    NAME: ClassVar = "local_presence"

    def set(self, *, on: bool) -> None:
        """Switch it on or off.

        Raises:
            StepFailed: the switch stands as before.
        """
        self._turn("enabled", on=on)

    def back(self) -> None:
        """Go back to the settings."""
        self._tap("back")
