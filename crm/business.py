"""Opportunities and appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm import replies
from crm.calls import APRIL, JULY, PAGE, Calls
from crm.errors import CrmError

if TYPE_CHECKING:
    from datetime import datetime

    from crm.records import Appointment, Contact, Opportunity


class BusinessCalls(Calls):
    """Calls about opportunities and appointments."""

    def create_opportunity(
        self, contact: Contact, name: str, value: float, *, status: str = "open"
    ) -> Opportunity:
        """Make a deal in the first pipeline of the contact's sub-account."""
        what = "create opportunity"
        query = {"locationId": contact.location_id}
        known = self._http.call(what, "GET", "/opportunities/pipelines", JULY, query=query)
        body = {
            "pipelineId": replies.read(what, known, lambda row: row["pipelines"][0]["id"]),
            "locationId": contact.location_id,
            "contactId": contact.id,
            "name": name,
            "status": status,
            "monetaryValue": value,
        }
        reply = self._http.call(what, "POST", "/opportunities/", JULY, body=body)
        return replies.read(what, reply, lambda row: replies.opportunity(row["opportunity"]))

    def set_status(self, opportunity: Opportunity, status: str) -> None:
        """Make a deal ``open``, ``won``, ``lost`` or ``abandoned``."""
        path = f"/opportunities/{opportunity.id}/status"
        self._http.call("set status", "PUT", path, JULY, body={"status": status})

    def opportunities(self, location_id: str) -> list[Opportunity]:
        """All deals of a sub-account, newest first."""
        what, page = "list opportunities", 1
        found: list[Opportunity] = []
        while True:
            query = {"location_id": location_id, "limit": str(PAGE), "page": str(page)}
            reply = self._http.call(what, "GET", "/opportunities/search", JULY, query=query)
            rows = replies.read(
                what, reply, lambda row: [replies.opportunity(one) for one in row["opportunities"]]
            )
            found += rows
            if len(rows) < PAGE:
                return found
            page += 1

    def appointments(self, contact: Contact) -> list[Appointment]:
        """Meetings with a contact, soonest first."""
        what, path = "list appointments", f"/contacts/{contact.id}/appointments"
        reply = self._http.call(what, "GET", path, JULY)
        found = replies.read(
            what, reply, lambda row: [replies.appointment(one) for one in row["events"]]
        )
        return sorted(found, key=lambda meeting: meeting.start)

    def events(self, location_id: str, first: datetime, end: datetime) -> list[Appointment]:
        """Meetings in all calendars of a sub-account, whatever their status.

        Args:
            location_id: the sub-account.
            first: the earliest start, with its time zone.
            end: the first start that is too late.
        """
        what = "list events"
        query = {
            "locationId": location_id,
            "startTime": str(round(first.timestamp() * 1000)),
            "endTime": str(round(end.timestamp() * 1000)),
        }
        found: list[Appointment] = []
        for calendar_id in self._calendar_ids(what, location_id):
            one = {**query, "calendarId": calendar_id}
            reply = self._http.call(what, "GET", "/calendars/events", APRIL, query=one)
            found += replies.read(
                what, reply, lambda row: [replies.appointment(event) for event in row["events"]]
            )
        return [meeting for meeting in found if first <= meeting.start < end]

    def create_appointment(
        self,
        contact: Contact,
        title: str,
        start: datetime,
        *,
        status: str = "confirmed",
        assigned_to: str = "",
    ) -> Appointment:
        """Book a meeting in the first calendar of the contact's sub-account.

        Args:
            contact: who it is with.
            title: of the meeting.
            start: with its time zone.
            status: ``confirmed``, ``cancelled``, ``showed``, ``noshow`` or ``invalid``.
            assigned_to: id of the user whose it is.
        """
        what = "create appointment"
        self._check_sending(what, contact.id)
        body = {
            "calendarId": self._calendar_ids(what, contact.location_id)[0],
            "locationId": contact.location_id,
            "contactId": contact.id,
            "title": title,
            "startTime": start.isoformat(timespec="seconds"),
            "appointmentStatus": status,
            "ignoreFreeSlotValidation": True,
        }
        body |= {"assignedUserId": assigned_to} if assigned_to else {}
        path = "/calendars/events/appointments"
        reply = self._http.call(what, "POST", path, APRIL, body=body)
        return replies.read(what, reply, replies.appointment)

    def _calendar_ids(self, what: str, location_id: str) -> list[str]:
        """Ids of a sub-account's calendars, at least one."""
        query = {"locationId": location_id}
        known = self._http.call(what, "GET", "/calendars/", APRIL, query=query)
        found = replies.read(what, known, lambda row: [str(one["id"]) for one in row["calendars"]])
        if not found:
            raise CrmError(what, 200, f"the sub-account {location_id} has no calendar")
        return found
