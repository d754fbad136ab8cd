"""WebDriverAgent's settings. Source: facts about 16.12.9: Utilities/FBSettingsHandler.m."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

DEFAULTS = {
    "shouldUseCompactResponses": True,
    "elementResponseAttributes": "type,label",
    "screenshotQuality": 3,
    "mjpegScalingFactor": 100,
    "mjpegServerScreenshotQuality": 25,
    "mjpegServerFramerate": 10,
    "waitForIdleTimeout": 10,
    "animationCoolOffTimeout": 2,
    "snapshotMaxDepth": 50,
    "limitXPathContextScope": True,
    "useClearTextShortcut": True,
    "respectSystemAlerts": False,
    "acceptAlertButtonSelector": "",
    "dismissAlertButtonSelector": "",
    "autoClickAlertSelector": "",
    "defaultActiveApplication": "auto",
    "defaultAlertAction": "",
    "maxTypingFrequency": 60,
    "screenshotOrientation": "auto",
    "snapshotMaxChildren": 2147483647,
}


@pytest.fixture(autouse=True)
def _session(agent: Served) -> None:
    agent.begin()


def test_the_defaults(agent: Served) -> None:
    """A new session has the defaults."""
    value = agent.get("/appium/settings").value
    assert {name: value[name] for name in DEFAULTS} == DEFAULTS
    assert "mjpegFixOrientation" not in value


def test_a_change_answers_all_settings(agent: Served) -> None:
    """A change answers all settings, as they are then."""
    value = agent.set(snapshotMaxDepth=60, respectSystemAlerts=True).value
    assert value["snapshotMaxDepth"] == 60
    assert value == agent.get("/appium/settings").value


def test_unknown_settings_are_ignored(agent: Served) -> None:
    """Unknown settings are ignored."""
    assert "nonsense" not in agent.set(nonsense=1).value


def test_null_empties_the_alerts_settings_alone(agent: Served) -> None:
    """Null empties what is about alerts; to all others it says nothing."""
    agent.set(
        defaultAlertAction="accept",
        acceptAlertButtonSelector="**/XCUIElementTypeButton",
        elementResponseAttributes="rect",
    )
    value = agent.set(
        defaultAlertAction=None,
        acceptAlertButtonSelector=None,
        elementResponseAttributes=None,
    ).value
    assert value["defaultAlertAction"] == ""
    assert "acceptAlertButtonSelector" not in value
    assert value["elementResponseAttributes"] == "rect"


def test_settings_must_be_a_dictionary(agent: Served) -> None:
    """Settings must be a dictionary; none at all change nothing."""
    error = agent.post("/appium/settings", {"settings": ["a"]}).error
    assert error == (400, "invalid argument", "settings must be a dictionary")
    assert agent.post("/appium/settings", {}).status == 200


def test_a_broken_selector_of_alerts_is_an_invalid_selector(agent: Served) -> None:
    """A selector of alerts that cannot be read is an invalid selector, and not set."""
    error = agent.set(autoClickAlertSelector="**/XCUIElementTypeButton[`label ==`").error
    assert error[:2] == (400, "invalid selector")
    assert agent.get("/appium/settings").value["autoClickAlertSelector"] == ""


def test_switches_take_words_as_foundation_does(agent: Served) -> None:
    """Switches take numbers and words as ``boolValue`` does."""
    for given, on in (("true", True), ("0", False), (1, True), ("no", False), ("YES", True)):
        assert agent.set(useFirstMatch=given).value["useFirstMatch"] is on


def test_numbers_take_switches_and_words(agent: Served) -> None:
    """Numbers take words and switches; what is none is nought."""
    assert agent.set(waitForIdleTimeout="2.5").value["waitForIdleTimeout"] == 2.5
    assert agent.set(keyboardAutocorrection=True).value["keyboardAutocorrection"] == 1
    assert agent.set(snapshotMaxDepth="deep").value["snapshotMaxDepth"] == 0


def test_an_unknown_orientation_is_refused(agent: Served) -> None:
    """An unknown orientation of pictures is refused; a known one is told in its own spelling."""
    status, error, message = agent.set(screenshotOrientation="sideways").error
    assert (status, error) == (400, "invalid argument")
    assert message.startswith("The orientation value 'sideways' is not known.")
    value = agent.set(screenshotOrientation="LANDSCAPERIGHT").value
    assert value["screenshotOrientation"] == "landscapeRight"


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("10", "separated by a single comma character. Got '10' instead"),
        ("10,", "should be valid numbers. Got '10,' instead"),
    ],
)
def test_a_broken_detection_point_is_refused(agent: Served, point: str, message: str) -> None:
    """A detection point that is none is refused."""
    status, error, told = agent.set(activeAppDetectionPoint=point).error
    assert (status, error) == (400, "invalid argument")
    assert told.endswith(message)


def test_a_detection_point_is_told_with_two_digits(agent: Served) -> None:
    """A detection point is told with two digits; at first it lies a fifth of the screen in."""
    assert agent.get("/appium/settings").value["activeAppDetectionPoint"] == "78.00,78.00"
    value = agent.set(activeAppDetectionPoint=" 10 , 20.5 ").value
    assert value["activeAppDetectionPoint"] == "10.00,20.50"


def test_a_new_session_resets_what_is_the_sessions(agent: Served) -> None:
    """A new session resets what is the session's, not what is the process's."""
    agent.set(screenshotQuality=1, defaultActiveApplication="a.b", mjpegServerFramerate=5)
    agent.begin()
    value = agent.get("/appium/settings").value
    assert value["screenshotQuality"] == 3
    assert value["defaultActiveApplication"] == "auto"
    assert value["mjpegServerFramerate"] == 5


def test_capabilities_set_what_settings_do(agent: Served) -> None:
    """Some capabilities are settings by another road."""
    agent.begin(shouldUseCompactResponses=False, maxTypingFrequency=20, waitForIdleTimeout=0)
    value = agent.get("/appium/settings").value
    assert value["shouldUseCompactResponses"] is False
    assert value["maxTypingFrequency"] == 20
    assert value["waitForIdleTimeout"] == 0
