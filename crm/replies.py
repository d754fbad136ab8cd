"""The API's JSON read into records; what is missing or garbled becomes a `CrmError`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from crm.errors import CrmError
from crm.records import (
    Appointment,
    Contact,
    Conversation,
    Letter,
    Location,
    LoggedRequest,
    Message,
    Note,
    Opportunity,
    Task,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Row = Mapping[str, Any]

_T = TypeVar("_T")
_CHANNELS: Final = {
    "TYPE_CALL": "Call",
    "TYPE_SMS": "SMS",
    "TYPE_EMAIL": "Email",
    "TYPE_FACEBOOK": "FB",
    "TYPE_WHATSAPP": "WhatsApp",
}


def read(operation: str, reply: Row, make: Callable[[Row], _T]) -> _T:
    """What ``make`` reads out of a reply.

    Raises:
        CrmError: the reply lacks a field or has one of the wrong type.
    """
    try:
        return make(reply)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        kind = type(error).__name__
        raise CrmError(operation, 200, f"the reply cannot be read: {kind} {error}") from error


def location(row: Row) -> Location:
    """A sub-account."""
    return Location(id=row["id"], name=row["name"])


def user(row: Row) -> User:
    """A user."""
    return User(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        location_id=row["roles"]["locationIds"][0],
        phone=row.get("phone") or "",
        location_ids=tuple(row["roles"]["locationIds"]),
    )


def contact(row: Row) -> Contact:
    """A contact."""
    return Contact(
        id=row["id"],
        location_id=row["locationId"],
        name=row.get("name") or f"{row['firstName']} {row.get('lastName', '')}".strip(),
        tags=tuple(row["tags"]),
        email=row.get("email") or "",
        phone=row.get("phone") or "",
        assigned_to=row.get("assignedTo") or "",
    )


def conversation(row: Row) -> Conversation:
    """A conversation."""
    return Conversation(
        id=row["id"],
        location_id=row["locationId"],
        contact_id=row["contactId"],
        unread=int(row.get("unreadCount") or 0),
        starred=bool(row.get("starred")),
        assigned_to=row.get("assignedTo") or "",
    )


def message(row: Row) -> Message:
    """A message."""
    return Message(
        id=row["id"],
        body=row.get("body", ""),
        direction=row["direction"],
        status=row.get("status", ""),
        added=datetime.fromisoformat(row["dateAdded"]),
        channel=_CHANNELS.get(row.get("messageType", ""), ""),
        attachments=tuple(row.get("attachments") or ()),
    )


def note(row: Row) -> Note:
    """A note."""
    return Note(id=row["id"], body=row["body"], added=datetime.fromisoformat(row["dateAdded"]))


def task(row: Row) -> Task:
    """A task."""
    due = datetime.fromisoformat(row["dueDate"])
    return Task(id=row["id"], title=row["title"], due=due, completed=bool(row["completed"]))


def letter(row: Row) -> Letter:
    """What the CRM has sent."""
    return Letter(
        to=row["to"],
        channel=row["channel"],
        subject=row["subject"],
        body=row["body"],
        sent=datetime.fromisoformat(row["sent"]),
    )


def logged_request(row: Row) -> LoggedRequest:
    """A request that was answered."""
    return LoggedRequest(
        time=datetime.fromisoformat(row["time"]),
        method=row["method"],
        path=row["path"],
        status=row["status"],
        fields=tuple(row["fields"]),
    )


def opportunity(row: Row) -> Opportunity:
    """A deal."""
    return Opportunity(
        id=row["id"], name=row["name"], status=row["status"], value=row["monetaryValue"]
    )


def appointment(row: Row) -> Appointment:
    """A meeting."""
    start = datetime.fromisoformat(row["startTime"])
    return Appointment(
        id=row["id"],
        title=row.get("title") or "",
        start=start,
        contact_id=row.get("contactId") or "",
        status=row.get("appointmentStatus") or "",
    )
