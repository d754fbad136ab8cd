"""Who is told of what, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.crm import PhoneLine, VirtualCrm
from devices.virtual.crm.calls import RINGS
from devices.virtual.crm.reminders import BEFORE
from devices.virtual.os.clock import Clock
from tests.devices.virtual.app.bench.bench import BenchClock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.os.process import Reply

HOUR = timedelta(hours=1)
CREDENTIALS = {"email": "ana@example.test", "password": "correct horse"}


@dataclass
class Phone:
    """A phone that keeps what it is told."""

    clock: Clock = field(default_factory=BenchClock)
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def push(self) -> Phone:
        """Itself."""
        return self

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Keep what happened, and for which token."""
        self.told.append((token, message["event"]))

    @property
    def events(self) -> list[str]:
        """What it was told of."""
        return [event for _, event in self.told]


class Office:
    """Ana works in two sub-accounts; Maya Chen, in the first, is hers."""

    def __init__(self) -> None:
        self.crm = VirtualCrm(Clock())
        company = {"companyId": self.crm.company_id}
        self.places = [
            self.api("POST", "/locations", {"name": name} | company)["id"] for name in "AB"
        ]
        names = {"firstName": "Ana", "lastName": "Diaz", "type": "account", "role": "user"}
        body = names | CREDENTIALS | company | {"locationIds": self.places}
        self.user = self.api("POST", "/users", body)["id"]
        self.maya = self.conversation(self.places[0], self.user)

    def api(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """What the integration is answered."""
        version = "2021-04-15" if path.startswith(("/conv", "/cal")) else "2021-07-28"
        headers = {"Authorization": f"Bearer {self.crm.token}", "Version": version}
        reply = self.crm.handle(method, path, headers, body)
        assert reply.status < 300, reply.body
        return reply.body

    def conversation(self, place: str, owner: str = "") -> dict[str, Any]:
        """One with a new contact."""
        name = f"Maya {len(self.crm.records.contacts)}"
        body = {"locationId": place, "firstName": name, "assignedTo": owner}
        contact = self.api("POST", "/contacts", body)["contact"]
        body = {"locationId": place, "contactId": contact["id"]}
        return dict(self.api("POST", "/conversations", body)["conversation"])

    def receive(self, conversation: Mapping[str, Any], **more: object) -> None:
        """Let the contact write, or call."""
        body = {"type": "SMS", "message": "Hi", "conversationProviderId": "x"} | more
        body["conversationId"] = conversation["id"]
        self.api("POST", "/conversations/messages/inbound", body)

    def call(self) -> str:
        """Maya calls; the call's id."""
        body = {"conversationId": self.maya["id"]}
        return str(self.api("POST", "/virtual/calls", body)["call"]["id"])


@dataclass
class SignedIn:
    """Ana's app on one phone."""

    line: PhoneLine
    tokens: list[str]
    push_token: str

    def ask(self, method: str, path: str, body: object = None, place: int = 0) -> Reply:
        """Ask in one of the sub-accounts."""
        headers = {"Authorization": f"Bearer {self.tokens[place]}"}
        return self.line.handle(method, path, headers, body)

    def register(self, place: int = 0, **more: object) -> Reply:
        """Want to be told."""
        return self.ask("PUT", "/oauth/app/device", {"token": self.push_token, **more}, place)


def _signed_in(office: Office, phone: Phone, push_token: str = "t1") -> SignedIn:  # noqa: S107 - no secret
    line = PhoneLine(office.crm)
    line.follow(phone)
    reply = line.handle("POST", "/oauth/app/sign-in", {}, CREDENTIALS)
    return SignedIn(line, [row["token"] for row in reply.body["locations"]], push_token)


@pytest.fixture
def office() -> Office:
    """A CRM."""
    return Office()


@pytest.fixture
def phone() -> Phone:
    """Ana's."""
    return Phone()


@pytest.fixture
def app(office: Office, phone: Phone) -> SignedIn:
    """Signed in and registered in the first sub-account."""
    app = _signed_in(office, phone)
    assert app.register().status == 200
    return app


def test_a_message_is_told_once_to_each_phone_of_its_owner(
    office: Office,
    phone: Phone,
    app: SignedIn,
) -> None:
    """Registering again makes no second one; another phone of the user has its own."""
    app.register()
    other = Phone()
    _signed_in(office, other, "t2").register()
    office.receive(office.maya)
    assert phone.told == [("t1", "message")]
    assert other.told == [("t2", "message")]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("status", "events"),
    [("no-answer", ["missed_call"]), ("voicemail", ["voicemail"]), ("completed", [])],
)
def test_a_call_that_is_noted_down_is_told_as_what_it_was(
    office: Office, phone: Phone, status: str, events: list[str]
) -> None:
    """The public API's records of missed calls and voicemails are events, answered calls none."""
    office.receive(office.maya, type="Call", call={"status": status})
    assert phone.events == events


@pytest.mark.usefixtures("app")
def test_what_is_not_the_users_is_not_told(office: Office, phone: Phone) -> None:
    """Nobody's conversation and one of the other sub-account are silent."""
    office.receive(office.conversation(office.places[0]))
    office.receive(office.conversation(office.places[1], office.user))
    assert phone.events == []


@pytest.mark.parametrize("rule", ["assignment", "account", "number", "preferences"])
def test_each_rule_holds_alone(office: Office, phone: Phone, app: SignedIn, rule: str) -> None:
    """What one rule forbids is told to a phone that is past it alone, and to no other."""
    user = office.crm.records.users[office.user]
    conversation = office.maya
    if rule == "assignment":
        conversation = office.conversation(office.places[0])
    elif rule == "account":
        conversation = office.conversation(office.places[1], office.user)
    elif rule == "number":
        user.has_number = user.has_inbox = False
    else:
        user.preferences["notify_message"] = False
    for past in ({"assignment", "account", "number", "preferences"} - {rule}, {rule}):
        app.register(past=sorted(past))
        office.receive(conversation)
        assert phone.events == (["message"] if past == {rule} else [])


def test_one_way_of_being_reached_is_enough(office: Office, phone: Phone, app: SignedIn) -> None:
    """A number without an inbox, or an inbox without a number, is notified."""
    assert app.tokens
    user = office.crm.records.users[office.user]
    for user.has_number, user.has_inbox in ((True, False), (False, True), (False, False)):
        office.receive(office.maya)
    assert phone.events == ["message"] * 2


def test_a_switch_moves_what_is_told(office: Office, phone: Phone, app: SignedIn) -> None:
    """Registered in the other sub-account, the phone hears of that one alone."""
    app.register(place=1)
    office.receive(office.maya)
    office.receive(office.conversation(office.places[1], office.user), message="there")
    assert phone.events == ["message"]


def test_signing_out_ends_it(office: Office, phone: Phone, app: SignedIn) -> None:
    """Nothing is told to a session that has ended."""
    app.ask("POST", "/oauth/app/sign-out")
    office.receive(office.maya)
    assert phone.events == []


def test_a_token_belongs_to_who_signed_in_last(
    office: Office,
    phone: Phone,
    app: SignedIn,
) -> None:
    """A phone whose session ended without a word is told nothing twice after the next sign-in."""
    _signed_in(office, phone, app.push_token).register()
    office.receive(office.maya)
    assert phone.events == ["message"]


def test_a_phone_that_outlives_its_session_keeps_nobody_from_registering(
    office: Office, phone: Phone, app: SignedIn
) -> None:
    """What a build with a seeded defect asks for is told after signing out, and to it alone."""
    app.register(past=["session"])
    app.ask("POST", "/oauth/app/sign-out")
    other = Phone()
    assert _signed_in(office, other, "t2").register().status == 200
    office.receive(office.maya)
    assert (phone.events, other.events) == (["message"], ["message"])


def test_an_unknown_rule_is_refused(app: SignedIn) -> None:
    """What is past what, has to be known."""
    assert app.register(past=["gravity"]).status == 422


@pytest.mark.usefixtures("app")
def test_a_task_is_told_of_when_the_phones_time_has_come(office: Office, phone: Phone) -> None:
    """Not before, and once; one that is done by then not at all."""
    contact = office.maya["contactId"]
    for title in ("Send a quote", "Call back"):
        due = (phone.clock.now() + HOUR).isoformat()
        body = {"title": title, "dueDate": due, "completed": False}
        made = office.api("POST", f"/contacts/{contact}/tasks", body)["task"]
    office.api("PUT", f"/contacts/{contact}/tasks/{made['id']}/completed", {"completed": True})
    phone.clock.advance(HOUR - timedelta(minutes=1))
    assert phone.events == []
    phone.clock.advance(HOUR)
    assert phone.events == ["task"]


@pytest.mark.parametrize("status", ["confirmed", "cancelled"])
def test_an_appointment_is_told_of_before_it_begins(
    office: Office, phone: Phone, status: str
) -> None:
    """15 minutes before, if it stands; a phone that registers later hears of it too."""
    place = office.crm.records.locations[office.places[0]]
    body = {
        "calendarId": place.calendar_id,
        "locationId": place.id,
        "contactId": office.maya["contactId"],
        "title": "Visit",
        "startTime": (phone.clock.now() + HOUR).isoformat(),
        "appointmentStatus": status,
    }
    office.api("POST", "/calendars/events/appointments", body)
    _signed_in(office, phone).register()
    phone.clock.advance(HOUR - BEFORE - timedelta(minutes=1))
    assert phone.events == []
    phone.clock.advance(timedelta(minutes=1))
    assert phone.events == (["appointment"] if status == "confirmed" else [])


@pytest.mark.usefixtures("app")
def test_a_call_that_nobody_answers_is_missed(office: Office, phone: Phone) -> None:
    """It rings for 30 seconds of the phone's time; then it is over, missed and noted down."""
    call = office.call()
    phone.clock.advance(RINGS - timedelta(seconds=1))
    assert phone.events == ["call"]
    phone.clock.advance(timedelta(seconds=2))
    assert phone.events == ["call", "call_over", "missed_call"]
    assert office.api("GET", f"/virtual/calls/{call}")["call"]["status"] == "missed"
    (noted,) = office.crm.records.conversations[office.maya["id"]].messages
    assert noted.call_status == "no-answer"


def test_a_call_is_answered_on_one_phone(office: Office, phone: Phone, app: SignedIn) -> None:
    """The others are told that it rings no more; it can be answered once, and then ended."""
    other = Phone()
    _signed_in(office, other, "t2").register()
    path = f"/oauth/app/calls/{office.call()}"
    assert app.ask("POST", f"{path}/answer").status == 200
    assert (phone.events, other.events) == (["call"], ["call", "call_over"])
    assert app.ask("POST", f"{path}/answer").status == 400
    assert app.ask("POST", f"{path}/end").body["call"]["status"] == "ended"
    phone.clock.advance(RINGS * 2)
    assert "missed_call" not in phone.events


def test_a_declined_call_is_noted_down_and_told_to_nobody(
    office: Office,
    phone: Phone,
    app: SignedIn,
) -> None:
    """Who declines knows it."""
    assert app.ask("POST", f"/oauth/app/calls/{office.call()}/decline").status == 200
    assert phone.events == ["call"]
    (noted,) = office.crm.records.conversations[office.maya["id"]].messages
    assert noted.call_status == "no-answer"


def test_a_call_of_another_sub_account_cannot_be_answered(office: Office, app: SignedIn) -> None:
    """A session is of one sub-account."""
    assert app.ask("POST", f"/oauth/app/calls/{office.call()}/answer", place=1).status == 403
