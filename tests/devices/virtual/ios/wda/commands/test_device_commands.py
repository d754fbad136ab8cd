"""Commands about the device, its buttons and its senses.

Source: facts about WebDriverAgent 16.12.9: Commands/FBCustomCommands.m, FBTouchIDCommands.m.
"""

from __future__ import annotations

import base64
import threading
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import SPRINGBOARD, Answer

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

UNKNOWN = (500, "unknown error")


def profiles(*names: str) -> pytest.MarkDecorator:
    """Run the test on phones of these profiles."""
    return pytest.mark.parametrize("agent", names, indirect=True)


@pytest.fixture(autouse=True)
def _session(agent: Served) -> None:
    agent.begin()


def _front(agent: Served) -> str:
    return agent.on_phone(lambda: agent.phone.apps.front)


# -- locking and buttons


@profiles("ios-15", "ios-26", "ios-27")
def test_locking_and_unlocking(agent: Served) -> None:
    """Lock darkens the screen and unlock opens it, with and without a session; twice is enough."""
    for prefix in ("", f"/session/{agent.session}"):
        assert agent.ask("GET", f"{prefix}/wda/locked").value is False
        assert agent.ask("POST", f"{prefix}/wda/lock").value is None
        assert agent.ask("POST", f"{prefix}/wda/lock").value is None
        assert agent.ask("GET", f"{prefix}/wda/locked").value is True
        assert agent.ask("POST", f"{prefix}/wda/unlock").value is None
        assert agent.ask("POST", f"{prefix}/wda/unlock").value is None
    assert agent.get("/wda/locked").value is False
    assert _front(agent) == SETTINGS


def test_a_phone_that_does_not_open_times_out(agent: Served) -> None:
    """A phone that stays locked, as one with a passcode does, times out."""
    agent.post("/wda/lock")
    agent.phone.display.on_unlock = lambda: None
    message = "Timed out while waiting until the screen gets unlocked"
    told = (
        f'Error Domain=com.facebook.WebDriverAgent Code=1 "{message}"'
        f" UserInfo={{NSLocalizedDescription={message}}}"
    )
    assert agent.post("/wda/unlock").error == (*UNKNOWN, told)


@pytest.mark.parametrize("name", ["home", "HOME"])
def test_home_is_a_button(agent: Served, name: str) -> None:
    """Home is a button, in any case."""
    assert agent.post("/wda/pressButton", {"name": name}).value is None
    assert _front(agent) == SPRINGBOARD


@profiles("ios-17")
def test_a_button_that_the_phone_has_not_got(agent: Served) -> None:
    """A button that the model has not got is refused, with those that it has."""
    status, error, message = agent.post("/wda/pressButton", {"name": "action"}).error
    assert (status, error) == UNKNOWN
    assert "The button 'action' is not supported." in message
    assert "following buttons: (\n    home,\n    volumedown,\n    volumeup\n)" in message


@profiles("ios-26")
def test_newer_models_have_more_buttons(agent: Served) -> None:
    """An iPhone 16 has the Action button and Camera Control."""
    for name in ("action", "camera"):
        assert agent.post("/wda/pressButton", {"name": name}).status == 200


def test_keys_by_their_numbers(agent: Served) -> None:
    """A key is pressed by its page and usage; one that is not there does nothing."""
    path = "/wda/performIoHidEvent"
    agent.post(path, {"page": 0x0C, "usage": 0x40, "duration": 0.1})
    assert _front(agent) == SPRINGBOARD
    agent.post(path, {"page": 0x0C, "usage": 0x30, "duration": 0.5})
    assert agent.get("/wda/locked").value is True
    assert agent.post(path, {"page": 1, "usage": 1, "duration": 0}).value is None


@pytest.mark.parametrize(
    ("agent", "felt"), [("ios-15", [True, False]), ("ios-17", [])], indirect=["agent"]
)
def test_touching_the_sensor(agent: Served, felt: list[bool]) -> None:
    """Touch ID feels a finger that matches or does not; Face ID feels none."""
    touched: list[bool] = []
    agent.phone.biometrics.touch = lambda *, match: touched.append(match)  # type: ignore[method-assign] # stands in for the sensor
    for match in (True, False):
        assert agent.post("/wda/touch_id", {"match": match}).value is None
    assert touched == felt


def test_siri_switches_radios_and_opens_apps(agent: Served) -> None:
    """Siri switches a radio and opens an app; what it does not understand does nothing."""
    for text in ("turn off Wi-Fi", "turn on airplane mode", "tell me a joke"):
        assert agent.post("/wda/siri/activate", {"text": text}).value is None
    assert agent.on_phone(lambda: agent.phone.radios.wifi) is False
    assert agent.on_phone(lambda: agent.phone.radios.airplane) is True
    agent.post("/wda/siri/activate", {"text": "Open Messages"})
    assert _front(agent) == "com.apple.MobileSMS"


# -- notifications between processes


def _expect(agent: Served, body: dict[str, object]) -> tuple[threading.Thread, list[Answer]]:
    answers: list[Answer] = []
    asking = threading.Thread(
        target=lambda: answers.append(agent.post("/wda/expectNotification", body))
    )
    asking.start()
    return asking, answers


def test_a_darwin_notification_is_waited_for(agent: Served) -> None:
    """A Darwin notification is waited for."""
    asking, answers = _expect(agent, {"name": "a.b", "type": "darwin", "timeout": 600})
    agent.until(lambda: agent.agent._running)
    agent.on_phone(lambda: agent.phone.darwin.post("a.b"))
    asking.join(10)
    assert answers[0].value is None


@pytest.mark.parametrize(("kind", "told"), [("darwin", "600"), ("plain", "600")])
def test_one_that_does_not_come_times_out(agent: Served, kind: str, told: str) -> None:
    """One that does not come times out; what the processes post is no plain one."""
    asking, answers = _expect(agent, {"name": "a.b", "type": kind, "timeout": 600})
    agent.until(lambda: agent.agent._running)
    if kind == "plain":
        agent.on_phone(lambda: agent.phone.darwin.post("a.b"))
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=601)))
    asking.join(10)
    message = f"Did not receive any expected a.b notifications within {told}s"
    assert answers[0].error == (408, "timeout", message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Notification name argument must be provided"),
        (
            {"name": "a", "type": "loud"},
            "Notification type could only be 'plain' or 'darwin'. Got 'loud' instead",
        ),
    ],
)
def test_a_notification_has_a_name_and_a_kind(
    agent: Served, body: dict[str, str], message: str
) -> None:
    """A notification has a name and one of two kinds."""
    error = agent.post("/wda/expectNotification", body).error
    assert error == (400, "invalid argument", message)


# -- what it is


@profiles("ios-17", "ipad-18")
def test_the_device_tells_of_itself(agent: Served) -> None:
    """The device tells of itself, with and without a session."""
    value = agent.get("/wda/device/info").value
    tablet = agent.phone.profile.form == "tablet"
    assert value["currentLocale"] == "en_US"
    assert value["timeZone"] == "GMT"
    assert value["name"] == agent.phone.name
    assert value["model"] == ("iPad" if tablet else "iPhone")
    assert value["userInterfaceIdiom"] == int(tablet)
    assert value["userInterfaceStyle"] == "light"
    assert value["isSimulator"] is False
    assert value["thermalState"] == 0
    assert value == agent.ask("GET", "/wda/device/info").value


def test_the_look_changes(agent: Served) -> None:
    """The look is light or dark, by either word in any case."""
    path = "/wda/device/appearance"
    assert agent.ask("POST", path, {"name": "Dark"}).value is None
    assert agent.get("/wda/device/info").value["userInterfaceStyle"] == "dark"
    message = "The appearance name must be either 'light' or 'dark'"
    for body in ({}, {"name": "pink"}):
        assert agent.ask("POST", path, body).error == (400, "invalid argument", message)


def test_the_battery(agent: Served) -> None:
    """The battery has a level from 0 to 1 and a state: unplugged, charging, full."""
    assert agent.get("/wda/batteryInfo").value == {"level": 1.0, "state": 3}
    agent.on_phone(lambda: agent.phone.battery.feed(level=40))
    assert agent.get("/wda/batteryInfo").value == {"level": 0.4, "state": 2}
    agent.on_phone(lambda: agent.phone.battery.feed(usb=False))
    assert agent.get("/wda/batteryInfo").value["state"] == 1


# -- where it is


@profiles("ios-17")
def test_the_location_can_be_simulated(agent: Served) -> None:
    """The location can be simulated, with and without a session, and left alone again."""
    path = "/wda/simulatedLocation"
    nowhere = {"latitude": None, "longitude": None, "altitude": None}
    assert agent.get(path).value == nowhere
    assert agent.post(path, {"latitude": 52.5, "longitude": 13.4}).value is None
    assert agent.on_phone(lambda: agent.phone.place) == (52.5, 13.4)
    assert agent.ask("GET", path).value == {"latitude": 52.5, "longitude": 13.4, "altitude": 0}
    assert agent.ask("DELETE", path).value is None
    assert agent.get(path).value == nowhere
    error = agent.post(path, {"latitude": 1}).error
    assert error == (400, "invalid argument", "Both latitude and longitude must be provided")


@profiles("ios-15")
def test_old_releases_cannot_simulate_it(agent: Served) -> None:
    """Before iOS 16.4 the location cannot be simulated."""
    for method, body in (
        ("GET", None),
        ("POST", {"latitude": 1, "longitude": 1}),
        ("DELETE", None),
    ):
        status, error, message = agent.ask(method, "/wda/simulatedLocation", body).error
        assert (status, error) == UNKNOWN
        assert "This API requires an iOS 16.4+ runtime" in message


def test_the_agent_itself_may_not_know_the_location(agent: Served) -> None:
    """The agent was never allowed the location."""
    value = agent.get("/wda/device/location").value
    assert value == {"authorizationStatus": 0, "latitude": 0, "longitude": 0, "altitude": 0}


# -- the pasteboard


def _paste(agent: Served, **body: str) -> bytes:
    return base64.b64decode(agent.post("/wda/getPasteboard", body).value)


def _copy(agent: Served, content: bytes, **body: str) -> Answer:
    encoded = base64.b64encode(content).decode()
    return agent.post("/wda/setPasteboard", {"content": encoded, **body})


def test_text_goes_through_the_pasteboard(agent: Served) -> None:
    """Text goes through the phone's pasteboard, both ways; an empty one is empty text."""
    assert _paste(agent) == b""
    assert _copy(agent, "Grüße".encode()).value is None
    assert agent.phone.pasteboard == "Grüße"
    agent.phone.pasteboard = "from the phone"
    assert _paste(agent, contentType="plaintext") == b"from the phone"
    assert _paste(agent, contentType="url") == b""


def test_pictures_and_addresses_do_too(agent: Served) -> None:
    """Pictures and addresses go through the pasteboard too, each replacing the other."""
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, "GIF")
    assert _copy(agent, made.getvalue(), contentType="image").value is None
    assert _paste(agent, contentType="image").startswith(b"\x89PNG")
    assert _paste(agent) == b""
    _copy(agent, b"https://example.com", contentType="url")
    assert _paste(agent, contentType="url") == b"https://example.com"
    assert _paste(agent, contentType="image") == b""


def test_bad_content(agent: Served) -> None:
    """Content that is no base64, no picture or of an unknown kind is refused."""
    message = "Cannot decode the pasteboard content from base64"
    for body in ({}, {"content": "a"}):
        error = agent.post("/wda/setPasteboard", body).error
        assert error == (400, "invalid argument", message)
    for kind in ("image", "music"):
        assert _copy(agent, b"x", contentType=kind).error[:2] == UNKNOWN
    error = agent.post("/wda/getPasteboard", {"contentType": "music"}).error
    assert "Unsupported content type: music" in error[2]


# -- VoiceOver and audits


@profiles("ios-27")
def test_voice_over_speaks_of_one_element_after_the_other(agent: Served) -> None:
    """VoiceOver, once on, speaks of one element after the other."""
    assert agent.get("/wda/voiceOver/enabled").value == {"enabled": False}
    assert agent.post("/wda/voiceOver/enable").value is None
    assert agent.get("/wda/voiceOver/enabled").value == {"enabled": True}
    spoken = [
        agent.post("/wda/voiceOver/move", {"direction": way}).value["utterance"]
        for way in ("forward", "forward", "backward")
    ]
    assert spoken[0] == spoken[2] != spoken[1]
    assert agent.ask("GET", "/wda/voiceOver/currentSpeech").value == {"utterance": spoken[0]}
    agent.post("/wda/voiceOver/disable")
    assert agent.get("/wda/voiceOver/currentSpeech").value == {"utterance": None}


@profiles("ios-27")
def test_voice_over_moves_four_ways(agent: Served) -> None:
    """VoiceOver moves four ways and no other."""
    path = "/wda/voiceOver/move"
    error = agent.post(path).error
    assert error == (400, "invalid argument", "The 'direction' argument must be provided")
    status, name, message = agent.post(path, {"direction": "up"}).error
    assert (status, name) == (400, "invalid argument")
    assert "Unsupported VoiceOver move direction 'up'" in message


@profiles("ios-26")
def test_voice_over_needs_ios_27(agent: Served) -> None:
    """Below iOS 27 VoiceOver cannot be driven."""
    for method, path in (
        ("POST", "enable"),
        ("POST", "disable"),
        ("GET", "enabled"),
        ("GET", "currentSpeech"),
    ):
        status, error, message = agent.ask(method, f"/wda/voiceOver/{path}").error
        assert (status, error) == UNKNOWN
        assert "This API requires an iOS 27+ runtime" in message


@profiles("ios-17")
def test_an_audit_finds_nothing_wrong(agent: Served) -> None:
    """An audit of accessibility finds nothing wrong; an unknown kind of one is refused."""
    path = "/wda/performAccessibilityAudit"
    assert agent.post(path).value == []
    assert agent.post(path, {"auditTypes": ["XCUIAccessibilityAuditTypeAll"]}).value == []
    status, error, message = agent.post(path, {"auditTypes": ["Smell"]}).error
    assert (status, error) == (400, "invalid argument")
    assert message.startswith("Audit type value 'Smell' is not known.")


@profiles("ios-16")
def test_an_audit_needs_ios_17(agent: Served) -> None:
    """Below iOS 17 there are no audits."""
    message = agent.post("/wda/performAccessibilityAudit").error[2]
    assert "Accessibility audit is only supported since iOS 17/Xcode 15" in message
