"""PUSH-10: two ways through the system's Settings to the switch of the app's notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App


@pytest.mark.promise("PUSH-10")
@pytest.mark.usefixtures("logged_out", "permissions")
def test_settings_hold_the_switch(app: App) -> None:
    """Settings > Apps > LeadConnector > Notifications has it; on at first, it stays as set."""
    page = app.settings.walk().open_notifications()
    assert page.app == app.name, f"the page is about {page.app}"
    assert page.allowed, "the switch is off, and nobody has switched it off"
    page.allow(on=False)
    assert not app.settings.notifications_allowed, "switched off, it is on again"


@pytest.mark.promise("PUSH-10")
@pytest.mark.usefixtures("logged_out", "permissions")
def test_the_icon_leads_to_the_same_page(app: App) -> None:
    """A long press on the icon and App info come to the switch that Settings have switched off."""
    app.settings.allow_notifications(on=False)
    launcher = app.launcher.go_home()
    assert launcher.has_icon(app.name), f"no icon on the home screen is named {app.name}"
    page = launcher.long_press(app.name).app_info().open_notifications()
    assert page.app == app.name, f"the page is about {page.app}"
    assert not page.allowed, "the switch is on here, and off in Settings"
    page.allow()
    assert app.settings.notifications_allowed, "switched on here, it is off in Settings"
