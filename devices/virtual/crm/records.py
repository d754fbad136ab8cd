"""The records that the virtual CRM keeps."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.crm.timelines import PhoneLine

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
    """Somebody who signs in.

    Attributes:
        two_factor: whether signing in asks for a one-time code as well.
        preferences: what was set in the app, by name: it follows the user, not the phone.
        desktop_filters: what the user's dashboard in a desktop browser is narrowed to.
        has_number: whether an active phone number is assigned to the user.
        has_inbox: whether an inbox is.
    """

    first_name: str
    last_name: str
    email: str
    location_ids: list[str]
    password: str = field(repr=False)
    phone: str = ""
    role: str = "user"
    type: str = "account"
    two_factor: bool = False
    preferences: dict[str, bool] = field(default_factory=dict)
    desktop_filters: dict[str, str] = field(default_factory=dict)
    has_number: bool = True
    has_inbox: bool = True
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
    """One message of a conversation; ``channel`` is a key of `wire.CHANNELS`.

    Attributes:
        call_status: of a call, in the API's words, as ``completed`` or ``no-answer``.
        attachments: addresses of the files that came with it.
    """

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
    call_status: str = ""
    attachments: list[str] = field(default_factory=list)
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
class Note:
    """What somebody wrote down about a contact."""

    contact_id: str
    body: str
    added: datetime
    user_id: str = ""
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Task:
    """Something to do about a contact."""

    contact_id: str
    title: str
    due: datetime
    body: str = ""
    completed: bool = False
    assigned_to: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Session:
    """An app that is signed in to one sub-account.

    Attributes:
        sign_in: what one sign-in on one phone opened, in all the user's sub-accounts.
    """

    user_id: str
    location_id: str
    sign_in: str


@dataclass(frozen=True, slots=True, eq=False)
class AppDevice:
    """A phone whose app wants to be told of events, in the sub-account of one session.

    Attributes:
        push_token: what the phone's system knows the app by.
        line: reaches the phone; None for whoever has registered past any phone.
        past: rules of `push` that do not hold for it: what a build with a seeded defect asks for.
    """

    user_id: str
    location_id: str
    push_token: str = field(repr=False)
    line: PhoneLine | None
    past: frozenset[str] = frozenset()


@dataclass(slots=True)
class PhoneCall:
    """A call from a contact, from its first ring on.

    Attributes:
        status: ``ringing``, ``answered``; and at the end ``ended``, ``missed``, ``declined`` or
            ``voicemail``.
        rings: the phones that were told of it.
    """

    conversation_id: str
    contact_id: str
    location_id: str
    status: str = "ringing"
    rings: list[AppDevice] = field(default_factory=list)
    id: str = field(default_factory=new_id)


@dataclass(slots=True)
class Ticket:
    """A sign-in that waits for its one-time code."""

    user_id: str
    code: str = field(default="", repr=False)
    expires: datetime | None = None
    wrong: int = 0
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail or SMS that the CRM itself has sent; ``channel`` is ``email`` or ``sms``."""

    to: str
    channel: str
    subject: str
    body: str = field(repr=False)
    sent: datetime
