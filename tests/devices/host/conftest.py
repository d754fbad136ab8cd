"""Labs for the tests: real supervisor and adb, the smallest phones, a stand-in for Appium.

The stand-in makes a start a matter of milliseconds where Appium itself is not what is tested.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from config.deadlines import DEADLINES, Deadlines
from devices import wait
from devices.host.client import LabHost
from devices.host.processes import marked
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import Toolchain, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from devices.host.wire import Event

FAKE_LAB = (sys.executable, str(Path(__file__).with_name("fake_lab.py")))
QUICK = Deadlines(adb_server_s=5, appium_start_s=5, lab_start_s=5, health_s=0.5, stop_s=5)
_TEST = "FLEET_TEST_FOLDER"
PHONES = (PhoneSpec("first", "any", "emulator"), PhoneSpec("second", "any", "cable"))

_STAND_IN = """
const port = +process.argv[process.argv.indexOf('--port') + 1];
const body = JSON.stringify({value: {ready: true}});
require('http').createServer((_, reply) => {
  reply.setHeader('Content-Type', 'application/json');
  reply.end(body);
}).listen(port, '127.0.0.1');
"""


@dataclass
class Labs:
    """Starts labs below a folder of the test, and knows what they have said."""

    folder: Path
    toolchain: Toolchain
    events: list[Event] = field(default_factory=list)
    started: list[LabHost] = field(default_factory=list)

    @staticmethod
    def runs(process: psutil.Process, program: str) -> bool:
        """Whether a process runs a program; by its path, since Node 24 calls itself MainThread."""
        try:
            return Path(process.cmdline()[0]).name == program
        except (psutil.Error, IndexError):  # it has just ended
            return False

    def spec(self, phones: tuple[PhoneSpec, ...] = PHONES) -> HostSpec:
        """A spec with folders that do not exist yet."""
        return HostSpec(phones, self.folder / "work", self.folder / "logs", appium=False)

    def start(
        self,
        spec: HostSpec | None = None,
        *,
        deadlines: Deadlines = QUICK,
        toolchain: Toolchain | None = None,
        lab: Sequence[str] = FAKE_LAB,
    ) -> LabHost:
        """Start a lab that ends with the test."""
        host = LabHost.start(
            spec or self.spec(),
            toolchain or self.toolchain,
            deadline_s=60,
            on_event=self.events.append,
            deadlines=deadlines,
            lab_command=lab,
        )
        self.started.append(host)
        return host

    def with_appium(self, script: str) -> Toolchain:
        """The tool chain with a script of Node in Appium's place."""
        main = self.folder / "appium.js"
        main.write_text(script)
        return replace(self.toolchain, appium_main=main)

    def until(self, seen: Callable[[], bool], what: str, within_s: float = 20) -> None:
        """Wait until something is so."""
        assert wait.until(seen, within_s), f"not within {within_s} s: {what}"

    def alive(self) -> set[int]:
        """Processes of this test's labs, by a variable that they inherit."""
        return {process.pid for process in psutil.process_iter() if self._owns(process)}

    def _owns(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(_TEST) == str(self.folder)
        except (psutil.Error, OSError):
            return False

    def assert_nothing_left(self, mark: str) -> None:
        """No process of the lab lives, and its work folder is gone."""
        self.until(lambda: not marked(mark), f"processes end: {marked(mark)}")
        self.until(lambda: not (self.folder / "work").exists(), "work folder removed")


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The tools that set-up has installed."""
    return locate()


@pytest.fixture
def labs(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Iterator[Labs]:
    """Labs that end with the test and leave nothing."""
    monkeypatch.setenv(_TEST, str(tmp_path))
    labs = Labs(tmp_path, toolchain)
    yield labs
    for host in labs.started:
        host.stop()
        labs.assert_nothing_left(host.mark)


@pytest.fixture
def stand_in() -> str:
    """A script of Node that answers as a ready Appium."""
    return _STAND_IN


@pytest.fixture(scope="session")
def patient() -> Deadlines:
    """The deadlines of a real run."""
    return DEADLINES
