"""The phones that the driver's commands are tried on."""

from __future__ import annotations

from typing import Final

from devices.pool.plan import Cell
from tests.devices.virtual.android.phones import RELEASES

CELLS: Final = tuple(
    Cell(f"{name}-{attach}", name, "virtual", "android", name[8:], level, attach, required=True)
    for level, name in RELEASES.items()
    for attach in ("emulator", "cable")
)
