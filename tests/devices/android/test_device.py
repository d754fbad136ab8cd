"""An Android phone asks for a whole session, and for one that disturbs nobody else's."""

from __future__ import annotations

from config.app import AndroidApp
from devices.android.device import AndroidDevice
from devices.device import DeviceFacts

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
