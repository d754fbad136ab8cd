"""`fleet lab up` and what is done with its phones, as a user types it."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import requests

from config.paths import CHECKOUT
from devices.host.toolchain import locate
from devices.ios import agent
from devices.ios.usbmuxd import listed
from tests.fleet.test_cli import fleet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.e2e

_UP_S = 60
_DOWN_S = 30
_LAB = [sys.executable, "-m", "fleet", "lab", "up"]


@dataclass
class Running:
    """A `fleet lab up` of the test's own."""

    process: subprocess.Popen[bytes]
    file: Path
    printed: Path
    _members: list[psutil.Process] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """What the file says, once it is there."""
        deadline = time.monotonic() + _UP_S
        while not self.file.exists():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
        self._members = psutil.Process(self.process.pid).children(recursive=True)
        facts: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return facts

    def said(self) -> str:
        """Everything printed so far."""
        return self.printed.read_text(encoding="utf-8", errors="replace")

    def must_be_gone(self) -> int:
        """Wait for its end; returns the exit code once nothing of it is left."""
        code = self.process.wait(_DOWN_S)
        _, alive = psutil.wait_procs(self._members, timeout=_DOWN_S)
        assert alive == []
        assert not self.file.exists()
        return code


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start labs, and end whatever a test has left of them."""
    running: list[Running] = []

    def start(*arguments: str, **options: Any) -> Running:  # noqa: ANN401 - Popen's own
        printed = tmp_path / "printed"
        with printed.open("wb") as sink:
            streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": sink}
            streams |= {"stderr": sink} | options
            command = [*_LAB, "--json", str(tmp_path / "lab.json"), *arguments]
            environ = os.environ | {"TMPDIR": str(tmp_path)}  # its logs outlive a lab in trouble
            process = subprocess.Popen(command, cwd=CHECKOUT, env=environ, **streams)
        running.append(Running(process, tmp_path / "lab.json", printed))
        return running[-1]

    yield start
    for lab in running:
        if lab.process.poll() is None:
            lab.process.send_signal(signal.SIGINT)
            lab.process.wait(_DOWN_S)


def _adb(port: int, *arguments: str) -> str:
    command = [str(locate().adb), "-P", str(port), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def test_phones_are_up_while_the_file_is_there(up: Callable[..., Running]) -> None:
    """The file's phones answer the real adb, `fleet devices` lists them, and Ctrl-C ends it all."""
    lab = up("--device", "android-14:cable", "--device", "2*android-8.0")
    facts = lab.facts()
    assert set(facts) == {"phones", "usbmuxd", "crm_url", "appium_url"}
    assert (facts["appium_url"], facts["usbmuxd"]) == (None, None)
    assert stat.S_IMODE(lab.file.stat().st_mode) == 0o600
    port = facts["phones"][0]["adb_server_port"]
    listed = _adb(port, "devices")
    releases = {}
    for phone in facts["phones"]:
        assert f"{phone['serial']}\tdevice" in listed
        question = ("-s", phone["serial"], "shell", "getprop", "ro.build.version.sdk")
        releases[phone["name"]] = _adb(port, *question).strip()
    assert releases == {
        "android-14-cable": "34",
        "android-8.0-emulator": "26",
        "android-8.0-emulator-2": "26",
    }
    _is_listed(facts)
    lab.process.send_signal(signal.SIGINT)
    assert lab.must_be_gone() == 0
    assert "all phones are down" in lab.said()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def _is_listed(facts: dict[str, Any]) -> None:
    code, printed = fleet("devices", "--json")
    assert code == 0, printed
    ours = {phone["serial"] for phone in facts["phones"]}
    port = facts["phones"][0]["adb_server_port"]
    found = [row for row in json.loads(printed) if row["server_port"] == port]
    assert {row["serial"] for row in found} == ours
    assert {(row["kind"], row["state"]) for row in found} == {("virtual", "device")}
    assert {row["api_level"] for row in found} == {26, 34}


def test_iphones_are_up_while_the_file_is_there(up: Callable[..., Running]) -> None:
    """Agent and usbmuxd answer where the file says, `fleet devices` lists them, and all ends."""
    lab = up("--device", "2*ios-17")
    facts = lab.facts()
    serials = {phone["serial"] for phone in facts["phones"]}
    socket_path = Path(facts["usbmuxd"])
    assert listed(socket_path, within_s=5) == serials
    for phone in facts["phones"]:
        assert agent.ask(phone["wda_url"], within_s=5).version == phone["version"]
        assert phone["adb_server_port"] is None
    code, printed = fleet("devices", "--json")
    assert code == 0, printed
    found = {row["serial"]: row for row in json.loads(printed) if row["serial"] in serials}
    assert {row["state"] for row in found.values()} == {"ready"}
    assert {row["wda_url"] for row in found.values()} == {p["wda_url"] for p in facts["phones"]}
    lab.process.send_signal(signal.SIGINT)
    assert lab.must_be_gone() == 0
    assert not socket_path.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_end_it_as_well(up: Callable[..., Running], number: signal.Signals) -> None:
    """Whoever asks a lab to end by a signal is obeyed, and nothing of it stays."""
    lab = up("--device", "android-14")
    lab.facts()
    lab.process.send_signal(number)
    assert lab.must_be_gone() == 0


def test_a_closed_terminal_ends_it(up: Callable[..., Running]) -> None:
    """A lab does not outlive the window that it was started in."""
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    lab = up("--device", "android-14", start_new_session=True, **streams, preexec_fn=_own_terminal)
    os.close(theirs)
    lab.facts()
    while select.select([ours], [], [], 0.2)[0]:
        os.read(ours, 4096)
    os.close(ours)
    assert lab.must_be_gone() == 0


def _own_terminal() -> None:
    import fcntl  # noqa: PLC0415 - between fork and exec
    import termios  # noqa: PLC0415 - the same

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_phones_that_die_are_told(up: Callable[..., Running]) -> None:
    """When the phones are gone the lab says so, ends, and leaves no file that names them."""
    lab = up("--device", "android-14")
    lab.facts()
    for process in psutil.Process(lab.process.pid).children(recursive=True):
        if "devices.virtual.lab" in process.cmdline():
            process.kill()
    assert lab.must_be_gone() == 1
    assert "lab: was killed by SIGKILL" in lab.said()


def test_appium_is_there_when_it_was_asked_for(up: Callable[..., Running]) -> None:
    """The file names an Appium that answers, and the terminal what to paste into its Inspector."""
    lab = up("--device", "android-14", "--appium")
    facts = lab.facts()
    status = requests.get(f"{facts['appium_url']}/status", timeout=30).json()
    assert status["value"]["ready"] is True
    assert f'"appium:udid": "{facts["phones"][0]["serial"]}"' in lab.said()
    lab.process.send_signal(signal.SIGINT)
    assert lab.must_be_gone() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("lab", "up", "--device", "andriod-14"), "did you mean 'android-14'?"),
        (("lab", "up", "--device", "android-14", "--json", "nowhere/lab.json"), "nowhere/lab.json"),
        (("lab", "up"), "--device"),
        (("conform",), "name one phone: by --serial"),
        (("conform", "--serial", "x", "--rows", "nobody.*"), "no row has such an id"),
        (("conform", "--serial", "x", "--appium", "4723"), "expected a URL"),
    ],
)
def test_wrong_usage_is_told_and_nothing_started(arguments: tuple[str, ...], says: str) -> None:
    """What cannot be is said in words, with the exit code of wrong usage."""
    code, printed = fleet(*arguments)
    assert (code, "Traceback" in printed) == (4, False), printed
    assert says in printed
