"""The gestures of mobile commands: what they do to the app, and what is wrong with a bad one."""

from __future__ import annotations

from typing import Any

import pytest

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.android.uia2.fake_phone import PACKAGE, Client, Screen, with_client

SLOP_PX = 21
"""Eight dp at 420 dpi."""


async def _origin(client: Client, name: str) -> dict[str, str]:
    return {"element-6066-11e4-a52e-4f735466cecf": await client.find("id", name)}


def _offset(screen: Screen) -> int:
    return next(n.scroll_offset for n in screen.phone.display.root().walk() if n.id == "list")


def test_click_gestures_reach_the_app() -> None:
    """Click, double click and long click act on an element, on a point in it, or on the screen."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _origin(client, "sign_in")
        await client.post("appium/gestures/click", {"origin": button})
        await client.post("appium/gestures/click", {"origin": button, "offset": {"x": 3, "y": 5}})
        await client.post("appium/gestures/double_click", {"origin": button})
        await client.post("appium/gestures/long_click", {"origin": button, "duration": 900})
        await client.post("appium/gestures/long_click", {"origin": button, "duration": 90})
        assert screen.done == ["sign_in"] * 4 + ["held", "sign_in"]
        rect = await client.get(f"element/{await client.find('id', 'sign_in')}/rect")
        await client.post(
            "appium/gestures/long_click", {"offset": {"x": rect["x"] + 9, "y": rect["y"] + 9}}
        )
        assert screen.done[-1] == "held"

    with_client(test)


def test_click_takes_a_locator_of_its_own() -> None:
    """A click finds its element itself where it was given a locator and no element."""

    async def test(client: Client, screen: Screen) -> None:
        locator = {"strategy": "accessibility id", "selector": "Sign In"}
        await client.post("appium/gestures/click", {"locator": locator})
        assert screen.done == ["sign_in"]
        nothing = {"locator": {"strategy": "accessibility id", "selector": "nope"}}
        answer = await client.error("POST", "appium/gestures/click", nothing)
        assert answer[:2] == (404, "no such element")

    with_client(test)


def test_scroll_says_whether_it_can_go_on() -> None:
    """Scrolling down answers true until the end is reached, then false; up is true again."""

    async def test(client: Client, screen: Screen) -> None:
        area = {"origin": await _origin(client, "list"), "percent": 1.0}
        steps = 1
        while await client.post("appium/gestures/scroll", {**area, "direction": "down"}):
            steps += 1
        assert steps > 1
        end = _offset(screen)
        assert end == next(
            n.scroll_range for n in screen.phone.display.root().walk() if n.id == "list"
        )
        assert await client.post("appium/gestures/scroll", {**area, "direction": "up"}) is True
        assert _offset(screen) < end
        sideways = await client.post("appium/gestures/scroll", {**area, "direction": "left"})
        assert sideways is False

    with_client(test)


def test_slow_swipe_and_drag_move_the_list_by_their_way() -> None:
    """A slow drag that holds nothing and a swipe as slow move the list by their length."""

    async def test(client: Client, screen: Screen) -> None:
        area = {"left": 0, "top": 1500, "width": 1000, "height": 400}
        for percent in (0.5, 1.0):
            before = _offset(screen)
            swipe = {"area": area, "direction": "up", "percent": percent, "speed": 100}
            await client.post("appium/gestures/swipe", swipe)
            assert _offset(screen) - before == 400 * percent - SLOP_PX
        before = _offset(screen)
        drag = {"start": {"x": 500, "y": 1500}, "end": {"x": 500, "y": 1600}, "speed": 100}
        await client.post("appium/gestures/drag", drag)
        assert before - _offset(screen) == 100 - SLOP_PX

    with_client(test)


def test_fast_gestures_run_on() -> None:
    """A swipe at its usual speed runs on after the finger, a fling further; scrolling does not."""
    moved = {}

    async def test(client: Client, screen: Screen) -> None:
        screen.change(rows=900)
        area = {"area": {"left": 0, "top": 1500, "width": 1000, "height": 400}, "percent": 1.0}
        for gesture, direction in (("scroll", "down"), ("swipe", "up"), ("fling", "down")):
            before = _offset(screen)
            await client.post(f"appium/gestures/{gesture}", {**area, "direction": direction})
            moved[gesture] = _offset(screen) - before

    with_client(test)
    assert moved["scroll"] == 400 - SLOP_PX
    assert moved["scroll"] < 2000 < moved["swipe"] < moved["fling"]


def test_more_than_one_length_is_scrolled_piece_by_piece() -> None:
    """Two and a half lengths are three swipes, each of which loses the touch slop."""

    async def test(client: Client, screen: Screen) -> None:
        area = {"left": 0, "top": 1500, "width": 1000, "height": 400}
        body = {"area": area, "direction": "down", "percent": 2.5}
        assert await client.post("appium/gestures/scroll", body) is True
        assert _offset(screen) == 2.5 * 400 - 3 * SLOP_PX

    with_client(test)


def test_fling_that_reaches_the_end_has_no_more() -> None:
    """A fling that moves the list to its end answers false though it moved."""

    async def test(client: Client, screen: Screen) -> None:
        fling = {"origin": await _origin(client, "list"), "direction": "down"}
        assert await client.post("appium/gestures/fling", fling) is False
        assert _offset(screen) > 1000

    with_client(test)


def test_fling_says_whether_there_is_more() -> None:
    """A fling into a long list answers true; one at its end answers false."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(rows=900)
        fling = {"origin": await _origin(client, "list"), "direction": "down"}
        assert await client.post("appium/gestures/fling", fling) is True
        while await client.post("appium/gestures/fling", fling):
            pass
        assert await client.post("appium/gestures/fling", fling) is False
        assert await client.post("appium/gestures/fling", {**fling, "direction": "up"}) is True

    with_client(test)


def test_pinch_is_seen_by_what_zooms() -> None:
    """Pinching open over a view that zooms enlarges it; closing, and elsewhere, it does not."""
    factors: list[float] = []

    def photo() -> Node:
        style = Style(height=300)
        view = Node(Role.GROUP, id="photo", max_zoom=99, style=style, on_zoom=factors.append)
        return Node(Role.GROUP, children=[view])

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.show(Window(PACKAGE, "Photo", WindowKind.APP, photo, lambda: None))
        area = {"origin": await _origin(client, "photo"), "percent": 0.5}
        await client.post("appium/gestures/pinch_open", area)
        assert factors[-1] == pytest.approx(2, abs=0.05)
        await client.post("appium/gestures/pinch_close", area)
        assert factors[-1] == pytest.approx(1, abs=0.05)
        seen = len(factors)
        elsewhere = {"area": {"left": 0, "top": 1200, "width": 900, "height": 500}, "percent": 1}
        await client.post("appium/gestures/pinch_open", elsewhere)
        assert len(factors) == seen

    with_client(test)


def test_scroll_to_finds_what_is_below_the_fold() -> None:
    """Scrolling to a locator brings it to the screen; a missing one is no such element."""

    async def test(client: Client, _: Screen) -> None:
        await client.post(
            "gestures/scroll_to", {"params": {"strategy": "accessibility id", "selector": "row 33"}}
        )
        row = await client.find("accessibility id", "row 33")
        holder = await client.find("id", "list")
        await client.post(f"appium/element/{holder}/scroll_to/{row}")
        assert await client.get(f"element/{row}/attribute/displayed") == "true"
        params = {"params": {"strategy": "-android uiautomator", "selector": 'text("Row 0")'}}
        await client.post("gestures/scroll_to", params)
        assert await client.find_all("accessibility id", "row 0")
        missing = {"params": {"strategy": "class name", "selector": "nope"}}
        assert (await client.error("POST", "gestures/scroll_to", missing))[1] == "no such element"
        by_id = {"params": {"strategy": "id", "selector": "a"}}
        assert (await client.error("POST", "gestures/scroll_to", by_id))[1] == "invalid argument"

    with_client(test)


AREA = {"area": {"left": 0, "top": 1500, "width": 9, "height": 9}}
ILLEGAL = "java.lang.IllegalArgumentException: "
POINT = {"x": 1, "y": 1}


@pytest.mark.parametrize(
    ("gesture", "body", "message"),
    [
        ("click", {}, "Click offset coordinates must be provided if element is not set"),
        (
            "double_click",
            {},
            "Double click offset coordinates must be provided if element is not set",
        ),
        (
            "click",
            {"offset": {"x": 1}},
            "PointModel: The mandatory field 'y' is not present in JSON",
        ),
        (
            "long_click",
            {"offset": POINT, "duration": -1},
            "Long click duration cannot be negative",
        ),
        ("drag", {"start": POINT}, "DragModel: The mandatory field 'end' is not present in JSON"),
        (
            "drag",
            {"end": POINT},
            "The starting point coordinates must be provided if element is not set",
        ),
        (
            "swipe",
            {"direction": "up", "percent": 0.5},
            "The swipe area coordinates must be provided if element is not set",
        ),
        (
            "swipe",
            {**AREA, "direction": "in", "percent": 0.5},
            "Swipe direction must be one of [LEFT, RIGHT, UP, DOWN]",
        ),
        (
            "swipe",
            {**AREA, "direction": "up"},
            "SwipeModel: The mandatory field 'percent' is not present in JSON",
        ),
        (
            "swipe",
            {**AREA, "direction": "up", "percent": 2},
            "Percent must be between 0.0f and 1.0f",
        ),
        (
            "swipe",
            {**AREA, "direction": "up", "percent": 1, "speed": -1},
            "Speed cannot be negative",
        ),
        ("scroll", {**AREA, "direction": "up", "percent": -1}, "Percent must be greater than 0.0f"),
        (
            "scroll",
            {
                "area": {"left": 0, "top": 0, "width": -9, "height": 9},
                "direction": "up",
                "percent": 1,
            },
            "Rectangle width must not be negative",
        ),
        (
            "pinch_open",
            {"percent": 0.5},
            "The pinch area coordinates must be provided if element is not set",
        ),
        ("fling", AREA, "FlingModel: The mandatory field 'direction' is not present in JSON"),
        (
            "fling",
            {**AREA, "direction": "down", "speed": 130},
            "Speed 130 is less than the minimum fling velocity 131",
        ),
    ],
)
def test_malformed_gesture_is_an_invalid_argument(
    gesture: str, body: dict[str, Any], message: str
) -> None:
    """A gesture without its place, direction or share answers 400 and says what is wrong."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", f"appium/gestures/{gesture}", body)
        assert answer == (400, "invalid argument", ILLEGAL + message)

    with_client(test)


def test_numbers_may_be_quoted_but_must_be_numbers() -> None:
    """As in Gson a number may stand in quotes; anything else is said to be malformed."""

    async def test(client: Client, _: Screen) -> None:
        quoted = {**AREA, "direction": "up", "percent": "0.5"}
        await client.post("appium/gestures/swipe", quoted)
        wrongs: list[object] = ["half", True, [], {}, "NaN"]
        for wrong in wrongs:
            body = {**AREA, "direction": "up", "percent": wrong}
            status, error, message = await client.error("POST", "appium/gestures/swipe", body)
            assert (status, error) == (400, "invalid argument")
            assert message.startswith("com.google.gson.JsonSyntaxException: ")

    with_client(test)
