"""Who is told of what: events, the rules that they pass, and the messages that go to phones."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from devices.virtual.crm.records import AppDevice, Appointment, Message, PhoneCall, Task, User
    from devices.virtual.crm.store import Records

_MISSED: Final = {"no-answer": "missed_call", "voicemail": "voicemail"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a user may be told of.

    Attributes:
        kind: ``message``, ``call``, ``missed_call``, ``voicemail``, ``task`` or ``appointment``.
        id: of the record that it is about.
        owner: id of the user whom it is for; empty for nobody.
        text: the message, or the title of what is due.
        channel: what a message came by, as the public API writes it.
        time: when an appointment begins.
    """

    kind: str
    id: str
    location_id: str
    contact_id: str
    owner: str
    conversation_id: str = ""
    text: str = ""
    channel: str = ""
    time: datetime | None = None


def _is_in_front(event: Event, _user: User, device: AppDevice) -> bool:
    return device.location_id == event.location_id


def _is_owner(event: Event, user: User, _device: AppDevice) -> bool:
    return event.owner == user.id


def _is_reachable(_event: Event, user: User, _device: AppDevice) -> bool:
    return user.has_number or user.has_inbox


def _is_wanted(event: Event, user: User, _device: AppDevice) -> bool:
    return user.preferences.get(f"notify_{event.kind}", True)


RULES: Final[Mapping[str, Callable[[Event, User, AppDevice], bool]]] = {
    "account": _is_in_front,
    "assignment": _is_owner,
    "number": _is_reachable,
    "preferences": _is_wanted,
}
"""What must hold before a phone is told: it shows the sub-account; its user has what the event is
about, has a number or an inbox, and wants to know of such events."""

SESSION: Final = "session"
"""That a phone is told only while its app's session lasts: a rule like those."""


def hears(event: Event, user: User, device: AppDevice) -> bool:
    """Whether a phone of a user's is to be told of an event."""
    if event.location_id not in user.location_ids:
        return False
    return all(rule(event, user, device) for name, rule in RULES.items() if name not in device.past)


class Pushes:
    """The messages that are on their way to phones.

    They leave once the request that gives rise to them is answered, as those of a real CRM do.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._waiting: deque[tuple[AppDevice, dict[str, str]]] = deque()
        self._leaving = False

    def tell(self, event: Event | None) -> list[AppDevice]:
        """Tell every phone that is to hear of an event; returns them."""
        if event is None:
            return []
        told = [device for device in self._records.devices.values() if self._hears(event, device)]
        for device in told:
            self._send(device, event)
        return told

    def remind(self, event: Event, device: AppDevice) -> None:
        """Tell one phone at once, if it is to hear of it and is registered still."""
        if device in self._records.devices.values() and self._hears(event, device):
            self._send(device, event)
            self.leave()

    def tell_over(self, call: PhoneCall) -> None:
        """Tell the phones that were told of a call that it does not ring any more."""
        message = {"event": "call_over", "id": call.id, "conversationId": call.conversation_id}
        for device in call.rings:
            self._waiting.append((device, message))

    def leave(self) -> None:
        """Let go what is waiting; what arises from its arrival follows."""
        if self._leaving:
            return
        self._leaving = True
        try:
            while self._waiting:
                device, message = self._waiting.popleft()
                if device.line:
                    device.line.deliver(device.push_token, message)
        finally:
            self._leaving = False

    def _hears(self, event: Event, device: AppDevice) -> bool:
        user = self._records.users.get(device.user_id)
        return user is not None and hears(event, user, device)

    def _send(self, device: AppDevice, event: Event) -> None:
        message = {
            "event": event.kind,
            "id": event.id,
            "locationId": event.location_id,
            "contactId": event.contact_id,
            "conversationId": event.conversation_id,
            "name": self._records.contacts[event.contact_id].name,
            "text": event.text,
            "channel": event.channel,
            "time": wire.instant(event.time) if event.time else "",
        }
        self._waiting.append((device, message))


def of_message(records: Records, message: Message) -> Event | None:
    """The event that an inbound message is; None for the note of a call that was answered."""
    kind = _MISSED.get(message.call_status, "") if message.channel == "Call" else "message"
    if not kind:
        return None
    return Event(
        kind,
        message.id,
        message.location_id,
        message.contact_id,
        records.conversations[message.conversation_id].assigned_to,
        message.conversation_id,
        message.body,
        message.channel,
    )


def of_call(records: Records, call: PhoneCall) -> Event:
    """The event that a ringing call is."""
    owner = records.conversations[call.conversation_id].assigned_to
    return Event("call", call.id, call.location_id, call.contact_id, owner, call.conversation_id)


def of_task(records: Records, task: Task) -> Event:
    """The event that a due task is."""
    person = records.contacts[task.contact_id]
    owner = task.assigned_to or person.assigned_to
    return Event("task", task.id, person.location_id, person.id, owner, text=task.title)


def of_appointment(records: Records, meeting: Appointment) -> Event:
    """The event that an approaching appointment is."""
    owner = meeting.user_id or records.contacts[meeting.contact_id].assigned_to
    return Event(
        "appointment",
        meeting.id,
        meeting.location_id,
        meeting.contact_id,
        owner,
        text=meeting.title,
        time=meeting.start,
    )
