"""PUSH-09: the system's page of the app's notifications, whose styles say where each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, get_args

import pytest

from pages.system import Banner, LockScreen
from pages.system.app_notifications import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.device import Device
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
    from suites.push.conftest import Events

    class Switch(Protocol):
        """Has the app's notifications show in a place, or not."""

        def __call__(self, style: Style, *, on: bool) -> None:
            """Switch a style; the home screen is in front afterwards."""


_REACHED = pytest.mark.usefixtures("permissions", "reachable")
_NEEDS = pytest.mark.needs(
    "notifications.list", "notifications.clear", "crm.address", "apps.background"
)


@pytest.fixture
def switch(app: App) -> Switch:
    """Has the app's notifications show in a place, or not; the home screen is in front then."""

    def switched(style: Style, *, on: bool) -> None:
        app.settings.open_notifications().show_at(style, on=on)
        app.start()
        app.leave()

    return switched


@pytest.fixture
def unlocked(device: Device) -> Iterator[Device]:
    """The phone, which is unlocked again afterwards."""
    yield device
    device.lock.unlock()


@pytest.mark.promise("PUSH-09")
@pytest.mark.usefixtures("logged_out", "permissions")
def test_settings_hold_the_switch_and_the_styles(app: App) -> None:
    """All are on at first, and stay as they are set, each by itself."""
    page = app.settings.walk().open_notifications()
    assert page.app == app.name, f"the page is about {page.app}"
    assert page.allowed, "the switch is off, and nobody has switched it off"
    for style in get_args(Style):
        assert page.shows_at(style), f"{style} is off, and nobody has switched it off"
        page.show_at(style, on=False)
        on = {each for each in get_args(Style) if app.settings.open_notifications().shows_at(each)}
        assert on == set(get_args(Style)) - {style}, f"with {style} off, on are {sorted(on)}"
        page.show_at(style, on=True)


@pytest.mark.promise("PUSH-09")
@pytest.mark.needs("screen.lock", "screen.unlock")
@_NEEDS
@_REACHED
def test_lock_screen_style_rules(
    notifications: AppNotifications,
    people: People,
    events: Events,
    switch: Switch,
    unlocked: Device,
) -> None:
    """Off, a message does not show on the lock screen, but in the list; on, the next one does."""
    before, later = people.correspondence(), people.correspondence()
    notifications.clear()
    switch("lock_screen", on=False)
    unlocked.lock.lock()
    events.message(before)
    assert notifications.is_spared(before.contact.name), "it shows on the lock screen"
    unlocked.lock.unlock()
    assert notifications.arrives("New message", before.contact.name), "it shows nowhere"
    switch("lock_screen", on=True)
    unlocked.lock.lock()
    text = later.contact.name
    events.message(later)
    assert notifications.arrives("New message", text), "on, it does not come"
    assert LockScreen(unlocked.session).shows("New message", text), "on, it does not show there"


@pytest.mark.promise("PUSH-09")
@_NEEDS
@_REACHED
def test_notification_centre_style_rules(
    notifications: AppNotifications, people: People, events: Events, switch: Switch, device: Device
) -> None:
    """Off, a message shows as a banner, and is not in the list; on, the next one is."""
    before, later = people.correspondence(), people.correspondence()
    switch("notification_centre", on=False)
    events.message(before)
    assert Banner(device.session).appears("New message", before.contact.name), "no banner of it"
    assert notifications.stays_silent_about(before.contact.name), "it is in the list"
    switch("notification_centre", on=True)
    events.message(later)
    assert notifications.arrives("New message", later.contact.name), "on, it is not in the list"


@pytest.mark.promise("PUSH-09")
@_NEEDS
@_REACHED
def test_banner_style_rules(
    notifications: AppNotifications, people: People, events: Events, switch: Switch, device: Device
) -> None:
    """Off, a message is in the list, and no banner shows; on, the next one has a banner."""
    before, later = people.correspondence(), people.correspondence()
    switch("banners", on=False)
    events.message(before)
    banner, name = Banner(device.session), before.contact.name
    assert not banner.appears("New message", name, device.facts.late_s), "off, a banner shows"
    assert notifications.arrives("New message", name), "it is not in the list"
    switch("banners", on=True)
    events.message(later)
    assert banner.appears("New message", later.contact.name), "on, no banner shows"
