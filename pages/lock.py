"""The app while it is locked."""

from __future__ import annotations

from typing import ClassVar, Self

from config.deadlines import DEADLINES
from pages.page import Page
from pages.system.biometric_prompt import BiometricPrompt


class LockPage(Page):
    """What a locked app shows; the prompt comes up over it by itself."""

    NAME: ClassVar = "lock"

    @property
    def prompt(self) -> BiometricPrompt:
        """The prompt."""
        return BiometricPrompt(self._session)

    def uncover(self) -> Self:
        """Leave the prompt that is up, where nothing behind it can be seen.

        Raises:
            ElementMissing: there was no prompt, or this is not behind it.
        """
        self.prompt.wait_until_open()
        if not self._driving.SEES_BEHIND:
            self.prompt.cancel()
        return self.wait_until_open()

    def is_behind_prompt(self) -> bool:
        """Whether this is what stands behind the prompt.

        Where nothing behind it can be seen, it is left for the look, and is asked for again.

        Raises:
            ElementMissing: there was no prompt, or it did not come back.
        """
        self.prompt.wait_until_open()
        if self._driving.SEES_BEHIND:
            return self.opens(DEADLINES.notice_s)
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
