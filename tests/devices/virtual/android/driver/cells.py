"""The phones that the driver's commands are tried on."""

from __future__ import annotations

from typing import Final

from devices.pool.plan import Cell

_RELEASES: Final = {
    26: "android-8.0",
    28: "android-9",
    29: "android-10",
    30: "android-11",
    33: "android-13",
    34: "android-14",
    36: "android-16",
    37: "android-17",
}
CELLS: Final = tuple(
    Cell(f"{name}-{attach}", name, "virtual", "android", name[8:], level, attach, required=True)
    for level, name in _RELEASES.items()
    for attach in ("emulator", "cable")
)
