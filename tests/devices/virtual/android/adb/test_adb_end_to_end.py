"""What the real adb gets from phones of eight releases, on both attachments."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import make_apk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.android.adb.lab import AdbClient, AdbLab

pytestmark = pytest.mark.e2e


def test_devices_are_listed_by_their_serials(adb_lab: AdbLab) -> None:
    """The emulator is known by its console port, the phone on a cable by its address."""
    assert adb_lab.client("android-14-emulator").out("get-state") == "device\n"
    listed = adb_lab.client("android-14-cable").out("devices", "-l")
    assert "emulator-5" in listed
    assert "model:sdk_gphone64_x86_64" in listed
    assert "model:Pixel_8" in listed


def test_streams_and_status_arrive_apart(adb: AdbClient) -> None:
    """Standard output, standard error and the exit status of a command come back separately."""
    done = adb("shell", "echo out; foo; exit 9")
    assert (done.stdout, done.returncode) == (b"out\n", 9)
    assert re.search(rb"foo: (inaccessible or )?not found", done.stderr)


def test_standard_input_reaches_the_command(adb: AdbClient) -> None:
    """Bytes on adb's standard input are the command's, and their end is its end."""
    sent = os.urandom(300_000)
    assert adb("shell", "cat", stdin=sent).stdout == sent
    assert adb("shell", stdin=b"echo one\necho two\n").stdout == b"one\ntwo\n"


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 3_000_000])
def test_files_come_back_as_they_went(adb: AdbClient, tmp_path: Path, size: int) -> None:
    """A pushed file of any size is pulled byte for byte, and its size is told."""
    sent, back = tmp_path / "sent", tmp_path / "back"
    sent.write_bytes(os.urandom(size))
    adb.out("push", str(sent), "/sdcard/Download/file.bin")
    adb.out("pull", "/sdcard/Download/file.bin", str(back))
    assert back.read_bytes() == sent.read_bytes()
    assert f" {size} " in adb.out("shell", "ls -l /sdcard/Download/file.bin")


def test_a_folder_is_pushed_and_pulled(adb: AdbClient, tmp_path: Path) -> None:
    """Whole folders travel both ways."""
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a.txt").write_text("a")
    adb.out("push", str(tmp_path / "tree"), "/data/local/tmp/")
    adb.out("pull", "/data/local/tmp/tree", str(tmp_path / "back"))
    assert (tmp_path / "back" / "deep" / "a.txt").read_text() == "a"


def test_refused_transfers_say_why(adb: AdbClient, tmp_path: Path) -> None:
    """Pushing to the system and pulling what is not there fail with the phone's reason."""
    (tmp_path / "a").write_text("a")
    assert b"Read-only file system" in adb("push", str(tmp_path / "a"), "/system/a").stderr
    assert b"No such file or directory" in adb("pull", "/sdcard/none", str(tmp_path)).stderr


def test_a_build_is_installed_updated_and_removed(adb: AdbClient, tmp_path: Path) -> None:
    """Builds are installed by the road of a real one, and refused for the reasons of one."""
    first = make_apk(tmp_path / "first.apk", version_name="3.95.0")
    older = make_apk(tmp_path / "older.apk", version_name="3.90.0")
    newer = make_apk(tmp_path / "newer.apk", min_sdk=99)
    junk = tmp_path / "junk.apk"
    junk.write_bytes(b"no archive")
    assert "Success" in adb.out("install", "-r", "-g", str(first))
    assert "versionCode=39500 " in adb.out("shell", "dumpsys package com.LeadConnector")
    refusals = {
        older: b"INSTALL_FAILED_VERSION_DOWNGRADE",
        newer: b"INSTALL_FAILED_OLDER_SDK",
        junk: b"INSTALL_PARSE_FAILED_NOT_APK",
    }
    for archive, reason in refusals.items():
        assert reason in adb("install", "-r", str(archive)).stderr
    path = adb.out("shell", "pm path com.LeadConnector").strip().removeprefix("package:")
    adb.out("pull", path, str(tmp_path / "pulled.apk"))
    assert (tmp_path / "pulled.apk").read_bytes() == first.read_bytes()
    assert "Success" in adb.out("uninstall", "com.LeadConnector")
    assert "LeadConnector" not in adb.out("shell", "pm list packages")


def test_the_log_is_followed(adb: AdbClient) -> None:
    """A followed log shows its first line at once and ends when adb is ended."""
    with adb.follow("logcat") as following:
        assert following.stdout is not None
        assert following.stdout.readline() == b"--------- beginning of main\n"
        following.terminate()


def test_a_picture_is_taken(adb: AdbClient) -> None:
    """The screen comes as a PNG file through exec-out."""
    assert adb("exec-out", "screencap -p").stdout.startswith(b"\x89PNG\r\n")


def test_a_forwarded_port_reaches_nobody(adb: AdbClient) -> None:
    """A forward to a port where nothing listens is cut, not left hanging."""
    port = adb.out("forward", "tcp:0", "tcp:6790").strip()
    try:
        with pytest.raises(OSError, match=r"closed|reset|Remote end"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=10)
    finally:
        adb.out("forward", "--remove", f"tcp:{port}")


def test_the_console_answers_only_an_emulator(adb_lab: AdbLab) -> None:
    """`adb emu` reaches the emulator's console; a phone on a cable has none."""
    emulator = adb_lab.client("android-14-emulator")
    assert "android-14-emulator" in emulator.out("emu", "avd", "name")
    assert b"KO: unknown command" in emulator("emu", "no", "such").stdout
    assert adb_lab.client("android-14-cable")("emu", "avd", "name").returncode != 0


def test_an_instrumentation_needs_its_packages(adb: AdbClient) -> None:
    """Without the helper packages the instrumentation is refused as Android refuses it."""
    component = "io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner"
    done = adb("shell", f"am instrument -w {component}")
    assert b"Unable to find instrumentation info" in done.stdout
    assert done.returncode == 1


def test_the_crm_is_behind_its_address(adb_lab: AdbLab) -> None:
    """The lab's CRM answers on loopback and wants its token."""
    request = urllib.request.Request(  # noqa: S310 - the address is the lab's own
        adb_lab.endpoints["crm_url"] + "/nowhere"
    )
    with pytest.raises(urllib.request.HTTPError) as answer:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above
    assert answer.value.code in {401, 404}
    assert json.loads(answer.value.read())["statusCode"] == answer.value.code
    answer.value.close()
