"""Phones of one process, a run of another that knows addresses and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from config import ledger
from config.paths import CHECKOUT
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from devices.ledger import Ground, refusal
from reports.journal import read_journal
from reports.outcomes import Outcome
from tests.fleet.matrices import CABLE, EMULATOR, IPHONE, matrix_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

_DEADLINE_S = 600

_LAB = """\
name: blind
kind: attached
adb: {port: env:BLIND_PORT}
iphones:
  - {udid: env:BLIND_UDID, wda_url: env:BLIND_WDA}
usbmuxd: env:BLIND_MUX
crm:
  url: env:BLIND_CRM
  token: env:BLIND_TOKEN
  sandbox: true
  provider: fleet
  recipients: ["+1555010????", "@example.test"]
"""


# What the phones are to a run that knows nothing of what stands behind them: an emulator of its own
# host, a phone that is reached over the network, and an iPhone on a cable.
_GROUNDS = {
    EMULATOR: Ground("real", "android", "local", crm="sandbox"),
    CABLE: Ground("real", "android", "tcp", crm="sandbox"),
    IPHONE: Ground("real", "ios", "usb", crm="sandbox"),
}
# One test of each promise, but where real time has to go by for minutes.
_AT_ONCE = "not (one_time or reminder)"
_OFFLINE = {EMULATOR: Outcome.PASS, CABLE: Outcome.REFUSED, IPHONE: Outcome.PASS}


def _fleet(known: dict[str, str], *arguments: str) -> str:
    """Run the command line to a good end, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "fleet", *arguments],
        cwd=CHECKOUT,
        env=os.environ | known,
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[LabHost]:
    """An Android phone attached both ways, an iPhone, and what finds them, without Appium."""
    three = (
        PhoneSpec("one", "android-14", "emulator"),
        PhoneSpec("two", "android-14", "cable"),
        PhoneSpec("three", "ios-17", "cable", "ios"),
    )
    # Its own temporary folder: a socket's path is short.
    work = Path(tempfile.mkdtemp(prefix="fleet-"))
    spec = HostSpec(three, work, tmp_path / "logs", appium=False)
    with LabHost.start(spec, locate(), deadline_s=60) as host:
        yield host


def test_a_blind_run_is_the_ledgers_column_for_real_phones(tmp_path: Path, phones: LabHost) -> None:
    """By host or cable a phone does everything; over the network what cuts it off is refused."""
    (tmp_path / "blind.yaml").write_text(_LAB, encoding="utf-8")
    ends = phones.endpoints
    iphone = ends.phone("three")
    known = {
        "BLIND_UDID": iphone.serial,
        "BLIND_WDA": iphone.wda_url,
        "BLIND_MUX": str(ends.usbmuxd),
        "BLIND_PORT": str(ends.adb_server_port),
        "BLIND_CRM": ends.crm_url,
        "BLIND_TOKEN": ends.crm_token,
    }
    before = {process.pid for process in psutil.Process(phones.supervisor_pid).children()}
    output = tmp_path / "out"
    options = ["--lab", str(tmp_path / "blind.yaml"), "--output", str(output)]
    options += ["-k", _AT_ONCE]
    matrix = str(matrix_of(tmp_path, EMULATOR, CABLE, IPHONE))
    planned = json.loads(_fleet(known, "plan", matrix, "--sample", "--json", "--", *options))
    _fleet(known, "run", matrix, "--sample", "--", "--no-report", *options)
    needs = {(test["test"], test["cell"]): test["needs"] for test in planned["tests"]}
    for result in read_journal(output / "latest" / "journal.jsonl").results():
        test, cell = result.planned.test, result.planned.cell
        refused = refusal(ledger.read(), needs[test, cell], _GROUNDS[cell])
        assert result.outcome is (Outcome.REFUSED if refused else Outcome.PASS), result
        if "network.offline" in needs[test, cell]:
            assert result.outcome is _OFFLINE[cell], result
    after = {process.pid for process in psutil.Process(phones.supervisor_pid).children()}
    assert after == before, "the adb server was restarted"
    cells = json.loads((output / ".own.cells.json").read_text("utf-8"))
    assert {cell["kind"] for cell in cells} == {"virtual"}
