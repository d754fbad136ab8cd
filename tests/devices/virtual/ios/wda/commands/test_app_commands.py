"""Commands about applications.

Source: facts about WebDriverAgent 16.12.9: Commands/FBSessionCommands.m, FBCustomCommands.m.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import MESSAGES, SPRINGBOARD

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

SAFARI = "com.apple.mobilesafari"


@pytest.fixture(autouse=True)
def _session(agent: Served) -> None:
    agent.begin()


def _front(agent: Served) -> str:
    return agent.on_phone(lambda: agent.phone.apps.front)


def _state(agent: Served, bundle_id: str) -> object:
    return agent.post("/wda/apps/state", {"bundleId": bundle_id}).value


def test_launching_starts_an_app_with_what_it_is_given(agent: Served) -> None:
    """Launching starts an app with its arguments and its environment, and answers null."""
    body = {"bundleId": MESSAGES, "arguments": ["-x"], "environment": {"A": "b"}}
    assert agent.post("/wda/apps/launch", body).value is None
    told = agent.get("/wda/activeAppInfo").value
    assert (told["bundleId"], told["name"]) == (MESSAGES, "")
    assert told["processArguments"] == {"args": ["-x"], "env": {"A": "b"}}


def test_launching_a_running_app_brings_it_to_the_front(agent: Served) -> None:
    """Launching an app that runs brings it to the front as it is."""
    pid = agent.get("/wda/activeAppInfo").value["pid"]
    agent.ask("POST", "/wda/homescreen")
    agent.post("/wda/apps/launch", {"bundleId": SETTINGS, "arguments": ["-new"]})
    told = agent.get("/wda/activeAppInfo").value
    assert told["pid"] == pid
    assert told["processArguments"]["args"] == []


@pytest.mark.parametrize("command", ["launch", "activate"])
def test_an_app_that_is_not_there_cannot_be_launched(agent: Served, command: str) -> None:
    """An app that is not there can be neither launched nor activated."""
    error = agent.post(f"/wda/apps/{command}", {"bundleId": "a.b.c"}).error
    assert error == (
        400,
        "invalid argument",
        "The application 'a.b.c' is not installed on the device under test",
    )


def test_states_are_told_by_their_numbers(agent: Served) -> None:
    """States: 1 for an app that does not run, 3 in the background, 4 in front."""
    assert _state(agent, MESSAGES) == 1
    assert _state(agent, SETTINGS) == 4
    agent.ask("POST", "/wda/homescreen")
    assert _state(agent, SETTINGS) == 3
    assert _state(agent, SPRINGBOARD) == 4


def test_terminating_says_whether_the_app_ran(agent: Served) -> None:
    """Terminating says whether the app ran."""
    assert agent.post("/wda/apps/terminate", {"bundleId": SETTINGS}).value is True
    assert agent.post("/wda/apps/terminate", {"bundleId": SETTINGS}).value is False


def test_activating_starts_what_does_not_run(agent: Served) -> None:
    """Activating brings an app to the front, and SpringBoard leads home."""
    assert agent.post("/wda/apps/activate", {"bundleId": MESSAGES}).value is None
    assert _front(agent) == MESSAGES
    agent.post("/wda/apps/activate", {"bundleId": SPRINGBOARD})
    assert _front(agent) == SPRINGBOARD


def test_the_list_has_what_is_in_the_foreground(agent: Served) -> None:
    """The list has the app in front, and SpringBoard while it shows something over it."""
    pid = agent.get("/wda/activeAppInfo").value["pid"]
    front = {"pid": pid, "bundleId": SETTINGS}
    assert agent.get("/wda/apps/list").value == [front]
    agent.alert("OK")
    assert agent.get("/wda/apps/list").value == [front, {"pid": 58, "bundleId": SPRINGBOARD}]


def test_an_app_can_be_launched_past_the_session(agent: Served) -> None:
    """An app can be launched past any session, and one that is not there cannot."""
    path = "/wda/apps/launchUnattached"
    assert agent.ask("POST", path, {"bundleId": MESSAGES}).value is None
    assert _front(agent) == MESSAGES
    error = agent.ask("POST", path, {"bundleId": "a.b.c"}).error
    assert error == (500, "unknown error", "LSApplicationWorkspace failed to launch app")
    assert agent.post(path, {"bundleId": MESSAGES}).error[1] == "unknown command"


def test_deactivating_comes_back_after_its_time(agent: Served) -> None:
    """Deactivating leads home and comes back after its time, by the phone's clock."""
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(agent.post("/wda/deactivateApp", {"duration": 600}))
    )
    asking.start()
    agent.until(lambda: agent.phone.apps.front == SPRINGBOARD)
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=599)))
    assert _front(agent) == SPRINGBOARD
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=1)))
    asking.join(10)
    assert answers[0].value is None
    assert _front(agent) == SETTINGS


def test_an_address_of_the_web_opens_safari(agent: Served) -> None:
    """An address of the web opens Safari."""
    assert agent.post("/url", {"url": "https://example.com"}).value is None
    assert _front(agent) == SAFARI


def test_an_address_may_name_its_app(agent: Served) -> None:
    """An address may name its app, which has to be there."""
    agent.post("/url", {"url": "anything://x", "bundleId": MESSAGES})
    assert _front(agent) == MESSAGES
    error = agent.post("/url", {"url": "anything://x", "bundleId": "a.b.c"}).error
    assert error[:2] == (500, "unknown error")


def test_an_address_has_to_be_one(agent: Served) -> None:
    """An address has to be there, and to be one."""
    assert agent.post("/url", {}).error == (400, "invalid argument", "URL is required")
    status, error, message = agent.post("/url", {"url": "no address"}).error
    assert (status, error) == (500, "unknown error")
    assert message == (
        "Error Domain=com.facebook.WebDriverAgent Code=1 \"'no address' is not a valid URL\""
        " UserInfo={NSLocalizedDescription='no address' is not a valid URL}"
    )


def test_an_address_that_nothing_opens(agent: Served) -> None:
    """An address of a scheme that no app takes opens nothing."""
    assert agent.post("/url", {"url": "nobody://x"}).error[:2] == (500, "unknown error")
    assert _front(agent) == SETTINGS


def test_a_session_may_begin_with_an_address(agent: Served) -> None:
    """A session may begin with an address: of an app, or by whichever app takes it."""
    agent.begin(None, initialUrl="https://example.com")
    assert _front(agent) == SAFARI
    agent.begin(MESSAGES, initialUrl="sms://1")
    assert _front(agent) == MESSAGES
    answer = agent.begin(None, initialUrl="no address")
    assert answer.error[:2] == (500, "session not created")
    assert answer.error[2].startswith("Cannot open the URL no address with the default application")


def test_permissions_are_reset_by_a_number(agent: Served) -> None:
    """Resetting permissions needs the number of a resource."""
    status, error, message = agent.post("/wda/resetAppAuth", {}).error
    assert (status, error) == (400, "invalid argument")
    assert message == (
        "The 'resource' argument must be set to a valid resource identifier (numeric value)."
        " See https://developer.apple.com/documentation/xctest/xcuiprotectedresource?language=objc"
    )
    assert agent.post("/wda/resetAppAuth", {"resource": 6}).value is None
