"""PUSH-02, PUSH-03, PUSH-04: a call notifies, and so does what nobody has answered.

PERM-02: who answers one is asked for the microphone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from pages import CallPage, IncomingCallPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.device import Device, Time
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
    from fixtures.permissions import AppPermissions
    from pages.system import PermissionPrompt
    from suites.push.conftest import Events

    Tap = Callable[..., Any]

pytestmark = [
    pytest.mark.needs("notifications.list", "notifications.clear", "crm.address"),
    pytest.mark.usefixtures("reachable"),
]
_LONGER_THAN_IT_RINGS: Final = timedelta(minutes=1)


class Ringing(NamedTuple):
    """A call that rings: its id, and the app's screen of it."""

    call: str
    page: IncomingCallPage


@pytest.fixture
def ringing(notifications: AppNotifications, people: People, events: Events, tap: Tap) -> Ringing:
    """A call that rings, come to by its notification."""
    talk = people.correspondence()
    call = events.call(talk)
    assert notifications.arrives("Inbound call", talk.contact.name), "no notification of it"
    return Ringing(call, tap("Inbound call", IncomingCallPage))


@pytest.mark.promise("PUSH-02")
@pytest.mark.needs("crm.call")
def test_inbound_call_notifies(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """While a contact calls there is "Inbound call", which names who calls."""
    talk = people.correspondence()
    events.call(talk)
    assert notifications.arrives("Inbound call", talk.contact.name), "no notification of it"


@pytest.mark.promise("PUSH-03")
def test_missed_call_notifies(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """A missed call in the account raises "Missed call", which names who called."""
    talk = people.correspondence()
    events.missed_call(talk)
    assert notifications.arrives("Missed call", talk.contact.name), "no notification of it"


@pytest.mark.promise("PUSH-03")
@pytest.mark.needs("crm.call", "time.pass_")
def test_call_that_nobody_answers_becomes_a_missed_call(
    notifications: AppNotifications, people: People, events: Events, clock: Time
) -> None:
    """Once it has rung for long enough "Missed call" stands there, and no call rings."""
    talk = people.correspondence()
    events.call(talk)
    clock.pass_(_LONGER_THAN_IT_RINGS)
    assert notifications.arrives("Missed call", talk.contact.name), "no notification of it"
    assert not notifications.titled("Inbound call"), "it rings still"


@pytest.mark.promise("PERM-02")
@pytest.mark.needs("permissions.state", "crm.call", "notifications.shade")
def test_answering_a_call_asks_for_the_microphone(
    permissions: AppPermissions,
    prompt: PermissionPrompt,
    ringing: Ringing,
    events: Events,
    device: Device,
) -> None:
    """Allowed, the call that rings is answered."""
    ringing.page.answer()
    assert prompt.appears(), "answered, the call asks for nothing"
    assert events.status(ringing.call) == "ringing", "it is answered without the microphone"
    prompt.allow()
    assert "microphone" in permissions.granted(), "it asks for something else"
    assert CallPage(device.session).opens(), "allowed, nobody is spoken to"
    assert events.status(ringing.call) == "answered"


@pytest.mark.promise("PUSH-04")
def test_voicemail_notifies(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """A voicemail in the account raises "Voicemail", which names who left it."""
    talk = people.correspondence()
    events.voicemail(talk)
    assert notifications.arrives("Voicemail", talk.contact.name), "no notification of it"


@pytest.mark.promise("PUSH-04")
@pytest.mark.needs("crm.call")
def test_caller_who_leaves_a_voicemail_notifies(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """A call that ends on the voicemail raises "Voicemail"."""
    talk = people.correspondence()
    events.speak_to_voicemail(events.call(talk))
    assert notifications.arrives("Voicemail", talk.contact.name), "no notification of it"
