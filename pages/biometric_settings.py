"""Biometric login in the app's own settings."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class BiometricSettingsPage(Page):
    """The switch for biometric login."""

    NAME: ClassVar = "biometric_settings"

    def set(self, *, on: bool) -> None:
        """Switch biometric login on or off.

        Raises:
            ElementMissing: it is not there.
            StepFailed: the switch stands as before.
        """
        self._turn("switch", on=on)
