"""The app while it is locked."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page
from pages.system.biometric_prompt import BiometricPrompt


class LockPage(Page):
    """What a locked app shows; the prompt for a finger comes up over it by itself."""

    NAME: ClassVar = "lock"

    @property
    def prompt(self) -> BiometricPrompt:
        """The prompt."""
        return BiometricPrompt(self._session)

    def ask_again(self) -> BiometricPrompt:
        """Have the prompt come back.

        Raises:
            ElementMissing: it did not.
        """
        self._tap("unlock")
        return self.prompt.wait_until_open()

    def use_password(self) -> None:
        """Go to the sign-in form."""
        self._tap("use_password")
