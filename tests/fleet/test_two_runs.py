"""Two runs on one host at once have nothing in common; a run of two labs is one run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from config.paths import CHECKOUT
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from reports.journal import JournalData, read_journal
from reports.outcomes import Outcome
from tests.fleet.overheard import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

_DEADLINE_S = 300
_FEW = ("--promise", "SES-01", "--promise", "OFF-01")
_MADE = (".venv", ".git", ".*_cache", "__pycache__", "out", "node_modules")

_LAB = """\
name: neighbour
kind: attached
adb: {port: env:NEIGHBOUR_PORT}
crm:
  url: env:NEIGHBOUR_CRM
  token: env:NEIGHBOUR_TOKEN
  sandbox: true
  provider: fleet
  recipients: ["+1555010????", "@example.test"]
"""
_MATRIX = """\
name: both
lab: [virtual, neighbour]
suites: [offline, session]
cells:
  - {platform: android, versions: 9, kind: virtual, attach: emulator, lab: virtual, id: own}
  - {platform: android, versions: 14, kind: virtual, lab: neighbour, id: others}
"""


@dataclass(frozen=True)
class Ended:
    """A run that has ended, and what was overheard of it."""

    code: int
    printed: str
    heard: Path

    @property
    def folder(self) -> Path:
        """Its folder."""
        return Path(self._about["folder"])

    @property
    def journal(self) -> JournalData:
        """Its journal."""
        return read_journal(self.folder / "journal.jsonl")

    @property
    def ports(self) -> set[int]:
        """Every port of this host that its servers and phones answer on."""
        return set(_ports(self._about["endpoints"]))

    @property
    def serials(self) -> set[str]:
        """Its phones."""
        return {attempt.serial for attempt in self.journal.attempts}

    @property
    def users(self) -> set[str]:
        """The users that its tests had."""
        return set((self.heard / "users.txt").read_text("utf-8").split())

    @property
    def _about(self) -> dict[str, Any]:
        about: dict[str, Any] = json.loads((self.heard / "run.json").read_text("utf-8"))
        return about


def _ports(value: object) -> Iterator[int]:
    """Those in the values of anything like JSON: numbers under ``…port``, and ends of URLs."""
    if isinstance(value, list):
        for item in value:
            yield from _ports(item)
    if isinstance(value, dict):
        for name, item in value.items():
            if name.endswith("port") and isinstance(item, int):
                yield item
            elif isinstance(item, str) and (port := re.search(r"(?::|emulator-)(\d+)/?$", item)):
                yield int(port[1])
            else:
                yield from _ports(item)


def test_ports_are_found_wherever_they_stand() -> None:
    """The look at what two runs share would see nothing if it looked past them."""
    about = {"adb": {"adb_server_port": 1}, "list": [{"url": "http://a:2/"}, {"s": "emulator-3"}]}
    assert set(_ports(about)) == {1, 2, 3}


def test_two_runs_at_once_share_nothing(tmp_path: Path) -> None:
    """Both pass, at the same time, on ports, phones, users and folders of their own."""
    processes = [_start(tmp_path, name) for name in ("one", "two")]
    try:
        one, two = (_end(process, tmp_path / process.name) for process in processes)
    finally:
        for process in processes:
            process.popen.kill()
            process.popen.wait(timeout=60)
    assert (one.code, two.code) == (0, 0), one.printed + two.printed
    assert _overlap(one.journal, two.journal), "the runs did not go on at the same time"
    assert one.folder != two.folder
    assert one.folder.parent == two.folder.parent
    for both in ((one.ports, two.ports), (one.serials, two.serials), (one.users, two.users)):
        assert all(both), both
        assert not both[0] & both[1], both


@dataclass(frozen=True)
class Started:
    """A run that goes on."""

    name: str
    popen: subprocess.Popen[str]


def _start(folder: Path, name: str) -> Started:
    heard = folder / name
    heard.mkdir()
    options = ["-p", "tests.fleet.overheard", "--no-report", "--output", str(folder / "out")]
    popen = subprocess.Popen(
        [sys.executable, "-m", "fleet", "run", "smoke", *_FEW, "--", *options],
        cwd=CHECKOUT,
        env={**os.environ, FOLDER: str(heard)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Started(name, popen)


def _end(started: Started, heard: Path) -> Ended:
    printed, _ = started.popen.communicate(timeout=_DEADLINE_S)
    return Ended(started.popen.returncode, printed, heard)


def _overlap(one: JournalData, two: JournalData) -> bool:
    assert one.end is not None
    assert two.end is not None
    return one.plan.run.started < two.end.at and two.plan.run.started < one.end.at


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[LabHost]:
    """A phone of another process, and its adb server, without Appium."""
    phones = (PhoneSpec("one", "android-14", "emulator"),)
    spec = HostSpec(phones, tmp_path / "work", tmp_path / "logs", appium=False)
    with LabHost.start(spec, locate(), deadline_s=60) as host:
        yield host


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout whose user has described another lab."""
    copy = tmp_path / "checkout"
    shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(*_MADE))
    (copy / "config" / "labs" / "neighbour.yaml").write_text(_LAB, encoding="utf-8")
    (copy / "config" / "matrices" / "both.yaml").write_text(_MATRIX, encoding="utf-8")
    return copy


def test_a_run_takes_phones_from_two_labs(
    tmp_path: Path, neighbour: LabHost, checkout: Path
) -> None:
    """Its own virtual phone and one of another process: each through its own servers and CRM."""
    ends = neighbour.endpoints
    known = {
        "NEIGHBOUR_PORT": str(ends.adb_server_port),
        "NEIGHBOUR_CRM": ends.crm_url,
        "NEIGHBOUR_TOKEN": ends.crm_token,
    }
    output = tmp_path / "out"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "fleet", "run", "both", *_FEW),
            *("--", "--no-report", "--output", str(output)),
        ],
        cwd=checkout,
        env=os.environ | known,
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    journal = read_journal(output / "latest" / "journal.jsonl")
    results = journal.results()
    assert {r.outcome for r in results if r.planned.cell == "own"} == {Outcome.PASS}
    # A phone of another process is judged as a real one, so that tests of it may be refused.
    others = {r.outcome for r in results if r.planned.cell == "others"}
    assert Outcome.PASS in others
    assert others <= {Outcome.PASS, Outcome.REFUSED}
    serials = {cell: _serials(journal, cell) for cell in ("own", "others")}
    assert serials["others"] == {ends.phones[0].serial}
    assert len(serials["own"]) == 1
    assert serials["own"] != serials["others"]
    logs = {path.name for path in (output / "latest" / "logs").iterdir()}
    assert logs == {"virtual", "neighbour"}


def _serials(journal: JournalData, cell: str) -> set[str]:
    return {attempt.serial for attempt in journal.attempts if attempt.cell == cell}
