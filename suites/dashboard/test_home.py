"""DASH-05: the dashboard is the app's home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages import DashboardPage


@pytest.mark.promise("DASH-05")
def test_home_in_the_side_menu_opens_the_dashboard(logged_in: DashboardPage) -> None:
    """From a main screen Home leads to the dashboard."""
    logged_in.open_opportunities().open_menu().go_home()
    assert logged_in.opens(), "Home does not open the dashboard"


@pytest.mark.promise("DASH-05")
def test_app_starts_on_the_dashboard(logged_in: DashboardPage, app: App) -> None:
    """Ended on another screen, the app shows the dashboard when it is started again."""
    logged_in.open_opportunities()
    app.relaunch()
    assert logged_in.opens(), "the app does not start on the dashboard"
