"""SES-01: logging out ends the session, and a relaunch asks for the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications, Reach
    from pages import DashboardPage, LoginPage


@pytest.fixture
def form_after_log_out(reachable: Reach, logged_in: DashboardPage, app: App) -> LoginPage:
    """The sign-in form, after a user whom the account could reach has logged out."""
    del reachable  # which comes before the log-out
    logged_in.open_menu().open_settings().log_out()
    return app.login_page.wait_until_open()


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


@pytest.mark.promise("SES-01", assumed=True)
@pytest.mark.needs("notifications.list", "notifications.clear", "crm.address")
def test_nothing_notifies_after_log_out(
    notifications: AppNotifications,
    reachable: Reach,
    form_after_log_out: LoginPage,
    people: People,
    account: Account,
) -> None:
    """What comes while nobody is signed in does not show; what comes after signing in does."""
    before = people.correspondence("Is noon free?")
    assert notifications.stays_silent_about(before.contact.name), "logged out, it notifies"
    form_after_log_out.submit(account.user.email, account.password)
    reachable.wait()
    later = people.correspondence("Is one free?")
    assert notifications.arrives("New message", later.contact.name), "signed in, nothing notifies"
    assert not notifications.about(before.contact.name), "what came while logged out shows later"
