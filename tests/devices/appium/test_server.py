"""The Appium server of a lab: what it is started with."""

from __future__ import annotations

import asyncio
import os
import re
from typing import TYPE_CHECKING, Final

import pytest

from config.deadlines import DEADLINES
from devices.appium.server import AppiumServer
from devices.host.ports import is_free
from devices.host.service import Site
from devices.host.spec import AdbAddress, HostSpec, PhoneSpec
from devices.host.toolchain import locate

if TYPE_CHECKING:
    from pathlib import Path

_ADB_PORT: Final = 5999


@pytest.fixture
def appium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppiumServer:
    """A server that is not started, on a host full of other people's settings."""
    monkeypatch.setenv("ANDROID_SERIAL", "somebody-elses")
    monkeypatch.setenv("ADB_SERVER_SOCKET", "tcp:5037")
    monkeypatch.setenv("NODE_OPTIONS", "--inspect")
    monkeypatch.setenv("USBMUXD_SOCKET_ADDRESS", "/somebody/elses")
    phones = (PhoneSpec("a", "android-14", "cable"), PhoneSpec("b", "ios-17", "cable", "ios"))
    return _server(HostSpec(phones, tmp_path / "work", tmp_path))


def _server(spec: HostSpec) -> AppiumServer:
    spec.work_dir.mkdir()
    site = Site(spec, DEADLINES, "appium-test")
    return AppiumServer(site, locate(), adb=AdbAddress("127.0.0.1", _ADB_PORT))


def test_settings_of_the_user_do_not_leak_in(appium: AppiumServer) -> None:
    """Appium sees neither another adb server nor another phone nor a debugger's options."""
    environ = appium._environ(1)
    assert not {"ANDROID_SERIAL", "ADB_SERVER_SOCKET", "NODE_OPTIONS"} & set(environ)
    assert "somebody" not in environ["USBMUXD_SOCKET_ADDRESS"]
    assert environ["PATH"] == os.environ["PATH"]
    assert environ["HOME"] != os.environ["HOME"]


def test_its_adb_starts_no_server(appium: AppiumServer) -> None:
    """Every adb that Appium runs takes the private server for a remote one."""
    environ = appium._environ(1)
    assert environ["ANDROID_ADB_SERVER_ADDRESS"] == "127.0.0.1"
    assert environ["ANDROID_ADB_SERVER_PORT"] == str(_ADB_PORT)


def test_it_finds_iphones_by_the_labs_own_socket(appium: AppiumServer, tmp_path: Path) -> None:
    """The driver is told the path in the private folder, marked as a path."""
    socket = f"UNIX:{tmp_path / 'work' / 'usbmuxd'}"
    assert appium._environ(1)["USBMUXD_SOCKET_ADDRESS"] == socket


@pytest.mark.parametrize(
    ("phone", "driver"),
    [
        (PhoneSpec("a", "android-14", "cable"), "uiautomator2"),
        (PhoneSpec("b", "ios-17", "cable", "ios"), "xcuitest"),
    ],
)
def test_it_loads_the_drivers_of_its_phones_alone(
    tmp_path: Path, phone: PhoneSpec, driver: str
) -> None:
    """A lab of one platform is spared the other one's driver."""
    command = _server(HostSpec((phone,), tmp_path / "work", tmp_path))._command(4723)
    assert command[command.index("--use-drivers") + 1] == driver


def test_a_lab_without_iphones_names_no_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one of its own nor one of the user's."""
    monkeypatch.setenv("USBMUXD_SOCKET_ADDRESS", "/somebody/elses")
    phone = PhoneSpec("a", "android-14", "cable")
    server = _server(HostSpec((phone,), tmp_path / "work", tmp_path))
    assert "USBMUXD_SOCKET_ADDRESS" not in server._environ(1)


def test_it_allows_nothing_insecure(appium: AppiumServer) -> None:
    """It listens on loopback only and no insecure feature is on."""
    command = appium._command(4723)
    assert command[command.index("--address") + 1] == "127.0.0.1"
    assert not [word for word in command if "insecure" in word or "relaxed" in word]


@pytest.mark.e2e
def test_the_real_one_logs_with_time_and_without_colour(appium: AppiumServer) -> None:
    """Appium starts with its drivers, and once it logs at all every line has the time."""

    async def run() -> None:
        try:
            await appium.start()
            await appium.check()
        finally:
            await appium.stop()

    asyncio.run(run())
    assert is_free(appium.port)
    log = appium.log_path.read_text()
    assert "AndroidUiautomator2Driver has been successfully loaded" in log
    assert "XCUITestDriver has been successfully loaded" in log
    assert "\x1b[" not in log
    _, welcome, lines = log.partition("Welcome to Appium")
    assert welcome
    stamped = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:\d{3} - \["
    assert re.search(stamped + r"HTTP\] --> GET /status", lines)
