"""What the tests of notifications share: events that concern the user, and what a tap opens."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import pytest

from crm import CrmError
from pages.system import NotificationShade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm import CrmClient
    from devices.device import Device, Time
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.crm import Correspondence
    from fixtures.notifications import AppNotifications
    from pages.page import Page

    AnyPage = TypeVar("AnyPage", bound=Page)

_SOON: Final = timedelta(minutes=1)


class Events:
    """What happens in the account. Tasks and appointments are the user's and let time pass.

    Calls need ``crm.call``; those that are not over are ended with the test.
    """

    def __init__(self, crm: CrmClient, user_id: str, clock: Time, ahead: timedelta) -> None:
        self._crm = crm
        self._user_id = user_id
        self._clock = clock
        self._ahead = ahead
        self._calls: list[str] = []

    def happen(self, kind: str, talk: Correspondence) -> str:
        """Let an event of a kind, in the app's words, concern a contact; returns what names it."""
        causes: dict[str, Callable[[Correspondence], str]] = {
            "New message": self.message,
            "Inbound call": self.call,
            "Missed call": self.missed_call,
            "Voicemail": self.voicemail,
            "Task reminder": self.task,
            "Appointment reminder": self.appointment,
        }
        return causes[kind](talk)

    def message(self, talk: Correspondence) -> str:
        """The contact writes; returns the text, which no other contact writes."""
        text = f"It is {talk.contact.name}. Is noon free?"
        self._crm.receive_message(talk.conversation, text)
        return text

    def missed_call(self, talk: Correspondence) -> str:
        """A call that nobody has answered is noted down; returns how a thread tells of it."""
        self._crm.receive_call(talk.conversation, status="no-answer")
        return "Missed call"

    def voicemail(self, talk: Correspondence) -> str:
        """A voicemail is noted down; returns how a thread tells of it."""
        self._crm.receive_call(talk.conversation, status="voicemail")
        return "Voicemail"

    def call(self, talk: Correspondence) -> str:
        """The contact calls; returns the call's id."""
        self._calls.append(self._crm.virtual.start_call(talk.conversation))
        return self._calls[-1]

    def speak_to_voicemail(self, call_id: str) -> None:
        """The caller, whom nobody answers, leaves a voicemail."""
        self._crm.virtual.end_call(call_id, "voicemail")

    def status(self, call_id: str) -> str:
        """How a call stands: ``ringing``, ``answered``, ``declined`` and the like."""
        return self._crm.virtual.call_status(call_id)

    def task(self, talk: Correspondence) -> str:
        """A task about the contact becomes due; returns its title."""
        title, due = f"Send {talk.contact.name} a quote", self._clock.now() + _SOON
        self._crm.add_task(talk.contact, title, due, assigned_to=self._user_id)
        self._clock.pass_(_SOON)
        return title

    def appointment(self, talk: Correspondence) -> str:
        """An appointment with the contact comes near; returns its title."""
        title, start = f"Visit of {talk.contact.name}", self._clock.now() + self._ahead + _SOON
        self._crm.create_appointment(talk.contact, title, start, assigned_to=self._user_id)
        self._clock.pass_(2 * _SOON)
        return title

    def close(self) -> None:
        """End the calls that ring, or were answered."""
        for call_id in self._calls:
            for status in ("missed", "ended"):
                with suppress(CrmError):  # it is over, or not as far
                    self._crm.virtual.end_call(call_id, status)


@pytest.fixture
def events(crm: CrmClient, account: Account, clock: Time, ahead: timedelta) -> Iterator[Events]:
    """Makes things happen that concern the user."""
    made = Events(crm, account.user.id, clock, ahead)
    yield made
    made.close()


@pytest.fixture
def leave(app: App) -> Callable[[], None]:
    """Puts the launcher in front; the app runs on behind it."""
    return app.leave


@pytest.fixture
def tap(notifications: AppNotifications, device: Device) -> Callable[[str, type[AnyPage]], AnyPage]:
    """Taps the notification of that title in the shade, which opens what it is about."""

    def tapped(title: str, page: type[AnyPage]) -> AnyPage:
        notifications.open_shade()
        NotificationShade(device.session).open(title)
        opened = page(device.session)
        assert opened.opens(), f"a tap on {title!r} does not open what it is about"
        return opened

    return tapped
