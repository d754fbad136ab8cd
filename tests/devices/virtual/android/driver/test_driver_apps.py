"""The driver's commands for apps: install, start, stop, permissions, intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import AppSpec, make_apk, make_app
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_CAMERA = "android.permission.CAMERA"
_RUNNING_IN_FRONT = 4
_RUNNING_BEHIND = 3
_NOT_RUNNING = 1


def test_an_app_is_installed_started_and_removed(driven: Driven, tmp_path: Path) -> None:
    """Another app comes, runs, is stopped and goes; each step is seen by the next question."""
    other = make_app(tmp_path / "other.apk", AppSpec("com.example.other", "Other"))
    assert driven("isAppInstalled", appId="com.example.other") is False
    driven("installApp", appPath=str(other))
    assert driven("isAppInstalled", appId="com.example.other") is True
    assert "com.example.other" in driven("listApps")
    assert driven("queryAppState", appId="com.example.other") == _NOT_RUNNING
    driven("activateApp", appId="com.example.other")
    assert driven("queryAppState", appId="com.example.other") == _RUNNING_IN_FRONT
    assert driven("getCurrentPackage") == "com.example.other"
    assert driven("terminateApp", appId="com.example.other") is True
    assert driven("queryAppState", appId="com.example.other") == _NOT_RUNNING
    assert driven("removeApp", appId="com.example.other") is True
    assert driven("isAppInstalled", appId="com.example.other") is False


def test_an_older_build_is_refused_in_android_s_words(driven: Driven, tmp_path: Path) -> None:
    """A downgrade fails with the package manager's own name for it."""
    old = make_apk(tmp_path / "old.apk", version_name="1.0.0")
    said = driven.refusal("installApp", appPath=str(old), checkVersion=False)
    assert "INSTALL_FAILED_VERSION_DOWNGRADE" in said


def test_permissions_are_granted_and_revoked(driven: Driven) -> None:
    """`mobile: changePermissions` changes what `mobile: getPermissions` and the dump show."""
    driven("changePermissions", permissions=_CAMERA, appPackage=PACKAGE, action="grant")
    assert _CAMERA in driven("getPermissions", type="granted", appPackage=PACKAGE)
    assert f"{_CAMERA}: granted=true" in driven.shell(f"dumpsys package {PACKAGE}")
    driven("changePermissions", permissions=_CAMERA, appPackage=PACKAGE, action="revoke")
    assert _CAMERA in driven("getPermissions", type="denied", appPackage=PACKAGE)
    assert f"{_CAMERA}: granted=false" in driven.shell(f"dumpsys package {PACKAGE}")


def test_all_permissions_are_granted_and_revoked_at_once(driven: Driven) -> None:
    """`all` takes every permission that can be changed; the others are passed over."""
    driven("changePermissions", permissions="all", appPackage=PACKAGE, action="grant")
    driven("changePermissions", permissions="all", appPackage=PACKAGE, action="revoke")
    assert _CAMERA not in driven("getPermissions", type="granted", appPackage=PACKAGE)


def test_activities_are_started_and_named(driven: Driven) -> None:
    """`mobile: startActivity` brings an activity to the front, and the driver names it."""
    driven.allow_notifications()
    driven("startActivity", component=f"{PACKAGE}/.MainActivity", wait=True, stop=True)
    assert driven("getCurrentPackage") == PACKAGE
    assert driven("getCurrentActivity") == ".MainActivity"
    said = driven.refusal("startActivity", component=f"{PACKAGE}/.Missing")
    assert "Error type 3" in said


def test_an_app_goes_to_the_background_and_comes_back(driven: Driven) -> None:
    """`mobile: backgroundApp` leaves it running behind the launcher, or returns to it."""
    driven.allow_notifications()
    driven("activateApp", appId=PACKAGE)
    driven("backgroundApp", seconds=-1)
    assert driven("queryAppState", appId=PACKAGE) == _RUNNING_BEHIND
    driven("activateApp", appId=PACKAGE)
    assert driven("queryAppState", appId=PACKAGE) == _RUNNING_IN_FRONT


def test_broadcasts_and_services(driven: Driven) -> None:
    """A broadcast completes; a service that does not exist is told as such."""
    assert "Broadcast completed" in driven("broadcast", action="com.example.NOTHING")
    said = driven.refusal("startService", component=f"{PACKAGE}/.Missing")
    assert "Not found" in said or "no service started" in said


def test_strings_of_the_app(driven: Driven) -> None:
    """`mobile: getAppStrings` reads the installed build's own resources."""
    driven("activateApp", appId=PACKAGE)
    assert "LeadConnector" in driven("getAppStrings").values()


def test_memory_and_performance(driven: Driven) -> None:
    """Trim levels reach a running app; performance data comes as a table."""
    driven("activateApp", appId=PACKAGE)
    driven("sendTrimMemory", pkg=PACKAGE, level="RUNNING_LOW")
    kinds = driven("getPerformanceDataTypes")
    assert {"cpuinfo", "memoryinfo", "batteryinfo", "networkinfo"} <= set(kinds)
    table = driven("getPerformanceData", packageName=PACKAGE, dataType="memoryinfo")
    assert len(table[0]) == len(table[1])
    assert any(value not in {None, "0"} for value in table[1])
    assert driven("getPerformanceData", packageName=PACKAGE, dataType="batteryinfo")[1][0]
