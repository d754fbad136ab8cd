"""The prompt for a finger."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from config.deadlines import DEADLINES
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from pages.page import Page

_SYSTEMS: Final = "com.android.systemui"


class BiometricPrompt(SystemPage):
    """The system's own from Android 9 on; before it a dialog of the app's."""

    NAME: ClassVar = "system/biometric_prompt"
    SCREEN: ClassVar = "negative"
    TELLS_FOR: ClassVar = timedelta(seconds=2)
    """For how long it says why it asks no more. Source: AOSP BiometricPrompt.HIDE_DIALOG_DELAY."""

    def goes(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether it is gone, or goes within the deadline."""
        return self._goes("negative", deadline_s)

    def stays(self) -> bool:
        """Whether it is there, and there still when an app has had time to take it back."""
        return not self.goes(self._session.facts.quiet_s)

    def spares(self, page: Page) -> bool:
        """Whether a page opens and stays free of it: it comes a moment after what it covers."""
        return page.opens() and not self.opens(self._session.facts.quiet_s) and page.is_open

    @property
    def is_the_systems(self) -> bool:
        """Whether the system draws it, and no app.

        Raises:
            ElementMissing: there is no prompt.
        """
        found = self._one("negative")
        package = self._session.call("reading whose it is", lambda: found.get_attribute("package"))
        return str(package) == _SYSTEMS

    def cancel(self) -> None:
        """Leave it by Back.

        Raises:
            ElementMissing: there is no prompt.
        """
        self._one("negative")
        self._session.press("back")
