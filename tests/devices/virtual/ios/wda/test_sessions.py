"""Sessions: how one begins, which application it is about, and how it ends.

Source: facts about WebDriverAgent 16.12.9: Commands/FBSessionCommands.m, Routing/FBSession.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.ios.apps.running_app import AppState
from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import MESSAGES, SPRINGBOARD

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

CREATION = "session not created"


def _active(agent: Served) -> str:
    bundle_id: str = agent.get("/wda/activeAppInfo").value["bundleId"]
    return bundle_id


def _state(agent: Served, bundle_id: str) -> AppState:
    return agent.on_phone(lambda: agent.phone.apps.state(bundle_id))


# -- beginning


def test_a_new_session_tells_its_identifier_and_the_device(agent: Served) -> None:
    """A new session tells its identifier and the device, and GET tells the same later."""
    answer = agent.begin()
    assert answer.value == {
        "sessionId": answer.session_id,
        "capabilities": {"device": "iphone", "sdkVersion": "17.6"},
    }
    assert agent.get("").value == answer.value


@pytest.mark.parametrize("body", [None, {}, {"capabilities": []}, {"desiredCapabilities": {}}])
def test_capabilities_are_mandatory(agent: Served, body: object) -> None:
    """Capabilities are mandatory."""
    error = agent.ask("POST", "/session", body).error
    assert error == (500, CREATION, "'capabilities' is mandatory to create a new session")


def test_capabilities_may_carry_the_servers_prefix(agent: Served) -> None:
    """Capabilities may carry Appium's prefix, in both parts of the request."""
    asked = {
        "alwaysMatch": {"appium:bundleId": SETTINGS},
        "firstMatch": [{"appium:elementResponseAttributes": "type"}],
    }
    answer = agent.ask("POST", "/session", {"capabilities": asked})
    agent.session = str(answer.session_id)
    assert _active(agent) == SETTINGS
    assert agent.get("/appium/settings").value["elementResponseAttributes"] == "type"


def test_a_standard_capability_must_not_have_the_prefix(agent: Served) -> None:
    """A standard capability must not have the prefix."""
    asked = {"alwaysMatch": {"appium:platformName": "iOS"}}
    status, error, message = agent.ask("POST", "/session", {"capabilities": asked}).error
    assert (status, error) == (500, CREATION)
    assert message.endswith("are standard and should not have the 'appium:' prefix")


def test_the_first_alternative_that_does_not_contradict_counts(agent: Served) -> None:
    """Of the alternatives the first one counts that contradicts nothing; without one it fails."""
    always = {"bundleId": SETTINGS}
    first: list[dict[str, Any]] = [{"bundleId": MESSAGES}, {"elementResponseAttributes": "rect"}]
    asked = {"capabilities": {"alwaysMatch": always, "firstMatch": first}}
    assert agent.ask("POST", "/session", asked).status == 200
    asked = {"capabilities": {"alwaysMatch": always, "firstMatch": first[:1]}}
    status, error, message = agent.ask("POST", "/session", asked).error
    assert (status, error) == (500, CREATION)
    assert message.startswith("Could not find matching capabilities from {")


def test_the_application_is_launched_with_its_arguments(agent: Served) -> None:
    """The application under test is launched with its arguments and its environment."""
    agent.begin(arguments=["-a", "b"], environment={"HAPPY": "testing"})
    told = agent.get("/wda/activeAppInfo").value
    assert told["bundleId"] == SETTINGS
    assert told["processArguments"] == {"args": ["-a", "b"], "env": {"HAPPY": "testing"}}


def test_an_application_that_is_not_there_makes_no_session(agent: Served) -> None:
    """An application that is not there makes no session."""
    answer = agent.begin("com.example.nothing")
    status, error, message = answer.error
    assert (status, error) == (500, CREATION)
    assert "com.example.nothing" in message
    assert answer.session_id is None


def test_a_running_application_is_launched_anew_unless_it_is_not_forced(agent: Served) -> None:
    """A running application is launched anew, or brought to the front where it is not forced."""
    first = agent.on_phone(lambda: agent.phone.apps.launch(SETTINGS).pid)
    agent.begin(shouldTerminateApp=False)
    second = agent.get("/wda/activeAppInfo").value["pid"]
    agent.ask("POST", "/wda/homescreen")
    agent.begin(forceAppLaunch=False, shouldTerminateApp=False)
    assert agent.get("/wda/activeAppInfo").value["pid"] == second != first


def test_a_new_session_ends_the_former(agent: Served) -> None:
    """A new session ends the former, and the application that it was about."""
    agent.begin(MESSAGES)
    former = agent.session
    agent.begin()
    assert agent.session != former
    assert _state(agent, MESSAGES) is AppState.NOT_RUNNING
    assert agent.ask("GET", f"/session/{former}").error[:2] == (404, "invalid session id")


def test_a_session_that_fails_has_ended_the_former(agent: Served) -> None:
    """A session that cannot begin has ended the former all the same."""
    agent.begin()
    agent.ask("POST", "/session", {})
    assert agent.ask("GET", "/status").session_id is None


# -- the end


@pytest.mark.parametrize(("ends", "state"), [(True, 1), (False, 4)])
def test_deleting_ends_the_application_where_that_is_wanted(
    agent: Served,
    ends: bool,  # noqa: FBT001 - a parameter of the test
    state: int,
) -> None:
    """Deleting a session ends its application unless shouldTerminateApp is false."""
    agent.begin(shouldTerminateApp=ends)
    assert agent.ask("DELETE", f"/session/{agent.session}").value is None
    assert _state(agent, SETTINGS) == state
    assert agent.ask("GET", "/status").session_id is None


def test_springboard_is_not_ended(agent: Served) -> None:
    """A session about SpringBoard leaves it running."""
    agent.begin(SPRINGBOARD)
    assert agent.ask("DELETE", f"/session/{agent.session}").status == 200
    assert _state(agent, SPRINGBOARD) is AppState.FOREGROUND


# -- which application is active


def test_without_a_tested_application_the_one_in_front_is_active(agent: Served) -> None:
    """Without a tested application the one in front is active."""
    agent.begin(None)
    assert _active(agent) == SPRINGBOARD
    agent.on_phone(lambda: agent.phone.apps.launch(MESSAGES))
    assert _active(agent) == MESSAGES


def test_a_tested_application_that_died_has_possibly_crashed(agent: Served) -> None:
    """A tested application that died by itself has possibly crashed."""
    agent.begin()
    agent.on_phone(lambda: agent.phone.apps.kill(SETTINGS, "crashed"))
    assert agent.get("/source").error == (
        400,
        "invalid element state",
        f"The application under test with bundle id '{SETTINGS}' is not running, possibly crashed",
    )


def test_one_that_was_ended_on_purpose_has_not(agent: Served) -> None:
    """One that was ended on purpose has not; launched again it is expected to run again."""
    agent.begin()
    agent.post("/wda/apps/terminate", {"bundleId": SETTINGS})
    assert _active(agent) == SPRINGBOARD
    agent.post("/wda/apps/launch", {"bundleId": SETTINGS})
    agent.on_phone(lambda: agent.phone.apps.kill(SETTINGS, "crashed"))
    assert "possibly crashed" in agent.get("/wda/activeAppInfo").error[2]


def test_a_tested_application_in_the_background_makes_room(agent: Served) -> None:
    """While the tested application is in the background, the one in front is active."""
    agent.begin()
    agent.post("/wda/apps/launch", {"bundleId": MESSAGES})
    assert _active(agent) == MESSAGES


def test_a_system_alert_is_not_respected_by_itself(agent: Served) -> None:
    """With a tested application in front a system alert changes nothing by itself."""
    agent.begin()
    agent.alert("OK")
    assert _active(agent) == SETTINGS


def test_respected_alerts_make_springboard_active(agent: Served) -> None:
    """With respectSystemAlerts SpringBoard is active while it shows an alert, and not after."""
    agent.begin()
    agent.set(respectSystemAlerts=True)
    assert _active(agent) == SETTINGS
    shown = agent.alert("OK")
    assert _active(agent) == SPRINGBOARD
    agent.on_phone(shown.dismiss)
    assert _active(agent) == SETTINGS


def test_the_default_active_application_wins_while_it_is_in_the_foreground(agent: Served) -> None:
    """The default active application wins while it is in the foreground, as SpringBoard always."""
    agent.begin()
    agent.set(defaultActiveApplication=SPRINGBOARD)
    assert _active(agent) == SPRINGBOARD
    agent.set(defaultActiveApplication=MESSAGES)
    assert _active(agent) == SETTINGS
    agent.set(defaultActiveApplication="auto")
    assert _active(agent) == SETTINGS


def test_an_alert_over_no_tested_application_is_springboards(agent: Served) -> None:
    """Without a tested application, the owner of what covers the detection point is active."""
    agent.begin(None)
    agent.on_phone(lambda: agent.phone.apps.launch(MESSAGES))
    agent.alert("OK")
    assert _active(agent) == SPRINGBOARD


# -- status


@pytest.mark.parametrize(
    ("agent", "device", "system", "version"),
    [("ios-15", "iphone", "iOS", "15.8"), ("ipad-18", "ipad", "iPadOS", "18.5")],
    indirect=["agent"],
)
def test_status_tells_the_system_and_the_build(
    agent: Served, device: str, system: str, version: str
) -> None:
    """Status tells the system and the agent's build."""
    value = agent.ask("GET", "/status").value
    assert value["ready"] is True
    assert value["message"] == "WebDriverAgent is ready to accept commands"
    assert value["state"] == "success"
    assert (value["os"]["name"], value["os"]["version"]) == (system, version)
    assert value["build"]["productBundleIdentifier"] == "com.facebook.WebDriverAgentRunner"
    assert value["build"]["version"] == "16.12.9"
    assert value["device"] == device
    assert "simulatorVersion" not in value["ios"]


def test_status_has_an_address_while_wifi_carries(agent: Served) -> None:
    """Status has the phone's address while Wi-Fi carries data."""
    assert agent.ask("GET", "/status").value["ios"]["ip"]
    agent.on_phone(lambda: agent.phone.radios.set_wifi(on=False))
    assert agent.ask("GET", "/status").value["ios"] == {"ip": None}


def test_a_health_check_leaves_the_application(agent: Served) -> None:
    """A health check presses Home."""
    agent.begin()
    assert agent.ask("GET", "/wda/healthcheck").value is None
    assert agent.on_phone(lambda: agent.phone.apps.front) == SPRINGBOARD


def test_timeouts_are_taken_and_ignored(agent: Served) -> None:
    """Timeouts are taken and ignored."""
    agent.begin()
    assert agent.post("/timeouts", {"implicit": 5}).value is None
