"""PUSH-08: the system's switch for the app's notifications rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
    from pages import DashboardPage
    from suites.push.conftest import Events


@pytest.mark.promise("PUSH-08")
@pytest.mark.needs("notifications.list", "notifications.clear", "crm.address")
@pytest.mark.usefixtures("permissions", "reachable")
def test_system_switch_rules(
    notifications: AppNotifications,
    people: People,
    events: Events,
    logged_in: DashboardPage,
    app: App,
) -> None:
    """Switched off in the system's settings nothing shows; switched on, the next event does."""
    before, later = people.correspondence(), people.correspondence()
    app.settings.allow_notifications(on=False)
    app.start()
    events.message(before)
    page = logged_in.wait_until_open().bottom_bar.open_conversations()
    assert page.shows(before.contact.name), "the message has not come to the app at all"
    assert notifications.stays_silent_about(before.contact.name), "not allowed, it notifies"
    app.settings.allow_notifications(on=True)
    app.start()
    events.message(later)
    assert notifications.arrives("New message", later.contact.name), "allowed again, it is silent"
    assert not notifications.about(before.contact.name), "what was not allowed shows afterwards"
