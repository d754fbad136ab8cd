"""The driver's commands for the device: files, radios, power, clipboard, screen, console."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from devices.errors import CommandFailed
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_FIRST_UI_MODE = 28
_FIRST_EMULATOR_RECORDING = 27
_FIRST_LISTENER = 29


def test_files_are_pushed_pulled_and_deleted(driven: Driven) -> None:
    """What was pushed comes back byte by byte, alone or as a folder; then it is gone."""
    content = bytes(range(256)) * 64
    path = "/sdcard/Download/ödd-näme.bin"
    driven("pushFile", remotePath=path, payload=base64.b64encode(content).decode())
    assert base64.b64decode(driven("pullFile", remotePath=path)) == content
    folder = base64.b64decode(driven("pullFolder", remotePath="/sdcard/Download"))
    with zipfile.ZipFile(io.BytesIO(folder)) as archive:
        assert content in [archive.read(name) for name in archive.namelist()]
    assert driven("deleteFile", remotePath=path) is True
    assert "ödd" not in driven.shell("ls /sdcard/Download")


def test_shells_are_kept_from_clients(driven: Driven) -> None:
    """Commands that Appium calls insecure are refused by a server that does not enable them."""
    assert "adb_shell" in driven.refusal("shell", command="echo out")
    said = driven.refusal("execEmuConsoleCommand", command="help")
    assert "emulator_console" in said


def test_radios_change_and_are_read_back(driven: Driven) -> None:
    """Wi-Fi, data and airplane mode take the state that was set."""
    driven("setConnectivity", wifi=False, data=False)
    assert driven("getConnectivity") == {"wifi": False, "data": False, "airplaneMode": False}
    driven("setConnectivity", wifi=True, data=True)
    assert driven("getConnectivity") == {"wifi": True, "data": True, "airplaneMode": False}


def test_location_services_and_bluetooth(driven: Driven) -> None:
    """GPS is toggled and read; Bluetooth and NFC are switched without complaint."""
    before = driven("isGpsEnabled")
    driven("toggleGps")
    assert driven("isGpsEnabled") is not before
    driven("toggleGps")
    assert driven("isGpsEnabled") is before
    driven("bluetooth", action="disable")
    driven("bluetooth", action="enable")
    driven("nfc", action="enable")


def test_locking_and_unlocking(driven: Driven) -> None:
    """A locked phone says so, and a swipe or a key opens it."""
    driven("lock")
    assert driven("isLocked") is True
    driven("unlock")
    assert driven("isLocked") is False


def test_the_clipboard_is_kept(login_form: Driven) -> None:
    """Text that was set is what is read."""
    login_form("setClipboard", content=base64.b64encode("häm & spam".encode()).decode())
    assert base64.b64decode(login_form("getClipboard")).decode() == "häm & spam"


def test_what_the_device_is(driven: Driven) -> None:
    """Its release, battery, time, density and bars are told."""
    info = driven("deviceInfo")
    assert info["apiVersion"] == str(driven.api_level)
    battery = driven("batteryInfo")
    assert 0 < battery["level"] <= 1
    assert driven("getDeviceTime", format="YYYY").startswith("20")
    assert driven("getDisplayDensity") >= 420
    assert driven("getSystemBars")["statusBar"]["height"] > 0
    assert driven("getDeclaredOrientation")
    assert driven("listDisplays")


def test_pictures(login_form: Driven) -> None:
    """The viewport, the displays and the whole screen come as PNG."""
    picture = base64.b64decode(login_form("viewportScreenshot"))
    assert picture.startswith(b"\x89PNG")
    rect = login_form("viewportRect")
    assert rect["top"] > 0
    assert (
        rect["height"]
        < login_form.device.session.execute("mobile: deviceInfo")["displayDensity"] * 10
    )
    assert login_form("screenshots")
    assert login_form("listWindows")
    email = login_form.find(accessibility_id="Email")
    assert "web view" in login_form.refusal("viewportElementRect", elementId=email.id)


def test_idle_mode_and_night_mode(driven: Driven) -> None:
    """Packages join the idle whitelist; night mode is set and read."""
    driven("deviceidle", action="whitelistAdd", packages=[PACKAGE])
    assert PACKAGE in driven.shell("dumpsys deviceidle whitelist")
    driven("deviceidle", action="whitelistRemove", packages=[PACKAGE])
    assert PACKAGE not in driven.shell("dumpsys deviceidle whitelist")
    if driven.api_level < _FIRST_UI_MODE:
        assert "Cannot parse" in driven.refusal("getUiMode", mode="night")
        return
    driven("setUiMode", mode="night", value="yes")
    assert driven("getUiMode", mode="night") == "yes"
    driven("setUiMode", mode="night", value="no")
    assert driven("getUiMode", mode="night") == "no"


def test_the_shade_and_its_list(driven: Driven) -> None:
    """The shade opens and closes; what was posted is listed, newest first."""
    driven("openNotifications")
    assert driven.device.session.source().count("com.android.systemui")
    driven("statusBar", command="collapse")
    if driven.api_level >= _FIRST_LISTENER:
        driven.shell("cmd notification post -t Title tag Hello")
        listed = driven("getNotifications")["statusBarNotifications"]
        assert listed[0]["notification"]["title"] == "Title"
        assert listed[0]["notification"]["text"] == "Hello"


def test_messages_are_listed(driven: Driven) -> None:
    """`mobile: listSms` answers a list."""
    assert driven("listSms")["total"] >= 0


def test_geolocation_is_set_and_read(driven: Driven) -> None:
    """A position that was set is the one that is read, and can be dropped."""
    driven("setGeolocation", latitude=52.5, longitude=13.4, altitude=10)
    place = driven("getGeolocation")
    assert (round(place["latitude"], 2), round(place["longitude"], 2)) == (52.5, 13.4)
    if not driven.emulator:
        driven("resetGeolocation")


def test_scheduled_actions_leave_a_history(login_form: Driven) -> None:
    """A scheduled screenshot action runs, is found in the history and ends."""
    step = {"type": "source", "name": "look"}
    login_form(
        "scheduleAction", name="watch", steps=[{**step, "payload": {}}], times=1, intervalMs=1
    )
    assert "repeats" in login_form("getActionHistory", name="watch")
    login_form("unscheduleAction", name="watch")
    login_form("resetAccessibilityCache")


def test_the_console_belongs_to_emulators(driven: Driven) -> None:
    """Console commands reach an emulator, and are refused on a cable."""
    commands: dict[str, dict[str, Any]] = {
        "fingerprint": {"fingerprintId": 1},
        "sendSms": {"phoneNumber": "5551234567", "message": "hello"},
        "gsmCall": {"phoneNumber": "5551234567", "action": "call"},
        "gsmSignal": {"strength": 3},
        "gsmVoice": {"state": "on"},
        "powerAc": {"state": "on"},
        "powerCapacity": {"percent": 77},
        "networkSpeed": {"speed": "full"},
        "sensorSet": {"sensorType": "light", "value": "50"},
    }
    for command, arguments in commands.items():
        if driven.emulator:
            driven(command, **arguments)
        else:
            assert "emulator" in driven.refusal(command, **arguments).lower(), command
    if driven.emulator:
        assert "level: 77" in driven.shell("dumpsys battery")


def test_a_recording_is_a_video(login_form: Driven) -> None:
    """A recording by `screenrecord` comes back as an MP4 file."""
    session = login_form.device.session
    if login_form.emulator and login_form.api_level < _FIRST_EMULATOR_RECORDING:
        with pytest.raises(CommandFailed, match="does not work on emulators"):
            session.call("recording", session._driver.start_recording_screen)
        return
    session.call("recording", session._driver.start_recording_screen)
    video = session.call("recording", session._driver.stop_recording_screen)
    assert base64.b64decode(video)[4:8] == b"ftyp"
