"""Notes and tasks about a contact, and the contact's appointments: ``/contacts/*``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
from devices.virtual.crm.records import Note, Task
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call
    from devices.virtual.crm.records import Contact


def list_notes(call: Call) -> Reply:
    """Notes about a contact, newest first."""
    person = contact_of(call)
    rows = [row for row in call.records.notes.values() if row.contact_id == person.id]
    return Reply(200, {"notes": [wire.note(row) for row in reversed(rows)]})


def create_note(call: Call) -> Reply:
    """Write a note; one that a user of the app writes is that user's."""
    person = contact_of(call)
    call.require("body")
    author = call.user.id if call.user else str(call.body.get("userId", ""))
    made = Note(person.id, str(call.body["body"]), call.now, author)
    call.records.notes[made.id] = made
    return Reply(201, {"note": wire.note(made)})


def list_tasks(call: Call) -> Reply:
    """Tasks about a contact, soonest due first."""
    person = contact_of(call)
    rows = [row for row in call.records.tasks.values() if row.contact_id == person.id]
    rows.sort(key=lambda row: row.due)
    return Reply(200, {"tasks": [wire.task(row) for row in rows]})


def create_task(call: Call) -> Reply:
    """Set a task."""
    person = contact_of(call)
    call.require("title", "dueDate", "completed")
    body = call.body
    made = Task(
        contact_id=person.id,
        title=str(body["title"]),
        due=moment(body["dueDate"], "dueDate"),
        body=str(body.get("body", "")),
        completed=bool(body["completed"]),
        assigned_to=str(body.get("assignedTo", "")),
    )
    call.records.tasks[made.id] = made
    call.crm.reminders.of_task(made)
    return Reply(201, {"task": wire.task(made)})


def complete_task(call: Call) -> Reply:
    """Say whether a task is done."""
    person = contact_of(call)
    call.require("completed")
    found = call.record(call.records.tasks, call.parameters[1], "Task")
    if found.contact_id != person.id:
        raise ApiError(400, f"Task with id {found.id} not found")
    found.completed = bool(call.body["completed"])
    return Reply(200, {"task": wire.task(found)})


def list_appointments(call: Call) -> Reply:
    """Appointments with a contact, soonest first."""
    person = contact_of(call)
    rows = [row for row in call.records.appointments.values() if row.contact_id == person.id]
    rows.sort(key=lambda row: row.start)
    return Reply(200, {"events": [wire.appointment(row) for row in rows]})


def contact_of(call: Call) -> Contact:
    """The contact that the path names, when the caller may see it.

    Raises:
        ApiError: there is none, or it is of another sub-account.
    """
    found = call.record(call.records.contacts, call.parameters[0], "Contact")
    call.location(found.location_id)
    return found


def moment(text: object, name: str) -> datetime:
    """A time of a body; without a zone it is UTC.

    Raises:
        ApiError: 422 when it is none.
    """
    try:
        found = datetime.fromisoformat(str(text))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ApiError(422, [f"{name} must be a valid ISO 8601 date string"]) from None
