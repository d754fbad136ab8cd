"""BIO-04: after three failures nothing but the password opens the app."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Device, Time
    from fixtures.accounts import Account
    from fixtures.app import App
    from pages import LockPage, LoginPage

pytestmark = pytest.mark.needs("biometrics.enrol", "biometrics.mismatch")

_LONG: Final = timedelta(seconds=90)


@pytest.mark.promise("BIO-04")
def test_a_restart_asks_for_the_password(
    fallen_back: LoginPage, lock_page: LockPage, app: App
) -> None:
    """An app that is started again shows the form, and no prompt over it."""
    app.relaunch()
    assert fallen_back.opens(), "no sign-in form after a restart"
    assert not lock_page.prompt.is_open, "a prompt after a restart"


@pytest.mark.promise("BIO-04")
@pytest.mark.needs("apps.background", "time.pass_")
def test_the_background_does_not_skip_the_password(
    fallen_back: LoginPage, lock_page: LockPage, app: App, device: Device, clock: Time
) -> None:
    """An app that comes back shows the form, after a moment and after a while."""
    device.apps.to_background(app.package)
    app.start()
    assert fallen_back.opens(), "no sign-in form after a moment in the background"
    device.apps.to_background(app.package)
    clock.pass_(_LONG)
    app.start()
    assert fallen_back.opens(), f"no sign-in form after {_LONG} in the background"
    assert not lock_page.prompt.is_open, "a prompt after the background"


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
