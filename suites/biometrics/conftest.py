"""What the tests of biometric login share: an app that it is switched on in, locked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import BiometricOfferPage, LockPage

if TYPE_CHECKING:
    from devices.device import Biometrics, Device
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.biometrics import Failures
    from pages import DashboardPage, LoginPage


@pytest.fixture
def offer(
    finger: Biometrics,  # noqa: ARG001 - there is nothing to offer without
    logged_out: LoginPage,
    account: Account,
    device: Device,
) -> BiometricOfferPage:
    """The offer that follows a sign-in by password."""
    logged_out.submit(account.user.email, account.password)
    return BiometricOfferPage(device.session).wait_until_open()


@pytest.fixture
def enabled(offer: BiometricOfferPage) -> DashboardPage:
    """The dashboard, with biometric login switched on."""
    return offer.enable()


@pytest.fixture
def lock_page(device: Device) -> LockPage:
    """What a locked app shows."""
    return LockPage(device.session)


@pytest.fixture
def locked(enabled: DashboardPage, app: App, lock_page: LockPage) -> LockPage:  # noqa: ARG001 - on
    """The locked app, with the prompt over it."""
    app.relaunch()
    lock_page.prompt.wait_until_open()
    return lock_page


@pytest.fixture
def fallen_back(locked: LockPage, failures: Failures, app: App) -> LoginPage:  # noqa: ARG001 - locked
    """The sign-in form of an app that has had enough of failures."""
    failures.fall_back()
    return app.login_page.wait_until_open()
