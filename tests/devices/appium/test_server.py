"""The Appium server of a lab: what it is started with."""

from __future__ import annotations

import asyncio
import os
import re
from typing import TYPE_CHECKING

import pytest

from config.deadlines import DEADLINES
from devices.appium.server import AppiumServer
from devices.host.ports import free_port, is_free
from devices.host.service import Site
from devices.host.spec import HostSpec
from devices.host.toolchain import locate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def appium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppiumServer:
    """A server that is not started, on a host full of other people's settings."""
    monkeypatch.setenv("ANDROID_SERIAL", "somebody-elses")
    monkeypatch.setenv("ADB_SERVER_SOCKET", "tcp:5037")
    monkeypatch.setenv("NODE_OPTIONS", "--inspect")
    spec = HostSpec((), tmp_path / "work", tmp_path)
    spec.work_dir.mkdir()
    return AppiumServer(Site(spec, DEADLINES, "appium-test"), locate(), adb_port=free_port())


def test_settings_of_the_user_do_not_leak_in(appium: AppiumServer) -> None:
    """Appium sees neither another adb server nor another phone nor a debugger's options."""
    environ = appium._environ(1)
    assert not {"ANDROID_SERIAL", "ADB_SERVER_SOCKET", "NODE_OPTIONS"} & set(environ)
    assert environ["PATH"] == os.environ["PATH"]
    assert environ["HOME"] != os.environ["HOME"]


def test_its_adb_starts_no_server(appium: AppiumServer) -> None:
    """Every adb that Appium runs takes the private server for a remote one."""
    environ = appium._environ(1)
    assert environ["ANDROID_ADB_SERVER_ADDRESS"] == "127.0.0.1"
    assert environ["ANDROID_ADB_SERVER_PORT"] == str(appium._adb_port)


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
    assert "\x1b[" not in log
    _, welcome, lines = log.partition("Welcome to Appium")
    assert welcome
    stamped = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:\d{3} - \["
    assert re.search(stamped + r"HTTP\] --> GET /status", lines)
