"""Every device call of adbutils' README, on old and new releases and in both attachments."""

from __future__ import annotations

import gc
import io
import re
import socket
import threading
import time
from typing import TYPE_CHECKING

import adbutils
import pytest
from adbutils.errors import AdbError

from devices.virtual.builds import make_apk
from tests.devices.virtual.android.adb.lab import running_lab, serial_of
from tests.devices.virtual.android.phones import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adbutils import AdbDevice

    from tests.devices.virtual.android.adb.lab import AdbLab

_PHONES = [
    {"name": f"{attach} {level}", "profile": profile, "attach": attach}
    for level, profile in RELEASES.items()
    for attach in ("cable", "emulator")
]
_PACKAGE = "com.LeadConnector"
_FOLDER = "/data/local/tmp"
_DEADLINE_S = 20
# adbutils leaves the socket of a picture and the file of a log to the garbage collector; it comes
# round within the test (`swept`), so that no other test is told.
pytestmark = pytest.mark.e2e
_LEAKY = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def adbutils_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdbLab]:
    """All phones in one process, on one adb server."""
    with running_lab(_PHONES, tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.fixture(params=[phone["name"] for phone in _PHONES])
def device(request: pytest.FixtureRequest, adbutils_lab: AdbLab) -> AdbDevice:
    """A phone as adbutils sees it."""
    (phone,) = (p for p in adbutils_lab.endpoints["phones"] if p["name"] == request.param)
    client = adbutils.AdbClient("127.0.0.1", adbutils_lab.port, socket_timeout=_DEADLINE_S)
    return client.device(serial_of(phone))


@pytest.fixture
def swept() -> Iterator[None]:
    """Collects what the test leaves behind before it is over."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build to install."""
    return make_apk(tmp_path_factory.mktemp("build") / "app.apk")


def _level(device: AdbDevice) -> int:
    return int(device.prop.get("ro.build.version.sdk"))


def test_a_device_tells_who_it_is(device: AdbDevice) -> None:
    """State, serial, features and product names are told."""
    assert device.get_state() == "device"
    assert device.get_serialno() == device.serial == device.info["serialno"]
    assert "shell_v2" in device.get_features()
    assert device.prop.model == device.getprop("ro.product.model")
    assert device.prop.name
    assert device.prop.device
    assert _level(device) in RELEASES


def test_a_shell_runs_words_and_lines(device: AdbDevice) -> None:
    """A list is quoted, a line is not; output comes without its last newline, raw on demand."""
    assert device.shell(["echo", "a b", "$c"]) == "a b $c"
    assert device.shell("echo a; echo b", timeout=_DEADLINE_S) == "a\nb"
    assert device.shell("echo a", rstrip=False) == "a\n"
    assert device.shell("echo -n a", encoding=None) == b"a"


@pytest.mark.parametrize("v2", [True, False])
def test_a_shell_tells_its_exit_status(device: AdbDevice, v2: bool) -> None:  # noqa: FBT001 - a row
    """The status is told by the protocol, or asked for in the line; errors come apart with it."""
    done = device.shell2("echo out; echo err >&2; false", v2=v2, rstrip=True)
    assert done.returncode == 1
    assert "out" in done.output
    if v2:
        assert (done.stdout, done.stderr) == ("out", "err")


def test_a_shell_streams(device: AdbDevice) -> None:
    """A stream is read while the command runs, and closing it ends the command."""
    with device.shell("echo first; cat", stream=True) as connection:
        assert connection.read_exact(6) == b"first\n"
    with device.open_shell("echo opened") as connection:
        assert connection.read_until_close() == "opened\n"


def test_forwards_are_made_and_listed(device: AdbDevice) -> None:
    """A forward to a port, listed with its serial, leads into the phone."""
    port = device.forward_port(6790)
    assert (device.serial, f"tcp:{port}", "tcp:6790") in {
        (item.serial, item.local, item.remote) for item in device.forward_list()
    }
    device.forward("tcp:0", "localabstract:nobody")


def test_reverses_are_made_and_listed(device: AdbDevice) -> None:
    """A port inside the phone leads to the host, through a forward and back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(_DEADLINE_S)
        device.reverse("tcp:8081", f"tcp:{server.getsockname()[1]}")
        (item,) = device.reverse_list()
        assert (item.remote, item.local) == ("tcp:8081", f"tcp:{server.getsockname()[1]}")

        def answer() -> None:
            with server.accept()[0] as accepted:
                accepted.sendall(accepted.recv(5).upper())

        thread = threading.Thread(target=answer)
        thread.start()
        with device.create_connection("tcp", 8081) as inside:
            inside.settimeout(_DEADLINE_S)
            inside.sendall(b"hello")
            assert inside.recv(5) == b"HELLO"
        thread.join(_DEADLINE_S)
    device.reverse_list()


def test_a_connection_to_nobody_is_refused(device: AdbDevice) -> None:
    """Where nobody listens adbutils gets adb's error."""
    with pytest.raises(AdbError):
        device.create_connection("localabstract", "nobody")


def test_files_are_pushed_and_told(device: AdbDevice, tmp_path: Path) -> None:
    """Files go by path and by handle, and their size, mode and time are told."""
    (tmp_path / "a").write_bytes(b"hello")
    assert device.sync.push(tmp_path / "a", f"{_FOLDER}/au/a") == 5
    device.sync.push(io.BytesIO(b"from memory"), f"{_FOLDER}/au/b")
    device.sync.push(b"bytes", f"{_FOLDER}/au/c")
    info = device.sync.stat(f"{_FOLDER}/au/a")
    assert (info.size, info.mode & 0o170000) == (5, 0o100000)
    assert info.mtime is not None
    assert device.sync.exists(f"{_FOLDER}/au/a")
    assert not device.sync.exists(f"{_FOLDER}/au/none")
    names = {item.path for item in device.sync.iter_directory(f"{_FOLDER}/au")}
    assert names >= {"a", "b", "c"}
    assert {item.path for item in device.sync.list(f"{_FOLDER}/au")} == names


def test_files_are_pulled_and_read(device: AdbDevice, tmp_path: Path) -> None:
    """Files come back by path, in parts, as text and as bytes; folders come whole."""
    data = bytes(range(256)) * 1000
    device.sync.push(data, f"{_FOLDER}/pull/deep/data")
    device.sync.push("grüße".encode(), f"{_FOLDER}/pull/text")
    assert device.sync.pull(f"{_FOLDER}/pull/deep/data", tmp_path / "data") == len(data)
    assert (tmp_path / "data").read_bytes() == data
    assert b"".join(device.sync.iter_content(f"{_FOLDER}/pull/deep/data")) == data
    assert device.sync.read_text(f"{_FOLDER}/pull/text") == "grüße"
    assert device.sync.read_bytes(f"{_FOLDER}/pull/text") == "grüße".encode()
    device.sync.pull_dir(f"{_FOLDER}/pull", tmp_path / "pull")
    assert next((tmp_path / "pull").rglob("deep/data")).read_bytes() == data


def test_files_are_removed(device: AdbDevice) -> None:
    """A file and a folder are removed by the phone's own commands."""
    device.sync.push(b"x", f"{_FOLDER}/gone/deep/file")
    device.remove(f"{_FOLDER}/gone/deep/file")
    device.rmtree(f"{_FOLDER}/gone")
    assert not device.sync.exists(f"{_FOLDER}/gone")


def test_builds_are_installed_started_and_removed(device: AdbDevice, build: Path) -> None:
    """A build is installed, listed, described, started, stopped, cleared and removed."""
    device.install(str(build), nolaunch=True, silent=True)
    assert _PACKAGE in device.list_packages()
    described = device.app_info(_PACKAGE)
    assert described is not None
    assert (described.package_name, described.version_code) == (_PACKAGE, 39500)
    device.shell(f"pm grant {_PACKAGE} android.permission.POST_NOTIFICATIONS")  # asked for, from 13
    device.app_start(_PACKAGE)
    assert device.app_current().package == _PACKAGE
    device.app_stop(_PACKAGE)
    assert device.app_current().package != _PACKAGE
    device.app_clear(_PACKAGE)
    assert "Success" in device.uninstall(_PACKAGE)
    assert device.app_info(_PACKAGE) is None


@_LEAKY
@pytest.mark.usefixtures("swept")
def test_the_screen_is_seen(device: AdbDevice) -> None:
    """Both ways to a picture give the panel's size, and the panel tells it too."""
    size = device.window_size()
    assert device.screenshot(error_ok=False).size == size
    assert device.framebuffer().size == size
    assert device.rotation() == 0
    assert device.is_screen_on()


def test_keys_gestures_and_text_are_taken(device: AdbDevice) -> None:
    """Input of every kind is taken without a word."""
    assert device.send_keys("hello") == ""
    device.keyevent("HOME")
    device.click(10, 10)
    device.click(0.5, 0.1)
    device.swipe(500, 800, 500, 200, 0.1)
    device.drag(500, 800, 500, 200, 0.1)
    device.volume_up()
    device.volume_down()
    device.volume_mute()
    device.switch_screen(False)  # noqa: FBT003 - adbutils' own signature
    assert not device.is_screen_on()
    device.switch_screen(True)  # noqa: FBT003 - as above


def test_settings_are_read_and_changed(device: AdbDevice) -> None:
    """Brightness and its mode are read back as they were set."""
    device.brightness_value = 100
    assert device.brightness_value == 100
    device.brightness_mode = adbutils.BrightnessMode.MANUAL
    assert device.brightness_mode == adbutils.BrightnessMode.MANUAL


def test_radios_are_switched(device: AdbDevice) -> None:
    """Wi-Fi goes off and on, and its address is told while it is on."""
    device.switch_wifi(False)  # noqa: FBT003 - adbutils' own signature
    assert device.shell("settings get global wifi_on") == "0"
    device.switch_wifi(True)  # noqa: FBT003 - as above
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", device.wlan_ip())


def test_airplane_mode_is_a_setting_whose_broadcast_is_refused(device: AdbDevice) -> None:
    """`switch_airplane` writes the setting; its broadcast is protected, so the radios stay."""
    device.switch_airplane(True)  # noqa: FBT003 - as above
    assert device.shell("settings get global airplane_mode_on") == "1"
    assert device.shell("settings get global wifi_on") == "1"
    device.switch_airplane(False)  # noqa: FBT003 - as above


def test_no_browser_opens_a_page(device: AdbDevice) -> None:
    """There is no browser on the phone, and what is in front stays there."""
    before = device.app_current().package
    device.open_browser("example.com")
    assert device.app_current().package == before


def test_the_battery_is_told(device: AdbDevice) -> None:
    """Level and state of the battery are read from its dump."""
    battery = device.battery()
    assert battery.level is not None
    assert 0 <= battery.level <= 100


def test_the_hierarchy_is_dumped(device: AdbDevice) -> None:
    """`uiautomator dump` writes the window's tree."""
    assert "<hierarchy" in device.dump_hierarchy()


@_LEAKY
@pytest.mark.usefixtures("swept")
def test_the_log_is_followed(device: AdbDevice, tmp_path: Path) -> None:
    """A log goes to a file while it is written, until it is stopped."""
    follower = device.logcat(tmp_path / "log", clear=True, command="logcat -v time")
    device.shell(["log", "-t", "adbutils", "a line"])
    deadline = time.monotonic() + _DEADLINE_S
    while "a line" not in (tmp_path / "log").read_text():
        assert time.monotonic() < deadline
    follower.stop_nowait()
    device.shell(["log", "-t", "adbutils", "the line after which the follower looks up"])
    follower.stop(timeout=_DEADLINE_S)


def test_root_is_refused_and_tcpip_granted(device: AdbDevice, adbutils_lab: AdbLab) -> None:
    """A user's build stays without root; a change of the transport brings the phone back."""
    assert device.root() == "adbd cannot run as root in production builds\n"
    assert device.tcpip(5555) == "restarting in TCP mode port: 5555\n"
    _wait(device, adbutils_lab)


def test_a_restart_comes_back(device: AdbDevice, adbutils_lab: AdbLab) -> None:
    """The phone goes, comes back under its serial, and tells when it is up."""
    device.shell("setprop debug.kept no; setprop persist.log.tag.kept D")
    with device.open_transport() as connection:
        connection.send_command("reboot:")
        connection.check_okay()
    _wait(device, adbutils_lab)
    deadline = time.monotonic() + _DEADLINE_S
    while device.getprop("sys.boot_completed") != "1":
        assert time.monotonic() < deadline
    assert device.getprop("persist.log.tag.kept") == "D"
    assert device.getprop("debug.kept") == ""


def _wait(device: AdbDevice, lab: AdbLab) -> None:
    """Wait until the phone has gone and come back."""
    client = adbutils.AdbClient("127.0.0.1", lab.port, socket_timeout=_DEADLINE_S)
    deadline = time.monotonic() + _DEADLINE_S
    while device.serial in {item.serial for item in client.device_list()}:
        assert time.monotonic() < deadline
    client.wait_for(device.serial, timeout=_DEADLINE_S)
