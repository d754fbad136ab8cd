"""What facebook-wda's documented client calls get from an agent of this version.

Source: facts about facebook-wda 1.5.4, its requests as they were seen; its README.
"""
# ruff: noqa: ANN401 - the library ships no types

from __future__ import annotations

import warnings
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import MESSAGES, REFUSE, SPRINGBOARD

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its dependencies' own
    import wda

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

# The client leaves its connections to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@pytest.fixture
def client(agent: Served) -> Any:
    """A client that has no session yet."""
    return wda.Client(agent.url)


def _front(agent: Served) -> str:
    return agent.on_phone(lambda: agent.phone.apps.front)


def _state(client: Any, bundle_id: str) -> object:
    return client.app_state(bundle_id).value


def _form(agent: Served, typed: list[str]) -> Window:
    """A window of Settings with an input and a button."""

    def build() -> Node:
        children = [
            Node(Role.TEXT, text="Who are you?"),
            Node(Role.INPUT, id="name", hint="Name", on_text=typed.append),
            Node(Role.BUTTON, id="send", text="Send", on_tap=lambda: typed.append("sent")),
        ]
        return Node(Role.GROUP, children=[Node(Role.GROUP, children=children)])

    window = Window(SETTINGS, "form", WindowKind.OVERLAY, build, lambda: None)
    agent.on_phone(lambda: agent.phone.display.show(window))
    return window


# -- outside a session


def test_status(client: Any, agent: Served) -> None:
    """Status tells the agent's state, and the open session once there is one."""
    told = client.status()
    assert (told["ready"], told["sessionId"]) == (True, None)
    assert client.is_ready()
    agent.begin()
    assert client.status()["sessionId"] == agent.session


def test_lock_state(client: Any) -> None:
    """The lock state is told and changed without a session."""
    assert client.locked() is False
    client.lock()
    assert client.locked() is True
    client.unlock()
    assert client.locked() is False


def test_home_and_the_current_app(client: Any, agent: Served) -> None:
    """Home leads home; the current app is told without a session."""
    agent.on_phone(lambda: agent.phone.apps.launch(MESSAGES))
    assert client.app_current()["bundleId"] == MESSAGES
    client.home()
    assert client.app_current()["bundleId"] == SPRINGBOARD


def test_source_and_screenshot(client: Any) -> None:
    """The source comes in XML and JSON, from the application down; a screenshot as a picture."""
    assert client.source().startswith('<?xml version="1.0" encoding="UTF-8"?>\n<XCUIElementType')
    assert client.source("json")["type"] == "Application"
    assert client.source(accessible=True) is not None
    assert client.screenshot().size == (1170, 2532)


def test_a_health_check(client: Any) -> None:
    """A health check succeeds."""
    assert client.healthcheck().value is None


# -- sessions


def test_a_session_launches_its_app(client: Any, agent: Served) -> None:
    """A session launches its app with its arguments; a locked phone is unlocked first."""
    client.lock()
    session = client.session(SETTINGS, ["-a"], {"B": "c"})
    assert session.session_id == client.status()["sessionId"]
    assert session.app_current()["bundleId"] == SETTINGS
    assert client.app_current()["processArguments"] == {"args": ["-a"], "env": {"B": "c"}}
    assert _front(agent) == SETTINGS


def test_an_app_that_is_not_there(client: Any) -> None:
    """A session about an app that is not there is not created."""
    with pytest.raises(wda.WDARequestError, match="session not created"):
        client.session("a.b.c")


def test_a_default_action_has_no_effect(client: Any, agent: Served) -> None:
    """The client's alert action has no effect: it stands beside the capabilities."""
    client.session(SETTINGS, alert_action=wda.AlertAction.ACCEPT)
    agent.alert(REFUSE, "Allow")
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=10)))
    assert agent.asked is not None


def test_closing_does_not_end_the_session(client: Any) -> None:
    """Closing asks with a solidus too many, which this version refuses: the session stays."""
    session = client.session(SETTINGS)
    with pytest.raises(wda.WDARequestError, match="unknown command"):
        session.close()
    assert client.status()["sessionId"] == session.session_id


def test_the_bundle_of_a_session_is_not_told(client: Any) -> None:
    """Nor can the client learn a session's bundle identifier."""
    with pytest.raises(wda.WDARequestError, match="unknown command"):
        _ = client.session(SETTINGS).bundle_id


def test_a_session_that_was_ended_is_opened_anew(client: Any, agent: Served) -> None:
    """A session that another one has ended is opened anew by the client itself."""
    former = client.session_id
    agent.begin()
    assert client.app_state(SETTINGS).value == 4
    assert client.session_id not in {former, None}


# -- apps


def test_apps_are_started_and_stopped(client: Any, agent: Served) -> None:
    """Apps are started, activated, stopped and listed; their states are told by number."""
    client.app_start(MESSAGES)
    assert _state(client, MESSAGES) == 4
    client.app_activate(SETTINGS)
    assert (_state(client, SETTINGS), _state(client, MESSAGES)) == (4, 3)
    assert [app["bundleId"] for app in client.app_list()] == [SETTINGS]
    client.app_stop(SETTINGS)
    assert _state(client, SETTINGS) == 1
    assert _front(agent) == SPRINGBOARD
    client.open_url("https://example.com")
    assert _front(agent) == "com.apple.mobilesafari"
    client.deactivate(0)
    assert _front(agent) == "com.apple.mobilesafari"


# -- the device


def test_the_device_and_its_battery(client: Any) -> None:
    """The device and its battery tell of themselves."""
    assert client.device_info()["isSimulator"] is False
    assert client.info["model"] == "iPhone"
    assert client.battery_info() == {"level": 1.0, "state": 3}
    assert client.window_size() == (390, 844)
    assert client.scale == 3


def test_the_orientation(client: Any) -> None:
    """The orientation is told and set."""
    assert client.orientation == wda.PORTRAIT
    client.orientation = wda.LANDSCAPE
    assert client.orientation == wda.LANDSCAPE


def test_buttons(client: Any, agent: Served) -> None:
    """Buttons are pressed by name and by number."""
    client.session(SETTINGS)
    client.press("volumeUp")
    client.press_duration("home", 0.1)
    assert _front(agent) == SPRINGBOARD


def test_settings_and_the_clipboard(client: Any, agent: Served) -> None:
    """Settings are read and written, and text is put on the pasteboard."""
    assert client.appium_settings()["snapshotMaxDepth"] == 50
    assert client.appium_settings({"snapshotMaxDepth": 20})["snapshotMaxDepth"] == 20
    client.set_clipboard("Hello")
    assert agent.phone.pasteboard == "Hello"


# -- elements


@pytest.mark.parametrize(
    "selector",
    [
        {"name": "send"},
        {"id": "send"},
        {"label": "Send"},
        {"labelContains": "en"},
        {"nameContains": "sen"},
        {"nameMatches": "s.*d"},
        {"className": "Button", "label": "Send"},
        {"xpath": "//Button[@label='Send']"},
        {"predicate": "label == 'Send' AND type == 'XCUIElementTypeButton'"},
        {"classChain": "**/XCUIElementTypeButton[`label == 'Send'`]"},
        {"text": "send"},
    ],
)
def test_elements_are_found_by_every_selector(
    client: Any, agent: Served, selector: dict[str, str]
) -> None:
    """Elements are found by every selector, read and tapped."""
    session, typed = client.session(SETTINGS), list[str]()
    _form(agent, typed)
    found = session(**selector)
    assert found.exists
    element = found.get(timeout=0)
    assert element.label == "Send"
    assert element.className == "XCUIElementTypeButton"
    assert element.enabled
    assert element.displayed
    element.tap()
    assert typed == ["sent"]


def test_what_is_not_there_is_not_found(client: Any) -> None:
    """What is not there is not found."""
    session = client.session(SETTINGS)
    assert not session(name="nothing").exists
    with pytest.raises(wda.WDAElementNotFoundError):
        session(name="nothing").get(timeout=0)


def test_text_is_typed_and_cleared(client: Any, agent: Served) -> None:
    """Text is typed into an input and cleared, and keys go to what has the focus."""
    session, typed = client.session(SETTINGS), list[str]()
    _form(agent, typed)
    field = session(className="TextField").get(timeout=0)
    field.set_text("Ann")
    assert field.value == "Ann"
    session.send_keys("e")
    assert field.value == "Anne"
    field.clear_text()
    assert field.value == "Name"


def test_an_element_that_is_gone_is_stale(client: Any, agent: Served) -> None:
    """An element that is gone is stale."""
    session = client.session(SETTINGS)
    window = _form(agent, [])
    element = session(name="send").get(timeout=0)
    agent.on_phone(lambda: agent.phone.display.remove(window))
    with pytest.raises(wda.WDAStaleElementReferenceError):
        element.tap()


def test_gestures(client: Any, agent: Served) -> None:
    """Taps, long taps and sweeps go to points, whole or in parts of the screen."""
    session, typed = client.session(SETTINGS), list[str]()
    _form(agent, typed)
    bounds = session(name="send").get(timeout=0).bounds
    session.tap(*bounds.center)
    session.click(bounds.center.x, bounds.center.y)
    session.double_tap(*bounds.center)
    assert typed[:3] == ["sent"] * 3
    session.tap_hold(*bounds.center, 1.0)
    session.swipe(0.5, 0.6, 0.5, 0.4, 0.1)
    session.swipe_up()
    session.swipe_down()
    session.swipe_left()
    session.swipe_right()


# -- alerts


def test_alerts(client: Any, agent: Served) -> None:
    """Alerts are read, accepted, dismissed and clicked by name."""
    session = client.session(SETTINGS)
    assert not session.alert.exists
    agent.alert(REFUSE, "Later", "Allow")
    assert session.alert.exists
    assert session.alert.text == "A question"
    assert session.alert.buttons() == [REFUSE, "Later", "Allow"]
    session.alert.click("Later")
    assert not session.alert.exists
    for action in (session.alert.accept, session.alert.dismiss):
        agent.alert(REFUSE, "Allow")
        action()
        assert agent.asked is None
    with pytest.raises(wda.WDARequestError, match="no such alert"):
        session.alert.accept()


def test_a_crash_is_noticed(client: Any, agent: Served) -> None:
    """A client whose session's app has crashed is told so, and opens another session by itself."""
    former = client.session(SETTINGS).session_id
    agent.on_phone(lambda: agent.phone.apps.kill(SETTINGS, "crashed"))
    agent.alert("OK")
    assert client.alert.exists
    assert client.status()["sessionId"] != former
