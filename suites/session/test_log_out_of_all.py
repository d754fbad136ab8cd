"""SES-02: logging out signs out of every sub-account, and so ends the whole session (SES-01)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from crm import CrmClient
    from fixtures.accounts import Account
    from fixtures.app import App
    from pages import DashboardPage


@pytest.mark.promise("SES-01", "SES-02")
@pytest.mark.role("owner")
def test_relaunch_after_log_out_shows_no_sub_account(logged_in: DashboardPage, app: App) -> None:
    """A user of several sub-accounts who has logged out of one is signed in to none."""
    logged_in.open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"
    app.relaunch()
    assert app.login_page.opens(), "a sub-account is still signed in after a relaunch"


@pytest.mark.promise("SES-01", "SES-02")
@pytest.mark.role("owner")
def test_log_out_from_a_sub_account_that_was_switched_to(
    logged_in: DashboardPage, app: App
) -> None:
    """Logging out signs out of all, whichever of them is shown."""
    logged_in.open_menu().switch_account()
    logged_in.wait_until_open().open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"
    app.relaunch()
    assert app.login_page.opens(), "a sub-account is still signed in after a relaunch"


@pytest.mark.promise("SES-01", "SES-02")
@pytest.mark.role("owner")
@pytest.mark.needs("crm.sessions")
def test_log_out_ends_the_sessions_on_the_server(
    logged_in: DashboardPage, app: App, crm: CrmClient, account: Account
) -> None:
    """The server knows the app's session in no sub-account any more.

    Those of earlier tests may still be there: deleting an app's data tells the server nothing.
    """
    before = Counter(crm.virtual.signed_in_locations(account.user))
    logged_in.open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"
    after = Counter(crm.virtual.signed_in_locations(account.user))
    assert before - after == Counter(account.user.location_ids), "not one session ended in each"
