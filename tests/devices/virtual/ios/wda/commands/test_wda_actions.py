"""W3C actions: what fingers and keys do, and what is wrong with a chain.

Source: facts about WebDriverAgent 16.12.9, FBW3CActionsSynthesizer.m, FBW3CActionsHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Answer, Served

W3C = "element-6066-11e4-a52e-4f735466cecf"
DOWN, UP = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}

Item = dict[str, Any]


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


def _move(x: float | None, y: float | None, **more: object) -> Item:
    place = {"x": x, "y": y} if x is not None else {}
    return {"type": "pointerMove", "duration": 0, **place, **more}


def _pause(ms: float) -> Item:
    return {"type": "pause", "duration": ms}


def _finger(*items: Item, name: str = "finger1") -> Item:
    parameters = {"pointerType": "touch"}
    return {"type": "pointer", "id": name, "parameters": parameters, "actions": list(items)}


def _keys(*items: Item) -> Item:
    return {"type": "key", "id": "keyboard", "actions": list(items)}


def _key(value: str) -> list[Item]:
    return [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]


def _act(looker: Looker, *sources: object) -> Answer:
    return looker.agent.post("/actions", {"actions": list(sources)})


def _middle(looker: Looker, name: str) -> tuple[float, float]:
    rect = looker.read(looker.find(name), "rect")
    assert isinstance(rect, dict)
    return rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2


def _first_row(looker: Looker) -> object:
    chain = "**/XCUIElementTypeCell[`visible == 1`][1]"
    return looker.names(chain, "class chain")[0]


def test_a_tap_at_a_point_of_the_viewport(looker: Looker) -> None:
    """A finger that is moved, put down and lifted taps."""
    at = _middle(looker, "sign_in")
    assert _act(looker, _finger(_move(*at), DOWN, _pause(50), UP)).value is None
    assert looker.screen.done == ["sign_in"]


@pytest.mark.parametrize("form", ["w3c", "plain"])
def test_an_origin_may_be_an_element(looker: Looker, form: str) -> None:
    """An element is an origin as a reference or as its identifier; offsets are from its middle."""
    element = looker.find("sign_in")
    origin = {W3C: element} if form == "w3c" else element
    _act(looker, _finger(_move(None, None, origin=origin), DOWN, UP))
    _act(looker, _finger(_move(-20, 5, origin=origin), DOWN, UP))
    _act(looker, _finger(_move(0, 80, origin=origin), DOWN, UP))
    assert looker.screen.done == ["sign_in", "sign_in"]


def test_an_origin_may_be_where_the_finger_is(looker: Looker) -> None:
    """A move may be relative to where the finger is."""
    x, y = _middle(looker, "sign_in")
    there = _move(0, 60, origin="pointer")
    _act(looker, _finger(_move(x, y - 60), DOWN, UP, there, DOWN, UP))
    assert looker.screen.done == ["sign_in"]


def test_a_long_press(looker: Looker) -> None:
    """A finger that rests long enough holds."""
    at = _middle(looker, "sign_in")
    _act(looker, _finger(_move(*at), DOWN, _pause(1000), UP))
    assert looker.screen.done == ["sign_in held"]


def test_a_drag_moves_content(looker: Looker) -> None:
    """A finger that moves while it is down moves content; rest keeps that from running on."""
    x, y = _middle(looker, "row_3")
    moves = [_move(x, y), DOWN, _pause(100), _move(x, y - 128, duration=600), _pause(200), UP]
    assert _act(looker, _finger(*moves)).value is None
    assert _first_row(looker) == "row_2"
    assert looker.screen.done == []


def test_two_taps_in_one_chain(looker: Looker) -> None:
    """A finger that goes down again is another touch."""
    at = _middle(looker, "sign_in")
    _act(looker, _finger(_move(*at), DOWN, UP, _pause(100), DOWN, UP))
    assert looker.screen.done == ["sign_in", "sign_in"]


def test_two_fingers_at_the_same_time(looker: Looker) -> None:
    """Sources act at the same time, each a finger of its own."""
    first, second = _middle(looker, "sign_in"), _middle(looker, "row_0")
    fingers = [
        _finger(_move(*first), DOWN, _pause(100), UP),
        _finger(_pause(20), _move(*second), DOWN, _pause(60), UP, name="finger2"),
    ]
    assert _act(looker, *fingers).value is None
    assert sorted(looker.screen.done) == ["row_0", "sign_in"]


def test_a_cancelled_item_does_not_happen(looker: Looker) -> None:
    """A cancel takes the item before it back."""
    at = _middle(looker, "sign_in")
    elsewhere = _move(1, 1)
    cancelled = [_move(*at), elsewhere, {"type": "pointerCancel"}, DOWN, UP]
    _act(looker, _finger(*cancelled))
    assert looker.screen.done == ["sign_in"]


def test_keys_type_what_is_let_go(looker: Looker) -> None:
    """Keys type the characters of the keys that are let go; special ones are keys."""
    looker.do(looker.find("email"), "element/{}/click")
    items = [*_key("a"), *_key("b"), _pause(10), *_key("\ue003"), *_key("\ue01b"), *_key("\ue008")]
    assert _act(looker, _keys(*items)).value is None
    assert looker.screen.email == "a1"


def test_a_source_without_items_is_passed_over(looker: Looker) -> None:
    """A source without items, as clients send for what they do not use, is passed over."""
    at = _middle(looker, "sign_in")
    assert _act(looker, _finger(_move(*at), DOWN, UP), _keys()).value is None
    assert looker.screen.done == ["sign_in"]


@pytest.mark.parametrize(
    ("sources", "part"),
    [
        ([], "Actions list cannot be empty"),
        ([{"type": "pointer", "actions": [DOWN]}], "The mandatory action id field is missing"),
        ([_finger(DOWN), _finger(DOWN)], "Action id 'finger1' is not unique for '{"),
        ([{"type": "pointer", "id": "a"}], "Action with id 'a' contains none"),
        ([{"type": "wheel", "id": "a", "actions": [DOWN]}], "'wheel' is given instead for action"),
        (
            [{"type": "pointer", "id": "a", "actions": [DOWN]}],
            (
                "Only pointer type 'touch' is supported. 'mouse' is given instead for action"
                " with id 'a'"
            ),
        ),
        ([_finger(DOWN)], "action item must be preceded by pointerMove item"),
        ([_finger(_move(1, 1), {"type": "nope"})], "action item type 'nope' is not supported."),
        ([_finger({"button": 0})], "The type property is mandatory to set for '{"),
        ([_finger(_move(1, None))], "Both 'x' and 'y' options should be set for '{"),
        ([_finger(_move(None, None))], "Both 'x' and 'y' options should be set for '{"),
        ([_finger(_move(1, 1, origin="pointer"))], "There is no previous item for '{"),
        ([_finger(_move(1, 1, origin=3))], "Unsupported origin type '3' is set for '{"),
        ([_finger(_move(1, 1), _pause(-1))], "Duration must be a valid positive number for '{"),
        ([_keys({"type": "pause"})], "Duration must be present for '{"),
        ([_keys({"type": "keyDown"})], "Key value must be present and should be a valid non-empty"),
        ([_keys(_key("a")[0])], "Key Down action 'a' must have a closing Key Up successor in '{"),
        ([_keys(_key("a")[1])], "Key Up action 'a' is not balanced with a preceding Key Down one"),
    ],
)
def test_a_broken_chain_is_an_unknown_error(looker: Looker, sources: list[Item], part: str) -> None:
    """What is wrong with a chain is told in the agent's words, and nothing is done."""
    status, error, message = _act(looker, *sources).error
    assert (status, error) == (500, "unknown error")
    assert message.startswith('Error Domain=com.facebook.WebDriverAgent Code=1 "')
    assert part in message
    assert looker.screen.done == []


def test_a_stale_origin_is_stale(looker: Looker) -> None:
    """An origin that is gone is a stale element."""
    element = looker.find("forgotten")
    looker.change(gone=True)
    answer = _act(looker, _finger(_move(0, 0, origin={W3C: element}), DOWN, UP))
    assert answer.error[:2] == (404, "stale element reference")


def test_an_origin_without_extent_is_not_visible(looker: Looker) -> None:
    """An origin without any extent cannot be touched."""
    looker.change(rows=0)
    table = looker.find("list")
    looker.change(height=0)
    answer = _act(looker, _finger(_move(0, 0, origin={W3C: table}), DOWN, UP))
    assert answer.error[:2] == (400, "element not visible")
