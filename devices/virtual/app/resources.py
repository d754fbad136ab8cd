"""What the app reads from the CRM, each with the key that it is cached under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

JULY: Final = "2021-07-28"
APRIL: Final = "2021-04-15"
_MOST: Final = "100"  # rows in one reply
_DAYS_AHEAD: Final = 7


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing to read.

    Attributes:
        key: under which its last reply is cached.
        path: with its query string.
        version: of the API.
    """

    key: str
    path: str
    version: str


Place = dict[str, Any]
"""A sub-account as the sign-in reply has it."""


def conversations(place: Place, status: str = "all") -> Resource:
    """The inbox, newest first; by status ``all``, ``unread`` or ``starred``."""
    limit = _MOST if status == "all" else "1"  # of the others only the total is wanted
    query = {"locationId": place["id"], "status": status, "limit": limit}
    return Resource(f"conversations/{status}", _path("/conversations/search", query), APRIL)


def messages(conversation_id: str) -> Resource:
    """A thread, newest first."""
    path = f"/conversations/{conversation_id}/messages"
    return Resource(f"messages/{conversation_id}", _path(path, {"limit": _MOST}), APRIL)


def contacts(place: Place) -> Resource:
    """All contacts."""
    query = {"locationId": place["id"], "limit": _MOST}
    return Resource("contacts", _path("/contacts/", query), JULY)


def contact(contact_id: str) -> Resource:
    """One contact's profile."""
    return Resource(f"contact/{contact_id}", f"/contacts/{contact_id}", JULY)


def appointments(place: Place, now: datetime) -> Resource:
    """Appointments of today and the six days after it, in the phone's time zone."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = {
        "locationId": place["id"],
        "calendarId": place["calendarId"],
        "startTime": _millis(midnight),
        "endTime": _millis(midnight + timedelta(days=_DAYS_AHEAD)),
    }
    return Resource("appointments", _path("/calendars/events", query), APRIL)


def opportunities(place: Place) -> Resource:
    """All deals."""
    query = {"location_id": place["id"], "limit": _MOST}
    return Resource("opportunities", _path("/opportunities/search", query), JULY)


def _path(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}"


def _millis(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
