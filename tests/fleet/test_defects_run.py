"""``fleet defects``, whole: every seeded defect is noticed, and all runs end with the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from config.paths import CHECKOUT
from devices import wait
from devices.pool.defects import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

_DEADLINE_S = 900
_SESSION_ONLY = """\
name: session-only
lab: virtual
suites: [session]
cells:
  - {platform: android, versions: 14, kind: virtual, attach: emulator}
"""


@contextmanager
def defects(output: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, killed at the end of the test if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fleet", "defects", *arguments, "--output", output],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def test_a_defect_of_each_area_is_caught_and_by_no_other_promise(tmp_path: Path) -> None:
    """The first of each area; `fleet defects` without names has all of them."""
    first: dict[str, str] = {}
    for defect in DEFECTS.values():
        first.setdefault(defect.breaks.partition("-")[0], defect.name)
    with defects(tmp_path, *first.values()) as process:
        printed, told = process.communicate(timeout=_DEADLINE_S)
    assert process.returncode == 0, printed + told
    assert "MISSED" not in printed


def test_a_defect_that_no_test_sees_is_missed(tmp_path: Path) -> None:
    """Suites without a test of the promise end with 1, and what they did run is told."""
    matrix = tmp_path / "session-only.yaml"
    matrix.write_text(_SESSION_ONLY, encoding="utf-8")
    with defects(tmp_path, "offline-banner-hidden", "--matrix", matrix, "--json") as process:
        printed, told = process.communicate(timeout=_DEADLINE_S)
    assert process.returncode == 1, printed + told
    data = json.loads(printed)
    (defect,) = data["defects"]
    assert (defect["verdict"], defect["own"], defect["false_alarms"]) == ("MISSED", 0, [])
    assert defect["others"] == data["sound"]["tests"] > 0
    assert data["sound"]["not_passed"] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_command_ends_its_runs_end(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C, SIGTERM and SIGKILL leave no run, and nothing that a run has started."""
    with defects(tmp_path, "logout-keeps-session", "--jobs", "2") as process:
        command = psutil.Process(process.pid)
        up = wait.until(lambda: len(_labs(command)) == 2, 120)
        assert up, "two runs have no labs after two minutes"
        processes = command.children(recursive=True)
        os.kill(process.pid, number)
        process.communicate(timeout=60)
        _, alive = psutil.wait_procs(processes, timeout=30)
    assert alive == []
    assert process.returncode == (-number if number is signal.SIGKILL else 2)


def _labs(command: psutil.Process) -> list[psutil.Process]:
    """The processes of virtual phones below a command."""
    below = command.children(recursive=True)
    return [process for process in below if "devices.virtual.lab" in _words(process)]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it has ended meanwhile
        return []


def test_an_unknown_defect_is_told_with_the_nearest() -> None:
    """A misspelt name starts nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "fleet", "defects", "banner-hidden"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert "did you mean 'offline-banner-hidden'?" in done.stderr
