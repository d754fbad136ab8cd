"""Gestures: taps, presses, swipes, drags, pinches, turns and picker wheels.

How far and how fast XCTest's own swipes and drags go is unsure.
Source: WebDriverAgent 16.12.9, Commands/FBElementCommands.m.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import described, ns_error, plain
from devices.virtual.ios.wda.input import pointing, touching
from devices.virtual.ios.wda.input.pointing import MS, Point
from devices.virtual.ios.wda.input.touching import Path, Sample
from devices.virtual.ios.wda.routing import Call, Command, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element

_DIRECTIONS: Final = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
_SWIPE_POINTS_S: Final = 1000.0
_DRAG_POINTS_S: Final = 500.0
_TAP_MS: Final = 50.0
_SPREAD_MS: Final = 500.0
_SPREAD_PART: Final = 0.4
"""How far from the middle fingers are at most, in parts of an element's shorter side."""


def _tap(call: Call) -> None:
    _press(call, 0)


def _hold(call: Call) -> None:
    _press(call, pointing.number(call, "duration") * MS)


def _double_tap(call: Call) -> None:
    _press(call, 0, times=2)


def _press(call: Call, hold_ms: float, *, times: int = 1) -> None:
    at = pointing.touched(call, pointing.target(call))
    for _ in range(times if at is not None else 0):
        _fingers(call, [at] if at else [], hold_ms)


def _two_finger_tap(call: Call) -> None:
    _tap_with(call, pointing.target(call), fingers=2, times=1)


def _taps(call: Call) -> None:
    names = ("numberOfTaps", "numberOfTouches")
    if any(call.arguments.get(name) is None for name in names):
        message = "Both 'numberOfTaps' and 'numberOfTouches' arguments must be provided"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    times, fingers = (int(pointing.number(call, name)) for name in names)
    _tap_with(call, pointing.target(call), fingers=fingers, times=times)


def _tap_with(call: Call, element: Element, *, fingers: int, times: int) -> None:
    at = touching.touch_point(element)
    if at is not None:
        apart = min(element.node.bounds.width, element.node.bounds.height) / (fingers + 1)
        start = -apart * (fingers - 1) / 2
        spots = [(at[0] + start + apart * number, float(at[1])) for number in range(fingers)]
        for _ in range(times):
            _fingers(call, spots, 0)


def _fingers(call: Call, spots: list[Point], hold_ms: float) -> None:
    lifted = max(hold_ms, _TAP_MS)
    touching.perform(call.phone.display, [Path([Sample(0, *spot)], lifted) for spot in spots])


def _force_touch(call: Call) -> None:
    """Refused: none of these phones measures pressure."""
    pointing.target(call)
    message = ns_error("Force press is not supported on this device")
    raise WdaError(Fault.INVALID_ELEMENT_STATE, message)


# -- one finger that moves


def _swipe(call: Call) -> None:
    direction = call.arguments.get("direction")
    if direction is None:
        raise WdaError(Fault.INVALID_ARGUMENT, "Missing 'direction' parameter")
    way = _DIRECTIONS.get(str(direction).lower())
    if way is None:
        known = described(tuple(_DIRECTIONS))
        message = (
            f"Unsupported swipe direction '{plain(direction)}'. Only the following directions are"
            f" supported: {known}"
        )
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    element = pointing.target(call)
    start = pointing.touched(call, element)
    if start is not None:
        area = element.seen
        end = start[0] + way[0] * (area.width / 2 - 1), start[1] + way[1] * (area.height / 2 - 1)
        velocity = pointing.number(call, "velocity") or _SWIPE_POINTS_S
        touching.drag(call.phone.display, start, end, points_s=max(1.0, velocity))


def _drag(call: Call) -> None:
    start, end = _ends(call, pointing.target(call))
    press_ms = pointing.number(call, "duration") * MS
    touching.drag(call.phone.display, start, end, points_s=_DRAG_POINTS_S, press_ms=press_ms)


def _drag_between(call: Call) -> None:
    _press_and_drag(call, *_ends(call, pointing.target(call)))


def _drag_to_element(call: Call) -> None:
    start = touching.touch_point(pointing.target(call))
    other = str(call.arguments.get("toElement"))
    end = touching.touch_point(call.session.elements.touchable(other))
    if start is not None and end is not None:
        _press_and_drag(call, start, end)


def _press_and_drag(call: Call, start: Point, end: Point) -> None:
    touching.drag(
        call.phone.display,
        start,
        end,
        points_s=max(1.0, pointing.number(call, "velocity")),
        press_ms=pointing.number(call, "pressDuration") * MS,
        rest_ms=pointing.number(call, "holdDuration") * MS,
    )


def _ends(call: Call, element: Element) -> tuple[Point, Point]:
    start, end = (
        pointing.within(
            element,
            pointing.number(call, f"{end}X"),
            pointing.number(call, f"{end}Y"),
            Fault.INVALID_ELEMENT_STATE,
        )
        for end in ("from", "to")
    )
    return start, end


# -- two fingers


def _pinch(call: Call) -> None:
    scale = pointing.number(call, "scale")
    element = pointing.target(call)
    radius = _SPREAD_PART * min(element.seen.width, element.seen.height)
    first, last = (radius / scale, radius) if scale > 1 else (radius, radius * scale)
    _spread(call, element, [(first, 0.0), (last, 0.0)])


def _rotate(call: Call) -> None:
    element, angle = pointing.target(call), pointing.number(call, "rotation")
    radius = _SPREAD_PART * min(element.seen.width, element.seen.height)
    _spread(call, element, [(radius, angle * part / 4) for part in range(5)])


def _spread(call: Call, element: Element, steps: list[tuple[float, float]]) -> None:
    """Move two fingers around an element's middle, by steps of distance and angle."""
    at = touching.touch_point(element)
    if at is None:
        return
    paths = [
        Path([_opposite(at, radius, angle, side, n) for n, (radius, angle) in enumerate(steps)])
        for side in (-1, 1)
    ]
    touching.perform(call.phone.display, paths)


def _opposite(at: Point, radius: float, angle: float, side: int, step: int) -> Sample:
    right, down = radius * math.cos(angle) * side, radius * math.sin(angle) * side
    return Sample(step * _SPREAD_MS, at[0] + right, at[1] + down)


def _both(name: str, command: Command) -> tuple[Route, Route]:
    """A gesture on an element, and on the active application."""
    return (
        Route("POST", f"/wda/element/:uuid/{name}", command),
        Route("POST", f"/wda/{name}", command),
    )


ROUTES: Final[tuple[Route, ...]] = (
    *_both("tap", _tap),
    *_both("doubleTap", _double_tap),
    *_both("twoFingerTap", _two_finger_tap),
    *_both("tapWithNumberOfTaps", _taps),
    *_both("touchAndHold", _hold),
    *_both("forceTouch", _force_touch),
    *_both("swipe", _swipe),
    *_both("dragfromtoforduration", _drag),
    *_both("pinch", _pinch),
    *_both("rotate", _rotate),
    Route("POST", "/wda/element/:uuid/pressAndDragWithVelocity", _drag_to_element),
    Route("POST", "/wda/pressAndDragWithVelocity", _drag_between),
)
