"""Words that every part of the harness has in common."""

from __future__ import annotations

from typing import Final, Literal

Platform = Literal["android", "ios"]
PLATFORMS: Final[tuple[Platform, ...]] = ("android", "ios")
SensorKind = Literal["fingerprint", "touch_id", "face_id"]
"""What a phone knows its user by; with Face ID an app hears of no failed scan."""
