"""PUSH-07: notifications come when the app is not in front, and lead to what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pages import AppointmentPage, ContactPage, IncomingCallPage, ThreadPage
from pages.system import LockScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.device import Device
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications, Reach
    from suites.push.conftest import Events

    Leave = Callable[[], None]
    Tap = Callable[..., Any]

pytestmark = [
    pytest.mark.needs("notifications.list", "notifications.clear", "crm.address"),
    pytest.mark.usefixtures("reachable"),
]


@pytest.fixture
def left(reachable: Reach, leave: Leave) -> None:
    """The app is signed in and in the background."""
    del reachable
    leave()


@pytest.fixture
def ended(left: None, device: Device, app: App) -> None:
    """The system has ended the app in the background."""
    del left
    device.apps.kill(app.package)


@pytest.fixture
def locked(reachable: Reach, device: Device) -> Iterator[LockScreen]:
    """The lock screen stands before the app that is signed in."""
    del reachable  # which comes first, and of whose notifications the phone is unlocked again
    device.lock.lock()
    yield LockScreen(device.session)
    device.lock.unlock()


@pytest.mark.promise("PUSH-07")
@pytest.mark.needs("apps.background")
@pytest.mark.usefixtures("left")
def test_message_notifies_in_the_background(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """With the launcher in front a message notifies."""
    talk = people.correspondence()
    events.message(talk)
    assert notifications.arrives("New message", talk.contact.name), "no notification of it"


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("apps.background", "apps.kill", "notifications.shade")
@pytest.mark.usefixtures("ended")
def test_message_notifies_and_opens_after_the_system_has_ended_the_app(
    notifications: AppNotifications, people: People, events: Events, tap: Tap
) -> None:
    """An app that the system has ended notifies; a tap starts it, with the thread in front."""
    talk = people.correspondence()
    text = events.message(talk)
    assert notifications.arrives("New message", talk.contact.name), "no notification of it"
    assert tap("New message", ThreadPage).messages_become([text]) == [text]


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("screen.lock", "screen.unlock")
def test_message_notifies_on_a_locked_phone_and_opens(
    notifications: AppNotifications,
    people: People,
    events: Events,
    locked: LockScreen,
    device: Device,
) -> None:
    """A message shows on the lock screen; a tap there leads to the thread."""
    talk = people.correspondence()
    text = events.message(talk)
    assert notifications.arrives("New message", talk.contact.name), "no notification of it"
    assert locked.shows("New message", talk.contact.name), "the lock screen does not show it"
    locked.open("New message")
    thread = ThreadPage(device.session)
    assert thread.opens(), "a tap there does not open the thread"
    assert thread.messages_become([text]) == [text]


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("apps.background", "notifications.shade")
@pytest.mark.usefixtures("left")
@pytest.mark.parametrize("kind", ["New message", "Missed call", "Voicemail"])
def test_tap_opens_the_thread(
    notifications: AppNotifications, people: People, events: Events, tap: Tap, kind: str
) -> None:
    """A tap brings the app to the front, with the thread that it is about."""
    talk = people.correspondence()
    texts = [events.message(talk), events.happen(kind, talk)]
    assert notifications.arrives(kind, talk.contact.name), "no notification of it"
    assert tap(kind, ThreadPage).messages_become(texts) == texts


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("apps.background", "notifications.shade", "crm.call")
def test_tap_opens_the_call_that_rings(
    notifications: AppNotifications, people: People, events: Events, leave: Leave, tap: Tap
) -> None:
    """A tap on "Inbound call" shows who calls; Decline there ends the ringing."""
    talk = people.correspondence()
    leave()
    call = events.call(talk)
    assert notifications.arrives("Inbound call", talk.contact.name), "no notification of it"
    page = tap("Inbound call", IncomingCallPage)
    assert page.is_from(talk.contact.name), "somebody else's call"
    page.decline()
    assert page.goes(), "the call's screen stays after Decline"
    assert events.status(call) == "declined"


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("apps.background", "notifications.shade", "time.pass_")
def test_tap_opens_the_contact_of_a_task(
    notifications: AppNotifications, people: People, events: Events, leave: Leave, tap: Tap
) -> None:
    """A tap on "Task reminder" shows the contact that the task is about."""
    talk = people.correspondence()
    leave()
    title = events.task(talk)
    assert notifications.arrives("Task reminder", title), "no notification of it"
    tap("Task reminder", ContactPage).wait_for(talk.contact.name)


@pytest.mark.promise("PUSH-07", assumed=True)
@pytest.mark.needs("apps.background", "notifications.shade", "time.pass_")
def test_tap_opens_the_appointment(
    notifications: AppNotifications, people: People, events: Events, leave: Leave, tap: Tap
) -> None:
    """A tap on "Appointment reminder" shows the appointment."""
    talk = people.correspondence()
    leave()
    title = events.appointment(talk)
    assert notifications.arrives("Appointment reminder", title), "no notification of it"
    page = tap("Appointment reminder", AppointmentPage)
    assert page.is_about(title), "another appointment"
