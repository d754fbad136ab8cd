"""Opportunities and appointments: ``/opportunities``, ``/calendars``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
from devices.virtual.crm.notes import moment
from devices.virtual.crm.records import Appointment, Opportunity
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call
    from devices.virtual.crm.records import Contact, Location

_STATUSES: Final = ("open", "won", "lost", "abandoned")
_MEETING: Final = timedelta(minutes=30)  # when the caller names no end


def list_pipelines(call: Call) -> Reply:
    """The sub-account's one pipeline."""
    call.require_query("locationId")
    place = call.location(call.query["locationId"])
    stage = {"id": place.stage_id, "name": "New", "position": 0}
    row = {
        "id": place.pipeline_id,
        "name": "Sales",
        "locationId": place.id,
        "stages": [stage],
    }
    return Reply(200, {"pipelines": [row]})


def create_opportunity(call: Call) -> Reply:
    """Make a deal about a contact."""
    call.require("pipelineId", "locationId", "name", "status", "contactId")
    body = call.body
    place, person = _place_and_person(call)
    if body["pipelineId"] != place.pipeline_id:
        raise ApiError(400, f"Pipeline with id {body['pipelineId']} not found")
    made = Opportunity(
        location_id=place.id,
        contact_id=person.id,
        pipeline_id=place.pipeline_id,
        stage_id=place.stage_id,
        name=body["name"],
        status=_status(body["status"]),
        value=float(body.get("monetaryValue", 0)),
        assigned_to=body.get("assignedTo", ""),
        created=call.now,
    )
    call.records.opportunities[made.id] = made
    return Reply(201, {"opportunity": wire.opportunity(made, call.records)})


def search_opportunities(call: Call) -> Reply:
    """Deals of a sub-account, newest first."""
    call.require_query("location_id")
    place = call.location(call.query["location_id"])
    rows = [row for row in call.records.opportunities.values() if row.location_id == place.id]
    status = call.query.get("status", "all")
    if status != "all":
        rows = [row for row in rows if row.status == status]
    rows.sort(key=lambda row: row.created, reverse=True)
    size, page = call.limit(), call.number("page", 1) or 1
    shown = [wire.opportunity(row, call.records) for row in rows[(page - 1) * size :][:size]]
    more = {"nextPage": page + 1} if len(rows) > page * size else {}
    meta = {"total": len(rows), "currentPage": page} | more
    return Reply(200, {"opportunities": shown, "meta": meta})


def set_status(call: Call) -> Reply:
    """Win, lose, abandon or open a deal again."""
    call.require("status")
    found = call.record(call.records.opportunities, call.parameters[0], "Opportunity")
    call.location(found.location_id)
    found.status = _status(call.body["status"])
    return Reply(200, {"succeded": True})


def _status(given: object) -> str:
    if given not in _STATUSES:
        raise ApiError(422, [f"status must be one of {', '.join(_STATUSES)}"])
    return str(given)


def list_calendars(call: Call) -> Reply:
    """The sub-account's one calendar."""
    call.require_query("locationId")
    place = call.location(call.query["locationId"])
    row = {"id": place.calendar_id, "name": "Appointments", "locationId": place.id}
    return Reply(200, {"calendars": [row]})


def create_appointment(call: Call) -> Reply:
    """Book a meeting with a contact."""
    call.require("calendarId", "locationId", "contactId", "startTime")
    body = call.body
    place, person = _place_and_person(call)
    if body["calendarId"] != place.calendar_id:
        raise ApiError(400, f"Calendar with id {body['calendarId']} not found")
    start = moment(body["startTime"], "startTime")
    end = moment(body["endTime"], "endTime") if "endTime" in body else start + _MEETING
    made = Appointment(
        location_id=place.id,
        contact_id=person.id,
        calendar_id=place.calendar_id,
        title=body.get("title", "") or person.name,
        start=start,
        end=end,
        status=body.get("appointmentStatus", "confirmed"),
        user_id=body.get("assignedUserId", ""),
        added=call.now,
    )
    call.records.appointments[made.id] = made
    call.crm.reminders.of_appointment(made)
    return Reply(200, wire.appointment(made))


def list_events(call: Call) -> Reply:
    """Appointments that start within a span of time, soonest first.

    As the API's reference asks, one of ``calendarId``, ``userId`` and ``groupId`` must be named.
    """
    call.require_query("locationId", "startTime", "endTime")
    place = call.location(call.query["locationId"])
    if not {"calendarId", "userId", "groupId"} & call.query.keys():
        raise ApiError(422, ["Either of calendarId, userId or groupId is required"])
    first, last = (_from_millis(call.query[name]) for name in ("startTime", "endTime"))
    rows = [
        row
        for row in call.records.appointments.values()
        if row.location_id == place.id and first <= row.start < last
    ]
    for name, attribute in (("calendarId", "calendar_id"), ("userId", "user_id")):
        if name in call.query:
            rows = [row for row in rows if getattr(row, attribute) == call.query[name]]
    rows.sort(key=lambda row: row.start)
    return Reply(200, {"events": [wire.appointment(row) for row in rows]})


def _place_and_person(call: Call) -> tuple[Location, Contact]:
    place = call.location(call.body["locationId"])
    person = call.record(call.records.contacts, call.body["contactId"], "Contact")
    if person.location_id != place.id:
        raise ApiError(400, f"Contact with id {person.id} not found")
    return place, person


def _from_millis(text: str) -> datetime:
    if not text.isdecimal():
        raise ApiError(422, ["startTime and endTime must be in millis"])
    return datetime.fromtimestamp(int(text) / 1000, UTC)
