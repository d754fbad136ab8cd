"""The virtual CRM, asked in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock

if TYPE_CHECKING:
    from devices.virtual.os.process import Reply

JULY = "2021-07-28"
APRIL = "2021-04-15"
PASSWORD = "planted-password"


@pytest.fixture
def crm() -> VirtualCrm:
    """A fresh CRM."""
    return VirtualCrm(Clock())


def ask(
    crm: VirtualCrm,
    method: str,
    path: str,
    body: object = None,
    *,
    version: str = JULY,
    token: str = "",
) -> Reply:
    """Ask as the integration, or with a token of a session."""
    headers = {"Authorization": f"Bearer {token or crm.token}", "Version": version}
    return crm.handle(method, path, headers, body)


def make_location(crm: VirtualCrm, name: str = "Studio") -> str:
    """A sub-account's id."""
    body = {"name": name, "companyId": crm.company_id}
    return str(ask(crm, "POST", "/locations/", body).body["id"])


def make_user(crm: VirtualCrm, location_id: str, email: str = "ana@example.test") -> Reply:
    """A user of one sub-account."""
    body = {
        "companyId": crm.company_id,
        "firstName": "Ana",
        "lastName": "Diaz",
        "email": email,
        "password": PASSWORD,
        "type": "account",
        "role": "user",
        "locationIds": [location_id],
    }
    return ask(crm, "POST", "/users/", body)


def make_contact(crm: VirtualCrm, location_id: str, name: str, **more: object) -> dict[str, Any]:
    """A contact as the API writes it."""
    body = {"locationId": location_id, "name": name, **more}
    return dict(ask(crm, "POST", "/contacts/", body).body["contact"])


def make_conversation(crm: VirtualCrm, contact: dict[str, Any]) -> str:
    """A conversation's id."""
    body = {"locationId": contact["locationId"], "contactId": contact["id"]}
    made = ask(crm, "POST", "/conversations/", body, version=APRIL)
    return str(made.body["conversation"]["id"])


def receive(crm: VirtualCrm, conversation_id: str, text: str, token: str = "") -> Reply:
    """A message from the contact."""
    body = {
        "type": "SMS",
        "message": text,
        "conversationId": conversation_id,
        "conversationProviderId": "any",
    }
    path = "/conversations/messages/inbound"
    return ask(crm, "POST", path, body, version=APRIL, token=token)


def sign_in(crm: VirtualCrm, email: str = "ana@example.test", password: str = PASSWORD) -> Reply:
    """A session of the app."""
    return crm.handle("POST", "/oauth/app/sign-in", {}, {"email": email, "password": password})


@pytest.mark.parametrize(
    ("headers", "status", "message"),
    [
        ({}, 401, "Invalid token: access token is missing"),
        ({"Authorization": "Bearer no"}, 401, "Invalid token: access token is invalid"),
        ({"authorization": "Bearer {token}"}, 401, "version header was not found."),
        (
            {"authorization": "bearer {token}", "VERSION": "1"},
            401,
            f"version header is invalid: this path wants {JULY}",
        ),
        ({"Authorization": "Bearer {token}", "Version": JULY}, 200, None),
    ],
)
def test_calls_need_token_and_version(
    crm: VirtualCrm, headers: dict[str, str], status: int, message: str | None
) -> None:
    """A call without a good token or version is refused in the API's shape."""
    given = {name: value.format(token=crm.token) for name, value in headers.items()}
    reply = crm.handle("GET", "/locations/search", given, None)
    assert reply.status == status
    assert reply.body.get("message") == message
    if message:
        assert reply.body["statusCode"] == status


def test_each_instance_has_its_own_token() -> None:
    """The token of one CRM opens no other."""
    assert VirtualCrm(Clock()).token != VirtualCrm(Clock()).token


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("PATCH", "/contacts/", None, 404),
        ("GET", "/contacts/unknown", None, 400),
        ("GET", "/contacts/", None, 422),
        ("GET", "/contacts/?locationId=unknown", None, 400),
        ("POST", "/contacts/", None, 422),
        ("POST", "/contacts/", ["a", "list"], 400),
        ("POST", "/contacts/", {"locationId": ["of", "the wrong type"]}, 422),
        ("GET", "/locations/search?limit=many", None, 422),
        ("POST", "/locations/", {"name": "Studio", "companyId": "another"}, 403),
    ],
)
def test_bad_requests_are_answered(
    crm: VirtualCrm, method: str, path: str, body: object, status: int
) -> None:
    """Whatever is asked gets a reply that carries its own status."""
    reply = ask(crm, method, path, body)
    assert (reply.status, reply.body["statusCode"]) == (status, status)


def test_missing_fields_are_all_named(crm: VirtualCrm) -> None:
    """A refused body lists each field that it lacks."""
    reply = ask(crm, "POST", "/locations/", {})
    assert reply.body["message"] == ["name should not be empty", "companyId should not be empty"]


def test_user_signs_in_and_out(crm: VirtualCrm) -> None:
    """A sign-in gives a session of the user's own, which ends with sign-out."""
    place = make_location(crm)
    assert make_user(crm, place).status == 201
    session = sign_in(crm, email="  ANA@example.test ")
    assert session.status == 200
    assert [one["id"] for one in session.body["locations"]] == [place]
    token = session.body["locations"][0]["token"]
    assert ask(crm, "GET", f"/contacts/?locationId={place}", token=token).status == 200
    assert ask(crm, "POST", "/oauth/app/sign-out", token=token).status == 200
    assert ask(crm, "GET", f"/contacts/?locationId={place}", token=token).status == 401


def test_wrong_password_and_unknown_user_look_the_same(crm: VirtualCrm) -> None:
    """Nobody can find out by signing in which users exist."""
    make_user(crm, make_location(crm))
    wrong, unknown = sign_in(crm, password="wrong"), sign_in(crm, email="bo@example.test")
    assert wrong == unknown
    assert wrong.status == 401


def test_user_is_kept_to_the_own_sub_account(crm: VirtualCrm) -> None:
    """A session reads and writes its own sub-account alone, and arranges nothing."""
    home, foreign = make_location(crm), make_location(crm, "Other")
    make_user(crm, home)
    person = make_contact(crm, foreign, "Maya Chen")
    conversation_id = make_conversation(crm, person)
    token = sign_in(crm).body["locations"][0]["token"]
    for path, version in (
        (f"/contacts/?locationId={foreign}", JULY),
        (f"/contacts/{person['id']}", JULY),
        (f"/conversations/search?locationId={foreign}", APRIL),
        (f"/conversations/{conversation_id}/messages", APRIL),
        (f"/opportunities/search?location_id={foreign}", JULY),
    ):
        assert ask(crm, "GET", path, version=version, token=token).status == 403, path
    send = {"type": "SMS", "contactId": person["id"], "message": "x"}
    path = "/conversations/messages"
    assert ask(crm, "POST", path, send, version=APRIL, token=token).status == 403
    assert receive(crm, conversation_id, "x", token=token).status == 403
    seen = ask(crm, "GET", "/locations/search", token=token).body["locations"]
    assert [one["id"] for one in seen] == [home]


def test_no_reply_carries_a_password(crm: VirtualCrm) -> None:
    """The password is in no reply about a user, nor in the request log."""
    place = make_location(crm)
    made = make_user(crm, place)
    replies = [
        made,
        sign_in(crm),
        ask(crm, "GET", f"/users/{made.body['id']}"),
        ask(crm, "GET", f"/users/?locationId={place}"),
        make_user(crm, place),
    ]
    assert PASSWORD not in repr(replies)
    assert PASSWORD not in repr(crm.requests)
    assert crm.token not in repr(crm.requests)
    assert PASSWORD not in repr(crm.records)


def test_requests_are_logged(crm: VirtualCrm) -> None:
    """The log holds method, path without query, status, and the names of what was sent."""
    crm.requests.clear()
    ask(crm, "GET", "/contacts/?locationId=unknown")
    (entry,) = crm.requests
    assert (entry.method, entry.path, entry.status) == ("GET", "/contacts", 400)
    assert entry.fields == ("locationId",)
    crm.requests.clear()
    ask(crm, "POST", "/x?page=2", {"name": "Mia", "tags": [{"id": "7"}, {"id": "8"}]})
    (entry,) = crm.requests
    assert entry.fields == ("page", "name", "tags", "tags.id", "tags.id")


def test_email_is_one_users_alone(crm: VirtualCrm) -> None:
    """A second user with the same address is refused."""
    place = make_location(crm)
    make_user(crm, place)
    assert make_user(crm, place, "ANA@example.test").status == 400


def test_contact_is_in_a_sub_account_once(crm: VirtualCrm) -> None:
    """A known phone or e-mail is refused in the same sub-account and allowed in another."""
    place, other = make_location(crm), make_location(crm, "Other")
    make_contact(crm, place, "Maya Chen", phone="+15550100")
    twin = {"locationId": place, "name": "Twin", "phone": "+15550100"}
    assert ask(crm, "POST", "/contacts/", twin).status == 400
    assert ask(crm, "POST", "/contacts/", twin | {"locationId": other}).status == 201


def test_inbound_message_makes_a_conversation_unread_and_first(crm: VirtualCrm) -> None:
    """A new message counts as unread, moves its conversation up, and is its preview."""
    place = make_location(crm)
    first = make_conversation(crm, make_contact(crm, place, "Maya Chen"))
    make_conversation(crm, make_contact(crm, place, "Jonas Weber"))
    receive(crm, first, "Hello")
    path = f"/conversations/search?locationId={place}"
    rows = ask(crm, "GET", path, version=APRIL).body["conversations"]
    assert [row["contactName"] for row in rows] == ["Maya Chen", "Jonas Weber"]
    assert (rows[0]["unreadCount"], rows[0]["lastMessageBody"]) == (1, "Hello")
    unread = ask(crm, "GET", f"{path}&status=unread", version=APRIL).body
    assert (unread["total"], unread["conversations"][0]["id"]) == (1, first)
    body = {"locationId": place, "unreadCount": 0, "starred": True}
    ask(crm, "PUT", f"/conversations/{first}", body, version=APRIL)
    assert ask(crm, "GET", f"{path}&status=unread", version=APRIL).body["total"] == 0
    assert ask(crm, "GET", f"{path}&status=starred", version=APRIL).body["total"] == 1


def test_sending_opens_the_conversation_that_is_missing(crm: VirtualCrm) -> None:
    """The first message to a contact opens the conversation, the second joins it."""
    person = make_contact(crm, make_location(crm), "Maya Chen")
    body = {"type": "Email", "contactId": person["id"], "message": "Hello"}
    path = "/conversations/messages"
    replies = [ask(crm, "POST", path, body, version=APRIL) for _ in range(2)]
    ids = {reply.body["conversationId"] for reply in replies}
    assert len(ids) == 1
    unknown = body | {"type": "Pigeon"}
    assert ask(crm, "POST", path, unknown, version=APRIL).status == 422


def test_messages_come_newest_first_in_pages(crm: VirtualCrm) -> None:
    """A page ends where the next one begins, and the last one says so."""
    person = make_contact(crm, make_location(crm), "Maya Chen")
    conversation_id = make_conversation(crm, person)
    for number in range(5):
        receive(crm, conversation_id, str(number))
    path = f"/conversations/{conversation_id}/messages?limit=3"
    first = ask(crm, "GET", path, version=APRIL).body
    second = ask(crm, "GET", f"{path}&lastMessageId={first['lastMessageId']}", version=APRIL).body
    assert [row["body"] for row in first["messages"]] == ["4", "3", "2"]
    assert [row["body"] for row in second["messages"]] == ["1", "0"]
    assert (first["nextPage"], second["nextPage"]) == (True, False)


def test_deleting_a_contact_takes_all_about_it(crm: VirtualCrm) -> None:
    """No conversation, opportunity or appointment of a deleted contact stays."""
    place = make_location(crm)
    person = make_contact(crm, place, "Maya Chen")
    make_conversation(crm, person)
    location = crm.records.locations[place]
    deal = {
        "pipelineId": location.pipeline_id,
        "locationId": place,
        "contactId": person["id"],
        "name": "Refit",
        "status": "open",
    }
    assert ask(crm, "POST", "/opportunities/", deal).status == 201
    meeting = {
        "calendarId": location.calendar_id,
        "locationId": place,
        "contactId": person["id"],
        "startTime": "2030-01-01T10:00:00+00:00",
    }
    path = "/calendars/events/appointments"
    assert ask(crm, "POST", path, meeting, version=APRIL).status == 200
    assert ask(crm, "DELETE", f"/contacts/{person['id']}").status == 200
    records = crm.records
    assert not records.contacts
    assert not records.conversations
    assert not records.opportunities
    assert not records.appointments


def test_deleting_a_user_ends_the_sessions(crm: VirtualCrm) -> None:
    """A session of a deleted user is refused."""
    user_id = make_user(crm, make_location(crm)).body["id"]
    token = sign_in(crm).body["locations"][0]["token"]
    assert ask(crm, "DELETE", f"/users/{user_id}").status == 200
    assert ask(crm, "GET", "/locations/search", token=token).status == 401


def test_deleting_a_sub_account_takes_its_users(crm: VirtualCrm) -> None:
    """Users without another sub-account go with theirs; others stay."""
    place, other = make_location(crm), make_location(crm, "Other")
    make_user(crm, place)
    make_user(crm, other, "bo@example.test")
    make_contact(crm, place, "Maya Chen")
    assert ask(crm, "DELETE", f"/locations/{place}").status == 200
    assert [user.email for user in crm.records.users.values()] == ["bo@example.test"]
    assert not crm.records.contacts


def test_events_want_an_owner_and_a_span(crm: VirtualCrm) -> None:
    """As the API's reference says, one of calendar, user and group has to be named."""
    place = make_location(crm)
    path = f"/calendars/events?locationId={place}&startTime=0&endTime=4102444800000"
    assert ask(crm, "GET", path, version=APRIL).status == 422
    calendar_id = crm.records.locations[place].calendar_id
    found = ask(crm, "GET", f"{path}&calendarId={calendar_id}", version=APRIL)
    assert (found.status, found.body["events"]) == (200, [])
