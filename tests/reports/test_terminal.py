"""Live progress in a terminal, and plain lines without one."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from reports.outcomes import Outcome
from reports.terminal import Progress, clock_face
from tests.reports.sample import BANNER, CABLE, EMULATOR, LOGIN, plan


class Clock:
    """A clock that is moved by hand."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """A clock at its beginning."""
    return Clock()


def plain(width: int = 100) -> Console:
    """A console that is no terminal."""
    return Console(file=io.StringIO(), width=width)


def lines(progress: Progress, width: int) -> list[str]:
    """The live lines as a terminal of that width shows them."""
    console = plain(width)
    console.print(progress.table())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_one_line_a_phone_and_one_for_all(clock: Clock) -> None:
    """Each phone's line says what runs, how much is done, what failed and the time left."""
    progress = Progress([EMULATOR, CABLE], plan().tests, plain(), clock)
    progress.started(EMULATOR.id, BANNER)
    clock.now_s += 10
    progress.finished(EMULATOR.id, BANNER, Outcome.FAIL, 10)
    progress.started(EMULATOR.id, LOGIN)
    clock.now_s += 4
    emulator, cable, everything = (" ".join(line.split()) for line in lines(progress, 100))
    assert emulator == "android-14-emulator test_signs_in 1/2 done 1 failed 0:06 left"
    assert cable == "android-14-cable waiting 0/2 done 0 failed ? left"
    assert everything == "all phones 0:14 elapsed 1/4 done 1 failed ? left"


def test_all_is_done_when_the_slowest_phone_is(clock: Clock) -> None:
    """Phones work side by side: the whole takes what the slowest still needs, not the sum."""
    progress = Progress([EMULATOR, CABLE], plan().tests, plain(), clock)
    progress.finished(EMULATOR.id, BANNER, Outcome.PASS, 3)
    progress.finished(CABLE.id, BANNER, Outcome.PASS, 8)
    assert lines(progress, 100)[-1].endswith("0:08 left")


@pytest.mark.parametrize("width", [80, 120])
def test_lines_do_not_wrap(clock: Clock, width: int) -> None:
    """However long the names, each phone keeps to one line and its numbers stay readable."""
    cell = replace(EMULATOR, id="android-14-emulator-with-a-long-name-of-its-own")
    tests = [replace(test, cell=cell.id) for test in plan().tests[:2]]
    progress = Progress([cell], tests, plain(), clock)
    progress.started(cell.id, f"suites/x.py::test_{'long_' * 40}")
    first, total = lines(progress, width)
    assert len(first) <= width
    assert " ".join(first.split()).endswith("0/2 done 0 failed ? left")
    assert "all phones" in total


def test_trouble_of_the_lab_is_not_counted_as_failed(clock: Clock) -> None:
    """A test that the lab stopped shows as untested, apart from failures."""
    progress = Progress([EMULATOR], plan().tests, plain(), clock)
    progress.finished(EMULATOR.id, BANNER, Outcome.INFRA, 1)
    assert "1/2 done  1 untested" in lines(progress, 100)[0]


def test_a_second_attempt_is_not_another_test(clock: Clock) -> None:
    """A test tried again takes the place of its first attempt."""
    progress = Progress([EMULATOR], plan().tests, plain(), clock)
    progress.finished(EMULATOR.id, BANNER, Outcome.INFRA, 1)
    progress.finished(EMULATOR.id, BANNER, Outcome.PASS, 1)
    assert "1/2 done   0 failed" in lines(progress, 100)[0]


def test_refused_tests_are_no_work(clock: Clock) -> None:
    """What the plan refuses is not waited for."""
    progress = Progress([CABLE], plan(refused="no console").tests, plain(), clock)
    assert "0/1 done" in lines(progress, 100)[0]


def test_without_a_terminal_each_test_is_one_line() -> None:
    """In a log each finished test and each event is one whole line, names unshortened."""
    console = plain(40)
    progress = Progress([EMULATOR], plan().tests, console)
    progress.started(EMULATOR.id, BANNER)
    progress.finished(EMULATOR.id, BANNER, Outcome.PASS, 1.234)
    progress.event("adb: died [and] was started again")
    progress.close()
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        f"[android-14-emulator] PASS {BANNER} 1.2 s",
        "adb: died [and] was started again",
    ]


def test_a_terminal_is_left_clean() -> None:
    """In a terminal the live lines go away, and what did not pass stays above them."""
    console = Console(
        file=io.StringIO(),
        width=80,
        force_terminal=True,
        color_system=None,
        _environ={"TERM": "xterm"},
    )
    progress = Progress([EMULATOR], plan().tests, console)
    progress.finished(EMULATOR.id, BANNER, Outcome.FAIL, 1)
    progress.finished(EMULATOR.id, LOGIN, Outcome.PASS, 1)
    progress.close()
    progress.close()
    assert isinstance(console.file, io.StringIO)
    output = console.file.getvalue()
    assert "FAIL     [android-14-emulator] test_banner.py::test_appears" in output
    assert "PASS" not in output
    assert output.count("\x1b[?25l") == output.count("\x1b[?25h")


@pytest.mark.parametrize(
    ("seconds", "face"), [(0.4, "0:00"), (65, "1:05"), (3725, "1:02:05"), (-3, "0:00")]
)
def test_durations_read_like_a_clock(seconds: float, face: str) -> None:
    """Durations are minutes and seconds, with hours when there are any."""
    assert clock_face(seconds) == face
