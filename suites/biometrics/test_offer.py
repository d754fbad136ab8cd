"""BIO-01: biometric login is offered after a sign-in by password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import BiometricOfferPage

if TYPE_CHECKING:
    from devices.device import Biometrics, Device
    from fixtures.accounts import Account
    from fixtures.app import App
    from pages import DashboardPage, LockPage, LoginPage


@pytest.mark.promise("BIO-01")
def test_enable_turns_it_on(enabled: DashboardPage, app: App, lock_page: LockPage) -> None:  # noqa: ARG001 - on
    """After a sign-in by password it is offered; once enabled, the app locks when it is started."""
    app.relaunch()
    assert lock_page.prompt.opens(), "no prompt after a start with biometric login enabled"
    assert lock_page.is_behind_prompt(), "something else than the lock screen before any scan"


@pytest.mark.promise("BIO-01", assumed=True)
def test_declining_leaves_it_off(offer: BiometricOfferPage, app: App, lock_page: LockPage) -> None:
    """Not now leads to the dashboard, and a start leads there as well."""
    dashboard = offer.decline()
    app.relaunch()
    assert lock_page.prompt.spares(dashboard), "no dashboard, or a prompt over it, though declined"


@pytest.mark.promise("BIO-01", assumed=True)
def test_nothing_is_offered_before_a_sign_in(
    finger: Biometrics, logged_out: LoginPage, app: App, lock_page: LockPage, device: Device
) -> None:
    """An app that nobody has signed in to shows the form alone, however often it is started."""
    assert finger.enrolled
    app.relaunch()
    assert lock_page.prompt.spares(logged_out), "no form, or a prompt over it, before any sign-in"
    assert not BiometricOfferPage(device.session).is_open, "an offer before any sign-in"


@pytest.mark.promise("BIO-01", assumed=True)
def test_nothing_is_offered_without_a_finger(
    no_finger: Biometrics, logged_out: LoginPage, account: Account, app: App
) -> None:
    """Where no finger is enrolled, a sign-in leads to the dashboard."""
    assert not no_finger.enrolled
    logged_out.submit(account.user.email, account.password)
    assert app.dashboard.opens(), "no dashboard after a sign-in on a phone without a finger"
