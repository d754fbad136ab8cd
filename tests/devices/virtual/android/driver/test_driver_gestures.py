"""The driver's gestures, on a phone's real geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_WHOLE = {"left": 100, "top": 500, "width": 800, "height": 1000}


def test_a_click_gesture_focuses_what_lies_under_it(login_form: Driven) -> None:
    """`mobile: clickGesture` taps an element, and a point in the same way."""
    email = login_form.find(accessibility_id="Email")
    password = login_form.find(accessibility_id="Password")
    login_form("clickGesture", elementId=password.id)
    assert password.get_attribute("focused") == "true"
    place = email.rect
    login_form("clickGesture", x=place["x"] + 20, y=place["y"] + 20)
    assert email.get_attribute("focused") == "true"
    login_form("doubleClickGesture", elementId=password.id)
    assert password.get_attribute("focused") == "true"
    login_form("longClickGesture", elementId=email.id, duration=600)
    assert email.get_attribute("focused") == "true"


def test_scrolling_says_whether_there_is_more(long_list: Driven) -> None:
    """`mobile: scrollGesture` moves the list, and gives false once its end is reached."""
    assert long_list("scrollGesture", direction="down", percent=1.0, **_WHOLE) is True
    assert not long_list.shows(accessibility_id="Person 00")
    for _ in range(20):
        if not long_list("scrollGesture", direction="down", percent=2.0, **_WHOLE):
            break
    assert long_list.shows(accessibility_id="Person 39")
    while long_list("flingGesture", direction="up", speed=20000, **_WHOLE):
        pass
    assert long_list.shows(accessibility_id="Person 00")


def test_a_swipe_and_a_drag_move_the_list(long_list: Driven) -> None:
    """`mobile: swipeGesture` and `mobile: dragGesture` upwards bring later rows."""
    first = long_list.find(accessibility_id="Person 00").rect["y"]
    long_list("dragGesture", startX=500, startY=1500, endX=500, endY=1300, speed=500)
    assert not long_list.shows(accessibility_id="Person 00") or (
        long_list.find(accessibility_id="Person 00").rect["y"] < first
    )
    long_list("swipeGesture", direction="up", percent=0.9, **_WHOLE)
    assert not long_list.shows(accessibility_id="Person 00")


def test_scroll_finds_what_is_below_the_screen(long_list: Driven) -> None:
    """`mobile: scroll` brings an element into view, `mobile: scrollBackTo` returns to another."""
    assert not long_list.shows(accessibility_id="Person 30")
    long_list("scroll", strategy="accessibility id", selector="Person 30", maxSwipes=20)
    assert long_list.shows(accessibility_id="Person 30")


def test_pinches_leave_the_list_open(long_list: Driven) -> None:
    """`mobile: pinchOpenGesture` and `mobile: pinchCloseGesture` open no row of a list."""
    long_list("pinchOpenGesture", percent=0.5, **_WHOLE)
    long_list("pinchCloseGesture", percent=0.5, **_WHOLE)
    assert long_list.shows(id="com.LeadConnector:id/contact_list")


def test_typing_and_replacing(login_form: Driven) -> None:
    """`mobile: type` writes where the focus is; `mobile: replaceElementValue` writes anew."""
    email = login_form.find(accessibility_id="Email")
    email.click()
    login_form("type", text="mia@example.com")
    assert email.text == "mia@example.com"
    login_form("replaceElementValue", elementId=email.id, text="jo@example.com")
    assert email.text == "jo@example.com"
    email.clear()
    assert not email.text or email.text == "Email"


def test_keys_and_the_keyboard(login_form: Driven) -> None:
    """A field's keyboard comes and goes; keys are typed; an editor's action is performed."""
    email = login_form.find(accessibility_id="Email")
    email.click()
    assert login_form("isKeyboardShown") is True
    login_form("pressKey", keycode=29)
    assert email.text == "a"
    login_form("pressKey", keycode=30, metastate=1)
    assert email.text == "aB"
    login_form("hideKeyboard")
    assert login_form("isKeyboardShown") is False
    login_form.find(accessibility_id="Password").click()
    login_form("performEditorAction", action="done")
    assert login_form.find(id="com.LeadConnector:id/login_error").text
