"""Runs with users of a CRM of somebody else's: one at a time each, clean afterwards, no secret."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from config.secrets import Secret
from crm import CrmClient
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from reports.journal import JournalData, read_journal
from reports.outcomes import Outcome
from reports.secrets import find_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from devices.host.spec import Endpoints

pytestmark = pytest.mark.e2e

_EMAIL, _PASSWORD = "qa1@team.test", "planted-leased-password"
_DEADLINE_S = 240
_LAB = """\
name: desk
kind: attached
adb: {port: env:DESK_PORT}
crm:
  url: env:DESK_CRM
  token: env:DESK_TOKEN
  sandbox: true
  provider: fleet
  recipients: ["+15550100"]
  rate: {requests: 200, seconds: 1}
"""
_ACCOUNTS = f"roles:\n  agent:\n    users: [{{email: {_EMAIL}, password: env:DESK_QA1}}]\n"
_MATRIX = """\
name: {name}
lab: desk
suites: [offline, session]
cells:
  - {{device: {serial}, kind: virtual, id: {name}}}
"""
_TESTS = "test_banner_appears_in_a_conversation or test_log_out_shows_the_sign_in_form"


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoints]:
    """Two phones, and a CRM that has one user."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    phones = tuple(PhoneSpec(name, "android-14", "emulator") for name in ("one", "two"))
    spec = HostSpec(phones, tmp_path / "work", tmp_path / "logs", appium=False)
    with LabHost.start(spec, locate(), deadline_s=60) as host:
        with _client(host.endpoints) as crm:
            crm.create_user("Quinn Adams", _EMAIL, Secret(_PASSWORD))
        yield host.endpoints


def _client(ends: Endpoints) -> CrmClient:
    return CrmClient(ends.crm_url, Secret(ends.crm_token), 10)


def _start(folder: Path, ends: Endpoints, name: str, **more: str) -> subprocess.Popen[str]:
    """A run of some tests on the phone of that name, as the only user that there is."""
    (folder / "desk.yaml").write_text(_LAB, encoding="utf-8")
    (folder / "accounts.yaml").write_text(_ACCOUNTS, encoding="utf-8")
    matrix = folder / f"{name}.yaml"
    text = _MATRIX.format(name=name, serial=ends.phone(name).serial)
    matrix.write_text(text, encoding="utf-8")
    known = {
        "DESK_PORT": str(ends.adb_server_port),
        "DESK_CRM": ends.crm_url,
        "DESK_TOKEN": ends.crm_token,
        "DESK_QA1": _PASSWORD,
        "FLEET_TEST_ACCOUNTS": str(folder / "accounts.yaml"),
    }
    options = ["--lab", str(folder / "desk.yaml"), "--output", str(folder / name)]
    plugin = ["-p", "tests.fleet.leased", "-k", _TESTS]
    return subprocess.Popen(
        [sys.executable, "-m", "fleet", "run", str(matrix), "--", *options, *plugin],
        cwd=CHECKOUT,
        env=os.environ | known | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _ended(run: subprocess.Popen[str]) -> str:
    """What it printed; it passed."""
    try:
        printed, _ = run.communicate(timeout=_DEADLINE_S)
    finally:
        run.kill()
    assert run.returncode == 0, printed
    return printed


def _journal(folder: Path, name: str) -> JournalData:
    return read_journal(folder / name / "latest" / "journal.jsonl")


def _ends(folder: Path, name: str) -> list[datetime]:
    """When each test of a run had ended."""
    attempts = _journal(folder, name).attempts
    return sorted(one.started + timedelta(seconds=one.seconds) for one in attempts)


def test_two_runs_at_once_never_share_a_user(tmp_path: Path, ends: Endpoints) -> None:
    """One waits until the other has given the user back; both pass, and nothing is left."""
    runs = [_start(tmp_path, ends, name) for name in ("one", "two")]
    for run in runs:
        _ended(run)
    for name in ("one", "two"):
        outcomes = {result.outcome for result in _journal(tmp_path, name).results()}
        assert outcomes == {Outcome.PASS}
    first, second = sorted((_ends(tmp_path, "one"), _ends(tmp_path, "two")))
    assert first[-1] < second[0], "a test of one run has ended before the other gave the user back"
    with _client(ends) as crm:
        user = crm.find_user(_EMAIL)
        assert crm.contacts(user.location_id) == []
    hidden = (_PASSWORD, ends.crm_token)
    assert [path for name in ("one", "two") for path in find_secrets(tmp_path / name, hidden)] == []


def test_a_missing_password_ends_the_run_before_it_begins(tmp_path: Path, ends: Endpoints) -> None:
    """It is named, and what to do; no phone is touched."""
    run = _start(tmp_path, ends, "one", DESK_QA1="")
    printed, _ = run.communicate(timeout=60)
    assert run.returncode != 0
    assert "the secret env:DESK_QA1 is not set: export DESK_QA1" in printed
    assert not (tmp_path / "one" / "latest").exists()
