"""The offer of biometric login."""

from __future__ import annotations

from typing import ClassVar

from pages.dashboard import DashboardPage
from pages.page import Page


class BiometricOfferPage(Page):
    """Follows a sign-in by password on a phone that knows a finger."""

    NAME: ClassVar = "biometric_offer"

    def enable(self) -> DashboardPage:
        """Switch biometric login on.

        Raises:
            ElementMissing: the dashboard did not open.
        """
        self._tap("enable")
        return DashboardPage(self._session).wait_until_open()

    def decline(self) -> DashboardPage:
        """Leave it off.

        Raises:
            ElementMissing: the dashboard did not open.
        """
        self._tap("not_now")
        return DashboardPage(self._session).wait_until_open()
