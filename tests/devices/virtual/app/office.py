"""A CRM with one user, and short words for arranging data in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from devices.virtual.app.defects import METADATA
from devices.virtual.os.clock import Clock
from tests.devices.virtual.app.bench.bench import Bench

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.crm import VirtualCrm

EMAIL = "ana@example.test"
PASSWORD = "planted-password"


@dataclass
class Office:
    """The CRM, and short words for arranging data in it."""

    crm: VirtualCrm
    location_id: str = ""

    def bench(self, defect: str = "") -> Bench:
        """A phone with a build of the app, started; the build has this defect, or none."""
        return Bench(self.crm, {METADATA: defect} if defect else {})

    def signed_in(self, defect: str = "") -> Bench:
        """The app with Ana signed in."""
        bench = self.bench(defect)
        bench.sign_in(EMAIL, PASSWORD)
        return bench

    def call(self, method: str, path: str, version: str, body: object = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.crm.token}", "Version": version}
        reply = self.crm.handle(method, path, headers, body)
        assert reply.status < 300, reply
        return dict(reply.body)

    def contact(self, name: str) -> dict[str, Any]:
        body = {
            "locationId": self.location_id,
            "name": name,
            "phone": f"+1555{len(self.crm.records.contacts):04d}",
        }
        return dict(self.call("POST", "/contacts/", "2021-07-28", body)["contact"])

    def conversation(self, contact: dict[str, Any]) -> dict[str, Any]:
        body = {"locationId": self.location_id, "contactId": contact["id"]}
        made = self.call("POST", "/conversations/", "2021-04-15", body)
        return dict(made["conversation"])

    def receive(self, conversation: dict[str, Any], text: str, **more: object) -> None:
        body = {
            "type": "SMS",
            "message": text,
            "conversationId": conversation["id"],
            "conversationProviderId": "test",
        }
        self.call("POST", "/conversations/messages/inbound", "2021-04-15", body | more)

    def ring(self, conversation: dict[str, Any]) -> str:
        """Let the contact call; the call's id."""
        body = {"conversationId": conversation["id"]}
        return str(self.call("POST", "/virtual/calls", "", body)["call"]["id"])

    def task(self, contact_id: str, due: datetime) -> None:
        """A task of Ana's."""
        (user,) = self.crm.records.users
        body = {
            "title": "Send a quote",
            "dueDate": due.isoformat(),
            "completed": False,
            "assignedTo": user,
        }
        self.call("POST", f"/contacts/{contact_id}/tasks", "2021-07-28", body)

    def notes(self, contact_id: str) -> list[str]:
        found = self.call("GET", f"/contacts/{contact_id}/notes", "2021-07-28")["notes"]
        return [row["body"] for row in reversed(found)]

    def join(self, name: str) -> str:
        """Another sub-account of Ana's; its id."""
        body: dict[str, object] = {"name": name, "companyId": self.crm.company_id}
        made = str(self.call("POST", "/locations/", "2021-07-28", body)["id"])
        (user,) = self.crm.records.users.values()
        user.location_ids.append(made)
        return made

    def deal(self, contact: dict[str, Any], value: int, status: str = "open") -> None:
        place = self.crm.records.locations[contact["locationId"]]
        body = {
            "pipelineId": place.pipeline_id,
            "locationId": place.id,
            "contactId": contact["id"],
            "name": f"Deal {value}",
            "status": status,
            "monetaryValue": value,
        }
        self.call("POST", "/opportunities/", "2021-07-28", body)

    def book(self, contact: dict[str, Any], title: str, days: int, status: str = "new") -> None:
        place = self.crm.records.locations[contact["locationId"]]
        noon = Clock().now().replace(hour=12, minute=0) + timedelta(days=days)
        body = {
            "calendarId": place.calendar_id,
            "locationId": place.id,
            "contactId": contact["id"],
            "title": title,
            "startTime": noon.isoformat(),
            "appointmentStatus": status,
        }
        self.call("POST", "/calendars/events/appointments", "2021-04-15", body)

    def bodies(self, conversation: dict[str, Any]) -> list[str]:
        path = f"/conversations/{conversation['id']}/messages"
        found = self.call("GET", path, "2021-04-15")["messages"]
        return [row["body"] for row in reversed(found)]
