"""Fingers on the screen: paths in time, and the touch of an element.

Time is that of the events: no gesture costs the client any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.ios.wda.input.revealing import reveal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.wda.elements.element import Element

_FRAME_MS: Final = 16.0
_LEAVES_POINTS: Final = 10.0
"""So far a finger goes in its first move, which is what makes a drag of it."""


class Sample(NamedTuple):
    """When, in milliseconds, and where, in pixels, a finger is."""

    at_ms: float
    x: float
    y: float


@dataclass(slots=True)
class Path:
    """One finger: put down at the first sample, moved to the others, lifted at a time.

    Attributes:
        lifted_ms: when; None for after its last sample.
    """

    samples: list[Sample] = field(default_factory=list)
    lifted_ms: float | None = None


class _Event(NamedTuple):
    at_ms: float
    finger: int
    order: int
    kind: str
    x: float
    y: float


def perform(display: IosDisplay, paths: Sequence[Path]) -> None:
    """Do what the fingers of a gesture do, in the order of time."""
    events = [
        event for finger, path in enumerate(paths) for event in _events(finger, path, display.scale)
    ]
    touch = display.touch
    acts = {"down": touch.down, "move": touch.move, "up": touch.up}
    for event in sorted(events, key=lambda each: (each.at_ms, each.order)):
        acts[event.kind](event.finger, event.x, event.y, event.at_ms)


def drag(
    display: IosDisplay,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    points_s: float,
    press_ms: float = 0.0,
    rest_ms: float = 0.0,
) -> None:
    """Move one finger evenly from one pixel to another.

    Args:
        display: where.
        start: where it is put down.
        end: where it is lifted.
        points_s: how fast it goes, in points a second.
        press_ms: how long it rests before.
        rest_ms: how long it rests at the end; without rest, content runs on.
    """
    way = max(abs(end[0] - start[0]), abs(end[1] - start[1])) / display.scale
    arrived = press_ms + 1000 * way / points_s
    samples = [Sample(0, *start), Sample(press_ms, *start), Sample(arrived, *end)]
    perform(display, [Path(samples, arrived + rest_ms)])


def tap(element: Element, *, hold_ms: float = 0.0) -> None:
    """Touch an element; one that is out of sight is scrolled to, and else nothing happens.

    Source: XCUIElement.tap; WebDriverAgent answers that all is well (appium#16913).
    """
    at = touch_point(element)
    if at is not None:
        element.tree.display.tap(*at, hold_ms=hold_ms)


def touch_point(element: Element) -> tuple[int, int] | None:
    """The pixel to touch an element at, which is scrolled to first; None if it stays hidden."""
    if element.visible and element.hittable:
        return element.hit_point
    seen = element.node.visible if reveal(element) else element.seen
    return seen.center if seen.width and seen.height else None


def _events(finger: int, path: Path, scale: float) -> Iterator[_Event]:
    first, *rest = path.samples
    yield _Event(first.at_ms, finger, 0, "down", first.x, first.y)
    order = 0
    for order, sample in enumerate(_between(first, rest, scale), start=1):
        yield _Event(sample.at_ms, finger, order, "move", sample.x, sample.y)
    last = path.samples[-1]
    lifted = last.at_ms if path.lifted_ms is None else max(last.at_ms, path.lifted_ms)
    yield _Event(lifted, finger, order + 1, "up", last.x, last.y)


def _between(start: Sample, rest: Sequence[Sample], scale: float) -> Iterator[Sample]:
    """Each move by as few events as tell how it goes: leaving, just before the end, arriving."""
    for end in rest:
        right, down, took = end.x - start.x, end.y - start.y, end.at_ms - start.at_ms
        leaves = min(1.0, _LEAVES_POINTS * scale / max(1.0, abs(right), abs(down)))
        for part in sorted({leaves, max(leaves, 1 - _FRAME_MS / max(took, _FRAME_MS)), 1.0}):
            at_ms = start.at_ms + part * took
            yield Sample(at_ms, start.x + right * part, start.y + down * part)
        start = end
