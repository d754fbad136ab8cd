"""Conversations and messages: ``/conversations``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from devices.virtual.crm import push, wire
from devices.virtual.crm.call import ApiError
from devices.virtual.crm.records import Conversation, Message, new_id
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.crm.call import Call
    from devices.virtual.crm.records import Contact

RECENT: Final = timedelta(days=7)
"""How long a conversation counts as recent after its last message. Assumed: no source says."""

_SHOWN_BY_STATUS: Final[dict[str, Callable[[Conversation, datetime], bool]]] = {
    "all": lambda _row, _now: True,
    "read": lambda row, _now: row.unread == 0,
    "unread": lambda row, _now: row.unread > 0,
    "starred": lambda row, _now: row.starred,
    "recents": lambda row, now: now - row.updated < RECENT,
}
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def search_conversations(call: Call) -> Reply:
    """Conversations of a sub-account, the one with the newest message first, a page at a time.

    A page begins after the time that ``startAfterDate`` gives in milliseconds.
    """
    call.require_query("locationId")
    place = call.location(call.query["locationId"])
    rows = [row for row in call.records.conversations.values() if row.location_id == place.id]
    for name, attribute in (("contactId", "contact_id"), ("assignedTo", "assigned_to")):
        if name in call.query:
            rows = [row for row in rows if getattr(row, attribute) == call.query[name]]
    status = call.query.get("status", "all")
    if status not in _SHOWN_BY_STATUS:
        raise ApiError(422, [f"status must be one of {', '.join(_SHOWN_BY_STATUS)}"])
    rows = [row for row in rows if _SHOWN_BY_STATUS[status](row, call.now)]
    rows.sort(key=lambda row: row.updated, reverse=True)
    total = len(rows)
    if "startAfterDate" in call.query:
        before = call.number("startAfterDate", 0)
        rows = [row for row in rows if (row.updated - _BEGINNING) // _MILLISECOND < before]
    page = [wire.conversation(row, call.records) for row in rows[: call.limit()]]
    return Reply(200, {"conversations": page, "total": total})


def create_conversation(call: Call) -> Reply:
    """Open the conversation with a contact."""
    call.require("locationId", "contactId")
    person = _contact(call, call.body["contactId"])
    if _conversation_with(call, person) is not None:
        raise ApiError(400, "Conversation already exists")
    made = _open(call, person)
    return Reply(201, {"success": True, "conversation": wire.conversation(made, call.records)})


def get_conversation(call: Call) -> Reply:
    """One conversation."""
    found = _conversation(call, call.parameters[0])
    return Reply(200, wire.conversation_alone(found, call.records))


def update_conversation(call: Call) -> Reply:
    """Star a conversation or set how many of its messages are unread."""
    call.require("locationId")
    found = _conversation(call, call.parameters[0])
    found.unread = int(call.body.get("unreadCount", found.unread))
    found.starred = bool(call.body.get("starred", found.starred))
    return Reply(200, {"success": True, "conversation": wire.conversation(found, call.records)})


def delete_conversation(call: Call) -> Reply:
    """Delete a conversation with its messages."""
    del call.records.conversations[_conversation(call, call.parameters[0]).id]
    return Reply(200, {"success": True})


def list_messages(call: Call) -> Reply:
    """Messages of a conversation, newest first, a page at a time."""
    rows = _conversation(call, call.parameters[0]).messages[::-1]
    before = call.query.get("lastMessageId")
    if before:
        ids = [row.id for row in rows]
        rows = rows[ids.index(before) + 1 :] if before in ids else []
    page = rows[: call.limit()]
    return Reply(
        200,
        {
            "messages": [wire.message(row) for row in page],
            "lastMessageId": page[-1].id if page else "",
            "nextPage": len(rows) > len(page),
        },
    )


def send_message(call: Call) -> Reply:
    """Send a message to a contact: from the app when a user is signed in, else from the API."""
    call.require("type", "contactId")
    if not call.body.get("attachments"):
        call.require("message")
    person = _contact(call, call.body["contactId"])
    conversation = _conversation_with(call, person) or _open(call, person)
    sent = _add(call, conversation, direction="outbound", status="sent")
    return Reply(
        200,
        {
            "conversationId": conversation.id,
            "messageId": sent.id,
            "msg": "Message queued successfully.",
            "status": "pending",
        },
    )


def upload_attachment(call: Call) -> Reply:
    """Keep files that a message is to be sent with; gives their addresses.

    The public API takes a form that holds the files too; here their names stand for them.
    """
    call.require("conversationId", "contactId", "locationId", "attachmentUrls")
    _conversation(call, call.body["conversationId"])
    names = [str(name) for name in call.body["attachmentUrls"]]
    kept = {name: f"https://files.example.test/{new_id()}/{quote(name)}" for name in names}
    return Reply(200, {"uploadedFiles": kept})


def add_outbound_call(call: Call) -> Reply:
    """Note down a call that was made to the contact."""
    call.require("type", "conversationId", "conversationProviderId")
    if call.body["type"] != "Call":
        raise ApiError(422, ["type must be one of Call"])
    conversation = _conversation(call, call.body["conversationId"])
    made = _add(call, conversation, direction="outbound", status="sent")
    return Reply(200, _taken(made))


def add_inbound_message(call: Call) -> Reply:
    """Take a message as if the contact had written it."""
    call.integration_only()
    call.require("type", "conversationId", "conversationProviderId")
    conversation = _conversation(call, call.body["conversationId"])
    made = _add(call, conversation, direction="inbound", status="delivered")
    conversation.unread += 1
    call.crm.pushes.tell(push.of_message(call.records, made))
    return Reply(200, _taken(made))


def _taken(made: Message) -> dict[str, Any]:
    return {
        "success": True,
        "conversationId": made.conversation_id,
        "messageId": made.id,
        "message": made.body,
        "contactId": made.contact_id,
        "dateAdded": wire.instant(made.added),
    }


def _add(call: Call, conversation: Conversation, *, direction: str, status: str) -> Message:
    channel = call.body["type"]
    if channel not in wire.CHANNELS:
        raise ApiError(422, [f"type must be one of {', '.join(wire.CHANNELS)}"])
    status_of_call = (call.body.get("call") or {}).get("status", "completed")
    made = Message(
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        location_id=conversation.location_id,
        channel=channel,
        body=str(call.body.get("message", "")),
        direction=direction,
        status=status,
        added=call.now,
        source="app" if call.user else "api",
        user_id=call.user.id if call.user else "",
        call_status=str(status_of_call) if channel == "Call" else "",
        attachments=[str(address) for address in call.body.get("attachments", ())],
    )
    conversation.messages.append(made)
    conversation.updated = call.now
    return made


def _open(call: Call, person: Contact) -> Conversation:
    made = Conversation(
        location_id=person.location_id,
        contact_id=person.id,
        assigned_to=person.assigned_to,
        added=call.now,
        updated=call.now,
    )
    call.records.conversations[made.id] = made
    return made


def _contact(call: Call, contact_id: str) -> Contact:
    found = call.record(call.records.contacts, contact_id, "Contact")
    call.location(found.location_id)
    return found


def _conversation(call: Call, conversation_id: str) -> Conversation:
    found = call.record(call.records.conversations, conversation_id, "Conversation")
    call.location(found.location_id)
    return found


def _conversation_with(call: Call, person: Contact) -> Conversation | None:
    rows = call.records.conversations.values()
    return next((row for row in rows if row.contact_id == person.id), None)
