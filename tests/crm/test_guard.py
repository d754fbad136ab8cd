"""Nothing is arranged that could reach somebody who is no allowed recipient."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from config.secrets import Secret
from crm import CrmClient, CrmError, Guard, SendRefused
from fixtures.outcome import classify
from reports.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm import Contact
    from devices.virtual.crm import VirtualCrm

SANDBOX = Guard("sandbox", ("+1 555 0100", "qa@team.test", "@example.test", "+1 555 02??"))
NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def guarded(url: str, virtual: VirtualCrm) -> Iterator[Callable[[Guard], CrmClient]]:
    """Makes clients of the same CRM under different guards."""
    clients: list[CrmClient] = []

    def make(guard: Guard) -> CrmClient:
        token = Secret(virtual.token)
        clients.append(CrmClient(url, token, 10, guard=guard, provider_id="p1"))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    "address",
    ["+15550100", "+1 (555) 01-00", "+15550217", "QA@team.test", "anybody@example.test", ""],
)
def test_an_allowed_recipient_is_let_through(address: str) -> None:
    """However a phone is written and whatever the case of an address; no address reaches nobody."""
    SANDBOX.check_addresses("create contact", [address])


@pytest.mark.parametrize(
    "address",
    ["+15550101", "+1555021", "other@team.test", "qa@team.test.evil", "a@sub.example.test"],
)
def test_anybody_else_is_refused(address: str) -> None:
    """The error names the address, and where to allow it."""
    with pytest.raises(SendRefused) as caught:
        SANDBOX.check_addresses("create contact", ["", address])
    said = str(caught.value)
    assert f"crm: create contact: refused: {address} is no allowed recipient" in said
    assert "list it under recipients" in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == said  # noqa: S301 - our own


def test_phones_of_a_sandbox_are_handed_out(
    guarded: Callable[[Guard], CrmClient],
) -> None:
    """Each that is listed once, since a CRM takes it for one contact; then all of a range."""
    assert list(Guard("sandbox", ("@example.test", "+1 555 0100")).phones()) == ["+15550100"]
    found = list(SANDBOX.phones())
    assert found[0] == "+15550100"
    assert all(re.fullmatch(r"\+155502\d\d", phone) for phone in found[1:])
    assert len(set(found)) == len(found) == 101
    assert next(Guard("sandbox", ("+1 555 02??",)).phones(0.5)) == "+15550250"
    SANDBOX.check_addresses("create contact", found)
    client = guarded(SANDBOX)
    place = client.create_location("Studio")
    client.create_contact(place.id, "Maya Chen", run_tag="r", phone=found[0])
    with pytest.raises(CrmError, match="duplicated"):
        client.create_contact(place.id, "Jonas Weber", run_tag="r", phone=found[0])


def test_a_contact_with_another_s_address_is_not_made(
    guarded: Callable[[Guard], CrmClient], virtual: VirtualCrm
) -> None:
    """The CRM is not even asked; neither for a contact nor for a user, whom it would invite."""
    client = guarded(SANDBOX)
    place = client.create_location("Studio")
    with pytest.raises(SendRefused, match=r"\+15550199"):
        client.create_contact(place.id, "Maya Chen", run_tag="r", phone="+15550199")
    with pytest.raises(SendRefused, match=r"maya@home\.test"):
        client.create_contact(place.id, "Maya Chen", run_tag="r", email="maya@home.test")
    with pytest.raises(SendRefused, match="create user"):
        client.create_user("Ana Diaz", "ana@home.test", Secret("planted-password"))
    assert not virtual.records.contacts
    assert len(virtual.records.locations) == 2, "no sub-account is made for a refused user"


def _sending(client: CrmClient, contact: Contact) -> list[Callable[[], object]]:
    """All that may make a CRM write to a contact."""
    conversation = client.create_conversation(contact)
    return [
        lambda: client.receive_message(conversation, "Hi"),
        lambda: client.receive_call(conversation),
        lambda: client.create_appointment(contact, "Visit", NOON),
    ]


def test_a_sandbox_deals_with_contacts_of_its_own(
    guarded: Callable[[Guard], CrmClient],
) -> None:
    """What makes a CRM write goes to a contact that was made here, and to no other."""
    client, other = guarded(SANDBOX), guarded(SANDBOX)
    place = client.create_location("Studio")
    contact = client.create_contact(place.id, "Maya Chen", run_tag="r", phone="+15550100")
    for send in _sending(client, contact):
        send()
    stranger = client.create_contact(place.id, "Jonas Weber", run_tag="r")
    for send in _sending(other, stranger):
        with pytest.raises(SendRefused, match="was not made by this test run"):
            send()


def test_a_live_account_is_told_nothing_that_sends(
    guarded: Callable[[Guard], CrmClient], virtual: VirtualCrm
) -> None:
    """A contact without address may be made, read and deleted there, and that is all."""
    client = guarded(Guard("live"))
    place = client.create_location("Studio")
    contact = client.create_contact(place.id, "Maya Chen", run_tag="r")
    for send in _sending(client, contact):
        with pytest.raises(SendRefused, match="the account is not a sandbox; instead: say sandbox"):
            send()
    assert not virtual.records.appointments
    assert client.delete_contacts(place.id, "r") == 1


def test_a_virtual_crm_writes_to_nobody(client: CrmClient) -> None:
    """There any address goes."""
    user = client.create_user("Ana Diaz", "ana@home.test", Secret("planted-password"))
    client.create_contact(user.location_id, "Maya Chen", run_tag="r", phone="+15550199")


def test_a_refusal_is_no_failure_of_the_product() -> None:
    """A test that would send is REFUSED, whichever phase it happens in."""
    error = SendRefused("create contact", "it is no allowed recipient", "list it")
    assert {classify(phase, error) for phase in ("setup", "call")} == {Outcome.REFUSED}


def test_an_address_is_made_in_the_first_domain_that_is_listed() -> None:
    """A virtual CRM sends nothing, so there any will do; without a domain there is none."""
    assert SANDBOX.email("ada") == "ada@example.test"
    SANDBOX.check_addresses("create contact", [SANDBOX.email("ada")])
    assert Guard().email("ada") == "ada@example.test"
    assert Guard("sandbox", ("qa@team.test", "+15550100")).email("ada") == ""


def test_what_contacts_send_needs_a_provider_in_a_sandbox(url: str, virtual: VirtualCrm) -> None:
    """A real CRM takes it from a provider that it knows; the error says where to name it."""
    with CrmClient(url, Secret(virtual.token), 10, guard=SANDBOX) as client:
        place = client.create_location("Studio")
        contact = client.create_contact(place.id, "Maya Chen", run_tag="r", phone="+15550100")
        message, call, _ = _sending(client, contact)
        for send in (message, call):
            with pytest.raises(CrmError, match="add provider to the lab's crm"):
                send()
