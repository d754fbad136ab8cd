"""The settings that say which way up the display is.

Source: AOSP DisplayRotation, Settings.System.ACCELEROMETER_ROTATION and USER_ROTATION.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.display import Display
    from devices.virtual.os.settings import Settings

SENSOR: Final = "accelerometer_rotation"
CHOICE: Final = "user_rotation"
_TURNS: Final = frozenset("0123")


def follow_settings(settings: Settings, display: Callable[[], Display]) -> None:
    """Turn the display whenever a setting says so: as chosen, or as the phone is held, upright."""

    def written(space: str, key: str, value: str | None) -> None:
        del value
        if space != "system" or key not in {SENSOR, CHOICE}:
            return
        chosen = settings.get("system", CHOICE) or ""
        if settings.get("system", SENSOR) != "0":
            display().rotate(0)
        elif chosen in _TURNS and chosen:
            display().rotate(int(chosen))

    settings.watch(written)
