"""The CRM client against the virtual CRM, over HTTP."""

from __future__ import annotations

import json
import pickle
import socket
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import requests

from config.secrets import Secret
from crm import CrmClient, CrmError
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm import Conversation
    from devices.virtual.crm import VirtualCrm

PASSWORD = Secret("planted-password")


def _sign_in(virtual: VirtualCrm, email: str, password: str) -> int:
    body = {"email": email, "password": password}
    return virtual.handle("POST", "/oauth/app/sign-in", {}, body).status


def _conversation(client: CrmClient, run_tag: str = "run-1") -> Conversation:
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    contact = client.create_contact(user.location_id, "Maya Chen", run_tag=run_tag)
    return client.create_conversation(contact)


def test_made_user_can_sign_in(client: CrmClient, virtual: VirtualCrm) -> None:
    """A user has the name and password given, and a sub-account of their own."""
    ana = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    bo = client.create_user("Bo Lind", "bo@example.test", PASSWORD)
    assert (ana.name, ana.email) == ("Ana Diaz", "ana@example.test")
    assert ana.location_id != bo.location_id
    assert _sign_in(virtual, "ana@example.test", PASSWORD.reveal()) == 200


def test_user_can_join_a_sub_account(client: CrmClient, virtual: VirtualCrm) -> None:
    """A named sub-account is used, and none is made."""
    place = client.create_location("Studio")
    before = len(virtual.records.locations)
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD, location_id=place.id)
    assert user.location_id == place.id
    assert len(virtual.records.locations) == before


def test_deleted_user_cannot_sign_in(client: CrmClient, virtual: VirtualCrm) -> None:
    """Deleting a user takes the sign-in away."""
    client.delete_user(client.create_user("Ana Diaz", "ana@example.test", PASSWORD))
    assert _sign_in(virtual, "ana@example.test", PASSWORD.reveal()) == 401


def test_received_messages_are_read_back(client: CrmClient) -> None:
    """Messages come back in the order received, over as many pages as it takes."""
    conversation = _conversation(client)
    sent = [client.receive_message(conversation, f"message {number}") for number in range(101)]
    found = client.messages(conversation)
    assert [message.id for message in found] == sent
    assert found[-1].body == "message 100"
    assert {message.direction for message in found} == {"inbound"}
    assert found[0].added.tzinfo is not None


def test_channels_are_kept(client: CrmClient, virtual: VirtualCrm) -> None:
    """A message arrives on the channel that was asked for; an unknown one is refused."""
    conversation = _conversation(client)
    client.receive_message(conversation, "Hi", channel="WhatsApp")
    kept = virtual.records.conversations[conversation.id].messages
    assert [message.channel for message in kept] == ["WhatsApp"]
    with pytest.raises(CrmError, match="type must be one of"):
        client.receive_message(conversation, "Hi", channel="Pigeon")


def test_dashboard_data_can_be_arranged(client: CrmClient, virtual: VirtualCrm) -> None:
    """Starred conversations, opportunities and appointments land in the contact's sub-account."""
    conversation = _conversation(client)
    client.star(conversation)
    assert virtual.records.conversations[conversation.id].starred
    contact = client.create_contact(conversation.location_id, "Jonas Weber", run_tag="run-1")
    deal = client.create_opportunity(contact, "Refit", 1250)
    assert (deal.name, deal.status, deal.value) == ("Refit", "open", 1250)
    start = datetime(2030, 1, 2, 10, 30, tzinfo=UTC)
    meeting = client.create_appointment(contact, "Site visit", start)
    assert (meeting.title, meeting.start) == ("Site visit", start)
    assert virtual.records.appointments[meeting.id].location_id == conversation.location_id


def test_conversations_are_counted_by_status(client: CrmClient) -> None:
    """All, unread and starred ones of a sub-account are counted, however many there are."""
    conversation = _conversation(client)
    place = conversation.location_id
    other = client.create_contact(place, "Jonas Weber", run_tag="run-1")
    client.star(client.create_conversation(other))
    client.receive_message(conversation, "Hi")
    statuses = ("all", "unread", "starred")
    assert [client.conversation_count(place, status) for status in statuses] == [2, 1, 1]


def test_events_of_all_calendars_are_told(
    client: CrmClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sub-account may have several; each is asked."""
    contact = client.create_contact(_conversation(client).location_id, "Bo Lind", run_tag="run-1")
    start = datetime(2030, 1, 2, tzinfo=UTC)
    client.create_appointment(contact, "Visit", start)
    (calendar,) = client._calendar_ids("list", contact.location_id)
    monkeypatch.setattr(client, "_calendar_ids", lambda *_: ["another", calendar])
    found = client.events(contact.location_id, start, start + timedelta(days=1))
    assert [event.title for event in found] == ["Visit"]


def test_another_user_who_cannot_be_read_hides_none(
    client: CrmClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user without sub-accounts, or without an address, is passed over."""
    ana = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    call = client._http.call

    def with_others(what: str, *request: str, **more: Mapping[str, str]) -> dict[str, object]:
        reply = call(what, *request, **more)  # type: ignore[arg-type] # as given
        if "users" in reply:
            others = [{"email": "bo@example.test", "roles": {"locationIds": []}}, {"id": "x"}]
            reply["users"] = [*others, *reply["users"]]
        return reply

    monkeypatch.setattr(client._http, "call", with_others)
    assert client.find_user("ANA@example.test") == ana


def test_events_are_those_of_the_span_asked_for(client: CrmClient) -> None:
    """Meetings count from the first moment to before the last, and tell their status."""
    contact = client.create_contact(_conversation(client).location_id, "Bo Lind", run_tag="run-1")
    first = datetime(2030, 1, 2, tzinfo=UTC)
    end = first + timedelta(days=7)
    second = timedelta(seconds=1)
    for title, start in (("-1", first - second), ("0", first), ("6", end - second), ("7", end)):
        client.create_appointment(contact, title, start, status="cancelled")
    found = client.events(contact.location_id, first, end)
    assert [(event.title, event.status) for event in found] == [
        ("0", "cancelled"),
        ("6", "cancelled"),
    ]


def test_clean_up_takes_what_the_run_made_and_nothing_else(
    client: CrmClient, virtual: VirtualCrm
) -> None:
    """Sub-accounts and contacts of the run's tag go, those of another run stay."""
    shared = client.create_location("Shared")
    mine = client.create_user("Ana Diaz", "ana@example.test", PASSWORD, run_tag="run-1")
    client.create_contact(mine.location_id, "In my own", run_tag="run-1")
    client.create_user("Bo Lind", "bo@example.test", PASSWORD, run_tag="run-10")
    client.create_contact(shared.id, "Mine", run_tag="run-1")
    client.create_contact(shared.id, "Other", run_tag="run-10")
    assert client.clean_up("run-1") == 2
    assert [contact.name for contact in virtual.records.contacts.values()] == ["Other"]
    assert [user.name for user in virtual.records.users.values()] == ["Bo Lind"]
    assert client.clean_up("run-1") == 0


def test_clean_up_passes_over_what_another_run_takes_away(
    client: CrmClient, virtual: VirtualCrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sub-account that goes while contacts are looked for is no trouble; other refusals are."""
    other = client.create_location("Other", run_tag="run-2")
    answer = virtual.handle

    def handle(method: str, path: str, headers: Mapping[str, str], body: object = None) -> Reply:
        if path.startswith("/contacts/search"):
            virtual.records.locations.pop(other.id, None)
        return answer(method, path, headers, body)

    monkeypatch.setattr(virtual, "handle", handle)
    assert client.clean_up("run-1") == 0
    monkeypatch.setattr(virtual, "handle", lambda *_: Reply(500, {"message": "broken"}))
    with pytest.raises(CrmError, match="broken"):
        client.clean_up("run-1")


def test_clean_up_reaches_every_page(client: CrmClient, virtual: VirtualCrm) -> None:
    """More contacts and sub-accounts than one page holds are all found."""
    shared = client.create_location("Shared")
    for number in range(101):
        client.create_contact(shared.id, f"Person {number}", run_tag="run-1")
        client.create_location(f"Place {number}", run_tag="run-1")
    assert client.clean_up("run-1") == 202
    assert not virtual.records.contacts
    assert len(virtual.records.locations) == 2


def test_error_says_what_was_tried_and_pickles(client: CrmClient) -> None:
    """An error names operation, status and the CRM's words, and survives the way to a worker."""
    with pytest.raises(CrmError) as caught:
        client.create_contact("unknown", "Maya Chen", run_tag="run-1")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert isinstance(error, CrmError)
    assert (error.status, error.message) == (400, "Location with id unknown not found")
    assert str(error) == (
        "crm: create contact (POST /contacts/): status 400: Location with id unknown not found"
    )


def test_wrong_token_is_refused_without_being_shown(url: str) -> None:
    """The token is in no part of the error, its cause included."""
    with CrmClient(url, Secret("planted-token"), 5) as client:
        with pytest.raises(CrmError) as caught:
            client.create_location("Studio")
        assert caught.value.status == 401
        shown = "".join(traceback.format_exception(caught.value))
        assert "planted-token" not in shown
        assert "planted-token" not in repr(vars(client))


def test_quoted_password_is_masked(
    client: CrmClient, virtual: VirtualCrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a CRM that quotes the password in its refusal does not get it into the error."""
    refusal = {"statusCode": 422, "message": [f"{PASSWORD.reveal()} is too weak"]}
    client.create_location("Studio")
    monkeypatch.setattr(virtual, "handle", lambda *_: Reply(422, refusal))
    with pytest.raises(CrmError) as caught:
        client.create_user("Ana Diaz", "ana@example.test", PASSWORD, location_id="any")
    assert caught.value.message == "**** is too weak"
    assert PASSWORD.reveal() not in "".join(traceback.format_exception(caught.value))


def test_silent_server_ends_in_an_error() -> None:
    """A server that accepts and says nothing costs the deadline and no more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with (
            CrmClient(f"http://127.0.0.1:{port}", Secret("t"), 0.2) as client,
            pytest.raises(CrmError, match=r"no reply: silent for 0\.2 s") as caught,
        ):
            client.create_location("Studio")
    assert caught.value.status is None


def test_nobody_there_ends_in_an_error() -> None:
    """A refused connection is an error of ours, not of the HTTP library."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        CrmClient(f"http://127.0.0.1:{port}", Secret("t"), 5) as client,
        pytest.raises(CrmError, match="no reply"),
    ):
        client.create_location("Studio")


def test_loopback_is_asked_without_proxy_and_netrc(
    client: CrmClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy for the internet and a netrc file of the user's do not get between us."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert client.create_location("Studio").name == "Studio"


def test_netrc_does_not_replace_the_token(
    url: str, virtual: VirtualCrm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a CRM elsewhere, where the environment counts, the token still is the one given."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("crm.transport._is_loopback", lambda _: False)
    with CrmClient(url, Secret(virtual.token), 5) as client:
        assert client.create_location("Studio").name == "Studio"


def test_nonsense_is_refused_by_the_server(url: str, virtual: VirtualCrm) -> None:
    """A body that is no JSON gets the API's kind of error."""
    headers = {"Authorization": f"Bearer {virtual.token}", "Version": "2021-07-28"}
    reply = requests.post(f"{url}/contacts/", data="{", headers=headers, timeout=5)
    assert reply.status_code == 400
    assert json.loads(reply.text)["message"] == "The body is not JSON"


def test_reply_that_cannot_be_read_is_an_error(client: CrmClient, virtual: VirtualCrm) -> None:
    """A reply that lacks a field names the operation instead of failing as a KeyError."""
    virtual.records.locations.clear()
    with pytest.raises(CrmError, match="find the company: status 200: the reply cannot be read"):
        client.create_location("Studio")


def test_virtual_controls(client: CrmClient, virtual: VirtualCrm) -> None:
    """Two-factor, outbox, clock, sessions and log of a virtual CRM answer to the client."""
    place = client.create_location("Elm Street")
    user = client.create_user(
        "Ana Diaz",
        "ana@example.test",
        PASSWORD,
        more_location_ids=[place.id],
        phone="+15550123",
    )
    assert user.location_ids == (user.location_id, place.id)
    assert _sign_in(virtual, user.email, PASSWORD.reveal()) == 200
    assert client.virtual.signed_in_locations(user) == list(user.location_ids)
    client.virtual.end_sessions(user)
    assert client.virtual.signed_in_locations(user) == []
    client.virtual.set_two_factor(user, enabled=True)
    body = {"email": user.email, "password": PASSWORD.reveal()}
    ticket = virtual.handle("POST", "/oauth/app/sign-in", {}, body).body["twoFactor"]["ticket"]
    send = {"ticket": ticket, "method": "phone"}
    virtual.handle("POST", "/oauth/app/two-factor/send", {}, send)
    (letter,) = client.virtual.letters("+15550123")
    assert letter.channel == "sms"
    assert "security code is" in letter.body
    assert client.virtual.letters(user.email) == []
    before = client.virtual.now()
    client.virtual.pass_time(timedelta(hours=1))
    assert client.virtual.now() - before > timedelta(minutes=59)
    requests = {row.path: row.fields for row in client.virtual.requests()}
    assert requests["/oauth/app/two-factor/send"] == ("ticket", "method")
    client.virtual.lose_replies(2)
    assert virtual.lost_replies == 2
    client.virtual.set_desktop_filters(user, {"status": "won"})
    assert virtual.records.users[user.id].desktop_filters == {"status": "won"}


def test_contacts_carry_notes_tasks_and_owner(client: CrmClient) -> None:
    """What is arranged about a contact is read back in order, over every page of a list."""
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    people = [
        client.create_contact(user.location_id, f"Person {number}", run_tag="run-1")
        for number in range(101)
    ]
    assert [one.id for one in client.contacts(user.location_id)] == [one.id for one in people]
    person = people[0]
    for text in ("first", "second"):
        client.add_note(person, text)
    assert [note.body for note in client.notes(person)] == ["first", "second"]
    due = datetime(2030, 1, 2, 10, 30, tzinfo=UTC)
    task = client.add_task(person, "Send plan", due)
    assert client.tasks(person) == [task]
    assert (task.due, task.completed) == (due, False)
    conversation = client.create_conversation(person)
    client.assign(person, user)
    client.set_unread(conversation, 3)
    seen = client.conversation(conversation.id)
    assert (seen.unread, seen.assigned_to) == (3, user.id)
    assert client.conversations_with(people[1]) == []
    deals = [client.create_opportunity(person, f"Deal {n}", n) for n in range(101)]
    client.set_status(deals[0], "won")
    found = client.opportunities(user.location_id)
    assert len(found) == 101
    assert found[-1].status == "won"
    client.receive_call(conversation, status="no-answer")
    assert [message.channel for message in client.messages(conversation)] == ["Call"]


def test_a_call_rings_until_it_is_over(client: CrmClient, virtual: VirtualCrm) -> None:
    """A call is answered for as it stands, and noted down at its end; it ends once."""
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    contact = client.create_contact(user.location_id, "Maya Chen", run_tag="run-1")
    conversation = client.create_conversation(contact)
    call = client.virtual.start_call(conversation)
    assert client.virtual.call_status(call) == "ringing"
    assert client.messages(conversation) == []
    client.virtual.end_call(call, "voicemail")
    assert client.virtual.call_status(call) == "voicemail"
    (noted,) = virtual.records.conversations[conversation.id].messages
    assert (noted.channel, noted.direction, noted.call_status) == ("Call", "inbound", "voicemail")
    with pytest.raises(CrmError, match="voicemail"):
        client.virtual.end_call(call, "missed")


def test_what_a_user_is_reached_by_can_be_taken_away(
    client: CrmClient, virtual: VirtualCrm
) -> None:
    """A made user has a number and an inbox; the control takes and gives each."""
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    record = virtual.records.users[user.id]
    assert (record.has_number, record.has_inbox) == (True, True)
    client.virtual.set_lines(user, number=False, inbox=True)
    assert (record.has_number, record.has_inbox) == (False, True)


def test_task_and_appointment_have_an_owner(client: CrmClient, virtual: VirtualCrm) -> None:
    """Who is to do it is kept with it."""
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD)
    contact = client.create_contact(user.location_id, "Maya Chen", run_tag="run-1")
    due = client.virtual.now() + timedelta(hours=1)
    client.add_task(contact, "Send a quote", due, assigned_to=user.id)
    client.create_appointment(contact, "Visit", due, assigned_to=user.id)
    (task,), (meeting,) = virtual.records.tasks.values(), virtual.records.appointments.values()
    assert (task.assigned_to, meeting.user_id) == (user.id, user.id)
