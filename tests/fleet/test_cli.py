"""The command line refuses what it cannot do, says why, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

_USAGE = 4


def fleet(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and everything printed."""
    done = subprocess.run(
        [sys.executable, "-m", "fleet", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("smok",),
            "allowed: android, defects, defects-ios, full, ios, smoke; did you mean 'smoke'?",
        ),
        (("smoke", "--promise", "OFF-1"), "there is no promise 'OFF-1'"),
        (("smoke", "--app", "README.md"), "README.md: is no APK"),
        (("smoke", "--defect", "banner-hidden"), "did you mean 'offline-banner-hidden'?"),
        (("smoke", "--app", "a.apk", "--defect", "x"), "give one of the two"),
    ],
)
def test_wrong_usage_says_why_and_leaves_no_run(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A run that cannot begin ends with 4 in one line, and makes no folder."""
    output = tmp_path / "out"
    code, printed = fleet("run", *arguments, "--", "--output", output)
    assert (code, "Traceback" in printed) == (_USAGE, False), printed
    assert said in printed
    assert not output.exists()


def test_a_broken_matrix_is_told_with_its_place(tmp_path: Path) -> None:
    """File, line and column stand before what was found and what is allowed."""
    matrix = tmp_path / "broken.yaml"
    matrix.write_text(
        "name: broken\nlab: virtual\nsuites: [offline]\ncells:\n"
        "  - {device: android-144, kind: virtual}\n",
        encoding="utf-8",
    )
    code, printed = fleet("plan", matrix)
    assert code == _USAGE
    assert f"{matrix}:5:14: " in printed
    assert "did you mean 'android-14'?" in printed


def test_a_plan_shows_cells_and_promises_and_starts_nothing() -> None:
    """What a run would do is said without a lab, by cell and by promise."""
    code, printed = fleet("plan", "smoke")
    assert code == 0, printed
    for word in ("android-14-emulator", "ios-17-cable", "OFF-01", "SES-01", " in 2 cells"):
        assert word in printed


def test_a_plan_of_some_promises_is_of_these_alone() -> None:
    """Promises choose tests by what they are about; the sample adds one test of each other."""
    code, printed = fleet("plan", "smoke", "--promise", "OFF-01", "--json")
    assert code == 0, printed
    alone = json.loads(printed)["tests"]
    assert all("OFF-01" in test["promises"] for test in alone)
    code, printed = fleet("plan", "smoke", "--promise", "OFF-01", "--sample", "--json")
    assert code == 0, printed
    sampled = json.loads(printed)
    tests = sampled["tests"]
    assert [test for test in tests if "OFF-01" in test["promises"]] == alone
    named = {id_ for test in tests for id_ in test["promises"]}
    assert {"OFF-02", "SES-01", "DASH-01"} <= named
    assert len(tests) < len(alone) + len(sampled["cells"]) * len(named)


def test_a_plan_for_programs_holds_every_test_on_every_cell() -> None:
    """As JSON it has cells, tests with what they need, workers and the estimate."""
    code, printed = fleet("plan", "smoke", "--json")
    assert code == 0, printed
    plan = json.loads(printed)
    assert [cell["id"] for cell in plan["cells"]] == ["android-14-emulator", "ios-17-cable"]
    assert {test["state"] for test in plan["tests"]} >= {"logged_in", "logged_out"}
    assert any("network.offline" in test["needs"] for test in plan["tests"])
    assert {"workers", "seconds", "warnings", "changes"} <= set(plan)


def test_suites_without_a_matrix_say_what_to_add() -> None:
    """Plain pytest over the suites asks for the matrix instead of finding nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "suites"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode
    assert "add --matrix NAME" in done.stdout + done.stderr
