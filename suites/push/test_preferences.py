"""PUSH-12: Notification Preferences decides which events notify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pages.notification_preferences import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fixtures.app import App
    from fixtures.crm import Correspondence, People
    from fixtures.notifications import AppNotifications
    from pages import DashboardPage, NotificationPreferencesPage
    from suites.push.conftest import Events

pytestmark = pytest.mark.needs("notifications.list", "notifications.clear")
_NEEDS: Final = {
    "Inbound call": ["crm.call"],
    "Task reminder": ["time.pass_"],
    "Appointment reminder": ["time.pass_"],
}


@pytest.fixture
def preferences(logged_in: DashboardPage, app: App) -> Iterator[NotificationPreferencesPage]:
    """The page of the switches, which are all on, and are all on again afterwards."""
    page = logged_in.open_menu().open_settings().open_notifications()
    yield page
    if not page.is_open:
        app.relaunch()
        page = app.dashboard.wait_until_open().open_menu().open_settings().open_notifications()
    for kind in KINDS:
        page.set(kind, on=True)


def happen(events: Events, kind: str, talk: Correspondence) -> None:
    """Make an event of a kind, in the app's words, with the contact of a correspondence."""
    causes: dict[str, Callable[[Correspondence], object]] = {
        "New message": events.message,
        "Inbound call": events.call,
        "Missed call": events.missed_call,
        "Voicemail": events.voicemail,
        "Task reminder": events.task,
        "Appointment reminder": events.appointment,
    }
    causes[kind](talk)


def silent(notifications: AppNotifications, talk: Correspondence) -> bool:
    """Whether nothing shows about a correspondence now."""
    return not [one for one in notifications.shown() if talk.contact.name in one.text]


@pytest.mark.promise("PUSH-12")
def test_switched_off_kind_does_not_notify(
    notifications: AppNotifications, preferences: NotificationPreferencesPage, people: People
) -> None:
    """With New message off a message does not notify; switched on again, the next one does."""
    preferences.set("New message", on=False)
    before = people.correspondence("Is noon free?")
    preferences.set("New message", on=True)
    later = people.correspondence("Is one free?")
    assert notifications.arrives("New message", later.contact.name), "switched on, it is silent"
    assert silent(notifications, before), "switched off, it notifies"


@pytest.mark.promise("PUSH-12", assumed=True)
@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.needs(*_NEEDS.get(kind, []))) for kind in KINDS],
)
def test_each_kind_switches_by_itself(
    notifications: AppNotifications,
    preferences: NotificationPreferencesPage,
    people: People,
    events: Events,
    kind: str,
) -> None:
    """What is switched off does not notify, and another kind, after it, does."""
    unheard, heard = people.correspondence(), people.correspondence()
    other = "Missed call" if kind == "New message" else "New message"
    preferences.set(kind, on=False)
    happen(events, kind, unheard)
    happen(events, other, heard)
    assert notifications.arrives(other, heard.contact.name), f"{other} is silent as well"
    assert silent(notifications, unheard), "switched off, it notifies"
