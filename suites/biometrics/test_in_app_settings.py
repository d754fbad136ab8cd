"""BIO-06: biometric login is switched on, and off, in the settings as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from devices.device import Biometrics
    from fixtures.app import App
    from pages import DashboardPage, LockPage


@pytest.mark.promise("BIO-06")
def test_it_is_switched_on_in_the_settings(
    finger: Biometrics, logged_in: DashboardPage, app: App, lock_page: LockPage
) -> None:
    """Switched on there, the app locks when it is started."""
    assert finger.enrolled
    logged_in.open_menu().open_settings().open_biometric().set(on=True)
    app.relaunch()
    assert lock_page.prompt.opens(), "no prompt after a start with biometric login switched on"


@pytest.mark.promise("BIO-06", assumed=True)
def test_switched_off_the_password_is_asked_for(
    enabled: DashboardPage, app: App, lock_page: LockPage
) -> None:
    """Switched off there, what would have locked the app asks for the password."""
    enabled.open_menu().open_settings().open_biometric().set(on=False)
    app.relaunch()
    assert lock_page.prompt.spares(app.login_page), "no form, or a prompt over it"
