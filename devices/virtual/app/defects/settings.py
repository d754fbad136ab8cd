"""Settings."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("about-shows-old-version", "SET-06", "About shows version 3.90.0, build 39000"),
)
