"""Permission alerts through WebDriverAgent: text, buttons, accept, dismiss, and the reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.pool.asking import ASKING_IPA, make_asking_ipa
from devices.virtual.builds.ipa import ALL_PURPOSES
from devices.virtual.ios.ipa import read_ipa
from tests.devices.virtual.ios.wda.agents import NO_ALERT, REFUSE, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.devices.virtual.ios.wda.agents import Served

PROMPT = "com.apple.ContactsUI.LimitedAccessPromptView"
NEWER = ("ios-18", "ios-26", "ios-27")


@pytest.fixture
def asking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """An agent on a phone of the test's profile, with an app that asks."""
    with served(request.param) as agent:
        with make_asking_ipa(tmp_path).open("rb") as file:
            bundle = read_ipa(file)
        agent.on_phone(lambda: agent.phone.installed.install(bundle))
        yield agent


def _ask(agent: Served, names: str) -> None:
    agent.begin(ASKING_IPA, arguments=["-fleet.ask", names])


def _status(agent: Served, service: str) -> str:
    return agent.on_phone(lambda: agent.phone.permissions.status(ASKING_IPA, service).value)


@pytest.mark.parametrize("asking", ["ios-17"], indirect=True)
def test_the_text_is_title_and_purpose(asking: Served) -> None:
    """The alert's text is its title and the build's purpose, a line each."""
    _ask(asking, "camera")
    purpose = ALL_PURPOSES["NSCameraUsageDescription"]
    expected = f"\u201cAsker\u201d Would Like to Access the Camera\n{purpose}"
    assert asking.get("/alert/text").value == expected
    assert asking.get("/wda/alert/buttons").value == [REFUSE, "Allow"]


@pytest.mark.parametrize("asking", ["ios-16", "ios-18"], indirect=True)
def test_accepting_grants_where_there_are_two_buttons(asking: Served) -> None:
    """The last of two buttons grants."""
    _ask(asking, "microphone")
    asking.post("/alert/accept")
    assert _status(asking, "microphone") == "authorized"
    assert asking.get("/alert/text").error[2] == NO_ALERT


@pytest.mark.parametrize("asking", ["ios-17", "ios-18"], indirect=True)
@pytest.mark.parametrize("service", ["location", "photos"])
def test_accepting_refuses_the_location_and_photos(asking: Served, service: str) -> None:
    """The last of their buttons is the one that refuses."""
    _ask(asking, service)
    asking.post("/alert/accept")
    assert _status(asking, service) == "denied"


@pytest.mark.parametrize("asking", ["ios-18", "ios-26"], indirect=True)
def test_dismissing_the_location_only_flips_precise_from_18(asking: Served) -> None:
    """The first button of the tree is the map's, which leaves the alert up."""
    _ask(asking, "location")
    first = ["Precise: On", "Allow Once", "Allow While Using App", REFUSE]
    assert asking.get("/wda/alert/buttons").value == first
    asking.post("/alert/dismiss")
    assert asking.get("/wda/alert/buttons").value == ["Precise: Off", *first[1:]]


@pytest.mark.parametrize("asking", ["ios-17"], indirect=True)
def test_a_button_is_pressed_by_its_name(asking: Served) -> None:
    """A name answers what neither rule would."""
    _ask(asking, "location")
    asking.post("/alert/accept", {"name": "Allow While Using App"})
    assert _status(asking, "location") == "while_using"


@pytest.mark.parametrize("asking", NEWER, indirect=True)
def test_the_second_step_about_contacts_is_an_application_of_its_own(asking: Served) -> None:
    """It is in the foreground while it is shown, and its buttons are found there."""
    _ask(asking, "contacts")
    asking.post("/alert/accept", {"name": "Continue"})
    assert asking.post("/wda/apps/state", {"bundleId": PROMPT}).value == 4
    asking.set(defaultActiveApplication=PROMPT)
    found = asking.post("/element", {"using": "name", "value": "Share All 3 Contacts"})
    uuid = found.value["ELEMENT"]
    asking.post(f"/element/{uuid}/click")
    assert _status(asking, "contacts") == "authorized"
    assert asking.post("/wda/apps/state", {"bundleId": PROMPT}).value < 4


@pytest.mark.parametrize("asking", ["ios-17"], indirect=True)
def test_a_reset_has_the_active_application_ask_again(asking: Served) -> None:
    """After a reset by number the next launch puts the question."""
    _ask(asking, "camera")
    asking.post("/alert/accept")
    asking.post("/wda/resetAppAuth", {"resource": 6})
    assert _status(asking, "camera") == "not_determined"
    _ask(asking, "camera")
    assert asking.asked is not None
