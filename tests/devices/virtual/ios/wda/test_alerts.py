"""Alerts: which one is found, what it says, and which button accepts or dismisses it.

Source: facts about WebDriverAgent 16.12.9: FBAlert.m, Commands/FBAlertViewCommands.m,
Utilities/FBAlertsMonitor.m.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.springboard.alerts import Alert, Button
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import NO_ALERT, REFUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.ios.wda.agents import Served

LIMITED = "com.apple.ContactsUI.LimitedAccessPromptView"
GONE = (404, "no such alert", "No alert is open")
releases = pytest.mark.parametrize(
    "agent", ["ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27"], indirect=True
)


@pytest.fixture(autouse=True)
def _session(agent: Served) -> None:
    agent.begin()


def _asking(taps: list[str], *labels: str, picture: Callable[[], Node] | None = None) -> Alert:
    """An alert whose buttons say that they were tapped."""

    def button(label: str) -> Button:
        return Button(label, lambda: taps.append(label))

    return Alert("A question", buttons=tuple(map(button, labels)), picture=picture)


def _sheet(taps: list[str], package: str, kind: str, *labels: str) -> Window:
    """A window with a sheet of an app."""

    def tap(label: str) -> Callable[[], None]:
        return lambda: taps.append(label)

    def build() -> Node:
        children = [Node(Role.TEXT, text="Choose one")]
        children += [Node(Role.BUTTON, text=label, on_tap=tap(label)) for label in labels]
        return Node(Role.GROUP, children=[Node(Role.GROUP, kind=kind, children=children)])

    return Window(package, "sheet", WindowKind.OVERLAY, build, lambda: None)


def _precise(taps: list[str]) -> Node:
    """The map of a location alert, with its switch."""
    button = Node(Role.BUTTON, text="Precise: On", on_tap=lambda: taps.append("Precise: On"))
    return Node(Role.GROUP, kind="Map", children=[button])


# -- what is asked


def test_text_is_the_title_and_the_message(agent: Served) -> None:
    """The text is the title and the message, a line each; words on buttons are none of it."""
    agent.alert(REFUSE, "Allow", title="“A” Would Like to B", message="Why.")
    assert agent.get("/alert/text").value == "“A” Would Like to B\nWhy."


def test_buttons_are_told_in_the_order_of_the_tree(agent: Served) -> None:
    """Buttons are told in the order of the tree, the switch on a map included."""
    agent.alert("Allow Once", REFUSE, picture=lambda: _precise([]))
    told = agent.get("/wda/alert/buttons").value
    assert told == ["Precise: On", "Allow Once", REFUSE]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/alert/text"), ("GET", "/wda/alert/buttons")]
)
def test_reading_an_alert_that_is_not_there(agent: Served, method: str, path: str) -> None:
    """Reading an alert that is not there has the protocol's own message."""
    error = agent.ask(method, f"/session/{agent.session}{path}").error
    assert error == (404, "no such alert", NO_ALERT)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/alert/accept", None),
        ("/alert/dismiss", {}),
        ("/alert/accept", {"name": "OK"}),
        ("/alert/text", {"value": "x"}),
    ],
)
def test_acting_on_an_alert_that_is_not_there(agent: Served, path: str, body: object) -> None:
    """Acting on an alert that is not there says that none is open."""
    assert agent.post(path, body).error == GONE


def test_outside_a_session(agent: Served) -> None:
    """Text, accept and dismiss are answered without a session; buttons and typing are not."""
    agent.alert("No", "Yes")
    assert agent.ask("GET", "/alert/text").value == "A question"
    assert agent.ask("GET", "/wda/alert/buttons").error[1] == "unknown command"
    assert agent.ask("POST", "/alert/text", {"value": "x"}).error[1] == "unknown command"
    assert agent.ask("POST", "/alert/dismiss").status == 200
    assert agent.asked is None


# -- which button


@releases
@pytest.mark.parametrize(("action", "label"), [("accept", "Allow"), ("dismiss", REFUSE)])
def test_of_two_buttons_the_last_accepts(agent: Served, action: str, label: str) -> None:
    """On every release the last of two buttons accepts and the first one dismisses."""
    taps: list[str] = []
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, REFUSE, "Allow")))
    assert agent.post(f"/alert/{action}").value is None
    assert taps == [label]
    assert agent.asked is None


@releases
def test_the_last_of_three_buttons_accepts_though_it_refuses(agent: Served) -> None:
    """On the photos' alert, whose last button refuses, accepting refuses."""
    taps: list[str] = []
    labels = ("Limit Access…", "Allow Full Access", REFUSE)
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, *labels)))
    agent.post("/alert/accept")
    assert taps == [REFUSE]


@pytest.mark.parametrize(
    ("agent", "tapped"),
    [("ios-17", "Allow Once"), ("ios-18", "Precise: On"), ("ios-27", "Precise: On")],
    indirect=["agent"],
)
def test_dismissing_a_map_in_the_trees_order_taps_its_switch(agent: Served, tapped: str) -> None:
    """From iOS 18 on buttons come in the tree's order: dismissing taps the map's switch."""
    taps: list[str] = []
    labels = ("Allow Once", "Allow While Using App", REFUSE)
    asking = _asking(taps, *labels, picture=lambda: _precise(taps))
    agent.on_phone(lambda: agent.phone.alerts.show(asking))
    agent.post("/alert/dismiss")
    assert taps == [tapped]


@pytest.mark.parametrize(("action", "label"), [("accept", "First"), ("dismiss", "Last")])
def test_of_a_sheet_the_first_button_accepts(agent: Served, action: str, label: str) -> None:
    """Of a sheet the first button accepts and the last one dismisses."""
    taps: list[str] = []
    window = _sheet(taps, SETTINGS, "Sheet", "First", "Last")
    agent.on_phone(lambda: agent.phone.display.show(window))
    agent.post(f"/alert/{action}")
    assert taps == [label]


def test_a_button_by_its_name(agent: Served) -> None:
    """A button is tapped by its whole label, whether one accepts or dismisses."""
    agent.alert("Cancel", "Later", "OK")
    assert agent.post("/alert/dismiss", {"name": "Later"}).status == 200
    assert agent.asked is None


def test_a_name_that_no_button_has(agent: Served) -> None:
    """A name that no button has is an invalid state, and the alert stays."""
    agent.alert("Cancel", "OK")
    status, error, message = agent.post("/alert/accept", {"name": "Ok"}).error
    assert (status, error) == (400, "invalid element state")
    assert message.startswith("Failed to find button with label 'Ok' for alert: ")
    assert agent.asked == "A question"


def test_an_alert_without_buttons(agent: Served) -> None:
    """An alert without buttons can be neither accepted nor dismissed."""
    agent.alert()
    for action in ("accept", "dismiss"):
        status, error, message = agent.post(f"/alert/{action}").error
        assert (status, error) == (400, "invalid element state")
        assert message.startswith(f"Failed to find {action} button for alert: ")


# -- selectors


def test_a_selector_chooses_the_button(agent: Served) -> None:
    """A selector of the settings chooses the button, relative to the alert."""
    agent.set(acceptAlertButtonSelector="**/XCUIElementTypeButton[`label == 'Allow Once'`]")
    taps: list[str] = []
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, "Allow Once", REFUSE)))
    agent.post("/alert/accept")
    assert taps == ["Allow Once"]


@pytest.mark.parametrize(
    "selector", ["**/XCUIElementTypeButton[`label == 'None'`]", "**/XCUIElementTypeButton[`x"]
)
def test_a_selector_that_finds_nothing_gives_way(agent: Served, selector: str) -> None:
    """A selector that finds nothing, or cannot be read, gives way to the default, and is logged."""
    agent.set(dismissAlertButtonSelector=selector)
    taps: list[str] = []
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, "No", "Yes")))
    agent.post("/alert/dismiss")
    assert taps == ["No"]
    logged = [line.message for line in agent.on_phone(agent.phone.log.lines)]
    assert any("Cannot find any match for Dismiss alert button" in line for line in logged)


# -- where it is


def test_springboards_alert_comes_before_the_apps(agent: Served) -> None:
    """SpringBoard's alert is found before one of the app, whatever is active."""
    window = _sheet([], SETTINGS, "Alert", "Mine")
    agent.on_phone(lambda: agent.phone.display.show(window))
    assert agent.get("/wda/alert/buttons").value == ["Mine"]
    agent.alert("Theirs")
    assert agent.get("/wda/alert/buttons").value == ["Theirs"]


def test_an_alert_of_another_app_is_not_found(agent: Served) -> None:
    """An alert of an app that is not active is not found."""
    window = _sheet([], "com.example.other", "Alert", "Mine")
    agent.on_phone(lambda: agent.phone.display.show(window))
    assert agent.get("/alert/text").status == 404


def test_the_prompt_about_contacts_is_found_in_its_own_process(agent: Served) -> None:
    """What asks which contacts an app may have is found in its own process."""
    window = _sheet([], LIMITED, "Sheet", "Select Contacts", "Share All 3 Contacts")
    agent.on_phone(lambda: agent.phone.display.show(window))
    assert agent.get("/wda/alert/buttons").value == ["Select Contacts", "Share All 3 Contacts"]
    agent.set(defaultActiveApplication=LIMITED)
    assert agent.get("/wda/activeAppInfo").value["bundleId"] == LIMITED


@pytest.mark.parametrize("agent", ["ipad-18"], indirect=True)
def test_a_sheet_in_a_popover_of_an_ipad_is_no_alert(agent: Served) -> None:
    """On an iPad a sheet inside a popover is no alert; elsewhere it is."""
    window = _sheet([], SETTINGS, "Sheet", "First")
    agent.on_phone(lambda: agent.phone.display.show(window))
    assert agent.get("/wda/alert/buttons").value == ["First"]
    build = window.build

    def inside() -> Node:
        return Node(Role.GROUP, id="PopoverDismissRegion", children=build().children)

    window.build = inside
    agent.on_phone(lambda: agent.phone.display.invalidate(window))
    assert agent.get("/wda/alert/buttons").status == 404


# -- typing


def _with_fields(agent: Served, count: int) -> list[str]:
    typed: list[str] = []

    def fields() -> Node:
        inputs = [Node(Role.INPUT, id=f"field{n}", on_text=typed.append) for n in range(count)]
        return Node(Role.GROUP, children=inputs)

    agent.alert("Cancel", "OK", picture=fields)
    return typed


@pytest.mark.parametrize("value", ["secret", ["s", "e", "cret"]])
def test_text_goes_into_the_alerts_field(agent: Served, value: object) -> None:
    """A text, whole or in characters, goes into the alert's one field."""
    typed = _with_fields(agent, 1)
    assert agent.post("/alert/text", {"value": value}).status == 200
    assert typed[-1] == "secret"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no input fields"), (2, "more than one input field")]
)
def test_an_alert_has_to_have_one_field(agent: Served, count: int, words: str) -> None:
    """An alert without a field, or with more than one, takes no text."""
    _with_fields(agent, count)
    error = agent.post("/alert/text", {"value": "x"}).error
    assert error == (500, "unsupported operation", f"The alert contains {words}")


def test_text_needs_a_value(agent: Served) -> None:
    """A text has to be given."""
    error = agent.post("/alert/text", {"text": "x"}).error
    assert error == (400, "invalid argument", "Missing 'value' parameter")


# -- by itself


def _pass(agent: Served, seconds: float) -> None:
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("action", "label"), [("accept", "Allow"), ("dismiss", REFUSE), ("ACCEPT", "Allow")]
)
def test_a_default_action_answers_alerts_within_two_seconds(
    agent: Served, action: str, label: str
) -> None:
    """The capability defaultAlertAction answers each alert within two seconds."""
    agent.begin(defaultAlertAction=action)
    taps: list[str] = []
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, REFUSE, "Allow")))
    _pass(agent, 2)
    assert taps == [label]
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, REFUSE, "Allow")))
    _pass(agent, 2)
    assert taps == [label, label]


def test_beside_the_capabilities_it_does_nothing(agent: Served) -> None:
    """Beside alwaysMatch, where facebook-wda puts it, the default action does nothing."""
    asked = {"defaultAlertAction": "accept", "alwaysMatch": {"bundleId": SETTINGS}}
    agent.ask("POST", "/session", {"capabilities": asked})
    agent.alert("No", "Yes")
    _pass(agent, 5)
    assert agent.asked == "A question"


def test_no_session_no_action(agent: Served) -> None:
    """Once its session has ended, nothing is answered any more."""
    agent.begin(defaultAlertAction="accept")
    agent.ask("DELETE", f"/session/{agent.session}")
    agent.alert("No", "Yes")
    _pass(agent, 5)
    assert agent.asked == "A question"


def test_a_selector_is_clicked_and_comes_before_the_action(agent: Served) -> None:
    """The setting autoClickAlertSelector is clicked on each alert, before any default action."""
    agent.begin(defaultAlertAction="accept")
    agent.set(autoClickAlertSelector="**/XCUIElementTypeButton[`label == 'Later'`]")
    taps: list[str] = []
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, "Later", "Now")))
    _pass(agent, 2)
    assert taps == ["Later"]
    agent.on_phone(lambda: agent.phone.alerts.show(_asking(taps, "No", "Yes")))
    _pass(agent, 5)
    assert taps == ["Later"]


def test_emptying_the_selector_ends_the_watch(agent: Served) -> None:
    """Emptying autoClickAlertSelector ends the watch."""
    agent.set(autoClickAlertSelector="**/XCUIElementTypeButton")
    agent.set(autoClickAlertSelector="")
    agent.alert("OK")
    _pass(agent, 5)
    assert agent.asked == "A question"
