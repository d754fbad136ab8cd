"""Phones of one process, a run of another that knows an adb server's address and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from config.paths import CHECKOUT
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from reports.journal import read_journal
from reports.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

_LAB = """\
name: blind
kind: attached
adb: {port: env:BLIND_PORT}
crm: {url: env:BLIND_CRM, token: env:BLIND_TOKEN}
"""


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
    done = subprocess.run(
        [sys.executable, "-m", "fleet", "run", "smoke", "--", *options],
        cwd=CHECKOUT,
        env=os.environ | known,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = read_journal(output / "latest" / "journal.jsonl").results()
    for result in results:
        cut = "network" in result.message or "banner" in result.planned.test
        refused = cut and result.planned.cell == "android-14-cable"
        assert result.outcome is (Outcome.REFUSED if refused else Outcome.PASS), result
    assert sum(result.outcome is Outcome.REFUSED for result in results) == 4
    after = {process.pid for process in psutil.Process(phones.supervisor_pid).children()}
    assert after == before, "the adb server was restarted"
    cells = json.loads((output / ".smoke.cells.json").read_text("utf-8"))
    assert {cell["kind"] for cell in cells} == {"virtual"}
