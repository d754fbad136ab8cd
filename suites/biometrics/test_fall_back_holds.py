"""BIO-04: after three failures nothing but the password opens the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from fixtures.accounts import Account
    from fixtures.app import App
    from pages import LockPage, LoginPage


@pytest.mark.promise("BIO-04")
def test_a_restart_asks_for_the_password(
    fallen_back: LoginPage, lock_page: LockPage, app: App
) -> None:
    """An app that is started again shows the form, and no prompt over it."""
    app.relaunch()
    assert lock_page.prompt.spares(fallen_back), "no form, or a prompt over it, after a restart"


@pytest.mark.promise("BIO-04")
@pytest.mark.needs("apps.background")
def test_the_background_does_not_skip_the_password(
    fallen_back: LoginPage,
    lock_page: LockPage,
    app: App,
    away: Callable[[timedelta], None],
    long_away: timedelta,
) -> None:
    """An app that comes back shows the form, after a moment and after a while."""
    app.leave()
    app.start()
    assert fallen_back.opens(), "no sign-in form after a moment in the background"
    away(long_away)
    assert lock_page.prompt.spares(fallen_back), "no form, or a prompt over it, after a while"


@pytest.mark.promise("BIO-04")
def test_the_right_password_opens_the_app(
    fallen_back: LoginPage, app: App, account: Account
) -> None:
    """E-mail and password lead to the dashboard."""
    fallen_back.submit(account.user.email, account.password)
    assert app.dashboard.opens(), "no dashboard after the right password"


@pytest.mark.promise("BIO-04")
def test_a_wrong_password_is_refused(fallen_back: LoginPage, app: App, impostor: Account) -> None:
    """Another password leaves the form where it is, with the reason."""
    fallen_back.submit(impostor.user.email, impostor.password)
    assert fallen_back.error == "Incorrect email or password"
    assert not app.dashboard.is_open, "the app is open after a wrong password"
