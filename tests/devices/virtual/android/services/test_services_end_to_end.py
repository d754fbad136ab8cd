"""Services over the real adb."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.android.adb.lab import running_lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.devices.virtual.android.adb.lab import AdbClient


@pytest.fixture(scope="module")
def adb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdbClient]:
    """The real adb on an emulator."""
    phones = [{"name": "emulated", "profile": "android-12", "attach": "emulator"}]
    with running_lab(phones, tmp_path_factory.mktemp("home")) as lab:
        yield lab.client("emulated")


def test_the_console_answers_adb(adb: AdbClient) -> None:
    """`adb emu` prints what the console says and sets the phone's hardware."""
    assert adb.out("emu", "avd", "name").splitlines() == ["emulated", "OK"]
    adb.out("emu", "power", "capacity", "42")
    assert "  level: 42\n" in adb.out("shell", "dumpsys battery")
    assert adb.out("emu", "geo", "fix", "13,4", "52,5").startswith("KO: argument '13,4'")


def test_a_report_is_pulled(adb: AdbClient, tmp_path: Path) -> None:
    """`adb bugreport` follows the progress and brings the archive."""
    adb.out("bugreport", str(tmp_path / "report.zip"))
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert "version.txt" in archive.namelist()


def test_a_log_that_was_cleared_is_followed(adb: AdbClient) -> None:
    """`adb logcat` has a first line even when nothing was left."""
    adb.out("logcat", "-b", "all", "-c")
    follower = adb.follow("logcat", "-v", "brief")
    try:
        assert follower.stdout is not None
        assert follower.stdout.readline() == b"--------- beginning of main\n"
        assert follower.stdout.readline().startswith(b"I/logd    (")
    finally:
        follower.terminate()
        follower.communicate(timeout=10)


def test_abb_reaches_a_service_without_a_shell(adb: AdbClient) -> None:
    """What a service prints comes through the binder bridge as through `cmd`."""
    assert adb.out("abb", "settings", "get", "global", "adb_enabled") == "1\n"
