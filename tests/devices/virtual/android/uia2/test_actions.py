"""W3C actions: what chains of them do to the app, and what is wrong with a malformed one."""

from __future__ import annotations

from typing import Any

import pytest

from devices.virtual.android.uia2.fields import Fields
from devices.virtual.android.uia2.timeline import Event, Kind, events, read
from devices.virtual.ui.node import Rect
from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

SLOP_PX = 21
"""Eight dp at 420 dpi."""
DOWN = {"type": "pointerDown", "button": 0}
UP = {"type": "pointerUp", "button": 0}


def move(x: float, y: float, origin: object = "viewport", ms: int = 0) -> dict[str, Any]:
    """A step to a point."""
    return {"type": "pointerMove", "duration": ms, "x": x, "y": y, "origin": origin}


def pause(ms: int) -> dict[str, Any]:
    """A step that takes time."""
    return {"type": "pause", "duration": ms}


def pointer(*items: dict[str, Any], name: str = "finger", kind: str = "touch") -> dict[str, Any]:
    """A finger's source."""
    source = {"type": "pointer", "id": name, "parameters": {"pointerType": kind}}
    return {**source, "actions": list(items)}


def keys(*values: str) -> dict[str, Any]:
    """A keyboard's source: each character pressed and released; with "+" before it, held."""
    items = []
    for value in values:
        held = value[0] == "+" and len(value) > 1
        items.append({"type": "keyDown", "value": value[-1]})
        if not held:
            items.append({"type": "keyUp", "value": value[-1]})
    return {"type": "key", "id": "keyboard", "actions": items}


def plan(*sources: dict[str, Any]) -> list[Event]:
    """What the sources come to."""
    body = Fields("W3CActionsModel", {"actions": list(sources)})
    return events(read(body), lambda _: Rect(100, 200, 300, 400))


async def _element(client: Client, name: str) -> dict[str, str]:
    return {"element-6066-11e4-a52e-4f735466cecf": await client.find("id", name)}


def _offset(screen: Screen) -> int:
    return next(n.scroll_offset for n in screen.phone.display.root().walk() if n.id == "list")


def test_a_short_touch_is_a_tap_and_a_long_one_is_held() -> None:
    """How long a finger stays down tells a tap from a long press."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _element(client, "sign_in")
        for ms in (50, 600):
            chain = pointer(move(0, 0, button), DOWN, pause(ms), UP)
            await client.post("actions", {"actions": [chain]})
        assert screen.done == ["sign_in", "held"]

    with_client(test)


def test_a_moving_finger_scrolls() -> None:
    """A finger that moves up and rests drags the list by its way, and taps nothing."""

    async def test(client: Client, screen: Screen) -> None:
        chain = pointer(move(500, 2000), DOWN, move(0, -500, "pointer", 300), pause(100), UP)
        await client.post("actions", {"actions": [chain]})
        assert _offset(screen) == 500 - SLOP_PX
        assert screen.done == []

    with_client(test)


def test_a_finger_that_is_lifted_in_motion_lets_the_list_run_on() -> None:
    """Without a rest at its end the same move scrolls further."""

    async def test(client: Client, screen: Screen) -> None:
        chain = pointer(move(500, 2000), DOWN, move(0, -200, "pointer", 100), UP)
        await client.post("actions", {"actions": [chain]})
        assert _offset(screen) > 400

    with_client(test)


def test_fingers_of_several_chains_act_together() -> None:
    """Two fingers press two buttons, though both chains are told one after the other."""

    async def test(client: Client, screen: Screen) -> None:
        first = pointer(move(0, 0, await _element(client, "sign_in")), DOWN, pause(100), UP)
        row = await client.find("accessibility id", "row 2")
        reference = {"element-6066-11e4-a52e-4f735466cecf": row}
        second = pointer(pause(20), move(0, 0, reference), DOWN, pause(20), UP, name="other")
        await client.post("actions", {"actions": [first, second]})
        assert screen.done == ["row 2", "sign_in"]

    with_client(test)


def test_finger_may_stay_down_from_one_request_to_the_next() -> None:
    """A finger that one chain leaves on a button is lifted by the next chain, and taps it."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _element(client, "sign_in")
        await client.post("actions", {"actions": [pointer(move(0, 0, button), DOWN)]})
        assert screen.done == []
        await client.post("actions", {"actions": [pointer(move(0, 0, button), UP)]})
        assert screen.done == ["sign_in"]

    with_client(test)


def test_keys_are_typed_into_the_focused_input() -> None:
    """Key actions type characters, delete and submit."""

    async def test(client: Client, screen: Screen) -> None:
        await client.post(f"element/{await client.find('id', 'email')}/click")
        await client.post("actions", {"actions": [keys(*"aB\ue003c\ue007")]})
        assert screen.typed["email"] == "ac"
        assert screen.done == ["submit email"]

    with_client(test)


def test_modifiers_hold_until_they_are_released() -> None:
    """Shift makes letters large, Ctrl makes commands of them, and NULL keeps its hands off both."""

    async def test(client: Client, screen: Screen) -> None:
        await client.post(f"element/{await client.find('id', 'email')}/click")
        await client.post("actions", {"actions": [keys("x", "+\ue008", "y", "\ue008", "z")]})
        assert screen.typed["email"] == "xYz"
        await client.post("actions", {"actions": [keys("+\ue009", "a", "\ue009", "q")]})
        assert screen.typed["email"] == "q"

    with_client(test)


def test_character_that_no_key_types_is_an_invalid_argument() -> None:
    """The virtual keyboard has no key for an accent."""

    async def test(client: Client, _: Screen) -> None:
        status, error, message = await client.error("POST", "actions", {"actions": [keys("é")]})
        assert (status, error) == (400, "invalid argument")
        assert message.startswith("KeyCharacterMap.getEvents is unable to synthesize")
        assert "'233'" in message

    with_client(test)


def test_finger_beyond_the_screen_is_an_invalid_state() -> None:
    """A finger that finds nothing to touch makes the whole chain fail, after all of it was done."""

    async def test(client: Client, screen: Screen) -> None:
        button = await _element(client, "sign_in")
        chains = [
            pointer(move(5000, 10), DOWN, UP),
            pointer(move(0, 0, button), DOWN, UP, name="other"),
        ]
        status, error, _ = await client.error("POST", "actions", {"actions": chains})
        assert (status, error) == (400, "invalid element state")
        assert screen.done == ["sign_in"]

    with_client(test)


def test_release_of_actions_is_not_a_command_of_the_server() -> None:
    """The driver releases actions by itself; the server knows no such route."""

    async def test(client: Client, _: Screen) -> None:
        assert (await client.error("DELETE", "actions"))[:2] == (404, "unknown command")

    with_client(test)


def test_durations_are_whole_ticks() -> None:
    """Pauses are rounded up to twenty milliseconds, and steps of a move follow each other so."""
    planned = plan(pointer(move(0, 0), DOWN, pause(1), pause(30), move(60, 0, ms=60), UP))
    assert planned[0] == Event(0, Kind.DOWN, x=0, y=0)
    assert [(e.at_ms, e.x) for e in planned if e.kind is Kind.MOVE] == [
        (60, 0),
        (80, 40),
        (100, 60),
    ]
    assert planned[-1] == Event(120, Kind.UP, x=60, y=0)


def test_first_move_only_takes_its_time() -> None:
    """Where a pointer comes from is not known, so that its first move is no event."""
    planned = plan(pointer(move(10, 20, ms=50), DOWN, UP))
    assert [(event.at_ms, event.kind) for event in planned] == [(60, Kind.DOWN), (60, Kind.UP)]


def test_move_that_takes_no_time_is_no_event() -> None:
    """A move of zero milliseconds tells where the next step happens, and nothing more."""
    planned = plan(pointer(move(1, 1), DOWN, move(50, 50), UP))
    assert [event.kind for event in planned] == [Kind.DOWN, Kind.UP]
    assert (planned[1].x, planned[1].y) == (50, 50)


def test_origin_is_the_viewport_the_pointer_or_an_element() -> None:
    """Coordinates count from the screen's corner, from where the finger is, or from a middle."""
    reference = {"element-6066-11e4-a52e-4f735466cecf": "some id"}
    for origin, at in (
        ("viewport", (5, 6)),
        (None, (5, 6)),
        ("pointer", (15, 26)),
        (reference, (205, 306)),
        ({"ELEMENT": "some id"}, (205, 306)),
        ("some id", (205, 306)),
    ):
        planned = plan(pointer(move(10, 20), move(5, 6, origin), DOWN))
        assert (planned[0].x, planned[0].y) == at


def test_cancel_takes_back_the_step_before_it() -> None:
    """A pointerCancel undoes the step that it follows."""
    planned = plan(pointer(move(1, 1), DOWN, {"type": "pointerCancel"}, pause(20), DOWN, UP))
    assert [(event.at_ms, event.kind) for event in planned] == [(20, Kind.DOWN), (20, Kind.UP)]


def test_mouse_that_hovers_touches_nothing() -> None:
    """A mouse moves without a button down, and nothing happens until it presses one."""
    planned = plan(pointer(move(1, 1), move(90, 90, ms=200), DOWN, UP, kind="mouse"))
    assert [event.kind for event in planned] == [Kind.DOWN, Kind.UP]


def test_long_move_is_told_in_few_steps() -> None:
    """A move of an hour has no more events than it takes to tell how the finger went."""
    planned = plan(pointer(move(0, 0), DOWN, move(0, 900, ms=3_600_000), UP))
    assert len(planned) < 40
    assert planned[-1].at_ms == 3_600_000


ILLEGAL = "java.lang.IllegalArgumentException: "


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ({}, f"{ILLEGAL}W3CActionsModel: The mandatory field 'actions' is not present in JSON"),
        ({"actions": [1]}, "com.google.gson.JsonSyntaxException: "),
        ({"actions": "x"}, "com.google.gson.JsonSyntaxException: "),
        (
            [{"type": "pointer", "actions": []}],
            f"{ILLEGAL}W3CItemModel: The mandatory field 'id' is not present in JSON",
        ),
        (
            [{"type": "key", "id": "k"}],
            f"{ILLEGAL}W3CItemModel: The mandatory field 'actions' is not present in JSON",
        ),
        (
            [{"type": "wheel", "id": "w", "actions": []}],
            (
                "Only [pointer, key, none] values are supported for type key. "
                "'wheel' is passed instead for action 'w'"
            ),
        ),
        ([pointer(), pointer()], "The action id 'finger' has one one or more duplicates"),
        (
            [pointer(kind="nose")],
            (
                "Only [mouse, pen, touch] values are supported for pointerType key. "
                "'nose' is passed instead for action 'finger'"
            ),
        ),
        (
            [pointer(), pointer(kind="mouse", name="other")],
            (
                "It is only allowed to use one pointer type simultaneously. And you have 2: "
                "[mouse, touch]"
            ),
        ),
        (
            [pointer(kind="pen"), pointer(kind="pen", name="other")],
            "No more that one simultaneous pointer is supported for pointerType pen",
        ),
        (
            [pointer({"type": "jump"})],
            (
                "Only [pointerMove, pointerUp, pointerDown, pointerCancel, pause] item type values "
                "are supported for action type 'pointer'. 'jump' is passed instead "
                "for action 'finger'"
            ),
        ),
        (
            [pointer(DOWN, UP)],
            (
                "Action item 'pointerDown' #1 of the action 'finger' should be preceded with "
                "at least one item having absolute coordinates"
            ),
        ),
        (
            [pointer({"type": "pointerMove", "x": 1, "y": 1})],
            "Missing duration key for action item 'pointerMove' of action with id 'finger'",
        ),
        (
            [pointer(pause(-1))],
            "duration key cannot be negative for action item 'pause' of action with id 'finger'",
        ),
        (
            [pointer({"type": "pointerMove", "duration": 0, "x": 1}, DOWN)],
            "Both coordinates must be be set for action item 'pointerMove' #1 of action 'finger'",
        ),
        (
            [pointer(move(1, 1), DOWN, DOWN)],
            (
                "You cannot perform two or more 'pointerDown' actions without a pause between them "
                "at 0ms in 'finger' chain"
            ),
        ),
        (
            [pointer(move(1, 1, "pointer"), DOWN)],
            (
                "Action item 'pointerMove' #1 of action 'finger' should be preceded with "
                "at least one item containing absolute coordinates"
            ),
        ),
        (
            [pointer(move(1, 1, {}), DOWN)],
            "An unknown element '{}' is set for action item 'pointerMove' of action 'finger'",
        ),
        (
            [{"type": "key", "id": "k", "actions": [{"type": "keyDown"}]}],
            "Missing value key for action item 'keyDown' of action with id 'k'",
        ),
        (
            [{"type": "key", "id": "k", "actions": [{"type": "keyUp", "value": ""}]}],
            "value key cannot be empty for action item 'keyUp' of action with id 'k'",
        ),
        (
            [{"type": "none", "id": "n", "actions": [{"type": "pause"}]}],
            "Missing duration key for action item 'pause' of action with id 'n'",
        ),
    ],
)
def test_malformed_actions_are_an_invalid_argument(
    actions: dict[str, Any] | list[Any], message: str
) -> None:
    """A chain that makes no sense answers 400, says why, and does nothing."""
    body = {"actions": actions} if isinstance(actions, list) else actions

    async def test(client: Client, screen: Screen) -> None:
        status, error, said = await client.error("POST", "actions", body)
        assert (status, error) == (400, "invalid argument")
        assert said == message or (message.endswith(": ") and said.startswith(message))
        assert screen.done == []

    with_client(test)
