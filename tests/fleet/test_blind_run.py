"""Phones of one process, a run of another that knows an adb server's address and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

_DEADLINE_S = 600

_LAB = """\
name: blind
kind: attached
adb: {port: env:BLIND_PORT}
crm:
  url: env:BLIND_CRM
  token: env:BLIND_TOKEN
  sandbox: true
  provider: fleet
  recipients: ["+1555010????", "@example.test"]
"""


# What the phones are to a run that knows nothing of what stands behind them: an emulator of its own
# host, and a phone that is reached over the network.
_GROUNDS = {
    "android-14-emulator": Ground("real", "android", "local", crm="sandbox"),
    "android-14-cable": Ground("real", "android", "tcp", crm="sandbox"),
}
# One test of each promise, but where real time has to go by for minutes.
_AT_ONCE = "not (one_time or reminder)"
_OFFLINE = {"android-14-emulator": Outcome.PASS, "android-14-cable": Outcome.REFUSED}


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
    """One phone attached both ways, and an adb server, without Appium."""
    both = (
        PhoneSpec("one", "android-14", "emulator"),
        PhoneSpec("two", "android-14", "cable"),
    )
    spec = HostSpec(both, tmp_path / "work", tmp_path / "logs", appium=False)
    with LabHost.start(spec, locate(), deadline_s=60) as host:
        yield host


def test_a_blind_run_is_the_ledgers_column_for_real_phones(tmp_path: Path, phones: LabHost) -> None:
    """Local to its host a phone does everything; over the network what cuts it off is refused."""
    (tmp_path / "blind.yaml").write_text(_LAB, encoding="utf-8")
    ends = phones.endpoints
    known = {
        "BLIND_PORT": str(ends.adb_server_port),
        "BLIND_CRM": ends.crm_url,
        "BLIND_TOKEN": ends.crm_token,
    }
    before = {process.pid for process in psutil.Process(phones.supervisor_pid).children()}
    output = tmp_path / "out"
    options = ["--lab", str(tmp_path / "blind.yaml"), "--output", str(output)]
    options += ["-k", _AT_ONCE]
    planned = json.loads(_fleet(known, "plan", "smoke", "--sample", "--json", "--", *options))
    _fleet(known, "run", "smoke", "--sample", "--", "--no-report", *options)
    needs = {(test["test"], test["cell"]): test["needs"] for test in planned["tests"]}
    for result in read_journal(output / "latest" / "journal.jsonl").results():
        test, cell = result.planned.test, result.planned.cell
        refused = refusal(ledger.read(), needs[test, cell], _GROUNDS[cell])
        assert result.outcome is (Outcome.REFUSED if refused else Outcome.PASS), result
        if "network.offline" in needs[test, cell]:
            assert result.outcome is _OFFLINE[cell], result
    after = {process.pid for process in psutil.Process(phones.supervisor_pid).children()}
    assert after == before, "the adb server was restarted"
    cells = json.loads((output / ".smoke.cells.json").read_text("utf-8"))
    assert {cell["kind"] for cell in cells} == {"virtual"}
