"""Actions that the server repeats by itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

CLICK = {
    "type": "gesture",
    "name": "tap",
    "payload": {
        "subtype": "click",
        "locator": {"strategy": "accessibility id", "selector": "Sign In"},
    },
}
TURNS = 300


async def _repeats(client: Client, name: str, count: int) -> dict[str, Any]:
    """The history of an action once it has run so often."""
    for _ in range(TURNS):
        history: dict[str, Any] = await client.post("appium/action_history", {"name": name})
        if history["repeats"] >= count:
            return history
        await asyncio.sleep(0)
    raise AssertionError(f"{name} ran {history['repeats']} times only")


def test_action_runs_as_often_as_it_is_told_to() -> None:
    """Steps are repeated until the count is reached; what came of them is told, newest first."""

    async def test(client: Client, screen: Screen) -> None:
        xml = {"type": "source", "name": "page", "payload": {"subtype": "xml"}}
        action = {"name": "poll", "steps": [CLICK, xml], "times": 3, "intervalMs": 0}
        assert await client.post("appium/schedule_action", action) is None
        history = await _repeats(client, "poll", 3)
        assert screen.done == ["sign_in"] * 3
        assert [len(steps) for steps in history["stepResults"]] == [2, 2, 2]
        tap, page = history["stepResults"][0]
        assert (tap["passed"], tap["result"], tap["exception"]) == (True, None, None)
        assert page["result"].startswith("<?xml")

    with_client(test)


def test_action_that_is_unscheduled_runs_no_more() -> None:
    """Ending an action tells its history and frees its name."""

    async def test(client: Client, screen: Screen) -> None:
        action = {"name": "poll", "steps": [CLICK], "times": 100000, "intervalMs": 0}
        await client.post("appium/schedule_action", action)
        await _repeats(client, "poll", 2)
        assert (await client.post("appium/unschedule_action", {"name": "poll"}))["repeats"] >= 2
        seen = len(screen.done)
        assert (await client.error("POST", "appium/action_history", {"name": "poll"}))[2] == (
            "The action name 'poll' is not known. Have you scheduled it before?"
        )
        assert len(screen.done) == seen

    with_client(test)


def test_failed_steps_are_told_and_can_end_the_action() -> None:
    """A step that fails says why, history keeps as much as it may, failures end the action."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(banner=True)
        bad = {"type": "gesture", "name": "bad", "payload": {"subtype": "nudge"}}
        lost = {
            **CLICK,
            "payload": {**CLICK["payload"], "locator": {"strategy": "id", "selector": "nope"}},  # type: ignore[dict-item]
        }
        odd = {"type": "dance", "name": "odd"}
        action = {
            "name": "fails",
            "steps": [bad, lost, odd],
            "times": 9,
            "intervalMs": 0,
            "maxFail": 2,
            "maxHistoryItems": 1,
        }
        await client.post("appium/schedule_action", action)
        history = await _repeats(client, "fails", 2)
        for _ in range(10):
            again = await client.post("appium/action_history", {"name": "fails"})
        assert again["repeats"] == 2
        (steps,) = history["stepResults"]
        assert not any(step["passed"] for step in steps)
        assert steps[0]["exception"]["message"].startswith("The value 'nudge' of 'subtype' field")
        assert steps[1]["exception"]["name"].endswith("ElementNotFoundException")
        assert steps[2]["exception"]["name"].endswith("UnknownStepTypeException")

    with_client(test)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "Action name must not be blank"),
        (
            {"intervalMs": -1},
            "The scheduled action interval must not be negative. You have provided -1",
        ),
        ({"steps": []}, "The amount of provided action steps must be greater than zero"),
        (
            {"maxHistoryItems": 0},
            "The amount of maximum action history items must be greater than zero",
        ),
    ],
)
def test_impossible_schedule_is_an_invalid_argument(change: dict[str, Any], message: str) -> None:
    """A schedule without a name, steps, or room for its history is refused."""

    async def test(client: Client, _: Screen) -> None:
        action = {"name": "a", "steps": [CLICK], **change}
        answer = await client.error("POST", "appium/schedule_action", action)
        assert answer == (400, "invalid argument", message)

    with_client(test)


def test_name_can_be_taken_once() -> None:
    """A second action of the same name is refused while the first is known."""

    async def test(client: Client, _: Screen) -> None:
        action = {"name": "a", "steps": [CLICK]}
        await client.post("appium/schedule_action", action)
        answer = await client.error("POST", "appium/schedule_action", action)
        assert answer[2].startswith("The action with the same name 'a' has been already scheduled")

    with_client(test)
