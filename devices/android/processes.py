"""Waiting until an app's processes are gone: a kill is carried out a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.deadlines import DEADLINES
from devices import wait
from devices.android import dumps
from devices.errors import EffectMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.android.adb import Adb


def listed(adb: Adb, package: str) -> set[int]:
    """Ids of the app's processes now."""
    return dumps.processes_of(adb.shell(dumps.PROCESSES), package)


def prove_ended(device: str, tried: str, left: Callable[[], set[int]]) -> None:
    """Look at what is left of some processes until nothing is.

    Raises:
        EffectMissing: some run still at the deadline.
    """
    if seen := wait.until(left, DEADLINES.effect_s, holds=lambda pids: not pids):
        said = f"its processes {sorted(seen)} run still"
        raise EffectMissing(device, tried, said, "see the device's log")
