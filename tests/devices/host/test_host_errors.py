"""The errors of a lab on this host."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from devices.host.errors import (
    HostError,
    PortTaken,
    ServiceDied,
    ServiceSilent,
    SetUpFailed,
    describe_exit,
    log_tail,
)
from devices.host.wire import Failed, event_from_line, event_to_line

if TYPE_CHECKING:
    from pathlib import Path

_ERRORS = [
    HostError("adb", "is odd"),
    SetUpFailed("lab", "no such profile", "Name another.", "/logs/lab.log", "its last line"),
    PortTaken("adb", 5037, "adb (pid 12)"),
    PortTaken("adb", 5037, None),
    ServiceDied("appium", -9, "/logs/appium.log", "a\nb"),
    ServiceSilent("appium", "GET /status", 5.0, "no answer", "/logs/appium.log", "a\nb"),
]


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_pickles_whole(error: HostError) -> None:
    """An error arrives from another process with its type, message and fields."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_travels_to_the_runner_whole(error: HostError) -> None:
    """The runner raises what the supervisor has met, with its type, message and fields."""
    event = event_from_line(event_to_line(Failed(error)))
    assert isinstance(event, Failed)
    copy = event.error
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_a_message_begins_with_its_service(error: HostError) -> None:
    """Whoever reads a list of errors sees first whose they are."""
    assert str(error).startswith(f"{error.service}: ")


def test_a_message_shows_advice_and_the_end_of_the_log() -> None:
    """All that a person needs is in the message."""
    assert str(_ERRORS[1]) == (
        "lab: no such profile\nName another.\nLog: /logs/lab.log, its end:\n  | its last line"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "ended by itself with exit code 0"),
        (-9, "was killed by SIGKILL"),
        (-60, "was killed by signal 60"),
        (None, "ended by itself"),
    ],
)
def test_an_exit_is_said_in_words(code: int | None, words: str) -> None:
    """Exit codes and signals are told apart."""
    assert describe_exit(code) == words


def test_the_tail_of_a_long_log_is_its_last_lines(tmp_path: Path) -> None:
    """Of a big log only the end is read."""
    log = tmp_path / "log"
    log.write_text("".join(f"line {n}\n" for n in range(100_000)))
    assert log_tail(log).splitlines() == [f"line {n}" for n in range(99_985, 100_000)]
    assert log_tail(tmp_path / "none") == ""
