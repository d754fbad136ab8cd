"""SES-01: logging out ends the session, and a relaunch asks for the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages import DashboardPage


@pytest.mark.promise("SES-01")
def test_log_out_shows_the_sign_in_form(logged_in: DashboardPage, app: App) -> None:
    """Menu > Settings > Log Out leads to the sign-in form."""
    logged_in.open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"


@pytest.mark.promise("SES-01")
def test_relaunch_after_log_out_asks_for_the_password(logged_in: DashboardPage, app: App) -> None:
    """After logging out, starting the app again shows the sign-in form."""
    logged_in.open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"
    app.relaunch()
    assert app.login_page.opens(), "the app is still signed in after a relaunch"
