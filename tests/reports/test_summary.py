"""What a terminal shows when a run has ended."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from reports.outcomes import Outcome
from reports.summary import print_summary
from tests.reports.sample import BANNER, CABLE, LOGIN, attempt, end, written

if TYPE_CHECKING:
    from reports.journal import JournalData

_OUT = Path("reports/out/20261122-200000-abcdef")


def shown(data: JournalData, width: int, report: Path | None = _OUT / "report.html") -> str:
    """The summary as a terminal of that width shows it."""
    console = Console(file=io.StringIO(), width=width)
    print_summary(data, console, report, _OUT / "evidence")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def troubled(tmp_path: Path) -> JournalData:
    """A run with a failure, a lost phone and a refusal."""
    return written(
        tmp_path,
        attempt(),
        attempt(
            cell=CABLE,
            outcome=Outcome.FAIL,
            message="no banner within 5 s [nothing on the screen says 'No connection']",
            evidence="android-14-cable-test_banner-1-aa",
        ),
        attempt(test=LOGIN, outcome=Outcome.LOST, message="its worker died"),
        end(1),
        refused="a cable has no console",
    )


@pytest.mark.parametrize("width", [80, 120])
def test_the_verdict_comes_first(troubled: JournalData, width: int) -> None:
    """The first words are the verdict, then build and kinds; then promises, then reasons."""
    text = " ".join(shown(troubled, width).split())
    assert text.startswith("FAIL reference app 3.95.0")
    places = [text.index(word) for word in ("virtual phones", "OFF-01", "no banner", "report.html")]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_paths_stay_in_one_piece(troubled: JournalData, width: int) -> None:
    """Paths are never broken over lines, so that they can be copied."""
    text = shown(troubled, width)
    assert str(_OUT / "evidence" / "android-14-cable-test_banner-1-aa") in text
    assert str(_OUT / "report.html") in text


def test_each_trouble_says_where_and_why(troubled: JournalData) -> None:
    """Failures come before the lab's trouble, each with test, cell, phase and message."""
    text = shown(troubled, 120)
    assert f"FAIL  {BANNER}  [android-14-cable, call]" in text
    assert "[nothing on the screen says 'No connection']" in text
    assert f"LOST  {LOGIN}  [android-14-emulator, call]" in text
    assert text.index("FAIL  suites") < text.index("LOST  suites") < text.index("REFUSED  suites")


def test_promise_by_cell(troubled: JournalData) -> None:
    """The table shows each promise on each cell."""
    rows = [line.split() for line in shown(troubled, 120).splitlines()]
    assert ["promise", "android-14-emulator", "android-14-cable"] in rows
    assert ["OFF-01", "PASS", "FAIL"] in rows
    assert ["SES-01", "LOST", "REFUSED"] in rows


def test_many_cells_are_counted(troubled: JournalData) -> None:
    """Where the cells do not fit beside each other, counts and the cells in trouble are shown."""
    rows = [" ".join(line.split()) for line in shown(troubled, 44).splitlines()]
    assert any(row.startswith("OFF-01 FAIL 1 (android-14-cable)") for row in rows)


def test_a_cut_run_says_so(tmp_path: Path) -> None:
    """A run that never came to its end is said to be cut, and why one ended early is shown."""
    data = written(tmp_path, attempt())
    assert "the run was cut" in shown(data, 80)
    assert "stopped by Ctrl-C" in shown(replace(data, end=end(2, "stopped by Ctrl-C")), 80)


def test_without_a_report_none_is_named(troubled: JournalData) -> None:
    """When no report was rendered no path of one is shown."""
    assert "report.html" not in shown(troubled, 80, None)
