"""What the driver makes of an app's states, of builds and of airplane mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import urllib3

from devices.appium.session import Session
from devices.virtual.builds import AppSpec, make_apk, make_app
from tests.devices.virtual.android.driver.cells import CELLS
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_ASKS: Final = "com.example.prompted"
_CAMERA: Final = "android.permission.CAMERA"
_ABSENT, _STOPPED, _BEHIND, _FRONT = 0, 1, 3, 4
_FIRST_AIRPLANE_COMMAND: Final = 30
_FIRST_SHORT_REFUSAL: Final = 31
_ONE: Final = [cell for cell in CELLS if cell.id == "android-14-cable"]


def test_an_app_has_four_states(driven: Driven) -> None:
    """In front, behind the launcher, ended by the system in the background, and not installed."""
    apps = driven.device.apps
    driven.allow_notifications()
    driven("activateApp", appId=PACKAGE)
    assert driven("queryAppState", appId=PACKAGE) == _FRONT
    apps.to_background(PACKAGE)
    assert (apps.state(PACKAGE), driven("queryAppState", appId=PACKAGE)) == ("background", _BEHIND)
    apps.kill(PACKAGE)
    assert (apps.state(PACKAGE), driven("queryAppState", appId=PACKAGE)) == ("stopped", _STOPPED)
    assert driven("terminateApp", appId=PACKAGE) is False
    assert driven("queryAppState", appId="com.example.nobody") == _ABSENT
    driven("activateApp", appId=PACKAGE)
    assert driven("queryAppState", appId=PACKAGE) == _FRONT


def test_a_build_for_newer_releases_is_refused_in_the_release_s_words(
    driven: Driven, tmp_path: Path
) -> None:
    """The driver passes on which level the build wants and which the phone has; nothing changes."""
    level, apps = driven.api_level, driven.device.apps
    build = make_apk(tmp_path / "newer.apk", version_name="9.0.0", min_sdk=level + 1)
    before = apps.version(PACKAGE)
    words = f"Requires newer sdk version #{level + 1} (current version is #{level})"
    said = driven.refusal("installApp", appPath=str(build))
    assert "INSTALL_FAILED_OLDER_SDK" in said
    assert words in said
    refusal = apps.try_install(build, PACKAGE)
    assert refusal is not None
    short = f"INSTALL_FAILED_OLDER_SDK: {words}"
    assert refusal.reason == "release_too_old"
    assert (refusal.words == short) is (level >= _FIRST_SHORT_REFUSAL)
    assert refusal.words.endswith(words)
    assert apps.version(PACKAGE) == before


def test_an_update_keeps_what_the_user_has_granted(driven: Driven, tmp_path: Path) -> None:
    """`mobile: installApp` of a newer build replaces the older one, and ends its process."""
    spec = AppSpec(_ASKS, "Prompted", permissions={_CAMERA: 0})
    driven("installApp", appPath=str(make_app(tmp_path / "1.apk", spec)))
    driven("changePermissions", permissions=_CAMERA, appPackage=_ASKS, action="grant")
    driven("activateApp", appId=_ASKS)
    newer = AppSpec(_ASKS, "Prompted", version_code=2, permissions={_CAMERA: 0})
    driven("installApp", appPath=str(make_app(tmp_path / "2.apk", newer)))
    assert driven.device.apps.version(_ASKS) == ("1.0", "2")
    assert _CAMERA in driven("getPermissions", type="granted", appPackage=_ASKS)
    assert driven("queryAppState", appId=_ASKS) == _STOPPED
    driven("removeApp", appId=_ASKS)


def test_airplane_mode_needs_root_before_android_11(driven: Driven) -> None:
    """Writing the setting is not enough there, and a shell may not say that it has changed."""
    setting = "settings get global airplane_mode_on"
    if driven.api_level < _FIRST_AIRPLANE_COMMAND:
        said = driven.refusal("setConnectivity", airplaneMode=True)
        assert "Permission Denial: not allowed to send broadcast" in said
        assert driven.shell(setting) == "1"
        driven.shell("settings put global airplane_mode_on 0")
        return
    driven("setConnectivity", airplaneMode=True)
    assert driven.shell(setting) == "1"
    assert driven("getConnectivity", services=["airplaneMode"]) == {"airplaneMode": True}
    assert not driven.device.network.state().carried
    driven.device.network.go_online()
    assert driven.shell(setting) == "0"


@pytest.mark.parametrize("driven", _ONE, indirect=True, ids=lambda cell: cell.id)
def test_a_session_that_resets_nothing_does_not_start_an_app_that_runs(driven: Driven) -> None:
    """With noReset and the app's process there the driver leaves it where it is."""
    device = driven.device
    device.apps.start(PACKAGE)
    device.apps.to_background(PACKAGE)
    device.close()
    starts = {"appium:autoLaunch": True, "appium:noReset": True}
    session = Session.open(device.facts, device._appium_url, device.capabilities | starts)
    assert device.apps.state(PACKAGE) == "background"
    session.quit()
    device.apps.stop(PACKAGE)
    session = Session.open(device.facts, device._appium_url, device.capabilities | starts)
    assert device.apps.state(PACKAGE) == "front"
    session.quit()


@pytest.mark.parametrize("driven", _ONE, indirect=True, ids=lambda cell: cell.id)
def test_the_old_way_to_the_time_is_no_time(driven: Driven) -> None:
    """This driver takes the session's id for the format of the date; its own command is right."""
    url = f"{driven.device._appium_url}/session/{driven.device.session.id}"
    said = urllib3.request("GET", f"{url}/appium/device/system_time", timeout=10).json()["value"]
    assert not said.startswith("20")
    assert driven("getDeviceTime").startswith("20")
