"""BIO-08: a sensor that too many failures have locked is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.device import Biometrics, Time
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.biometrics import Failures
    from pages import LockPage, LoginPage

pytestmark = pytest.mark.needs("time.pass_", "biometrics.lockout")


@pytest.fixture
def shut(
    locked: LockPage,
    failures: Failures,
    finger: Biometrics,
    app: App,
    *,
    account: Account,
    clock: Time,
) -> LoginPage:
    """What the app shows after the failure that locks the sensor.

    The app falls back to the password before, so that somebody signs in on the way.
    """
    for failed in range(finger.bears):
        if failed and not failures.asks_again():
            app.login_page.wait_until_open().submit(account.user.email, account.password)
            app.dashboard.wait_until_open()
            app.relaunch()
            locked.prompt.wait_until_open()
        failures.fail()
    clock.pass_(locked.prompt.TELLS_FOR)
    return app.login_page


@pytest.mark.promise("BIO-08")
def test_a_locked_sensor_leads_to_the_password(
    shut: LoginPage, finger: Biometrics, app: App
) -> None:
    """The failure that locks the sensor ends in the form."""
    assert finger.lockout() != "none"
    assert shut.opens(), "no sign-in form with the sensor locked"
    assert not app.dashboard.is_open, "the app is open with the sensor locked"


@pytest.mark.promise("BIO-08")
def test_a_start_with_a_locked_sensor_leads_to_the_password(
    shut: LoginPage, lock_page: LockPage, app: App
) -> None:
    """An app that is started meanwhile neither ends nor opens: it shows the form."""
    app.relaunch()
    assert lock_page.prompt.spares(shut), "no form, or a prompt over it, with the sensor locked"
    assert app.is_in_front, "the app has ended"
    assert not app.dashboard.is_open, "the app is open with the sensor locked"


@pytest.mark.promise("BIO-08")
def test_the_password_opens_the_app_with_a_locked_sensor(
    shut: LoginPage, app: App, account: Account
) -> None:
    """Nobody has to wait for the sensor."""
    assert shut.opens(), "no sign-in form with the sensor locked"
    shut.submit(account.user.email, account.password)
    assert app.dashboard.opens(), "no dashboard after the right password"


@pytest.mark.promise("BIO-08")
@pytest.mark.needs("biometrics.match")
def test_the_sensor_opens_the_app_again_after_the_lockout(
    shut: LoginPage,
    finger: Biometrics,
    lock_page: LockPage,
    app: App,
    wait_out_lockout: Callable[[], None],
) -> None:
    """Once the lockout is over, a start asks for the finger or face again, and a match opens."""
    assert shut.opens(), "no sign-in form with the sensor locked"
    wait_out_lockout()
    app.relaunch()
    assert lock_page.prompt.opens(), "no prompt after the lockout"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after the lockout and a match"
