"""A finger is taught to virtual phones by their own wizard, and opens and shuts what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import app as app_config
from devices.pool.labs import device_of
from devices.pool.plan import Cell
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.device import Device

pytestmark = pytest.mark.e2e

# The wizard's oldest order, the first with an action of its own, and the newest.
_CELLS = tuple(
    Cell(*(f"{phone}-emulator", phone, "virtual", "android", version, level, "emulator"),
         required=True)
    for phone, version, level in (
        ("android-8.0", "8.0", 26), ("android-9", "9", 28), ("android-17", "17", 37),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Device]]:
    """The phones, by API level."""
    with running(_CELLS, tmp_path_factory.mktemp("logs")) as ends:
        devices = {cell.api_level: device_of(cell, ends, app_config.read()) for cell in _CELLS}
        yield devices
        for device in devices.values():
            device.close()


@pytest.mark.parametrize("level", [cell.api_level for cell in _CELLS])
def test_a_finger_from_its_first_touch_to_its_last(phones: dict[int, Device], level: int) -> None:
    """It is learned, opens the lock screen, is shut out by five others, and is forgotten."""
    phone = phones[level]
    lock, sensor = phone.lock, phone.biometrics
    assert not sensor.enrolled
    sensor.enrol()
    assert sensor.enrolled
    lock.lock()
    sensor.match()
    assert not lock.is_locked
    lock.lock()
    sensor.mismatch(5)
    assert (sensor.lockout(), lock.is_locked) == ("timed", True)
    sensor.clear_lockout()
    assert (sensor.lockout(), lock.is_locked) == ("none", False)
    lock.lock()
    phone.uncover()
    assert not lock.is_locked
    sensor.forget()
    assert not sensor.enrolled
