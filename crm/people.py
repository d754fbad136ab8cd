"""Sub-accounts, users and contacts, with what is written down about these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm import replies
from crm.calls import JULY, PAGE, Calls
from crm.cleaning import locations, marked
from crm.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from config.secrets import Secret
    from crm.records import Contact, Location, Note, Task, User


class PeopleCalls(Calls):
    """Calls about people."""

    def create_location(self, name: str, *, run_tag: str = "") -> Location:
        """Make a sub-account; the run tag becomes part of its name, for cleaning up."""
        body = {
            "name": f"{name} {marked(run_tag)}" if run_tag else name,
            "companyId": self._company_id(),
        }
        reply = self._http.call("create location", "POST", "/locations/", JULY, body=body)
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
            reply = self._http.call("create user", "POST", "/users/", JULY, body=body)
        except CrmError as error:
            # What the CRM says about a password may quote it.
            said = error.message.replace(password.reveal(), "****")
            raise CrmError(error.operation, error.status, said) from None
        return replies.read("create user", reply, replies.user)

    def find_user(self, email: str) -> User:
        """The user who signs in with an address.

        Raises:
            CrmError: there is none, or the token does not see the user's sub-accounts.
        """
        what = "find user"
        for place in locations(self._http):
            query = {"locationId": place.id}
            reply = self._http.call(what, "GET", "/users/", JULY, query=query)
            # Only the one that is looked for is read: others may be as tests cannot use them.
            found = replies.read(
                what,
                reply,
                lambda row: [replies.user(r) for r in row["users"] if _has_email(r, email)],
            )
            if found:
                return found[0]
        raise CrmError(what, 200, f"no sub-account that the token sees has a user {email}")

    def delete_user(self, user: User) -> None:
        """Delete a user, which ends the user's sessions."""
        self._http.call("delete user", "DELETE", f"/users/{user.id}", JULY)

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
        reply = self._http.call("create contact", "POST", "/contacts/", JULY, body=body)
        made = replies.read("create contact", reply, lambda row: replies.contact(row["contact"]))
        self._own_contacts.add(made.id)
        return made

    def delete_contact(self, contact: Contact) -> None:
        """Delete a contact, with conversations, opportunities and appointments."""
        self._http.call("delete contact", "DELETE", f"/contacts/{contact.id}", JULY)

    def contacts(self, location_id: str) -> list[Contact]:
        """All contacts of a sub-account, in the order made."""
        what, query = "list contacts", {"locationId": location_id, "limit": str(PAGE)}
        found: list[Contact] = []
        while True:
            reply = self._http.call(what, "GET", "/contacts/", JULY, query=query)
            page = replies.read(
                what, reply, lambda row: [replies.contact(one) for one in row["contacts"]]
            )
            found += page
            if len(page) < PAGE:
                return found
            query["startAfterId"] = page[-1].id

    def assign(self, contact: Contact, user: User | None) -> None:
        """Give a contact and its conversation to a user, or to nobody."""
        body = {"assignedTo": user.id if user else None}
        self._http.call("assign contact", "PUT", f"/contacts/{contact.id}", JULY, body=body)

    def add_note(self, contact: Contact, body: str) -> Note:
        """Write a note about a contact."""
        what, path = "add note", f"/contacts/{contact.id}/notes"
        reply = self._http.call(what, "POST", path, JULY, body={"body": body})
        return replies.read(what, reply, lambda row: replies.note(row["note"]))

    def notes(self, contact: Contact) -> list[Note]:
        """Notes about a contact, in the order written."""
        what, path = "list notes", f"/contacts/{contact.id}/notes"
        reply = self._http.call(what, "GET", path, JULY)
        found = replies.read(what, reply, lambda row: [replies.note(r) for r in row["notes"]])
        return sorted(found, key=lambda note: note.added)

    def add_task(
        self, contact: Contact, title: str, due: datetime, *, assigned_to: str = ""
    ) -> Task:
        """Set a task about a contact.

        Args:
            contact: the contact.
            title: what is to be done.
            due: with its time zone.
            assigned_to: id of the user who is to do it.
        """
        what, path = "add task", f"/contacts/{contact.id}/tasks"
        body = {"title": title, "dueDate": due.isoformat(timespec="seconds"), "completed": False}
        body |= {"assignedTo": assigned_to} if assigned_to else {}
        reply = self._http.call(what, "POST", path, JULY, body=body)
        return replies.read(what, reply, lambda row: replies.task(row["task"]))

    def tasks(self, contact: Contact) -> list[Task]:
        """Tasks about a contact, soonest due first."""
        what, path = "list tasks", f"/contacts/{contact.id}/tasks"
        reply = self._http.call(what, "GET", path, JULY)
        found = replies.read(what, reply, lambda row: [replies.task(r) for r in row["tasks"]])
        return sorted(found, key=lambda task: task.due)


def _has_email(row: Mapping[str, Any], email: str) -> bool:
    return str(row.get("email") or "").lower() == email.lower()
