"""Records as the public API writes them. Field names are the API's own."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.crm.records import (
        Appointment,
        Contact,
        Conversation,
        Letter,
        Location,
        Message,
        Note,
        Opportunity,
        Task,
        User,
    )
    from devices.virtual.crm.store import Records

# channel as written in requests: (messageType, type) as written in replies
CHANNELS: Final = {
    "Call": ("TYPE_CALL", 1),
    "SMS": ("TYPE_SMS", 2),
    "Email": ("TYPE_EMAIL", 3),
    "FB": ("TYPE_FACEBOOK", 11),
    "WhatsApp": ("TYPE_WHATSAPP", 19),
}
_CONVERSATION_TYPES: Final = {"Email": ("TYPE_EMAIL", 3), "FB": ("TYPE_FB_MESSENGER", 5)}
_PHONE: Final = ("TYPE_PHONE", 1)


def instant(moment: datetime) -> str:
    """A time in UTC with milliseconds: ``2024-03-27T18:13:49.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def location(record: Location) -> dict[str, Any]:
    """A sub-account."""
    return {
        "id": record.id,
        "companyId": record.company_id,
        "name": record.name,
        "phone": record.phone,
        "email": record.email,
        "timezone": record.time_zone,
    }


def user(record: User) -> dict[str, Any]:
    """A user, without the password."""
    return {
        "id": record.id,
        "name": record.name,
        "firstName": record.first_name,
        "lastName": record.last_name,
        "email": record.email,
        "phone": record.phone,
        "roles": {
            "type": record.type,
            "role": record.role,
            "locationIds": list(record.location_ids),
        },
    }


def contact(record: Contact) -> dict[str, Any]:
    """A contact."""
    return {
        "id": record.id,
        "locationId": record.location_id,
        "name": record.name,
        "contactName": record.name,
        "firstName": record.first_name,
        "lastName": record.last_name,
        "email": record.email,
        "phone": record.phone,
        "tags": list(record.tags),
        "assignedTo": record.assigned_to,
        "dateAdded": instant(record.added),
    }


def conversation(record: Conversation, records: Records) -> dict[str, Any]:
    """A conversation with the contact it is with and its last message."""
    person = records.contacts[record.contact_id]
    last = record.messages[-1] if record.messages else None
    channel = last.channel if last else "SMS"
    return {
        "id": record.id,
        "locationId": record.location_id,
        "contactId": record.contact_id,
        "assignedTo": record.assigned_to,
        "type": _CONVERSATION_TYPES.get(channel, _PHONE)[0],
        "unreadCount": record.unread,
        "starred": record.starred,
        "inbox": True,
        "deleted": False,
        "fullName": person.name,
        "contactName": person.name,
        "email": person.email,
        "phone": person.phone,
        "lastMessageBody": last.body if last else "",
        "lastMessageType": CHANNELS[channel][0],
        "lastMessageDirection": last.direction if last else "",
        "lastMessageDate": instant(record.updated),
        "dateAdded": instant(record.added),
        "dateUpdated": instant(record.updated),
    }


def conversation_alone(record: Conversation, records: Records) -> dict[str, Any]:
    """A conversation asked for by its id: there the type is a number."""
    channel = record.messages[-1].channel if record.messages else "SMS"
    return conversation(record, records) | {"type": _CONVERSATION_TYPES.get(channel, _PHONE)[1]}


def message(record: Message) -> dict[str, Any]:
    """A message."""
    name, number = CHANNELS[record.channel]
    meta = {"meta": {"callStatus": record.call_status}} if record.call_status else {}
    files = {"attachments": list(record.attachments)} if record.attachments else {}
    return (
        meta
        | files
        | {
            "id": record.id,
            "type": number,
            "messageType": name,
            "locationId": record.location_id,
            "contactId": record.contact_id,
            "conversationId": record.conversation_id,
            "dateAdded": instant(record.added),
            "body": record.body,
            "direction": record.direction,
            "status": record.status,
            "contentType": "text/plain",
            "source": record.source,
            "userId": record.user_id,
        }
    )


def opportunity(record: Opportunity, records: Records) -> dict[str, Any]:
    """An opportunity with the contact it is about."""
    person = records.contacts[record.contact_id]
    return {
        "id": record.id,
        "name": record.name,
        "monetaryValue": record.value,
        "pipelineId": record.pipeline_id,
        "pipelineStageId": record.stage_id,
        "assignedTo": record.assigned_to,
        "status": record.status,
        "contactId": record.contact_id,
        "locationId": record.location_id,
        "createdAt": instant(record.created),
        "updatedAt": instant(record.created),
        "contact": {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "tags": list(person.tags),
        },
    }


def appointment(record: Appointment) -> dict[str, Any]:
    """An appointment, as a calendar event."""
    return {
        "id": record.id,
        "title": record.title,
        "calendarId": record.calendar_id,
        "locationId": record.location_id,
        "contactId": record.contact_id,
        "groupId": "",
        "appointmentStatus": record.status,
        "assignedUserId": record.user_id,
        "users": [record.user_id] if record.user_id else [],
        "startTime": instant(record.start),
        "endTime": instant(record.end),
        "dateAdded": instant(record.added),
        "dateUpdated": instant(record.added),
    }


def note(record: Note) -> dict[str, Any]:
    """A note."""
    return {
        "id": record.id,
        "body": record.body,
        "userId": record.user_id,
        "dateAdded": instant(record.added),
        "contactId": record.contact_id,
    }


def task(record: Task) -> dict[str, Any]:
    """A task."""
    return {
        "id": record.id,
        "title": record.title,
        "body": record.body,
        "assignedTo": record.assigned_to,
        "dueDate": instant(record.due),
        "completed": record.completed,
        "contactId": record.contact_id,
    }


def letter(record: Letter) -> dict[str, Any]:
    """What the CRM itself has sent; our own shape."""
    return {
        "to": record.to,
        "channel": record.channel,
        "subject": record.subject,
        "body": record.body,
        "sent": instant(record.sent),
    }
