"""W3C actions and the gestures of mobile commands: what they do to the app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client


def _pointer(*items: dict[str, Any]) -> dict[str, Any]:
    source = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
    return {"actions": [{**source, "actions": list(items)}]}


def _move(x: int, y: int, origin: object = "viewport") -> dict[str, Any]:
    return {"type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": origin}


DOWN = {"type": "pointerDown", "button": 0}
UP = {"type": "pointerUp", "button": 0}


def _pause(ms: int) -> dict[str, Any]:
    return {"type": "pause", "duration": ms}


async def _origin(client: Client, name: str) -> dict[str, str]:
    return {"element-6066-11e4-a52e-4f735466cecf": await client.find("id", name)}


def _offset(screen: Screen) -> int:
    return next(n.scroll_offset for n in screen.phone.display.root().walk() if n.id == "list")


def test_a_short_touch_is_a_tap_and_a_long_one_is_held() -> None:
    """How long a finger stays down tells a tap from a long press."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _origin(client, "sign_in")
        await client.post("actions", _pointer(_move(0, 0, button), DOWN, _pause(50), UP))
        await client.post("actions", _pointer(_move(0, 0, button), DOWN, _pause(600), UP))
        assert screen.done == ["sign_in", "held"]

    with_client(test)


def test_a_moving_finger_scrolls() -> None:
    """A finger that moves up drags the list by its way, and taps nothing."""

    async def test(client: Client, screen: Screen) -> None:
        await client.post(
            "actions", _pointer(_move(500, 2000), DOWN, _move(0, -500, "pointer"), UP)
        )
        assert _offset(screen) == 500
        assert screen.done == []

    with_client(test)


def test_keys_are_typed_into_the_focused_input() -> None:
    """Key actions type characters, delete and submit."""

    async def test(client: Client, screen: Screen) -> None:
        await client.post(f"element/{await client.find('id', 'email')}/click")
        pressed = [
            {"type": kind, "value": v} for v in "ab\ue003c\ue007" for kind in ("keyDown", "keyUp")
        ]
        await client.post("actions", {"actions": [{"type": "key", "id": "k", "actions": pressed}]})
        assert screen.typed["email"] == "ac"
        assert screen.done == ["submit email"]

    with_client(test)


@pytest.mark.parametrize(
    "actions",
    [
        {},
        {"actions": [1]},
        {"actions": [{"type": "wheel", "actions": []}]},
        _pointer(DOWN, UP),
        _pointer(_move(1, 1), UP),
        _pointer({"type": "pointerMove", "duration": -1, "x": 1, "y": 1}),
        _pointer({"type": "pointerMove", "x": 1}),
        _pointer({"type": "jump"}),
        {"actions": [{"type": "key", "id": "k", "actions": [{"type": "keyDown"}]}]},
    ],
)
def test_malformed_actions_are_an_invalid_argument(actions: dict[str, Any]) -> None:
    """A chain that makes no sense answers 400 and does nothing."""

    async def test(client: Client, screen: Screen) -> None:
        assert (await client.error("POST", "actions", actions))[:2] == (400, "invalid argument")
        assert screen.done == []

    with_client(test)


def test_click_gestures_reach_the_app() -> None:
    """Click, double click and long click act on an element, on a point in it, or on the screen."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _origin(client, "sign_in")
        await client.post("appium/gestures/click", {"origin": button})
        await client.post("appium/gestures/click", {"origin": button, "offset": {"x": 3, "y": 5}})
        await client.post("appium/gestures/double_click", {"origin": button})
        await client.post("appium/gestures/long_click", {"origin": button, "duration": 900})
        assert screen.done == ["sign_in"] * 4 + ["held"]
        rect = await client.get(f"element/{await client.find('id', 'sign_in')}/rect")
        await client.post(
            "appium/gestures/click", {"offset": {"x": rect["x"] + 9, "y": rect["y"] + 9}}
        )
        assert screen.done[-1] == "sign_in"

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

    with_client(test)


def test_swipe_drag_and_fling_move_the_list() -> None:
    """A swipe up and a drag move the list by their way; a fling runs further."""

    async def test(client: Client, screen: Screen) -> None:
        area = {"left": 0, "top": 1500, "width": 1000, "height": 400}
        await client.post(
            "appium/gestures/swipe", {"area": area, "direction": "up", "percent": 0.5}
        )
        assert _offset(screen) == 200
        await client.post(
            "appium/gestures/drag", {"start": {"x": 500, "y": 1500}, "end": {"x": 500, "y": 1600}}
        )
        assert _offset(screen) == 100
        await client.post("appium/gestures/fling", {"area": area, "direction": "down"})
        assert _offset(screen) == 100 + 3 * 400

    with_client(test)


def test_scroll_to_finds_what_is_below_the_fold() -> None:
    """Scrolling to a locator brings it to the screen; a missing one is no such element."""

    async def test(client: Client, _: Screen) -> None:
        await client.post(
            "gestures/scroll_to", {"params": {"strategy": "accessibility id", "selector": "row 33"}}
        )
        row = await client.find("accessibility id", "row 33")
        params = {"params": {"strategy": "-android uiautomator", "selector": 'text("Row 0")'}}
        await client.post("gestures/scroll_to", params)
        assert await client.get(f"element/{row}/attribute/displayed") == "false"
        holder = await client.find("id", "list")
        await client.post(f"appium/element/{holder}/scroll_to/{row}")
        assert await client.get(f"element/{row}/attribute/displayed") == "true"
        missing = {"params": {"strategy": "class name", "selector": "nope"}}
        assert (await client.error("POST", "gestures/scroll_to", missing))[1] == "no such element"
        by_id = {"params": {"strategy": "id", "selector": "a"}}
        assert (await client.error("POST", "gestures/scroll_to", by_id))[1] == "invalid argument"

    with_client(test)


@pytest.mark.parametrize(
    ("gesture", "body"),
    [
        ("click", {}),
        ("long_click", {"offset": {"x": 1, "y": 1}, "duration": -1}),
        ("drag", {"start": {"x": 1, "y": 1}}),
        ("swipe", {"direction": "up", "percent": 0.5}),
        ("swipe", {"area": {"left": 0, "top": 0, "width": 9, "height": 9}, "direction": "in"}),
        (
            "swipe",
            {
                "area": {"left": 0, "top": 0, "width": 9, "height": 9},
                "direction": "up",
                "percent": 2,
            },
        ),
        ("scroll", {"area": {"left": 0, "top": 0, "width": -9, "height": 9}, "direction": "up"}),
        ("pinch_open", {"percent": 0.5}),
        ("fling", {"area": {"left": 0, "top": 0, "width": 9, "height": 9}}),
    ],
)
def test_malformed_gesture_is_an_invalid_argument(gesture: str, body: dict[str, Any]) -> None:
    """A gesture without its place, direction or share answers 400."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", f"appium/gestures/{gesture}", body)
        assert answer[:2] == (400, "invalid argument")

    with_client(test)
