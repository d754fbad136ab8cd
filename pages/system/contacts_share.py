"""Which contacts an app may have: what iOS asks from 18 on, once it may have any."""

from __future__ import annotations

from typing import ClassVar

from pages.system.system_page import SystemPage


class ContactsShare(SystemPage):
    """The second question about contacts, which a process of its own asks.

    Source: WWDC24, session 10121.
    """

    NAME: ClassVar = "system/contacts_share"
    APPLICATION: ClassVar = "com.apple.ContactsUI.LimitedAccessPromptView"

    def share_all(self) -> None:
        """Let the app have them all.

        Raises:
            ElementMissing: it does not ask.
            StepFailed: it does not take the answer.
        """
        self.wait_until_open()
        self._tap_until("all", lambda: not self.is_open)
