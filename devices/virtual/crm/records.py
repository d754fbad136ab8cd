"""What the virtual CRM keeps: the records of its sub-accounts, in memory."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_ID_ALPHABET: Final = string.ascii_letters + string.digits
_ID_LENGTH: Final = 20


def new_id() -> str:
    """An id as the public API's look: twenty letters and digits."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


@dataclass(slots=True)
class Location:
    """A sub-account, with the one pipeline and the one calendar that it starts with."""

    name: str
    company_id: str
    phone: str = ""
    email: str = ""
    time_zone: str = "UTC"
    id: str = field(default_factory=new_id)
    pipeline_id: str = field(default_factory=new_id)
    stage_id: str = field(default_factory=new_id)
    calendar_id: str = field(default_factory=new_id)


@dataclass(slots=True)
class User:
    """Somebody who signs in."""

    first_name: str
    last_name: str
    email: str
    location_ids: list[str]
    password: str = field(repr=False)
    phone: str = ""
    role: str = "user"
    type: str = "account"
    id: str = field(default_factory=new_id)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Contact:
    """A person that the account deals with."""

    location_id: str
    first_name: str
    last_name: str
    added: datetime
    email: str = ""
    phone: str = ""
    tags: list[str] = field(default_factory=list)
    assigned_to: str = ""
    id: str = field(default_factory=new_id)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Message:
    """One message of a conversation; ``channel`` is a key of `wire.CHANNELS`."""

    conversation_id: str
    contact_id: str
    location_id: str
    channel: str
    body: str
    direction: str
    added: datetime
    status: str
    source: str
    user_id: str = ""
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Conversation:
    """All messages with one contact."""

    location_id: str
    contact_id: str
    added: datetime
    updated: datetime
    assigned_to: str = ""
    unread: int = 0
    starred: bool = False
    messages: list[Message] = field(default_factory=list)
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Opportunity:
    """A deal in a pipeline; ``value`` is in the account's currency."""

    location_id: str
    contact_id: str
    pipeline_id: str
    stage_id: str
    name: str
    status: str
    created: datetime
    value: float = 0
    assigned_to: str = ""
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Appointment:
    """A meeting with a contact."""

    location_id: str
    contact_id: str
    calendar_id: str
    title: str
    start: datetime
    end: datetime
    added: datetime
    status: str = "confirmed"
    user_id: str = ""
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Records:
    """Everything the CRM holds; each table by id, in the order made."""

    locations: dict[str, Location] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict, repr=False)  # app session token: user id

    def drop_contact(self, contact_id: str) -> None:
        """Delete a contact and everything that is about it."""
        del self.contacts[contact_id]
        for conversation in [c for c in self.conversations.values() if c.contact_id == contact_id]:
            del self.conversations[conversation.id]
        for deal in [o for o in self.opportunities.values() if o.contact_id == contact_id]:
            del self.opportunities[deal.id]
        for meeting in [a for a in self.appointments.values() if a.contact_id == contact_id]:
            del self.appointments[meeting.id]

    def drop_user(self, user_id: str) -> None:
        """Delete a user and end the sessions that the user has."""
        del self.users[user_id]
        for token in [t for t, owner in self.sessions.items() if owner == user_id]:
            del self.sessions[token]

    def drop_location(self, location_id: str) -> None:
        """Delete a sub-account with its contacts; users who had no other one go with it."""
        del self.locations[location_id]
        for contact in [c for c in self.contacts.values() if c.location_id == location_id]:
            self.drop_contact(contact.id)
        for user in [u for u in self.users.values() if location_id in u.location_ids]:
            user.location_ids.remove(location_id)
            if not user.location_ids:
                self.drop_user(user.id)
