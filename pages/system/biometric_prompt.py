"""The prompt for a finger or a face."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from config.deadlines import DEADLINES
from devices import wait
from pages.driving import SPRINGBOARD
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from pages.page import Page


class BiometricPrompt(SystemPage):
    """The system's own; before Android 9 a dialog of the app's.

    With Face ID the system asks first, once for each installed app, whether the app may use it at
    all. Whoever waits for the prompt allows that.
    """

    NAME: ClassVar = "system/biometric_prompt"
    APPLICATION: ClassVar = SPRINGBOARD
    TELLS_FOR: ClassVar = timedelta(seconds=2)
    """For how long it says why it asks no more. Source: AOSP BiometricPrompt.HIDE_DIALOG_DELAY."""

    def opens(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """See `pages.page.Page`."""
        return wait.until(self._is_there_at_last, deadline_s)

    def wait_until_open(self, deadline_s: float = DEADLINES.find_s) -> Self:
        """See `pages.page.Page`."""
        self.opens(deadline_s)
        return super().wait_until_open(0)

    def goes(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether it is gone, or goes within the deadline."""
        return self._goes(self.SCREEN, deadline_s)

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
        self.wait_until_open()
        return self._shows("the_systems_own")

    def cancel(self) -> None:
        """Leave it by its button where it has one for that, else by Back.

        Raises:
            ElementMissing: there is no prompt; or none that can be left, as while Face ID waits for
                a face.
        """
        self._one(self.SCREEN)
        self._leave_by("cancel")

    def _is_there_at_last(self) -> bool:
        for button in self._all("consent")[:1]:
            self._click_if_there("consent", button)
        return self.is_open
