"""Two-factor authentication at sign-in: where the one-time code goes, and the code itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pages.dashboard import DashboardPage
from pages.page import Page

if TYPE_CHECKING:
    from config.secrets import Secret


class TwoFactorPage(Page):
    """The choice of where the code is sent; follows a correct password."""

    NAME: ClassVar = "two_factor"

    def send_code(self, by: Literal["email", "phone"]) -> TwoFactorCodePage:
        """Have a code sent by e-mail or phone, and wait for the form that asks for it.

        Raises:
            ElementMissing: the user has no phone to choose, or the form did not open.
        """
        self._tap(by)
        self._tap("continue")
        return TwoFactorCodePage(self._session).wait_until_open()


class TwoFactorCodePage(Page):
    """The form that asks for the one-time code."""

    NAME: ClassVar = "two_factor_code"

    def sign_in(self, code: Secret) -> DashboardPage:
        """Sign in with the code and wait for the dashboard.

        Raises:
            ElementMissing: the dashboard did not open, for instance since the app refused.
        """
        self.submit(code)
        return DashboardPage(self._session).wait_until_open()

    def submit(self, code: Secret) -> None:
        """Send the code; the dashboard follows, or an error."""
        self._type_secret("code", code)
        self._tap("verify")

    @property
    def error(self) -> str:
        """Why the app did not take the code.

        Raises:
            ElementMissing: it gave no reason within the deadline.
        """
        return self._text("error")
