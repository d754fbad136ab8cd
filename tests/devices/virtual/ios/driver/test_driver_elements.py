"""The real driver's element commands, on phones of two releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.remote.command import Command

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver

pytestmark = pytest.mark.e2e

ROWS = "**/XCUIElementTypeTable/**/XCUIElementTypeStaticText[`label BEGINSWITH 'Person'`]"


def _first_row(driver: WebDriver) -> str:
    shown = f"{ROWS}[`visible == 1`][1]"
    return str(driver.find_element("-ios class chain", shown).text)


@pytest.mark.parametrize(
    ("strategy", "selector"),
    [
        ("accessibility id", "login_email"),
        ("id", "login_email"),
        ("name", "login_email"),
        ("class name", "XCUIElementTypeTextField"),
        ("class name", "TextField"),
        ("-ios predicate string", "placeholderValue == 'Email'"),
        ("-ios class chain", "**/XCUIElementTypeTextField[`name == 'login_email'`]"),
        ("xpath", "//XCUIElementTypeTextField[@name='login_email']"),
    ],
)
def test_every_strategy_finds_the_element(form: WebDriver, strategy: str, selector: str) -> None:
    """Every strategy that the driver knows finds the same element."""
    found = form.find_element(strategy, selector)
    assert found.id == form.find_element("accessibility id", "login_email").id
    assert found.tag_name == "XCUIElementTypeTextField"


def test_text_is_typed_read_and_cleared(form: WebDriver) -> None:
    """Text goes in, is read, and goes away; a secure field tells bullets."""
    email = form.find_element("accessibility id", "login_email")
    email.send_keys("ann@x.test")
    assert email.text == "ann@x.test"
    assert email.get_attribute("value") == "ann@x.test"
    assert form.switch_to.active_element.id == email.id
    email.clear()
    assert email.text == "Email"
    password = form.find_element("accessibility id", "login_password")
    password.send_keys("abc")
    assert password.text == "•••"
    assert form.is_keyboard_shown()


def test_attributes_are_texts_to_the_client(form: WebDriver) -> None:
    """The driver tells attributes as texts, and the rest by their own commands."""
    button = form.find_element("accessibility id", "login_sign_in")
    assert button.get_attribute("visible") == "true"
    assert button.get_attribute("label") == "Sign In"
    assert button.get_attribute("value") is None
    assert button.is_displayed()
    assert button.is_enabled()
    assert not button.is_selected()
    assert set(button.rect) == {"x", "y", "width", "height"}


def test_what_is_not_there_has_the_clients_own_errors(form: WebDriver) -> None:
    """The agent's errors reach the client as its own exceptions."""
    with pytest.raises(NoSuchElementException):
        form.find_element("accessibility id", "nobody")
    assert form.find_elements("accessibility id", "nobody") == []
    button = form.find_element("accessibility id", "login_sign_in")
    with pytest.raises(WebDriverException, match="The attribute 'nope' is unknown"):
        button.get_attribute("nope")
    form.execute_script("mobile: pressButton", {"name": "home"})
    with pytest.raises(StaleElementReferenceException):
        button.click()


def test_the_driver_takes_a_broken_selector_for_one_that_finds_nothing(form: WebDriver) -> None:
    """The driver swallows whatever goes wrong in a search. Source: lib/commands/find.ts."""
    assert form.find_elements("xpath", "//*[") == []
    with pytest.raises(NoSuchElementException):
        form.find_element("-ios predicate string", "name ==")


def test_the_source_is_the_applications_tree(form: WebDriver) -> None:
    """The driver's source is in its own root, with one application."""
    root = etree.fromstring(form.page_source.encode())
    assert root.tag == "AppiumAUT"
    assert [node.tag for node in root] == ["XCUIElementTypeApplication"]
    assert root[0].get("bundleId") == "com.LeadConnector"


def test_gestures_reach_elements(form: WebDriver) -> None:
    """The driver's gestures touch what they are asked to."""
    email = form.find_element("accessibility id", "login_email")
    form.execute_script("mobile: tap", {"elementId": email.id, "x": 10, "y": 10})
    assert form.switch_to.active_element.id == email.id
    password = form.find_element("accessibility id", "login_password")
    for gesture, more in (("doubleTap", {}), ("touchAndHold", {"duration": 0.1})):
        form.execute_script(f"mobile: {gesture}", {"elementId": password.id, **more})
        assert form.switch_to.active_element.id == password.id
    finger = [
        {"type": "pointerMove", "duration": 0, "origin": email, "x": 0, "y": 0},
        {"type": "pointerDown", "button": 0},
        {"type": "pause", "duration": 50},
        {"type": "pointerUp", "button": 0},
    ]
    touch = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
    form.execute(Command.W3C_ACTIONS, {"actions": [touch | {"actions": finger}]})
    assert form.switch_to.active_element.id == email.id


def test_the_keyboard_is_dismissed_by_its_return_key(form: WebDriver) -> None:
    """The driver hides the keyboard by a key; without one an iPhone's has no way."""
    form.find_element("accessibility id", "login_email").click()
    with pytest.raises(WebDriverException, match="Did not know how to dismiss the keyboard"):
        form.execute_script("mobile: hideKeyboard")


def test_a_list_is_scrolled_every_way(long_list: WebDriver) -> None:
    """Scrolls, swipes and drags move a list; an element out of sight is scrolled to."""
    far = long_list.find_element("-ios class chain", f"{ROWS}[`label == 'Person 33'`]")
    assert not far.is_displayed()
    table = long_list.find_element("-ios class chain", "**/XCUIElementTypeTable")
    long_list.execute_script("mobile: scroll", {"elementId": far.id, "toVisible": True})
    assert far.is_displayed()
    back = {"elementId": table.id, "direction": "up", "distance": 9}
    long_list.execute_script("mobile: scroll", back)
    assert _first_row(long_list) == "Person 00"
    long_list.execute_script("mobile: swipe", {"elementId": table.id, "direction": "up"})
    swiped = _first_row(long_list)
    assert swiped > "Person 00"
    place = table.rect
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    drag = {"fromX": middle[0], "fromY": middle[1], "toX": middle[0], "toY": middle[1] - 200}
    long_list.execute_script("mobile: dragFromToForDuration", drag | {"duration": 0})
    assert _first_row(long_list) > swiped
