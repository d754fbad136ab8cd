"""Sub-accounts, users and contacts: ``/locations``, ``/users``, ``/contacts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
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
    skip, limit = call.number("skip", 0), call.number("limit", 10)
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
    """Contacts of a sub-account, in the order made."""
    call.require_query("locationId")
    rows = _contacts_of(call, call.query["locationId"])
    page = [wire.contact(row) for row in rows[: call.number("limit", 20)]]
    return Reply(200, {"contacts": page, "count": len(rows), "meta": {"total": len(rows)}})


def search_contacts(call: Call) -> Reply:
    """Contacts that have all the tags asked for; ``tags`` ``contains`` is the one filter spoken."""
    call.require("locationId", "pageLimit")
    rows = _contacts_of(call, call.body["locationId"])
    for wanted in call.body.get("filters", []):
        if (wanted.get("field"), wanted.get("operator")) != ("tags", "contains"):
            raise ApiError(422, ["filters: only field tags with operator contains is known here"])
        rows = [row for row in rows if str(wanted.get("value")).lower() in row.tags]
    size, page = int(call.body["pageLimit"]), int(call.body.get("page", 1))
    shown = rows[(page - 1) * size : page * size]
    return Reply(200, {"contacts": [wire.contact(row) for row in shown], "total": len(rows)})


def get_contact(call: Call) -> Reply:
    """One contact."""
    return Reply(200, {"contact": wire.contact(_contact(call))})


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
