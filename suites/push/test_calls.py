"""PUSH-02, PUSH-03, PUSH-04: a call notifies, and so does what nobody has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Time
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
    from suites.push.conftest import Events

pytestmark = [
    pytest.mark.needs("notifications.list", "notifications.clear"),
    pytest.mark.usefixtures("logged_in"),
]
_LONGER_THAN_IT_RINGS: Final = timedelta(minutes=1)


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
    assert "Inbound call" not in {one.title for one in notifications.shown()}, "it rings still"


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
