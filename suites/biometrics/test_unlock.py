"""BIO-02, BIO-05: one matching scan of a finger or a face opens a locked app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from devices.device import Biometrics
    from fixtures.app import App
    from pages import DashboardPage, LockPage


@pytest.mark.promise("BIO-02", "BIO-05")
@pytest.mark.needs("biometrics.match")
def test_one_matching_scan_opens_the_app(locked: LockPage, finger: Biometrics, app: App) -> None:
    """The app that was locked by a start shows the dashboard after one scan."""
    assert locked.is_behind_prompt(), "something else than the lock screen before any scan"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after a matching scan"
    assert locked.prompt.goes(), "the prompt is there still"


@pytest.fixture
def long_gone(
    enabled: DashboardPage, away: Callable[[timedelta], None], long_away: timedelta
) -> DashboardPage:
    """What was open in the app, which comes back from a long time in the background."""
    away(long_away)
    return enabled


@pytest.mark.promise("BIO-02", "BIO-05")
@pytest.mark.needs("biometrics.match")
def test_one_matching_scan_opens_the_app_after_a_while(
    long_gone: DashboardPage, lock_page: LockPage, finger: Biometrics
) -> None:
    """The app that was long in the background is locked, and one scan shows what was open."""
    assert lock_page.prompt.opens(), "no prompt after a long time in the background"
    assert lock_page.is_behind_prompt(), "something else than the lock screen before any scan"
    finger.match()
    assert long_gone.opens(), "no dashboard after a matching scan"
