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
from tests.reports.sample import (
    BANNER,
    CABLE,
    LOGIN,
    attempt,
    end,
    of_assumed_clauses,
    on_many_cells,
    written,
)

if TYPE_CHECKING:
    from reports.journal import JournalData

VERSIONS = ("8.0", "8.1", "9", "10", "11", "12", "12L", "13", "14", "15", "16", "17")
_OUT = Path("reports/out/20261122-200000-abcdef")


def shown(data: JournalData, width: int, report: Path | None = _OUT / "report.html") -> str:
    """The summary as a terminal of that width shows it."""
    console = Console(file=io.StringIO(), width=width)
    print_summary(data, console, report, _OUT / "evidence")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def rows(text: str) -> list[str]:
    """The lines of a text, with one space where there are many."""
    return [" ".join(line.split()) for line in text.splitlines()]


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
    """The table shows each promise on each cell, with its level, its origin and, given room, title.

    Where there is less room the title goes, then what all cells' names have in common.
    """
    wide = rows(shown(troubled, 120))
    assert "promise level origin android-14-emulator android-14-cable title" in wide
    assert "OFF-01 blocker seed PASS FAIL The banner appears" in wide
    assert "SES-01 major guide LOST REFUSED Log out" in wide
    assert "promise level origin android-14-emulator android-14-cable" in rows(shown(troubled, 80))
    assert "promise level origin …emulator …cable" in rows(shown(troubled, 56))


@pytest.mark.parametrize("width", [80, 120, 160])
def test_promise_by_cell_of_twelve_releases(troubled: JournalData, width: int) -> None:
    """Twelve columns stand side by side in a wide terminal, in a narrow one they are counted."""
    text = shown(on_many_cells(troubled, *VERSIONS), width)
    side_by_side = " ".join(["promise level origin", *(f"…{version}" for version in VERSIONS)])
    assert any(row.startswith(side_by_side) for row in rows(text)) is (width == 160)
    assert max(len(line) for line in text.split("SES-01")[0].splitlines()[2:]) <= width


def test_many_cells_are_counted(troubled: JournalData) -> None:
    """Where the cells do not fit beside each other, counts and the cells in trouble are shown."""
    text = shown(on_many_cells(troubled, *VERSIONS), 80)
    assert any(row.startswith("OFF-01 blocker seed NOT_RUN 12 (android-8.0,") for row in rows(text))


def test_what_rests_on_an_assumed_clause_is_marked(troubled: JournalData) -> None:
    """In the table with a mark that is explained below it, and where the failure is told."""
    assert "*" not in shown(troubled, 120)
    text = shown(of_assumed_clauses(troubled, BANNER), 120)
    assert "OFF-01 blocker seed PASS* FAIL* The banner appears" in rows(text)
    assert "* by tests of an assumed clause alone, so major at most" in rows(text)
    assert f"FAIL  {BANNER}  [android-14-cable, call]  (assumed clause)" in text


def test_a_cut_run_says_so(tmp_path: Path) -> None:
    """A run that never came to its end is said to be cut, and why one ended early is shown."""
    data = written(tmp_path, attempt())
    assert "the run was cut" in shown(data, 80)
    assert "stopped by Ctrl-C" in shown(replace(data, end=end(2, "stopped by Ctrl-C")), 80)


def test_without_a_report_none_is_named(troubled: JournalData) -> None:
    """When no report was rendered no path of one is shown."""
    assert "report.html" not in shown(troubled, 80, None)
