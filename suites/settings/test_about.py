"""SET-06: About says which version and build are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages import DashboardPage


@pytest.mark.promise("SET-06")
def test_about_shows_what_is_installed(logged_in: DashboardPage, app: App) -> None:
    """Version and build number are those that the phone's package manager has."""
    about = logged_in.open_menu().open_settings().open_about()
    assert (about.version, about.build) == app.installed
