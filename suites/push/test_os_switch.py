"""PUSH-08: the system's switch for the app's notifications rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications


@pytest.mark.promise("PUSH-08")
@pytest.mark.needs("notifications.list", "notifications.clear")
@pytest.mark.usefixtures("permissions", "logged_in")
def test_system_switch_rules(notifications: AppNotifications, people: People, app: App) -> None:
    """Switched off in the system's settings nothing shows; switched on, the next event does."""
    app.settings.allow_notifications(on=False)
    before = people.correspondence("Is noon free?")
    app.settings.allow_notifications(on=True)
    app.start()
    later = people.correspondence("Is one free?")
    assert notifications.arrives("New message", later.contact.name), "allowed again, it is silent"
    texts = [one.text for one in notifications.shown()]
    assert not [text for text in texts if before.contact.name in text], "not allowed, it notifies"
