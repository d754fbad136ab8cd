"""A phone's clock goes on with the host's, and can be moved on."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from devices.virtual.os.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)


def ran(scenario: Callable[[Clock], None]) -> None:
    """Run something on a loop that a clock can plan on."""

    async def run() -> None:
        scenario(Clock())

    asyncio.run(run())


def test_moving_on_moves_what_is_shown_and_how_long_it_is_up() -> None:
    """Both go on by the step, and stay there."""
    clock = Clock()
    shown, up = clock.now(), clock.uptime()
    clock.advance(HOUR)
    assert HOUR <= clock.now() - shown < 2 * HOUR
    assert HOUR <= clock.uptime() - up < 2 * HOUR
    assert clock.ahead == HOUR


def test_what_is_due_happens_in_its_order_and_at_its_time() -> None:
    """Each callback finds the clock where it wanted it; what is not due yet waits on."""
    seen: list[tuple[str, timedelta]] = []

    def scenario(clock: Clock) -> None:
        began = clock.uptime()

        def note(name: str) -> Callable[[], None]:
            return lambda: seen.append((name, clock.uptime() - began))

        clock.schedule(3 * HOUR, note("late"))
        clock.schedule(HOUR, note("first"))
        clock.schedule(2 * HOUR, note("second"))
        clock.schedule(HOUR, note("cancelled"))()
        clock.advance(2 * HOUR)

    ran(scenario)
    assert [name for name, _ in seen] == ["first", "second"]
    for hours, (_, at) in enumerate(seen, start=1):
        assert hours * HOUR <= at < hours * HOUR + timedelta(minutes=1)


def test_what_repeats_is_repeated_while_time_passes() -> None:
    """A callback that plans the next one is called as often as the time has room for."""
    calls = []

    def scenario(clock: Clock) -> None:
        def again() -> None:
            calls.append(clock.now())
            clock.schedule(timedelta(minutes=10), again)

        clock.schedule(timedelta(minutes=10), again)
        clock.advance(HOUR + timedelta(seconds=30))

    ran(scenario)
    assert len(calls) == 6


def test_what_is_left_comes_earlier_by_the_step() -> None:
    """A sleep of an hour ends a moment after all but that moment of it has passed."""

    async def run() -> timedelta:
        clock = Clock()
        asleep = asyncio.create_task(clock.sleep(HOUR))
        await asyncio.sleep(0)
        clock.advance(HOUR - timedelta(milliseconds=20))
        assert not asleep.done()
        await asyncio.wait_for(asleep, 5)
        return clock.uptime()

    assert asyncio.run(run()) >= HOUR - timedelta(milliseconds=30)
