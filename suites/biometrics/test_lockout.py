"""BIO-08: a sensor that too many failures have locked is left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Biometrics, Device, Time
    from fixtures.accounts import Account
    from fixtures.app import App
    from pages import LockPage, LoginPage

pytestmark = pytest.mark.needs("biometrics.enrol", "biometrics.mismatch", "biometrics.lockout")

_FIVE: Final = 5
_LASTS: Final = timedelta(seconds=31)  # 30 seconds, as Android has it, and one to spare


@pytest.fixture
def shut(locked: LockPage, finger: Biometrics, app: App, account: Account) -> LoginPage:
    """The app right after the failure that locks the sensor, which is Android's fifth.

    The app falls back to the password before, so that somebody signs in on the way.
    """
    for _ in range(_FIVE):
        if app.login_page.is_open:
            app.login_page.submit(account.user.email, account.password)
            app.dashboard.wait_until_open()
            app.relaunch()
            locked.prompt.wait_until_open()
        finger.mismatch()
    return app.login_page


@pytest.mark.promise("BIO-08")
def test_a_locked_sensor_leads_to_the_password(
    shut: LoginPage, finger: Biometrics, app: App
) -> None:
    """The failure that locks the sensor ends in the form."""
    assert finger.lockout() == "timed"
    assert shut.opens(), "no sign-in form with the sensor locked"
    assert not app.dashboard.is_open, "the app is open with the sensor locked"


@pytest.mark.promise("BIO-08")
def test_a_start_with_a_locked_sensor_leads_to_the_password(
    shut: LoginPage, lock_page: LockPage, app: App, device: Device
) -> None:
    """An app that is started meanwhile neither ends nor opens: it shows the form."""
    app.relaunch()
    assert shut.opens(), "no sign-in form after a start with the sensor locked"
    assert device.apps.state(app.package) == "front", "the app has ended"
    assert not app.dashboard.is_open, "the app is open with the sensor locked"
    assert not lock_page.prompt.is_open, "a prompt with the sensor locked"


@pytest.mark.promise("BIO-08")
def test_the_password_opens_the_app_with_a_locked_sensor(
    shut: LoginPage, app: App, account: Account
) -> None:
    """Nobody has to wait for the sensor."""
    assert shut.opens(), "no sign-in form with the sensor locked"
    shut.submit(account.user.email, account.password)
    assert app.dashboard.opens(), "no dashboard after the right password"


@pytest.mark.promise("BIO-08")
@pytest.mark.needs("biometrics.match", "time.pass_")
def test_the_sensor_opens_the_app_again_after_thirty_seconds(
    shut: LoginPage, finger: Biometrics, lock_page: LockPage, app: App, clock: Time
) -> None:
    """Once the lockout is over, a start asks for the finger again, and a match opens."""
    assert shut.opens(), "no sign-in form with the sensor locked"
    clock.pass_(_LASTS)
    app.relaunch()
    assert lock_page.prompt.opens(), "no prompt after the lockout"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after the lockout and a match"
