"""What the phone senses: motion, light, a fix of its place, and a finger on its reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Sensors and their values at rest. Source: Android emulator, hw-sensors.h and its console.
_AT_REST: Final = {
    "acceleration": (0.0, 9.77631, 0.812349),
    "gyroscope": (0.0, 0.0, 0.0),
    "magnetic-field": (0.0, 9.875, -47.75),
    "orientation": (0.0, 0.0, 0.0),
    "temperature": (0.0,),
    "proximity": (1.0,),
    "light": (0.0,),
    "pressure": (0.0,),
    "humidity": (0.0,),
    "magnetic-field-uncalibrated": (0.0, 0.0, 0.0),
    "gyroscope-uncalibrated": (0.0, 0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A place: degrees, metres above sea level, satellites in use."""

    longitude: float
    latitude: float
    altitude: float = 0.0
    satellites: int = 0


@dataclass(slots=True)
class Sensors:
    """The readings of the emulated hardware.

    Attributes:
        values: a sensor's reading by its name.
        fix: the last place that was told; None before the first.
        finger: the id that lies on the fingerprint reader; None for no finger.
        on_finger: called when a finger is put on it.
    """

    values: dict[str, tuple[float, ...]] = field(default_factory=lambda: dict(_AT_REST))
    fix: Fix | None = None
    finger: int | None = None
    on_finger: Callable[[int], None] = lambda _: None

    def touch(self, finger: int | None) -> None:
        """Put a finger on the reader, or take it away."""
        self.finger = finger
        if finger is not None:
            self.on_finger(finger)
