"""The app while it is locked."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.page import Page
from pages.system.biometric_prompt import BiometricPrompt


class LockPage(Page):
    """What a locked app shows; the prompt for a finger comes up over it by itself."""

    NAME: ClassVar = "lock"

    @property
    def prompt(self) -> BiometricPrompt:
        """The prompt."""
        return BiometricPrompt(self._session)

    def is_behind_prompt(self) -> bool:
        """Whether this is what stands behind the prompt, which covers all of the app.

        The prompt is left by Back for the look, and is asked for again.

        Raises:
            ElementMissing: there was no prompt, or it did not come back.
        """
        self.prompt.cancel()
        if not self.opens(DEADLINES.notice_s):
            return False
        self.ask_again()
        return True

    def ask_again(self) -> BiometricPrompt:
        """Have the prompt come back.

        Raises:
            ElementMissing: it did not.
        """
        self._tap("unlock")
        return self.prompt.wait_until_open()
