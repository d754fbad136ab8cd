"""Gestures: what they touch, and what is wrong with a request.

Source: facts about WebDriverAgent 16.12.9, FBElementCommands.m, XCUIElement+FBPickerWheel.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.ios.wda.agents import Served

UNSEEN = "row_39"


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


def _middle(looker: Looker, name: str) -> dict[str, float]:
    rect = looker.read(looker.find(name), "rect")
    assert isinstance(rect, dict)
    return {"x": rect["x"] + rect["width"] / 2, "y": rect["y"] + rect["height"] / 2}


def _first_row(looker: Looker) -> object:
    chain = "**/XCUIElementTypeCell[`visible == 1`][1]"
    return looker.names(chain, "class chain")[0]


@pytest.mark.parametrize(
    ("gesture", "body", "done"),
    [
        ("tap", {}, ["sign_in"]),
        ("doubleTap", {}, ["sign_in", "sign_in"]),
        ("touchAndHold", {"duration": 1}, ["sign_in held"]),
        ("touchAndHold", {"duration": 0.1}, ["sign_in"]),
        ("tapWithNumberOfTaps", {"numberOfTaps": 3, "numberOfTouches": 1}, ["sign_in"] * 3),
        ("tap", {"x": 5, "y": 5}, ["sign_in"]),
        ("tap", {"x": "5", "y": "5"}, ["sign_in"]),
        ("tap", {"x": 5, "y": -40}, []),
    ],
)
def test_a_gesture_on_an_element(
    looker: Looker, gesture: str, body: dict[str, object], done: list[str]
) -> None:
    """A gesture touches an element's middle, or a point by its distance from the corner."""
    element = looker.find("sign_in")
    assert looker.do(element, f"wda/element/{{}}/{gesture}", **body).value is None
    assert looker.screen.done == done


@pytest.mark.parametrize(
    ("gesture", "body", "done"),
    [
        ("tap", {}, ["sign_in"]),
        ("doubleTap", {}, ["sign_in", "sign_in"]),
        ("touchAndHold", {"duration": 1}, ["sign_in held"]),
    ],
)
def test_a_gesture_on_the_application(
    looker: Looker, gesture: str, body: dict[str, object], done: list[str]
) -> None:
    """Without an element, points are those of the active application."""
    place = _middle(looker, "sign_in")
    assert looker.agent.post(f"/wda/{gesture}", body | place).value is None
    assert looker.screen.done == done


def test_a_point_has_two_coordinates(looker: Looker) -> None:
    """One coordinate alone is an invalid argument."""
    answer = looker.agent.post("/wda/tap", {"x": 1})
    message = "Both x and y coordinates must be provided"
    assert answer.error == (400, "invalid argument", message)


def test_taps_and_touches_are_counted(looker: Looker) -> None:
    """Both counts must be given; two fingers press a button once between them, or not at all."""
    element = looker.find("sign_in")
    answer = looker.do(element, "wda/element/{}/tapWithNumberOfTaps", numberOfTaps=1)
    message = "Both 'numberOfTaps' and 'numberOfTouches' arguments must be provided"
    assert answer.error == (400, "invalid argument", message)
    assert looker.do(element, "wda/element/{}/twoFingerTap").value is None


def test_no_phone_measures_pressure(looker: Looker) -> None:
    """A forced touch is refused as an invalid state."""
    status, error, message = looker.do(looker.find("logo"), "wda/element/{}/forceTouch").error
    assert (status, error) == (400, "invalid element state")
    assert "Force press is not supported on this device" in message


def test_a_swipe_moves_the_content(looker: Looker) -> None:
    """A swipe up moves content up, and it runs on; a slow one moves it less."""
    table = looker.find("list")
    assert looker.do(table, "wda/element/{}/swipe", direction="up").value is None
    fast = _first_row(looker)
    looker.do(table, "wda/element/{}/swipe", direction="Down", velocity=5000)
    assert _first_row(looker) == "row_0"
    looker.do(table, "wda/element/{}/swipe", direction="up", velocity=20)
    assert _first_row(looker) in {"row_1", "row_2"}
    assert fast not in {"row_0", "row_1", "row_2"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Missing 'direction' parameter"),
        (
            {"direction": "north"},
            (
                "Unsupported swipe direction 'north'. Only the following directions are"
                " supported: (\n    up,\n    down,\n    left,\n    right\n)"
            ),
        ),
    ],
)
def test_a_swipe_has_a_direction(looker: Looker, body: dict[str, object], message: str) -> None:
    """A swipe without a direction, or with an unknown one, is an invalid argument."""
    assert looker.agent.post("/wda/swipe", body).error == (400, "invalid argument", message)


def test_a_drag_goes_between_points_of_the_application(looker: Looker) -> None:
    """A drag begins and ends at points of the application; a press before it holds."""
    start = _middle(looker, "row_3")
    body = {"fromX": start["x"], "fromY": start["y"], "toX": start["x"], "toY": start["y"] - 120}
    assert looker.agent.post("/wda/dragfromtoforduration", body | {"duration": 0}).value is None
    assert _first_row(looker) not in {"row_0", "row_1"}


def test_a_drag_that_rests_does_not_run_on(looker: Looker) -> None:
    """A drag with a rest at its end moves content by just its way."""
    start = _middle(looker, "row_3")
    body = {
        "fromX": start["x"],
        "fromY": start["y"],
        "toX": start["x"],
        "toY": start["y"] - 128,  # the first 8 points make it a drag
        "pressDuration": 0.1,
        "velocity": 200,
        "holdDuration": 0.3,
    }
    assert looker.agent.post("/wda/pressAndDragWithVelocity", body).value is None
    assert _first_row(looker) == "row_2"


def test_an_element_is_dragged_to_another(looker: Looker) -> None:
    """An element is dragged onto another one; one that is gone is stale."""
    first, other = looker.find("row_3"), looker.find("row_1")
    body = {"toElement": other, "pressDuration": 0.1, "velocity": 200, "holdDuration": 0.3}
    path = f"/wda/element/{first}/pressAndDragWithVelocity"
    assert looker.agent.post(path, body).value is None
    assert _first_row(looker) in {"row_1", "row_2"}
    assert looker.agent.post(path, body | {"toElement": "x"}).error[0] == 404


def test_two_fingers_zoom(agent: Served) -> None:
    """A pinch by a factor zooms a view by that factor."""
    looker = Looker(agent)
    zoomed: list[float] = []
    picture = Node(
        Role.IMAGE,
        id="picture",
        max_zoom=5,
        on_zoom=zoomed.append,
        style=Style(width=300, height=300),
    )
    looker.change(build=lambda: picture)
    agent.on_phone(lambda: _rebuild(looker))
    element = looker.find("picture")
    assert looker.do(element, "wda/element/{}/pinch", scale=2, velocity=1).value is None
    assert zoomed[-1] == pytest.approx(2, rel=0.1)
    looker.do(element, "wda/element/{}/pinch", scale=0.5, velocity=-1)
    assert zoomed[-1] == pytest.approx(1, rel=0.1)
    assert looker.do(element, "wda/element/{}/rotate", rotation=1.5, velocity=2).value is None


def _rebuild(looker: Looker) -> None:
    running = looker.agent.phone.apps.running[-1]
    running.window.build = looker.screen.build
    looker.agent.phone.apps.invalidate(running.bundle_id)


class Wheel:
    """A picker wheel with three options, of which the ones beside the middle can be tapped."""

    options = ("One", "Two", "Three")

    def __init__(self) -> None:
        self.at = 0

    def build(self) -> Node:
        """Its tree."""
        sides = [self._side(-1), Node(Role.GROUP, style=Style(height=60)), self._side(1)]
        wheel = Node(
            Role.GROUP,
            id="wheel",
            kind="PickerWheel",
            text=self.options[self.at],
            on_text=lambda text: self.turn(self.options.index(text) - self.at),
            style=Style(height=180),
            children=sides,
        )
        return Node(Role.GROUP, children=[wheel])

    def turn(self, by: int) -> None:
        """Go on by a number of options, as far as there are any."""
        self.at = max(0, min(self.at + by, len(self.options) - 1))

    def _side(self, by: int) -> Node:
        return Node(Role.GROUP, style=Style(height=60), on_tap=lambda: self.turn(by))


@pytest.fixture
def wheel(agent: Served) -> tuple[Looker, str]:
    """A client on a picker wheel, and the wheel."""
    looker, shown = Looker(agent), Wheel()

    def build() -> Node:
        tree = shown.build()
        for node in tree.walk():
            if node.on_tap is not None:
                node.on_tap = _then(node.on_tap, looker)
        return tree

    looker.screen.build = build  # type: ignore[method-assign] # another screen
    agent.on_phone(lambda: _rebuild(looker))
    return looker, looker.find("wheel")


def _then(tap: Callable[[], None], looker: Looker) -> Callable[[], None]:
    def tapped() -> None:
        tap()
        looker.agent.phone.apps.invalidate(looker.agent.phone.apps.front)

    return tapped


def test_a_wheel_goes_on_by_options(wheel: tuple[Looker, str]) -> None:
    """A picker wheel goes to the next or previous option, or until a value comes."""
    looker, element = wheel
    path = f"/wda/pickerwheel/{element}/select"
    assert looker.agent.post(path, {"order": "next"}).value is None
    assert looker.read(element, "text") == "Two"
    looker.agent.post(path, {"order": "Previous", "offset": 0.3})
    assert looker.read(element, "text") == "One"
    assert looker.agent.post(path, {"order": "next", "value": "Three"}).value is None
    assert looker.read(element, "text") == "Three"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"order": "up"}, (400, "invalid argument")),
        ({"order": "next", "offset": 0.7}, (400, "invalid argument")),
        ({"order": "previous"}, (400, "invalid element state")),
        ({"order": "next", "value": "Two!", "maxAttempts": 1}, (400, "invalid element state")),
    ],
)
def test_what_a_wheel_refuses(
    wheel: tuple[Looker, str], body: dict[str, object], error: tuple[int, str]
) -> None:
    """An unknown order, an offset too far, no further option, and a value that never comes."""
    looker, element = wheel
    assert looker.agent.post(f"/wda/pickerwheel/{element}/select", body).error[:2] == error


def test_a_wheel_takes_a_value(wheel: tuple[Looker, str]) -> None:
    """A picker wheel goes to the option that is typed into it."""
    looker, element = wheel
    assert looker.do(element, "element/{}/value", value=list("Three")).value is None
    looker.agent.on_phone(lambda: _rebuild(looker))
    assert looker.read(element, "text") == "Three"


def test_only_wheels_turn(looker: Looker) -> None:
    """What is no picker wheel is an invalid argument."""
    answer = looker.agent.post(f"/wda/pickerwheel/{looker.find('logo')}/select", {"order": "next"})
    assert answer.error[2].endswith("'XCUIElementTypeImage' was given instead")
