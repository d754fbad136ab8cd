"""A CRM with one user and one inbound message, and the app signed in to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from tests.devices.virtual.app.office import EMAIL, PASSWORD, Office

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench


@pytest.fixture
def office() -> Office:
    """A sub-account with the user Ana Diaz."""
    office = Office(VirtualCrm(Clock()))
    body: dict[str, object] = {"name": "Harbour Studio", "companyId": office.crm.company_id}
    office.location_id = office.call("POST", "/locations/", "2021-07-28", body)["id"]
    body |= {
        "firstName": "Ana",
        "lastName": "Diaz",
        "email": EMAIL,
        "password": PASSWORD,
        "type": "account",
        "role": "user",
        "locationIds": [office.location_id],
    }
    office.call("POST", "/users/", "2021-07-28", body)
    return office


@pytest.fixture
def conversation(office: Office) -> dict[str, Any]:
    """With Maya Chen, holding one inbound message."""
    made = office.conversation(office.contact("Maya Chen"))
    office.receive(made, "Is the slot free?")
    return made


@pytest.fixture
def bench(office: Office, conversation: dict[str, Any]) -> Bench:  # noqa: ARG001 - made first
    """Signed in, on the dashboard."""
    return office.signed_in()
