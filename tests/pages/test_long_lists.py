"""Lists longer than a screen, on virtual phones through the real drivers, in both skins."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import pytest

from config import app as app_config
from config.locators import skins
from config.secrets import Secret
from crm import CrmClient
from devices.pool.builds import reference_build
from devices.pool.labs import device_of, open_lab
from devices.pool.plan import Cell
from pages import DashboardPage, LoginPage
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm import User
    from devices.device import Device

pytestmark = pytest.mark.e2e

_PASSWORD: Final = Secret("long-lists-7")
_TAG: Final = "long-lists"
_NAMES: Final = [f"Contact No{number:02}" for number in range(30)]


@pytest.fixture(scope="module", params=product(("android-14", "ios-17"), skins()), ids="-".join)
def skinned(request: pytest.FixtureRequest) -> Cell:
    """A phone with a build of this skin."""
    phone, skin = request.param
    facts = open_lab("virtual").phones[phone]
    return Cell(
        f"{phone}-{skin}",
        phone,
        facts.kind,
        facts.platform,
        facts.version,
        facts.api_level,
        facts.attaches[0],
        required=True,
        skin=skin,
    )


@pytest.fixture(scope="module")
def lab(
    skinned: Cell, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Device, CrmClient, User]]:
    """A phone, the CRM behind it, and a user of it who is signed in."""
    aside, known = tmp_path_factory.mktemp("aside"), app_config.read()
    build = reference_build(skinned, aside)
    with running((skinned,), aside) as ends:
        device = device_of(skinned, ends, known)
        with CrmClient(ends.crm_url, Secret(ends.crm_token), 10) as crm:
            user = crm.create_user("Ana Diaz", "ana@example.test", _PASSWORD)
            device.apps.install(build.path, build.package)
            device.permissions.grant(
                build.package, *app_config.read().on(skinned.platform).notifying
            )
            device.apps.start(build.package)
            LoginPage(device.session).sign_in(user.email, _PASSWORD)
            yield device, crm, user
        device.close()


@pytest.fixture(scope="module")
def dashboard(lab: tuple[Device, CrmClient, User]) -> DashboardPage:
    """The dashboard of a user with more contacts than a screen shows, each with a conversation."""
    device, crm, user = lab
    for name in _NAMES:
        contact = crm.create_contact(user.location_id, name, run_tag=_TAG)
        crm.receive_message(crm.create_conversation(contact), f"Hello from {name}")
    return DashboardPage(device.session)


def test_rows_that_are_not_on_screen_are_opened(dashboard: DashboardPage) -> None:
    """The last contact is opened, then the first one, although the list was left at its end."""
    contacts = dashboard.bottom_bar.open_contacts()
    for name in (_NAMES[-1], _NAMES[0], _NAMES[15]):
        page = contacts.open(name)
        assert page.shows(name, _TAG)
        page.back()


def test_the_oldest_conversation_is_opened(dashboard: DashboardPage) -> None:
    """It is the last row of the list; its only message is there."""
    thread = dashboard.bottom_bar.open_conversations().open(_NAMES[0])
    assert thread.messages == [f"Hello from {_NAMES[0]}"]
    thread.back()


def test_a_note_further_down_the_page_is_read(
    lab: tuple[Device, CrmClient, User], dashboard: DashboardPage
) -> None:
    """Notes fill more than the screen: the first one written is found, and one can be added."""
    _, crm, user = lab
    contact = next(one for one in crm.contacts(user.location_id) if one.name == _NAMES[3])
    texts = [f"Note No{number:02} about the house" for number in range(30)]
    for text in texts:
        crm.add_note(contact, text)
    page = dashboard.bottom_bar.open_contacts().open(contact.name)
    assert page.shows_note(texts[0])
    page.add_notes("One more")
    assert page.note_is_saved("One more")
    page.back()
