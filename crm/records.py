"""The CRM's records as far as tests look at them. Ids are the CRM's own."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Contact:
    """A person that the account deals with."""

    id: str
    location_id: str
    name: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """All messages with one contact."""

    id: str
    location_id: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``direction`` is ``inbound`` or ``outbound``."""

    id: str
    body: str
    direction: str
    status: str
    added: datetime


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
