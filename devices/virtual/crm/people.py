"""Sub-accounts, users and contacts: ``/locations``, ``/users``, ``/contacts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError, bounded
from devices.virtual.crm.records import Contact, Location, User
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.crm.call import Call


def search_locations(call: Call) -> Reply:
    """Sub-accounts the caller may see, in the order made."""
    rows = [
        wire.location(row)
        for row in call.records.locations.values()
        if call.user is None or row.id in call.user.location_ids
    ]
    skip, limit = call.number("skip", 0), call.limit(10)
    return Reply(200, {"locations": rows[skip : skip + limit]})


def create_location(call: Call) -> Reply:
    """Make a sub-account."""
    call.integration_only()
    call.require("name", "companyId")
    _same_company(call)
    body = call.body
    made = Location(
        name=body["name"],
        company_id=call.company_id,
        phone=body.get("phone", ""),
        time_zone=body.get("timezone", "UTC"),
    )
    call.records.locations[made.id] = made
    return Reply(200, wire.location(made))


def get_location(call: Call) -> Reply:
    """One sub-account."""
    return Reply(200, {"location": wire.location(call.location(call.parameters[0]))})


def delete_location(call: Call) -> Reply:
    """Delete a sub-account with all that is in it."""
    call.integration_only()
    found = call.location(call.parameters[0])
    call.records.drop_location(found.id)
    return Reply(200, {"success": True, "message": f"Deleted location with id: {found.id}"})


def create_user(call: Call) -> Reply:
    """Make a user of one or more sub-accounts."""
    call.integration_only()
    call.require(
        "companyId", "firstName", "lastName", "email", "password", "type", "role", "locationIds"
    )
    _same_company(call)
    body = call.body
    email = str(body["email"]).lower()
    if any(row.email == email for row in call.records.users.values()):
        raise ApiError(400, "A user with this email already exists")
    made = User(
        first_name=body["firstName"],
        last_name=body["lastName"],
        email=email,
        password=body["password"],
        phone=body.get("phone", ""),
        role=body["role"],
        type=body["type"],
        location_ids=[call.location(one).id for one in body["locationIds"]],
    )
    call.records.users[made.id] = made
    return Reply(201, wire.user(made))


def list_users(call: Call) -> Reply:
    """All users of a sub-account."""
    call.require_query("locationId")
    place = call.location(call.query["locationId"])
    rows = [wire.user(u) for u in call.records.users.values() if place.id in u.location_ids]
    return Reply(200, {"users": rows})


def get_user(call: Call) -> Reply:
    """One user; a user of the app sees no other."""
    found = call.record(call.records.users, call.parameters[0], "User")
    if call.user is not None and call.user is not found:
        raise ApiError(403, "The token does not have access to this user.")
    return Reply(200, wire.user(found))


def update_user(call: Call) -> Reply:
    """Change a user's name, e-mail or phone; of the app's users each changes the own alone."""
    found = call.record(call.records.users, call.parameters[0], "User")
    if call.user is not None and call.user is not found:
        raise ApiError(403, "The token does not have access to this user.")
    body = call.body
    email = str(body.get("email", found.email)).strip().lower()
    if "@" not in email:
        raise ApiError(422, ["email must be an email"])
    if any(row.email == email and row is not found for row in call.records.users.values()):
        raise ApiError(400, "A user with this email already exists")
    found.email = email
    found.first_name = str(body.get("firstName", found.first_name))
    found.last_name = str(body.get("lastName", found.last_name))
    found.phone = str(body.get("phone", found.phone))
    return Reply(200, wire.user(found))


def delete_user(call: Call) -> Reply:
    """Delete a user, which ends the user's sessions."""
    call.integration_only()
    found = call.record(call.records.users, call.parameters[0], "User")
    call.records.drop_user(found.id)
    said = f"Queued deleting user with e-mail {found.email} and name {found.name}"
    return Reply(200, {"succeded": True, "message": said})


def create_contact(call: Call) -> Reply:
    """Make a contact; an e-mail or phone that the sub-account has already is refused."""
    call.require("locationId")
    body = call.body
    place = call.location(body["locationId"])
    first, last = _names(body)
    made = Contact(
        location_id=place.id,
        first_name=first,
        last_name=last,
        email=body.get("email", ""),
        phone=body.get("phone", ""),
        tags=[str(tag).lower() for tag in body.get("tags", [])],
        assigned_to=body.get("assignedTo", ""),
        added=call.now,
    )
    if any(_same_person(made, row) for row in call.records.contacts.values()):
        raise ApiError(400, "This location does not allow duplicated contacts.")
    call.records.contacts[made.id] = made
    return Reply(201, {"contact": wire.contact(made)})


def list_contacts(call: Call) -> Reply:
    """Contacts of a sub-account, in the order made, a page at a time.

    ``query`` narrows them to those whose name, e-mail or phone contains it.
    """
    call.require_query("locationId")
    rows = _contacts_of(call, call.query["locationId"])
    wanted = call.query.get("query", "").casefold()
    if wanted:
        rows = [r for r in rows if wanted in f"{r.name}\n{r.email}\n{r.phone}".casefold()]
    total, after = len(rows), call.query.get("startAfterId")
    if after:
        ids = [row.id for row in rows]
        rows = rows[ids.index(after) + 1 :] if after in ids else []
    page = rows[: call.limit()]
    more = {"startAfterId": page[-1].id} if len(rows) > len(page) else {}
    shown = [wire.contact(row) for row in page]
    return Reply(200, {"contacts": shown, "count": total, "meta": {"total": total} | more})


def search_contacts(call: Call) -> Reply:
    """Contacts that have all the tags asked for; ``tags`` ``contains`` is the one filter spoken."""
    call.require("locationId", "pageLimit")
    rows = _contacts_of(call, call.body["locationId"])
    for wanted in call.body.get("filters", []):
        if (wanted.get("field"), wanted.get("operator")) != ("tags", "contains"):
            raise ApiError(422, ["filters: only field tags with operator contains is known here"])
        rows = [row for row in rows if str(wanted.get("value")).lower() in row.tags]
    size = bounded("pageLimit", int(call.body["pageLimit"]))
    page = max(int(call.body.get("page", 1)), 1)
    shown = rows[(page - 1) * size :][:size]
    return Reply(200, {"contacts": [wire.contact(row) for row in shown], "total": len(rows)})


def get_contact(call: Call) -> Reply:
    """One contact."""
    return Reply(200, {"contact": wire.contact(_contact(call))})


def update_contact(call: Call) -> Reply:
    """Change a contact; its conversation follows it to whom it is assigned."""
    found, body = _contact(call), call.body
    owner = body.get("assignedTo", found.assigned_to) or ""
    if owner:
        call.record(call.records.users, owner, "User")
    if owner != found.assigned_to:
        for row in call.records.conversations.values():
            if row.contact_id == found.id:
                row.assigned_to = owner
    found.assigned_to = owner
    found.first_name = str(body.get("firstName", found.first_name))
    found.last_name = str(body.get("lastName", found.last_name))
    found.email = str(body.get("email", found.email))
    found.phone = str(body.get("phone", found.phone))
    return Reply(200, {"succeded": True, "contact": wire.contact(found)})


def delete_contact(call: Call) -> Reply:
    """Delete a contact with its conversation, opportunities and appointments."""
    call.records.drop_contact(_contact(call).id)
    return Reply(200, {"succeded": True})


def _contact(call: Call) -> Contact:
    found = call.record(call.records.contacts, call.parameters[0], "Contact")
    call.location(found.location_id)
    return found


def _contacts_of(call: Call, location_id: str) -> list[Contact]:
    place = call.location(location_id)
    return [row for row in call.records.contacts.values() if row.location_id == place.id]


def _same_company(call: Call) -> None:
    if call.body["companyId"] != call.company_id:
        raise ApiError(403, "The token does not have access to this company.")


def _same_person(one: Contact, other: Contact) -> bool:
    if one.location_id != other.location_id:
        return False
    same_email = bool(one.email) and one.email.lower() == other.email.lower()
    return same_email or (bool(one.phone) and one.phone == other.phone)


def _names(body: Mapping[str, Any]) -> tuple[str, str]:
    first, last = body.get("firstName", ""), body.get("lastName", "")
    if not first and not last:
        first, _, last = str(body.get("name", "")).partition(" ")
    return first, last
