"""The CRM's records as far as tests look at them. Ids are the CRM's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Location:
    """A sub-account."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in to the app; ``location_id`` is the sub-account seen first."""

    id: str
    name: str
    email: str
    location_id: str
    phone: str = ""
    location_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A person that the account deals with."""

    id: str
    location_id: str
    name: str
    tags: tuple[str, ...]
    email: str = ""
    phone: str = ""
    assigned_to: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All messages with one contact.

    Attributes:
        unread: how many messages nobody has read.
        assigned_to: id of the user that it belongs to; empty for nobody.
    """

    id: str
    location_id: str
    contact_id: str
    unread: int = 0
    starred: bool = False
    assigned_to: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``direction`` is ``inbound`` or ``outbound``, ``channel`` as when sent.

    Attributes:
        attachments: addresses of the files that came with it.
    """

    id: str
    body: str
    direction: str
    status: str
    added: datetime
    channel: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What was written down about a contact."""

    id: str
    body: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do about a contact."""

    id: str
    title: str
    due: datetime
    completed: bool


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A deal with a contact; ``value`` is in the account's currency."""

    id: str
    name: str
    status: str
    value: float


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting with a contact."""

    id: str
    title: str
    start: datetime
    contact_id: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the CRM itself has sent, as a one-time code; ``channel`` is ``email`` or ``sms``."""

    to: str
    channel: str
    subject: str
    body: str = field(repr=False)
    sent: datetime


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request that the CRM has answered.

    Attributes:
        fields: names of what its query and its body held, without any value.
    """

    time: datetime
    method: str
    path: str
    status: int
    fields: tuple[str, ...] = ()
