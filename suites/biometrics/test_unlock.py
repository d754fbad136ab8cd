"""BIO-02, BIO-05: one matching scan of a finger opens a locked app."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Biometrics, Device, Time
    from fixtures.app import App
    from pages import DashboardPage, LockPage

_LONG: Final = timedelta(seconds=90)


@pytest.mark.promise("BIO-02", "BIO-05")
@pytest.mark.needs("biometrics.enrol", "biometrics.match")
def test_one_matching_scan_opens_the_app(locked: LockPage, finger: Biometrics, app: App) -> None:
    """The app that was locked by a start shows the dashboard after one scan."""
    assert not app.dashboard.is_open, "the dashboard is open before any scan"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after a matching scan"
    assert locked.prompt.goes(), "the prompt is there still"


@pytest.fixture
def long_gone(enabled: DashboardPage, device: Device, app: App, clock: Time) -> DashboardPage:
    """What was open in the app, which comes back from a long time in the background."""
    device.apps.to_background(app.package)
    clock.pass_(_LONG)
    app.start()
    return enabled


@pytest.mark.promise("BIO-02", "BIO-05")
@pytest.mark.needs("biometrics.enrol", "biometrics.match", "apps.background", "time.pass_")
def test_one_matching_scan_opens_the_app_after_a_while(
    long_gone: DashboardPage, lock_page: LockPage, finger: Biometrics
) -> None:
    """The app that was long in the background is locked, and one scan shows what was open."""
    assert lock_page.prompt.opens(), f"no prompt after {_LONG} in the background"
    assert not long_gone.is_open, "the dashboard is open before any scan"
    finger.match()
    assert long_gone.opens(), "no dashboard after a matching scan"
