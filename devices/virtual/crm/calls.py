"""Phone calls from contacts, and the phones that ring: ``/virtual/calls``, ``/oauth/app/calls``.

The public API has no such paths: a real CRM cannot be made to ring by asking. These are ours.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import push
from devices.virtual.crm.call import ApiError
from devices.virtual.crm.records import Message, PhoneCall
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call, Service
    from devices.virtual.crm.store import Records

RINGS: Final = timedelta(seconds=30)
"""How long a call rings before it is missed. Assumed: no source says."""

# how a call ends: the state that it ends from, and how the public API then writes it
_ENDS: Final = {
    "ended": ("answered", "completed"),
    "missed": ("ringing", "no-answer"),
    "declined": ("ringing", "no-answer"),
    "voicemail": ("ringing", "voicemail"),
}


def start_call(call: Call) -> Reply:
    """Let a contact call: the phones of whom its conversation is assigned to ring."""
    call.integration_only()
    call.require("conversationId")
    found = call.record(call.records.conversations, call.body["conversationId"], "Conversation")
    made = PhoneCall(found.id, found.contact_id, found.location_id)
    call.records.calls[made.id] = made
    made.rings = call.crm.pushes.tell(push.of_call(call.records, made))
    for device in made.rings:
        if device.line:
            device.line.schedule(RINGS, partial(_time_out, made, call.records, call.crm))
    return _said(made, 201)


def get_call(call: Call) -> Reply:
    """How a call stands."""
    call.integration_only()
    return _said(call.record(call.records.calls, call.parameters[0], "Call"))


def end_call(call: Call) -> Reply:
    """End a call from the contact's side: ``ended``, ``missed`` or ``voicemail``."""
    call.integration_only()
    call.require("status")
    found = call.record(call.records.calls, call.parameters[0], "Call")
    return _ended(call, found, str(call.body["status"]))


def answer(call: Call) -> Reply:
    """Take a call on the phone that asks; the others stop ringing."""
    found = _call_of_user(call)
    if found.status != "ringing":
        raise ApiError(400, "The call is over")
    found.status = "answered"
    found.rings = [device for device in found.rings if device.line is not call.line]
    call.crm.pushes.tell_over(found)
    return _said(found)


def decline(call: Call) -> Reply:
    """Do not take a call."""
    return _ended(call, _call_of_user(call), "declined")


def hang_up(call: Call) -> Reply:
    """End a call that was taken."""
    return _ended(call, _call_of_user(call), "ended")


def _ended(call: Call, found: PhoneCall, status: str) -> Reply:
    if status not in _ENDS:
        raise ApiError(422, [f"status must be one of {', '.join(_ENDS)}"])
    if found.status != _ENDS[status][0]:
        raise ApiError(400, f"The call is {found.status}")
    found.rings = [d for d in found.rings if call.line is None or d.line is not call.line]
    _end(found, status, call.records, call.crm)
    return _said(found)


def _time_out(found: PhoneCall, records: Records, crm: Service) -> None:
    """Nobody has answered, by the clock of a phone that rings."""
    there = found.id in records.calls and found.conversation_id in records.conversations
    if there and found.status == "ringing":
        _end(found, "missed", records, crm)
        crm.pushes.leave()


def _end(found: PhoneCall, status: str, records: Records, crm: Service) -> None:
    """End a call and note it down in its conversation."""
    found.status = status
    crm.pushes.tell_over(found)
    conversation = records.conversations[found.conversation_id]
    lines = (device.line for device in found.rings)
    now = crm.timelines.now(found.location_id, next(lines, None))
    made = Message(
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        location_id=conversation.location_id,
        channel="Call",
        body="",
        direction="inbound",
        added=now,
        status="delivered",
        source="phone",
        call_status=_ENDS[status][1],
    )
    conversation.messages.append(made)
    conversation.updated = now
    if status in {"missed", "voicemail"}:
        conversation.unread += 1
        crm.pushes.tell(push.of_message(records, made))


def _call_of_user(call: Call) -> PhoneCall:
    call.signed_in()
    found = call.record(call.records.calls, call.parameters[0], "Call")
    call.location(found.location_id)
    return found


def _said(found: PhoneCall, status: int = 200) -> Reply:
    body = {
        "id": found.id,
        "conversationId": found.conversation_id,
        "contactId": found.contact_id,
        "status": found.status,
    }
    return Reply(status, {"call": body})
