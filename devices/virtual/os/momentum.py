"""How fast a finger was when it left the screen, and how far the content runs on after it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Times in milliseconds. Source: AOSP frameworks/native libs/input VelocityTracker.
_HORIZON_MS: Final = 100.0
_RESTS_AFTER_MS: Final = 40.0
# Velocities in dp a second. Source: AOSP ViewConfiguration.MINIMUM_ and MAXIMUM_FLING_VELOCITY.
LEAST_DP_S: Final = 50.0
_MOST_DP_S: Final = 8000.0
# Source: AOSP OverScroller.SplineOverScroller; ViewConfiguration.SCROLL_FRICTION.
_INFLEXION: Final = 0.35
_FRICTION: Final = 0.015
_DECELERATION: Final = math.log(0.78) / math.log(0.9)
_GRAVITY_M_S2: Final = 9.80665
_INCHES_IN_METRE: Final = 39.37
_LOOK_AND_FEEL: Final = 0.84

Sample = tuple[float, float, float]
"""When, in milliseconds, and where, in pixels, a finger was."""


def velocity(samples: Sequence[Sample], lifted_ms: float) -> tuple[float, float]:
    """Pixels a second to the right and down, from a finger's last tenth of a second."""
    last = samples[-1]
    if lifted_ms - last[0] > _RESTS_AFTER_MS:
        return 0.0, 0.0
    first = last
    for sample in reversed(samples):
        if last[0] - sample[0] > _HORIZON_MS or first[0] - sample[0] > _RESTS_AFTER_MS:
            break
        first = sample
    passed_s = (last[0] - first[0]) / 1000
    if passed_s <= 0:
        return 0.0, 0.0
    return (last[1] - first[1]) / passed_s, (last[2] - first[2]) / passed_s


def run_on(velocity_px_s: float, scale: float) -> int:
    """Pixels that content runs on when it is let go at a velocity.

    Args:
        velocity_px_s: pixels a second; its sign is the direction.
        scale: pixels in one dp.
    """
    speed = min(abs(velocity_px_s), _MOST_DP_S * scale)
    if speed < LEAST_DP_S * scale:
        return 0
    resistance = _FRICTION * _GRAVITY_M_S2 * _INCHES_IN_METRE * 160 * scale * _LOOK_AND_FEEL
    power = _DECELERATION / (_DECELERATION - 1)
    way = resistance * math.exp(power * math.log(_INFLEXION * speed / resistance))
    return round(math.copysign(way, velocity_px_s))
