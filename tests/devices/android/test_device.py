"""An Android phone asks for a whole session, and for one that disturbs nobody else's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from config import app
from config.app import AndroidApp
from devices.android.device import AndroidDevice
from devices.errors import CommandFailed, VerbRefused
from devices.facts import DeviceFacts
from devices.host.spec import Endpoints, PhoneEndpoint
from devices.pool.labs import device_of
from devices.pool.plan import Cell

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")


def phone() -> AndroidDevice:
    """A phone whose servers are not asked for anything."""
    app = AndroidApp(package="com.x", activity=".MainActivity")
    return AndroidDevice(FACTS, "http://127.0.0.1:1", 5555, app)


def test_no_two_sessions_share_a_port_of_the_host() -> None:
    """The driver's own range is everybody's: two sessions that start at once would collide."""
    ports = {phone().capabilities.get("appium:systemPort") for _ in range(8)}
    assert len(ports) == 8
    assert None not in ports


def test_the_set_up_is_whole_and_the_adb_server_left_alone() -> None:
    """Nothing of the driver's set-up is skipped, and its restart of adb is switched off."""
    capabilities = phone().capabilities
    assert not [name for name in capabilities if "skip" in name.lower()]
    assert capabilities["appium:suppressKillServer"] is True
    assert capabilities["appium:adbPort"] == 5555


def device_at(cell: Cell, control_url: str) -> AndroidDevice:
    """The device that a run makes for a cell, of a lab with or without a hand."""
    phone = PhoneEndpoint(
        cell.id, "android", "14", 34, "cable", "127.0.0.1:9", control_url=control_url
    )
    ends = Endpoints(1, "http://127.0.0.1:1", Path("appium.log"), "", "planted", 0, (phone,))
    device = device_of(cell, ends, app.read())
    assert isinstance(device, AndroidDevice)
    return device


def test_a_device_is_judged_as_its_cell_is() -> None:
    """What the plan decided before the run holds on the device: a blind run is blind there too."""
    cell = Cell(
        *("blind", "x", "virtual", "android", "14", 34, "cable"),
        required=True,
        transport="tcp",
        skin="merged",
        locale="de-DE",
        column="real",
        crm="live",
    )
    device = device_at(cell, "")
    assert device.facts.ground == cell.ground
    with pytest.raises(VerbRefused, match=r"time\.jump"):
        device.time.pass_(timedelta(days=1))


def test_the_hand_is_that_of_the_phones_own_lab() -> None:
    """A phone with a control address has one, which is asked; one without has none."""
    cell = Cell(*("cell", "x", "virtual", "android", "14", 34, "cable"), required=True)
    for url, error in (("http://127.0.0.1:9/phones/cell", CommandFailed), ("", VerbRefused)):
        with pytest.raises(error, match="hand: signal"):
            device_at(cell, url).network.lose_signal()
