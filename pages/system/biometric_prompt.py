"""The prompt for a finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from config.deadlines import DEADLINES
from devices import wait
from pages.errors import ElementMissing
from pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

_BACK: Final = 4  # Source: AOSP android.view.KeyEvent.KEYCODE_BACK
_SAID: Final = re.compile(r'(?:\btext|\bcontent-desc)="([^"]+)"')
_MOST_SAID: Final = 5


class BiometricPrompt(Page):
    """The system's own from Android 9 on; before it a dialog of the app's."""

    NAME: ClassVar = "system/biometric_prompt"
    SCREEN: ClassVar = "negative"

    def goes(self, deadline_s: float = DEADLINES.find_s) -> bool:
        """Whether it is gone, or goes within the deadline."""
        return self._goes("negative", deadline_s)

    @property
    def owner(self) -> str:
        """The package that draws it.

        Raises:
            ElementMissing: there is no prompt.
        """
        found = self._one("negative")
        return str(
            self._session.call("reading whose it is", lambda: found.get_attribute("package"))
        )

    @property
    def title(self) -> str:
        """What the app asks for.

        Raises:
            ElementMissing: there is no prompt.
        """
        return self._text("title")

    def says(self, text: str) -> bool:
        """Whether the line below its picture comes to say this.

        Raises:
            ElementMissing: there is no prompt.
        """
        return wait.until(lambda: self._text("message") == text, DEADLINES.notice_s)

    def use_password(self) -> None:
        """Decline, by the button that leads to the password.

        Raises:
            ElementMissing: there is no prompt.
        """
        self._tap("negative")

    def cancel(self) -> None:
        """Leave it by Back.

        Raises:
            ElementMissing: there is no prompt.
        """
        self._one("negative")
        self._session.execute("mobile: pressKey", keycode=_BACK)

    def _missing(
        self, element: str, deadline_s: float, values: Mapping[str, str]
    ) -> ElementMissing:
        """The error of a prompt that is not there tells what is."""
        plain = super()._missing(element, deadline_s, values)
        said = ", ".join(_SAID.findall(self._session.source())[:_MOST_SAID])
        return ElementMissing(plain.device, plain.page, plain.tried, f"the screen says: {said}")
