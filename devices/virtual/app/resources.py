"""What the app reads from the CRM, each with the key that it is cached under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JULY: Final = "2021-07-28"
APRIL: Final = "2021-04-15"
DAYS_AHEAD: Final = 7
"""Days of appointments that are kept, today among them."""

_MOST: Final = 100  # rows in one reply
_NOT_HELD: Final = frozenset({"cancelled", "invalid"})
_MILLISECOND: Final = timedelta(milliseconds=1)

Reply = dict[str, Any]
"""A reply's JSON object."""

Place = dict[str, Any]
"""A sub-account as the sign-in reply has it."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing to read.

    Attributes:
        key: under which its last reply is cached.
        path: with its query string.
        version: of the API; None for the paths that are not public.
        rows: field of the reply whose rows go on in further pages; empty for a single page.
        following: the query that asks for the page after a reply; none after the last one.
    """

    key: str
    path: str
    version: str | None
    rows: str = ""
    following: Callable[[Reply], Mapping[str, str]] | None = None


def conversations(place: Place, status: str = "all") -> Resource:
    """The inbox, newest first; by status ``all``, ``unread``, ``recents`` or ``starred``."""
    query = {"locationId": place["id"], "status": status, "limit": str(_MOST)}
    path = _path("/conversations/search", query)
    key = f"conversations/{status}"
    return Resource(key, path, APRIL, "conversations", _older_conversations)


def messages(conversation_id: str) -> Resource:
    """A thread, newest first."""
    path = _path(f"/conversations/{conversation_id}/messages", {"limit": str(_MOST)})
    return Resource(f"messages/{conversation_id}", path, APRIL, "messages", _older_messages)


def contacts(place: Place) -> Resource:
    """All contacts."""
    path = _path("/contacts/", {"locationId": place["id"], "limit": str(_MOST)})
    return Resource("contacts", path, JULY, "contacts", _next_contacts)


def contact(contact_id: str) -> Resource:
    """One contact's profile."""
    return Resource(f"contact/{contact_id}", f"/contacts/{contact_id}", JULY)


def notes(contact_id: str) -> Resource:
    """Notes about a contact."""
    return Resource(f"notes/{contact_id}", f"/contacts/{contact_id}/notes", JULY)


def tasks(contact_id: str) -> Resource:
    """Tasks about a contact."""
    return Resource(f"tasks/{contact_id}", f"/contacts/{contact_id}/tasks", JULY)


def contact_appointments(contact_id: str) -> Resource:
    """Appointments with a contact."""
    path = f"/contacts/{contact_id}/appointments"
    return Resource(f"appointments/{contact_id}", path, JULY)


def users(place: Place) -> Resource:
    """Who works in a sub-account."""
    return Resource("users", _path("/users/", {"locationId": place["id"]}), JULY)


def appointments(place: Place, now: datetime) -> Resource:
    """Appointments of today and the six days after it, in the phone's time zone."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = {
        "locationId": place["id"],
        "calendarId": place["calendarId"],
        "startTime": _millis(midnight),
        "endTime": _millis(midnight + timedelta(days=DAYS_AHEAD)),
    }
    return Resource("appointments", _path("/calendars/events", query), APRIL)


def opportunities(place: Place) -> Resource:
    """All deals."""
    path = _path("/opportunities/search", {"location_id": place["id"], "limit": str(_MOST)})
    return Resource("opportunities", path, JULY, "opportunities", _next_opportunities)


def preferences() -> Resource:
    """What the user has set in the app."""
    return Resource("preferences", "/oauth/app/preferences", None)


def desktop_filters() -> Resource:
    """What the user's dashboard in a desktop browser is narrowed to."""
    return Resource("desktop-filters", "/oauth/app/desktop-filters", None)


def held(events: Reply, now: datetime) -> list[dict[str, Any]]:
    """The appointments of today and the next days that have not been called off."""
    last = now.date() + timedelta(days=DAYS_AHEAD)
    return [
        row
        for row in events["events"]
        if row["appointmentStatus"] not in _NOT_HELD
        and now.date() <= datetime.fromisoformat(row["startTime"]).astimezone(now.tzinfo).date()
        and datetime.fromisoformat(row["startTime"]).astimezone(now.tzinfo).date() < last
    ]


def _older_conversations(reply: Reply) -> Mapping[str, str]:
    if len(reply["conversations"]) < _MOST:
        return {}
    last = datetime.fromisoformat(reply["conversations"][-1]["lastMessageDate"])
    return {"startAfterDate": _millis(last)}


def _older_messages(reply: Reply) -> Mapping[str, str]:
    return {"lastMessageId": reply["lastMessageId"]} if reply["nextPage"] else {}


def _next_contacts(reply: Reply) -> Mapping[str, str]:
    after = reply["meta"].get("startAfterId")
    return {"startAfterId": after} if after else {}


def _next_opportunities(reply: Reply) -> Mapping[str, str]:
    page = reply["meta"].get("nextPage")
    return {"page": str(page)} if page else {}


def _path(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}"


def _millis(moment: datetime) -> str:
    return str((moment - datetime.fromtimestamp(0, moment.tzinfo)) // _MILLISECOND)
