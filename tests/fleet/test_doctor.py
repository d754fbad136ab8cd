"""``fleet doctor``: what it finds, and what its exit code says."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from config.paths import CHECKOUT
from devices.host.processes import MARK
from devices.host.tool_error import ToolchainError
from fleet import doctor
from fleet.doctor import Finding, examine, print_findings

if TYPE_CHECKING:
    from pathlib import Path

    from devices.host.toolchain import Toolchain

_DEADLINE_S = 20.0


def _finding(what: str) -> Finding:
    (found,) = [finding for finding in examine() if finding.what == what]
    return found


def test_a_host_that_is_set_up_lacks_nothing() -> None:
    """Where the tests run, every tool is there, with its version."""
    found = {finding.what: finding for finding in examine()}
    assert [finding for finding in found.values() if finding.state == "missing"] == []
    assert found["appium"].seen == "3.8.0"
    assert found["appium-uiautomator2-driver"].seen == "8.7.0"
    assert found["Node"].seen.startswith("v")
    assert "Version" in found["adb"].seen


def test_without_the_tools_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a host that was never set up, the tools are missing and `make` is the remedy."""

    def locate() -> Toolchain:
        raise ToolchainError("looking for the tools", "none", "Run `make`.")

    monkeypatch.setattr(doctor, "locate", locate)
    tools = _finding("tools")
    assert (tools.state, tools.remedy) == ("missing", "Run `make`.")


def test_a_program_that_does_not_run_is_missing(tmp_path: Path) -> None:
    """A file by the right name is not enough."""
    found = doctor._program("adb", tmp_path / "adb", "version")
    assert found.state == "missing"
    assert str(tmp_path / "adb") in found.seen


@pytest.mark.parametrize(
    ("changes", "state"),
    [({}, "ok"), ({"fleet": "old"}, "warning"), ({"unfinished": "fleet"}, "warning")],
)
def test_set_up_is_compared_with_the_lock_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], state: str
) -> None:
    """Changed lock files and a set-up that was cut off are told apart from one that is whole."""
    note = {
        name: sha256((CHECKOUT / "requirements" / f"{name}.lock").read_bytes()).hexdigest()
        for name in ("build", "fleet")
    }
    (tmp_path / "fleet-setup.json").write_text(json.dumps(note | changes))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert doctor._set_up().state == state


def test_a_full_disk_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little space is said before a run finds out."""
    monkeypatch.setattr(doctor, "_SPARE_BYTES", 10**18)
    assert {finding.state for finding in doctor._disks()} == {"warning"}


def test_another_machine_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that nobody tried, it says what to bring."""
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    found = _finding("machine")
    assert found.state == "warning"
    assert "ANDROID_HOME" in found.remedy


def test_the_users_adb_server_is_seen_and_not_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever listens on adb's port is told of, and hears nothing from us."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(doctor, "_ADB_PORT", server.getsockname()[1])
        assert "something listens" in doctor._adb_server().seen
        visitor, _ = server.accept()
        with visitor:
            visitor.settimeout(_DEADLINE_S)
            assert visitor.recv(1) == b""


def test_what_a_dead_lab_left_is_named() -> None:
    """A process of a lab without a supervisor is named with its number."""
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], env=os.environ | {MARK: "gone"}, stdin=subprocess.PIPE
    ) as orphan:
        found = doctor._leftovers()
        orphan.communicate(b"\n", timeout=_DEADLINE_S)
    assert found.state == "warning"
    assert str(orphan.pid) in found.remedy


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("warning", 0), ("missing", 1)])
def test_only_what_is_missing_fails(state: doctor.State, code: int) -> None:
    """The exit code is for scripts: warnings let them go on."""
    console = Console(record=True, width=100, file=io.StringIO())
    assert print_findings([Finding("adb", state, "seen", "do this")], console) == code
    printed = console.export_text()
    assert "seen" in printed
    assert "do this" in printed
