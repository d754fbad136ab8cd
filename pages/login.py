"""The sign-in form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pages.dashboard import DashboardPage
from pages.page import Page

if TYPE_CHECKING:
    from config.secrets import Secret


class LoginPage(Page):
    """The form that asks for e-mail and password."""

    NAME: ClassVar = "login"
    SCREEN: ClassVar = "sign_in"

    def sign_in(self, email: str, password: Secret) -> DashboardPage:
        """Sign in and wait for the dashboard.

        Raises:
            ElementMissing: the dashboard did not open, for instance since the app refused.
        """
        self.submit(email, password)
        return DashboardPage(self._session).wait_until_open()

    def submit(self, email: str, password: Secret) -> None:
        """Send the form; the dashboard follows, the one-time code's pages, or an error."""
        self._type("email", email)
        self._type_secret("password", password)
        self._tap("sign_in")

    def back(self) -> None:
        """Leave the app: by Back where there is such a key."""
        self._driving.leave_app()

    @property
    def error(self) -> str:
        """Why the app did not sign in.

        Raises:
            ElementMissing: it gave no reason within the deadline.
        """
        return self._text("error")
