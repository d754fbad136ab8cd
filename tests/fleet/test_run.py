"""A whole run, as a user starts one: real Appium, driver and adb over virtual phones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from reports.allure import foreign_hosts
from reports.journal import JournalData, read_journal
from reports.outcomes import Outcome
from reports.secrets import find_secrets
from tests.fleet.matrices import EMULATOR, IPHONE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e

_DEADLINE_S = 600


@dataclass(frozen=True)
class Run:
    """A finished run and what it left."""

    code: int
    printed: str
    folder: Path
    secrets: tuple[str, ...]

    @property
    def journal(self) -> JournalData:
        """Its journal."""
        return read_journal(self.folder / "journal.jsonl")

    def outcomes(self) -> set[Outcome]:
        """Every outcome that there is, over all tests and cells."""
        return {result.outcome for result in self.journal.results()}


def run(output: Path, *arguments: str, program: tuple[str, ...] = ("-m", "fleet", "run")) -> Run:
    """Run the smoke matrix in a process of its own and wait for its end."""
    secrets = output / "secrets.json"
    output.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "FLEET_TEST_SECRETS": str(secrets)},
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
        check=False,
    )
    known = tuple(json.loads(secrets.read_text(encoding="utf-8"))) if secrets.exists() else ()
    folder = (output / "latest").resolve()
    return Run(done.returncode, done.stdout + done.stderr, folder, known)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Tests of each promise in each cell of the smoke matrix, with evidence of every attempt.

    One of each, and all of a promise with an assumed clause.
    """
    output = tmp_path_factory.mktemp("whole")
    plugin = ("-p", "tests.fleet.planted", "--evidence", "all")
    few = ("--promise", "DASH-04", "--sample")
    return run(output, "smoke", *few, "--", "--output", str(output), *plugin)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """By plain pytest, on one phone: its tests and a few, on a build whose banner never shows."""
    output = tmp_path_factory.mktemp("broken")
    few = ("--promise", "OFF-01", "--sample", "-k", "emulator")
    program = ("-m", "pytest", "suites", "--matrix", "smoke", *few)
    return run(
        output, "--output", str(output), "--defect", "offline-banner-hidden", program=program
    )


def test_the_smoke_matrix_passes_on_every_cell(whole: Run) -> None:
    """Each promise holds on either platform; what a phone cannot do at all was reviewed."""
    assert whole.code == 0, whole.printed
    assert whole.outcomes() <= {Outcome.PASS, Outcome.REFUSED}
    cells = {attempt.cell for attempt in whole.journal.attempts}
    assert cells == {EMULATOR, IPHONE}
    assert "PASS" in whole.printed
    assert "reference app" in whole.printed


def test_the_journal_begins_with_plan_and_build(whole: Run) -> None:
    """What was planned and what was tested are written before the first attempt."""
    first = json.loads((whole.folder / "journal.jsonl").read_text("utf-8").splitlines()[0])
    assert first["kind"] == "plan"
    builds = whole.journal.plan.run.builds
    assert {build.platform for build in builds} == {"android", "ios"}
    for build in builds:
        told = (build.package, build.reference, len(build.sha256))
        assert told == ("com.LeadConnector", True, 64)


def _has_picture(folder: Path) -> bool:
    path = folder / "screenshot.png"
    return path.exists() and path.read_bytes().startswith(b"\x89PNG")


def _hides_its_screen(folder: Path) -> bool:
    """Whether the window in front forbids pictures, as a prompt for a finger does."""
    return "'secure' flag" in (folder / "screenshot.png.missing.txt").read_text("utf-8")


def test_every_attempt_left_evidence_worth_reading(whole: Run) -> None:
    """Screenshot, source, logs and commands with timings are there, each of its own attempt."""
    for attempt in whole.journal.attempts:
        assert attempt.evidence
        folder = whole.folder / "evidence" / attempt.evidence
        assert _has_picture(folder) or _hides_its_screen(folder)
        root = "<AppiumAUT" if attempt.cell == IPHONE else "<hierarchy"
        assert root in (folder / "source.xml").read_text("utf-8")
        assert (folder / "log.txt").stat().st_size
        commands = json.loads((folder / "commands.json").read_text("utf-8"))
        assert all(command["seconds"] >= 0 for command in commands)
        assert "[HTTP] <--" in (folder / "appium.log").read_text("utf-8")


def test_the_report_is_one_page_that_loads_nothing(whole: Run) -> None:
    """The page holds its own data, names no foreign host to load from, and forbids it besides."""
    page = (whole.folder / "report.html").read_text("utf-8")
    assert foreign_hosts(page) == []
    assert "Content-Security-Policy" in page
    assert "google" not in page.lower()


def test_no_secret_is_found_in_anything_a_run_leaves(whole: Run) -> None:
    """Password, PIN and token that the run used stand in no report, log, name or screen text."""
    assert len(whole.secrets) == 3
    assert find_secrets(whole.folder, whole.secrets) == []
    assert not any(secret in whole.printed for secret in whole.secrets)
    log = (whole.folder / "logs" / "appium.log").read_text("utf-8")
    assert "/value" in log, "nothing was typed, so nothing could have leaked"


def test_a_hidden_banner_turns_the_banner_tests_red_and_nothing_else(broken: Run) -> None:
    """The suites notice a broken app: that promise's tests fail, those of others still pass."""
    assert broken.code == 1, broken.printed
    results = broken.journal.results()
    assert {r.outcome for r in results if "OFF-01" in r.planned.promises} == {Outcome.FAIL}
    others = [result for result in results if "OFF-01" not in result.planned.promises]
    assert others
    assert {result.outcome for result in others} == {Outcome.PASS}, broken.printed


def test_the_report_tells_promises_with_level_and_origin(whole: Run) -> None:
    """In the terminal as a table, in the page as what its tests stand under, and in JUnit."""
    rows = [" ".join(line.split()) for line in whole.printed.splitlines()]
    assert any(row.startswith("OFF-01 blocker seed PASS") for row in rows), whole.printed
    told = {promise.id: promise for promise in whole.journal.plan.promises}
    assert (told["SES-03"].level, told["SES-03"].origin) == ("major", "guide")
    results = [
        p.read_text("utf-8") for p in (whole.folder / "allure-results").glob("*-result.json")
    ]
    assert any("OFF-01 The banner appears (blocker, seed)" in result for result in results)
    assert 'name="origin" value="assumed"' in (whole.folder / "junit.xml").read_text("utf-8")


def test_what_rests_on_assumed_clauses_is_said(whole: Run) -> None:
    """The verdict counts them, and each such test reports as major at most."""
    assert "rest on assumed clauses" in whole.printed
    assumed = [test for test in whole.journal.plan.tests if test.assumed]
    assert assumed
    assert {test.level for test in assumed} <= {"major", "minor"}


def test_the_evidence_of_a_failure_shows_why(broken: Run) -> None:
    """The page source of the failed attempt has the dashboard on it, and no banner."""
    failed = [
        a for a in broken.journal.attempts if a.test.endswith("banner_appears_on_the_dashboard")
    ]
    assert failed[0].message.startswith("no banner on the dashboard")
    assert failed[0].evidence
    source = (broken.folder / "evidence" / failed[0].evidence / "source.xml").read_text("utf-8")
    assert "com.LeadConnector:id/dashboard" in source
    assert "offline_banner" not in source
    assert str(failed[0].evidence) in broken.printed
