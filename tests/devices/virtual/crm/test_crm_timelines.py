"""Time that a phone lets pass is the CRM's in the sub-accounts that it shows, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from devices.virtual.crm import PhoneLine, VirtualCrm
from devices.virtual.os.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = timedelta(days=1)
JULY = {"Version": "2021-07-28"}
APRIL = {"Version": "2021-04-15"}


class Silent:
    """Brings nobody anything."""

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Drop it."""


@dataclass
class Handset:
    """A phone of nothing but a clock."""

    clock: Clock
    push: Silent = field(default_factory=Silent)


class Office:
    """A CRM with a user of two sub-accounts, and one who has nothing to do with them."""

    def __init__(self) -> None:
        self.crm = VirtualCrm(Clock())
        self.ana = [self._place(), self._place()]
        self.ben = [self._place()]
        for name, places in (("ana", self.ana), ("ben", self.ben)):
            self._user(name, places)

    def api(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """What the integration is answered."""
        version = APRIL if "conversations" in path else JULY
        token = {"Authorization": f"Bearer {self.crm.token}"}
        reply = self.crm.handle(method, path, token | version, body)
        assert reply.status < 300, reply.body
        return reply.body

    def phone(self, name: str) -> Clock:
        """The clock of a phone that somebody has signed in on."""
        clock, line = Clock(), PhoneLine(self.crm)
        line.follow(Handset(clock))
        signed_in = line.handle("POST", "/oauth/app/sign-in", {}, _credentials(name)).body
        for place in signed_in["locations"]:
            token = {"Authorization": f"Bearer {place['token']}"}
            path = f"/contacts?locationId={place['id']}"
            assert line.handle("GET", path, token | JULY).status == 200
        return clock

    def age_of_a_message(self, place: str) -> timedelta:
        """How far ahead of the host's time a message is that arrives there now."""
        body = {"locationId": place, "firstName": "Mia", "lastName": str(len(self.crm.requests))}
        contact = self.api("POST", "/contacts", body)["contact"]
        body = {"locationId": place, "contactId": contact["id"]}
        conversation = self.api("POST", "/conversations", body)["conversation"]
        sent = {"type": "SMS", "message": "Hi", "conversationProviderId": "x"}
        sent["conversationId"] = conversation["id"]
        added = self.api("POST", "/conversations/messages/inbound", sent)["dateAdded"]
        return datetime.fromisoformat(added) - Clock().now()

    def _place(self) -> str:
        body = {"name": "Place", "companyId": self.crm.company_id}
        return str(self.api("POST", "/locations", body)["id"])

    def _user(self, name: str, places: list[str]) -> None:
        names = {"firstName": name, "lastName": name, "type": "account", "role": "user"}
        body = names | _credentials(name) | {"companyId": self.crm.company_id}
        self.api("POST", "/users", body | {"locationIds": places})


def _credentials(name: str) -> dict[str, str]:
    return {"email": f"{name}@example.test", "password": "correct horse"}


def is_a_day(span: timedelta) -> bool:
    """Whether it is one, but for what the test itself takes."""
    return abs(span - DAY) < timedelta(minutes=5)


def test_a_phone_takes_its_sub_accounts_along_and_no_others() -> None:
    """In all sub-accounts of the phone's user it is a day later, to everybody who asks there."""
    office = Office()
    clock, _ = office.phone("ana"), office.phone("ben")
    clock.advance(DAY)
    assert all(is_a_day(office.age_of_a_message(place)) for place in office.ana)
    assert abs(office.age_of_a_message(office.ben[0])) < timedelta(minutes=5)


def test_a_sub_account_on_two_phones_is_as_late_as_the_later_one() -> None:
    """Time does not go back there when the phone that is behind asks."""
    office = Office()
    ahead, behind = office.phone("ana"), office.phone("ana")
    ahead.advance(DAY)
    assert behind.ahead == timedelta()
    assert is_a_day(office.age_of_a_message(office.ana[0]))


def test_a_sign_in_on_a_phone_that_is_ahead_makes_the_sub_account_late() -> None:
    """Whoever signs in there finds the CRM in the phone's day; what was there before is older."""
    office = Office()
    clock = office.phone("ana")
    clock.advance(DAY)
    assert abs(office.age_of_a_message(office.ben[0])) < timedelta(minutes=5)
    line = PhoneLine(office.crm)
    line.follow(Handset(clock))
    signed_in = line.handle("POST", "/oauth/app/sign-in", {}, _credentials("ben")).body
    token = {"Authorization": f"Bearer {signed_in['locations'][0]['token']}"}
    assert line.handle("GET", f"/contacts?locationId={office.ben[0]}", token | JULY).status == 200
    assert is_a_day(office.age_of_a_message(office.ben[0]))


def test_a_one_time_code_grows_old_with_the_phone_that_asked_for_it() -> None:
    """Eleven minutes on the phone are eleven minutes for its code, and for nobody else's."""
    office = Office()
    for user in office.crm.records.users.values():
        user.two_factor = True
    expected = {"ana": 401, "ben": 200}
    for name, status in expected.items():
        clock, line = Clock(), PhoneLine(office.crm)
        line.follow(Handset(clock))
        asked = line.handle("POST", "/oauth/app/sign-in", {}, _credentials(name)).body
        ticket = {"ticket": asked["twoFactor"]["ticket"]}
        line.handle("POST", "/oauth/app/two-factor/send", {}, ticket | {"method": "email"})
        code = office.crm.records.letters[-1].body[-7:-1]
        if name == "ana":
            clock.advance(timedelta(minutes=11))
        verify = "/oauth/app/two-factor/verify"
        assert line.handle("POST", verify, {}, ticket | {"code": code}).status == status
