"""The CRM's public HTTP API, as far as tests need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from crm import replies
from crm.errors import CrmError
from crm.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from types import TracebackType

    from config.secrets import Secret
    from crm.records import (
        Appointment,
        Contact,
        Conversation,
        Location,
        Message,
        Opportunity,
        User,
    )

_JULY: Final = "2021-07-28"
_APRIL: Final = "2021-04-15"
_PAGE: Final = 100


class CrmClient:
    """Arranges data in a CRM, virtual or real, and cleans up after itself by run tag.

    Every method raises `CrmError` when the CRM refuses, is silent for too long or answers nonsense.

    Args:
        base_url: of the API.
        token: bearer token of an integration that may change users and sub-accounts.
        timeout_s: seconds to connect, and seconds that a reply may keep silent.
        provider_id: the conversation provider that inbound messages come from; a real CRM gives
            one to each marketplace app, the virtual CRM takes any.
    """

    def __init__(
        self, base_url: str, token: Secret, timeout_s: float, *, provider_id: str = "fleet"
    ) -> None:
        self._http = Transport(base_url, token, timeout_s)
        self._provider_id = provider_id
        self._known_company_id: str | None = None

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

    def create_location(self, name: str, *, run_tag: str = "") -> Location:
        """Make a sub-account; the run tag becomes part of its name, for cleaning up."""
        body = {
            "name": f"{name} {_marked(run_tag)}" if run_tag else name,
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
        run_tag: str = "",
    ) -> User:
        """Make a user who can sign in to the app.

        Args:
            name: first and last name.
            email: not in use yet.
            password: of the user.
            location_id: the sub-account to work in; None makes one of the user's own, so that no
                two users see each other's data.
            run_tag: marks a sub-account made here, for cleaning up.
        """
        home = location_id or self.create_location(name, run_tag=run_tag).id
        first, _, last = name.partition(" ")
        body = {
            "companyId": self._company_id(),
            "firstName": first,
            "lastName": last or first,
            "email": email,
            "password": password.reveal(),
            "type": "account",
            "role": "user",
            "locationIds": [home],
        }
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
        first, _, last = name.partition(" ")
        given = {"email": email, "phone": phone, "assignedTo": assigned_to}
        body = {"locationId": location_id, "firstName": first, "lastName": last, "tags": [run_tag]}
        body |= {key: value for key, value in given.items() if value}
        reply = self._http.call("create contact", "POST", "/contacts/", _JULY, body=body)
        return replies.read("create contact", reply, lambda row: replies.contact(row["contact"]))

    def create_conversation(self, contact: Contact) -> Conversation:
        """Open the conversation with a contact that has none."""
        body = {"locationId": contact.location_id, "contactId": contact.id}
        what = "create conversation"
        reply = self._http.call(what, "POST", "/conversations/", _APRIL, body=body)
        return replies.read(what, reply, lambda row: replies.conversation(row["conversation"]))

    def star(self, conversation: Conversation) -> None:
        """Star a conversation."""
        body = {"locationId": conversation.location_id, "starred": True}
        path = f"/conversations/{conversation.id}"
        self._http.call("star conversation", "PUT", path, _APRIL, body=body)

    def receive_message(
        self, conversation: Conversation, body: str, *, channel: str = "SMS"
    ) -> str:
        """Let the contact write to the account; returns the message's id.

        Args:
            conversation: the one it arrives in.
            body: text of the message.
            channel: ``SMS``, ``Email``, ``WhatsApp`` or ``FB``.
        """
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

    def create_appointment(self, contact: Contact, title: str, start: datetime) -> Appointment:
        """Book a meeting in the first calendar of the contact's sub-account.

        Args:
            contact: who it is with.
            title: of the meeting.
            start: with its time zone.
        """
        what = "create appointment"
        query = {"locationId": contact.location_id}
        known = self._http.call(what, "GET", "/calendars/", _APRIL, query=query)
        body = {
            "calendarId": replies.read(what, known, lambda row: row["calendars"][0]["id"]),
            "locationId": contact.location_id,
            "contactId": contact.id,
            "title": title,
            "startTime": start.isoformat(timespec="seconds"),
            "ignoreFreeSlotValidation": True,
        }
        path = "/calendars/events/appointments"
        reply = self._http.call(what, "POST", path, _APRIL, body=body)
        return replies.read(what, reply, replies.appointment)

    def clean_up(self, run_tag: str) -> int:
        """Delete what a run arranged; returns how many sub-accounts and contacts went.

        Sub-accounts marked with the tag go with their users and contacts; in all others the
        contacts that carry the tag go, with their conversations, opportunities and appointments.
        """
        gone = 0
        for place in list(self._locations()):
            if _marked(run_tag) in place.name:
                self._delete_location(place)
                gone += 1
            else:
                gone += self._delete_contacts(place, run_tag)
        return gone

    def _company_id(self) -> str:
        if self._known_company_id is None:
            what = "find the company"
            query = {"limit": "1"}
            reply = self._http.call(what, "GET", "/locations/search", _JULY, query=query)
            self._known_company_id = replies.read(
                what, reply, lambda row: str(row["locations"][0]["companyId"])
            )
        return self._known_company_id

    def _locations(self) -> Iterator[Location]:
        skip = 0
        while True:
            query = {"limit": str(_PAGE), "skip": str(skip)}
            what = "list locations"
            reply = self._http.call(what, "GET", "/locations/search", _JULY, query=query)
            page = replies.read(
                what, reply, lambda row: [replies.location(one) for one in row["locations"]]
            )
            yield from page
            if len(page) < _PAGE:
                return
            skip += _PAGE

    def _delete_location(self, place: Location) -> None:
        what = "delete location"
        query = {"locationId": place.id}
        reply = self._http.call(what, "GET", "/users/", _JULY, query=query)
        for row in replies.read(what, reply, lambda content: list(content["users"])):
            if row["roles"]["locationIds"] == [place.id]:
                self.delete_user(replies.user(row))
        query = {"deleteTwilioAccount": "false"}
        self._http.call(what, "DELETE", f"/locations/{place.id}", _JULY, query=query)

    def _delete_contacts(self, place: Location, run_tag: str) -> int:
        what = "delete contacts"
        body = {
            "locationId": place.id,
            "pageLimit": _PAGE,
            "filters": [{"field": "tags", "operator": "contains", "value": run_tag}],
        }
        gone = 0
        while True:
            reply = self._http.call(what, "POST", "/contacts/search", _JULY, body=body)
            page = replies.read(
                what, reply, lambda row: [str(one["id"]) for one in row["contacts"]]
            )
            for contact_id in page:
                self._http.call(what, "DELETE", f"/contacts/{contact_id}", _JULY)
            gone += len(page)
            if len(page) < _PAGE:
                return gone


def _marked(run_tag: str) -> str:
    return f"[{run_tag}]"
