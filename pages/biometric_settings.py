"""Biometric login in the app's own settings."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from devices import wait
from pages.errors import StepFailed
from pages.page import Page


class BiometricSettingsPage(Page):
    """The switch for biometric login."""

    NAME: ClassVar = "biometric_settings"

    @property
    def is_on(self) -> bool:
        """How the switch stands.

        Raises:
            ElementMissing: it is not there.
        """
        found = self._one("switch")
        said = self._session.call(
            "reading how the switch stands", lambda: found.get_attribute("checked")
        )
        return str(said) == "true"

    def turn(self, *, on: bool) -> None:
        """Tap the switch unless it stands so already, until it does.

        Raises:
            ElementMissing: it is not there.
            StepFailed: it stands as before.
        """
        if self.is_on is on:
            return
        self._tap("switch")
        if not wait.until(lambda: self.is_on is on, DEADLINES.find_s):
            word = "on" if on else "off"
            tried = f"switching biometric login {word}"
            raise StepFailed(self._session.facts.name, self.NAME, tried, "it stands as before")
