"""SES-01: logging out ends the session, and a relaunch asks for the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
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


@pytest.mark.promise("SES-01", assumed=True)
@pytest.mark.needs("notifications.list", "notifications.clear")
def test_nothing_notifies_after_log_out(
    logged_in: DashboardPage,
    notifications: AppNotifications,
    people: People,
    account: Account,
    app: App,
) -> None:
    """What comes while nobody is signed in does not show; what comes after signing in does."""
    logged_in.open_menu().open_settings().log_out()
    form = app.login_page.wait_until_open()
    before = people.correspondence("Is noon free?")
    form.submit(account.user.email, account.password)
    logged_in.wait_until_open()
    later = people.correspondence("Is one free?")
    assert notifications.arrives("New message", later.contact.name), "signed in, nothing notifies"
    texts = [one.text for one in notifications.shown()]
    assert not [text for text in texts if before.contact.name in text], "logged out, it notifies"
