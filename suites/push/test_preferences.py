"""PUSH-12: Notification Preferences decides which events notify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pages import SettingsPage
from pages.notification_preferences import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.device import Device
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications, Reach
    from pages import DashboardPage, NotificationPreferencesPage
    from suites.push.conftest import Events

pytestmark = pytest.mark.needs("notifications.list", "notifications.clear", "crm.address")
_NEEDS: Final = {
    "Inbound call": ["crm.call"],
    "Task reminder": ["time.pass_"],
    "Appointment reminder": ["time.pass_"],
}
_BY_ITSELF: Final = ("New message", "Missed call", "Voicemail")
"""Kinds that happen at once, and are over as they do."""


class Preferences:
    """The page of the switches, left and opened again after each change: then they are stored."""

    def __init__(self, device: Device, app: App, page: NotificationPreferencesPage) -> None:
        self._device = device
        self._app = app
        self._page = page

    def switch(self, kind: str, *, on: bool) -> None:
        """Have one kind notify, or not; all others stay as they are."""
        self._page.set(kind, on=on)
        self._page.back()
        self._page = SettingsPage(self._device.session).wait_until_open().open_notifications()
        stands = self._page.notifies_of(kind)
        assert stands is on, f"opened again, the switch of {kind} stands as before"

    def all_on(self) -> None:
        """Have all kinds notify, wherever in the app a test has ended."""
        if not self._page.is_open:
            self._app.relaunch()
            dashboard = self._app.dashboard.wait_until_open()
            self._page = dashboard.open_menu().open_settings().open_notifications()
        for kind in KINDS:
            self._page.set(kind, on=True)


@pytest.fixture
def preferences(
    reachable: Reach, logged_in: DashboardPage, device: Device, app: App
) -> Iterator[Preferences]:
    """The switches, which are all on, and are all on again afterwards."""
    del reachable  # which comes before anything is switched off
    page = logged_in.open_menu().open_settings().open_notifications()
    switches = Preferences(device, app, page)
    switches.all_on()
    yield switches
    switches.all_on()


@pytest.mark.promise("PUSH-12")
def test_switched_off_kind_does_not_notify(
    notifications: AppNotifications, preferences: Preferences, people: People, events: Events
) -> None:
    """With New message off a message does not notify; switched on again, the next one does."""
    before, meanwhile, later = (people.correspondence() for _ in range(3))
    preferences.switch("New message", on=False)
    events.message(before)
    events.missed_call(meanwhile)
    assert notifications.arrives("Missed call", meanwhile.contact.name), "this is off as well"
    assert notifications.stays_silent_about(before.contact.name), "switched off, it notifies"
    preferences.switch("New message", on=True)
    events.message(later)
    assert notifications.arrives("New message", later.contact.name), "switched on, it is silent"
    assert not notifications.about(before.contact.name), "what was switched off shows afterwards"


@pytest.mark.promise("PUSH-12", assumed=True)
@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.needs(*_NEEDS.get(kind, []))) for kind in KINDS],
)
def test_each_kind_switches_by_itself(
    notifications: AppNotifications,
    preferences: Preferences,
    people: People,
    events: Events,
    kind: str,
) -> None:
    """What is switched off does not notify, and other kinds, after it, do."""
    unheard = people.correspondence()
    heard = {other: people.correspondence() for other in _BY_ITSELF if other != kind}
    preferences.switch(kind, on=False)
    events.happen(kind, unheard)
    for other, talk in heard.items():
        events.happen(other, talk)
    for other, talk in heard.items():
        assert notifications.arrives(other, talk.contact.name), f"{other} is silent as well"
    assert not notifications.about(unheard.contact.name), "switched off, it notifies"
