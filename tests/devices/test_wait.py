"""Waiting ends with the condition or with the deadline, and tells what was seen."""

from __future__ import annotations

from devices import wait


def test_waiting_ends_when_the_condition_holds() -> None:
    """The first sight that satisfies is returned, without another look."""
    sights = iter([0, 0, 7, 8])
    assert wait.until(lambda: next(sights), 60) == 7
    assert next(sights) == 8


def test_waiting_ends_at_the_deadline_with_what_was_seen() -> None:
    """When nothing satisfies in time, the last sight comes back for the caller's message."""
    assert wait.until(lambda: "none", 0.05, holds=lambda seen: seen == "wlan0") == "none"


def test_there_is_one_look_even_without_time() -> None:
    """A deadline of zero still looks once: a state that holds now is seen."""
    looks: list[int] = []

    def look() -> str:
        looks.append(1)
        return "here"

    assert wait.until(look, 0) == "here"
    assert looks == [1]
