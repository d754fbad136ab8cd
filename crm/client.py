"""The CRM's public HTTP API, as far as tests need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from crm import replies
from crm.cleaning import clean_up, delete_contacts, locations, marked
from crm.controls import VirtualControls
from crm.errors import CrmError
from crm.guard import VIRTUAL, Guard
from crm.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from config.secrets import Secret
    from crm.rate import RateLimit
    from crm.records import (
        Appointment,
        Contact,
        Conversation,
        Location,
        Message,
        Note,
        Opportunity,
        Task,
        User,
    )

_JULY: Final = "2021-07-28"
_APRIL: Final = "2021-04-15"
_PAGE: Final = 100


class CrmClient:
    """Arranges data in a CRM, virtual or real, and cleans up after itself by run tag.

    Every method raises `CrmError` when the CRM refuses, is silent for too long or answers nonsense.
    One that could make the CRM write to somebody raises `SendRefused` unless that is allowed.

    Args:
        base_url: of the API.
        token: bearer token of an integration that may change users and sub-accounts.
        timeout_s: seconds to connect, and seconds that a reply may keep silent.
        guard: whom the CRM may be made to write to; a virtual one writes to nobody.
        rate: its limit, where it has one.
        provider_id: the conversation provider that inbound messages come from; a real CRM gives
            one to each marketplace app, the virtual CRM takes any.
    """

    def __init__(
        self,
        base_url: str,
        token: Secret,
        timeout_s: float,
        *,
        guard: Guard = VIRTUAL,
        rate: RateLimit | None = None,
        provider_id: str = "fleet",
    ) -> None:
        self._http = Transport(base_url, token, timeout_s, rate)
        self._guard = guard
        self._provider_id = provider_id
        self._known_company_id: str | None = None
        self._own_contacts: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    @property
    def virtual(self) -> VirtualControls:
        """What only a virtual CRM can be asked."""
        return VirtualControls(self._http)

    def create_location(self, name: str, *, run_tag: str = "") -> Location:
        """Make a sub-account; the run tag becomes part of its name, for cleaning up."""
        body = {
            "name": f"{name} {marked(run_tag)}" if run_tag else name,
            "companyId": self._company_id(),
        }
        reply = self._http.call("create location", "POST", "/locations/", _JULY, body=body)
        return replies.read("create location", reply, replies.location)

    def create_user(
        self,
        name: str,
        email: str,
        password: Secret,
        *,
        location_id: str | None = None,
        more_location_ids: Sequence[str] = (),
        phone: str = "",
        run_tag: str = "",
    ) -> User:
        """Make a user who can sign in to the app.

        Args:
            name: first and last name.
            email: not in use yet.
            password: of the user.
            location_id: the sub-account to work in; None makes one of the user's own, so that no
                two users see each other's data.
            more_location_ids: further sub-accounts, which the app can switch to.
            phone: where one-time codes can be sent as SMS.
            run_tag: marks a sub-account made here, for cleaning up.
        """
        self._guard.check_addresses("create user", (email, phone))  # a real CRM sends invitations
        home = location_id or self.create_location(name, run_tag=run_tag).id
        first, _, last = name.partition(" ")
        body: dict[str, Any] = {
            "companyId": self._company_id(),
            "firstName": first,
            "lastName": last or first,
            "email": email,
            "password": password.reveal(),
            "type": "account",
            "role": "user",
            "locationIds": [home, *more_location_ids],
        }
        body |= {"phone": phone} if phone else {}
        try:
            reply = self._http.call("create user", "POST", "/users/", _JULY, body=body)
        except CrmError as error:
            # What the CRM says about a password may quote it.
            said = error.message.replace(password.reveal(), "****")
            raise CrmError(error.operation, error.status, said) from None
        return replies.read("create user", reply, replies.user)

    def delete_user(self, user: User) -> None:
        """Delete a user, which ends the user's sessions."""
        self._http.call("delete user", "DELETE", f"/users/{user.id}", _JULY)

    def create_contact(  # noqa: D417 - the rest say what they are
        self,
        location_id: str,
        name: str,
        *,
        run_tag: str,
        email: str = "",
        phone: str = "",
        assigned_to: str = "",
    ) -> Contact:
        """Make a contact that carries the run's tag.

        Args:
            assigned_to: id of the user that conversations with the contact belong to.
        """
        self._guard.check_addresses("create contact", (email, phone))
        first, _, last = name.partition(" ")
        given = {"email": email, "phone": phone, "assignedTo": assigned_to}
        body = {"locationId": location_id, "firstName": first, "lastName": last, "tags": [run_tag]}
        body |= {key: value for key, value in given.items() if value}
        reply = self._http.call("create contact", "POST", "/contacts/", _JULY, body=body)
        made = replies.read("create contact", reply, lambda row: replies.contact(row["contact"]))
        self._own_contacts.add(made.id)
        return made

    def contacts(self, location_id: str) -> list[Contact]:
        """All contacts of a sub-account, in the order made."""
        what, query = "list contacts", {"locationId": location_id, "limit": str(_PAGE)}
        found: list[Contact] = []
        while True:
            reply = self._http.call(what, "GET", "/contacts/", _JULY, query=query)
            page = replies.read(
                what, reply, lambda row: [replies.contact(one) for one in row["contacts"]]
            )
            found += page
            if len(page) < _PAGE:
                return found
            query["startAfterId"] = page[-1].id

    def assign(self, contact: Contact, user: User | None) -> None:
        """Give a contact and its conversation to a user, or to nobody."""
        body = {"assignedTo": user.id if user else None}
        self._http.call("assign contact", "PUT", f"/contacts/{contact.id}", _JULY, body=body)

    def add_note(self, contact: Contact, body: str) -> Note:
        """Write a note about a contact."""
        what, path = "add note", f"/contacts/{contact.id}/notes"
        reply = self._http.call(what, "POST", path, _JULY, body={"body": body})
        return replies.read(what, reply, lambda row: replies.note(row["note"]))

    def notes(self, contact: Contact) -> list[Note]:
        """Notes about a contact, in the order written."""
        what, path = "list notes", f"/contacts/{contact.id}/notes"
        reply = self._http.call(what, "GET", path, _JULY)
        found = replies.read(what, reply, lambda row: [replies.note(r) for r in row["notes"]])
        return sorted(found, key=lambda note: note.added)

    def add_task(self, contact: Contact, title: str, due: datetime) -> Task:
        """Set a task about a contact; ``due`` is with its time zone."""
        what, path = "add task", f"/contacts/{contact.id}/tasks"
        body = {"title": title, "dueDate": due.isoformat(timespec="seconds"), "completed": False}
        reply = self._http.call(what, "POST", path, _JULY, body=body)
        return replies.read(what, reply, lambda row: replies.task(row["task"]))

    def tasks(self, contact: Contact) -> list[Task]:
        """Tasks about a contact, soonest due first."""
        what, path = "list tasks", f"/contacts/{contact.id}/tasks"
        reply = self._http.call(what, "GET", path, _JULY)
        found = replies.read(what, reply, lambda row: [replies.task(r) for r in row["tasks"]])
        return sorted(found, key=lambda task: task.due)

    def create_conversation(self, contact: Contact) -> Conversation:
        """Open the conversation with a contact that has none."""
        body = {"locationId": contact.location_id, "contactId": contact.id}
        what = "create conversation"
        reply = self._http.call(what, "POST", "/conversations/", _APRIL, body=body)
        return replies.read(what, reply, lambda row: replies.conversation(row["conversation"]))

    def conversation(self, conversation_id: str) -> Conversation:
        """A conversation as it is now."""
        what, path = "read conversation", f"/conversations/{conversation_id}"
        reply = self._http.call(what, "GET", path, _APRIL)
        return replies.read(what, reply, replies.conversation)

    def conversations_with(self, contact: Contact) -> list[Conversation]:
        """The conversation with a contact, or none."""
        what = "find conversation"
        query = {"locationId": contact.location_id, "contactId": contact.id}
        reply = self._http.call(what, "GET", "/conversations/search", _APRIL, query=query)
        return replies.read(
            what, reply, lambda row: [replies.conversation(one) for one in row["conversations"]]
        )

    def conversation_count(self, location_id: str, status: str = "all") -> int:
        """How many conversations a sub-account has.

        Args:
            location_id: the sub-account.
            status: ``all``, ``read``, ``unread``, ``starred`` or ``recents``.
        """
        what = "count conversations"
        query = {"locationId": location_id, "status": status, "limit": "1"}
        reply = self._http.call(what, "GET", "/conversations/search", _APRIL, query=query)
        return replies.read(what, reply, lambda row: int(row["total"]))

    def star(self, conversation: Conversation, *, starred: bool = True) -> None:
        """Star a conversation, or take the star away."""
        self._update("star conversation", conversation, {"starred": starred})

    def set_unread(self, conversation: Conversation, count: int) -> None:
        """Set how many messages of a conversation nobody has read."""
        self._update("set unread", conversation, {"unreadCount": count})

    def _update(self, what: str, conversation: Conversation, fields: Mapping[str, Any]) -> None:
        body = {"locationId": conversation.location_id, **fields}
        self._http.call(what, "PUT", f"/conversations/{conversation.id}", _APRIL, body=body)

    def receive_message(
        self, conversation: Conversation, body: str, *, channel: str = "SMS"
    ) -> str:
        """Let the contact write to the account; returns the message's id.

        Args:
            conversation: the one it arrives in.
            body: text of the message.
            channel: ``SMS``, ``Email``, ``WhatsApp`` or ``FB``.
        """
        self._check_sending("receive message", conversation.contact_id)
        sent = {
            "type": channel,
            "message": body,
            "conversationId": conversation.id,
            "contactId": conversation.contact_id,
            "conversationProviderId": self._provider_id,
        }
        what, path = "receive message", "/conversations/messages/inbound"
        reply = self._http.call(what, "POST", path, _APRIL, body=sent)
        return replies.read(what, reply, lambda row: str(row["messageId"]))

    def receive_call(self, conversation: Conversation, *, status: str = "completed") -> str:
        """Note down a call from the contact; returns its message's id.

        Args:
            conversation: the one it is shown in.
            status: ``completed``, ``no-answer``, ``voicemail`` and the like, in the API's words.
        """
        self._check_sending("receive call", conversation.contact_id)
        sent = {
            "type": "Call",
            "conversationId": conversation.id,
            "contactId": conversation.contact_id,
            "conversationProviderId": self._provider_id,
            "call": {"status": status},
        }
        what, path = "receive call", "/conversations/messages/inbound"
        reply = self._http.call(what, "POST", path, _APRIL, body=sent)
        return replies.read(what, reply, lambda row: str(row["messageId"]))

    def messages(self, conversation: Conversation) -> list[Message]:
        """All messages of a conversation, oldest first."""
        found: list[Message] = []
        what, path = "list messages", f"/conversations/{conversation.id}/messages"
        query = {"limit": str(_PAGE)}
        while True:
            reply = self._http.call(what, "GET", path, _APRIL, query=query)
            found += replies.read(
                what, reply, lambda row: [replies.message(one) for one in row["messages"]]
            )
            if not reply.get("nextPage"):
                return found[::-1]
            query["lastMessageId"] = str(reply["lastMessageId"])

    def create_opportunity(
        self, contact: Contact, name: str, value: float, *, status: str = "open"
    ) -> Opportunity:
        """Make a deal in the first pipeline of the contact's sub-account."""
        what = "create opportunity"
        query = {"locationId": contact.location_id}
        known = self._http.call(what, "GET", "/opportunities/pipelines", _JULY, query=query)
        body = {
            "pipelineId": replies.read(what, known, lambda row: row["pipelines"][0]["id"]),
            "locationId": contact.location_id,
            "contactId": contact.id,
            "name": name,
            "status": status,
            "monetaryValue": value,
        }
        reply = self._http.call(what, "POST", "/opportunities/", _JULY, body=body)
        return replies.read(what, reply, lambda row: replies.opportunity(row["opportunity"]))

    def set_status(self, opportunity: Opportunity, status: str) -> None:
        """Make a deal ``open``, ``won``, ``lost`` or ``abandoned``."""
        path = f"/opportunities/{opportunity.id}/status"
        self._http.call("set status", "PUT", path, _JULY, body={"status": status})

    def opportunities(self, location_id: str) -> list[Opportunity]:
        """All deals of a sub-account, newest first."""
        what, page = "list opportunities", 1
        found: list[Opportunity] = []
        while True:
            query = {"location_id": location_id, "limit": str(_PAGE), "page": str(page)}
            reply = self._http.call(what, "GET", "/opportunities/search", _JULY, query=query)
            rows = replies.read(
                what, reply, lambda row: [replies.opportunity(one) for one in row["opportunities"]]
            )
            found += rows
            if len(rows) < _PAGE:
                return found
            page += 1

    def appointments(self, contact: Contact) -> list[Appointment]:
        """Meetings with a contact, soonest first."""
        what, path = "list appointments", f"/contacts/{contact.id}/appointments"
        reply = self._http.call(what, "GET", path, _JULY)
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
            reply = self._http.call(what, "GET", "/calendars/events", _APRIL, query=one)
            found += replies.read(
                what, reply, lambda row: [replies.appointment(event) for event in row["events"]]
            )
        return [meeting for meeting in found if first <= meeting.start < end]

    def create_appointment(
        self, contact: Contact, title: str, start: datetime, *, status: str = "confirmed"
    ) -> Appointment:
        """Book a meeting in the first calendar of the contact's sub-account.

        Args:
            contact: who it is with.
            title: of the meeting.
            start: with its time zone.
            status: ``confirmed``, ``cancelled``, ``showed``, ``noshow`` or ``invalid``.
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
        path = "/calendars/events/appointments"
        reply = self._http.call(what, "POST", path, _APRIL, body=body)
        return replies.read(what, reply, replies.appointment)

    def find_user(self, email: str) -> User:
        """The user who signs in with an address.

        Raises:
            CrmError: there is none, or the token does not see the user's sub-accounts.
        """
        what = "find user"
        for place in locations(self._http):
            query = {"locationId": place.id}
            reply = self._http.call(what, "GET", "/users/", _JULY, query=query)
            # Only the one that is looked for is read: others may be as tests cannot use them.
            found = replies.read(
                what,
                reply,
                lambda row: [replies.user(r) for r in row["users"] if _has_email(r, email)],
            )
            if found:
                return found[0]
        raise CrmError(what, 200, f"no sub-account that the token sees has a user {email}")

    def delete_contacts(self, location_id: str, run_tag: str) -> int:
        """Delete the contacts of a sub-account that carry a tag; returns how many went.

        Their conversations, opportunities and appointments go with them.
        """
        return delete_contacts(self._http, location_id, run_tag)

    def clean_up(self, run_tag: str) -> int:
        """Delete what a run arranged; returns how many sub-accounts and contacts went.

        Sub-accounts marked with the tag go with their users and contacts; in all others the
        contacts that carry the tag go, with their conversations, opportunities and appointments.
        """
        return clean_up(self._http, run_tag)

    def _calendar_ids(self, what: str, location_id: str) -> list[str]:
        """Ids of a sub-account's calendars, at least one."""
        query = {"locationId": location_id}
        known = self._http.call(what, "GET", "/calendars/", _APRIL, query=query)
        found = replies.read(what, known, lambda row: [str(one["id"]) for one in row["calendars"]])
        if not found:
            raise CrmError(what, 200, f"the sub-account {location_id} has no calendar")
        return found

    def _check_sending(self, what: str, contact_id: str) -> None:
        """Refuse what a real CRM may answer by writing to a contact: an automation, a reminder."""
        self._guard.check_sending(what, ours=contact_id in self._own_contacts)

    def _company_id(self) -> str:
        if self._known_company_id is None:
            what = "find the company"
            query = {"limit": "1"}
            reply = self._http.call(what, "GET", "/locations/search", _JULY, query=query)
            self._known_company_id = replies.read(
                what, reply, lambda row: str(row["locations"][0]["companyId"])
            )
        return self._known_company_id


def _has_email(row: Mapping[str, Any], email: str) -> bool:
    return str(row.get("email") or "").lower() == email.lower()
