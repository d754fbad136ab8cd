"""Reading golden rows: the shipped ones, and those that somebody got wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from devices.conform.golden import read_rows, read_unobserved, read_virtual
from devices.conform.rows import OLDEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FILE = """\
confirmed: 2026-11-22
sources: {aosp: the platform}
rows:
"""
_ROW = "  - {id: pm.a, says: It is so., source: aosp, steps: [{shell: 'true', exit: 0}]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with one file of rows, called pm.yaml."""

    def write(rows: str) -> Path:
        (tmp_path / "pm.yaml").write_text(_FILE + rows, encoding="utf-8")
        return tmp_path

    return write


def test_the_shipped_rows_are_read() -> None:
    """Every shipped row names its source, when it was confirmed, and a release that exists."""
    rows = read_rows()
    assert len(rows) > 500
    assert all(len(row.source) > 10 and row.confirmed for row in rows)
    assert all(row.oldest >= OLDEST[row.platform] for row in rows)


def test_shipped_rows_reach_every_release_and_attachment() -> None:
    """There are hundreds of rows about each supported release, on a cable and as an emulator."""
    rows = [row for row in read_rows() if row.platform == "android"]
    for level in range(26, 38):
        for attach in ("emulator", "cable"):
            assert sum(row.is_about((level,), attach) for row in rows) > 300, (level, attach)


def test_shipped_rows_reach_every_release_of_ios() -> None:
    """There are hundreds of rows about each supported release of iOS."""
    rows = [row for row in read_rows() if row.platform == "ios"]
    for release in ((15, 8), (16, 7), (17, 0), (17, 6), (18, 5), (26, 5), (27, 0)):
        assert sum(row.is_about(release, "cable") for row in rows) > 280, release


def test_what_cannot_be_observed_is_counted() -> None:
    """The shipped list of unobserved facts says of each how many and why."""
    assert all(item.facts and item.why for item in read_unobserved())
    departs = read_virtual().departs
    assert departs["android"]
    assert departs["ios"]


def test_a_row_takes_its_files_source_and_date(folder: Callable[[str], Path]) -> None:
    """A row's source is spelled out, and its date is the file's unless it has its own."""
    own = _ROW.replace("pm.a", "pm.b").replace(
        "source: aosp", "source: aosp, confirmed: 2026-01-02"
    )
    first, second = read_rows(folder(_ROW + own))
    assert (first.source, first.confirmed) == ("the platform", date(2026, 11, 22))
    assert second.confirmed == date(2026, 1, 2)


def test_a_row_stands_once_for_each_of_its_values(folder: Callable[[str], Path]) -> None:
    """Names between at-signs are replaced everywhere, and a value may narrow the releases."""
    rows = read_rows(
        folder(
            "  - id: pm.@name@\n    says: It knows @name@.\n    source: aosp\n"
            "    steps: [{shell: 'echo @name@', stdout: {lines: '@name@ \"x\"'}}]\n"
            "    each: [{name: A, to: 28}, {name: B, from: 29}]\n"
        )
    )
    assert [(row.id, row.says, row.releases) for row in rows] == [
        ("pm.A", "It knows A.", "26–28"),  # noqa: RUF001 - a range
        ("pm.B", "It knows B.", "29+"),
    ]
    assert 'B "x"' in str(rows[1].steps[0])


@pytest.mark.parametrize(
    ("level", "attach", "about"),
    [(27, "cable", False), (28, "cable", True), (29, "cable", True), (30, "cable", False),
     (29, "emulator", False)],
)  # fmt: skip
def test_a_row_is_about_its_releases_and_attachment(
    folder: Callable[[str], Path], level: int, attach: str, *, about: bool
) -> None:
    """Both ends of the range belong to it; another attachment does not."""
    text = _ROW.replace("source:", "from: 28, to: 29, attach: cable, source:")
    assert read_rows(folder(text))[0].is_about((level,), attach) is about


@pytest.mark.parametrize(
    ("written", "release", "about"),
    [
        ("from: '17.6', to: 18", (17, 0), False),
        ("from: '17.6', to: 18", (17, 6), True),
        ("from: '17.6', to: 18", (17, 6, 1), True),
        ("from: '17.6', to: 18", (18, 5), True),
        ("from: '17.6', to: 18", (26, 0), False),
        ("to: '17.0'", (17, 0, 2), True),
        ("to: '17.0'", (17, 1), False),
    ],
)
def test_versions_of_ios_count_by_all_their_numbers(
    folder: Callable[[str], Path], written: str, release: tuple[int, ...], *, about: bool
) -> None:
    """A range ends with the last version whose numbers begin as the row writes them."""
    path = folder(_ROW.replace("source:", f"{written}, source:"))
    text = (path / "pm.yaml").read_text(encoding="utf-8")
    (path / "pm.yaml").write_text(f"platform: ios\n{text}", encoding="utf-8")
    assert read_rows(path)[0].is_about(release, "cable") is about


@pytest.mark.parametrize(
    ("row", "line", "says"),
    [
        (_ROW.replace("says:", "sayz: x, says:"), 4, "unknown key 'sayz'"),
        (_ROW.replace("source: aosp", "source: asop"), 4, "'asop' is none of this file's: aosp"),
        (_ROW.replace("pm.a", "am.a"), 4, "must begin with 'pm'"),
        (_ROW + _ROW, 5, "'pm.a' is given twice"),
        (_ROW.replace("source:", "from: 30, to: 29, source:"), 4, "from 30 to 29 is no range"),
        (_ROW.replace("source:", "from: 25, source:"), 4, "the oldest that is supported is 26"),
        (_ROW.replace("source:", "from: 26.5, source:"), 4, "26.5 is no release"),
        (_ROW.replace("source:", "mark: unsure, source:"), 4, "allowed: evidence, run, verified"),
        (_ROW.replace(", exit: 0", ""), 4, "expects nothing of any step"),
        (_ROW.replace("shell: 'true'", "shall: 'true'"), 4, "a step has exactly one of shell"),
        (_ROW.replace("exit: 0", "exit: 256"), 4, "exit"),
        (_ROW.replace("exit: 0", "stdout: {lines: '('}"), 4, "no regular expression"),
        (_ROW.replace("It is so.", "It is so"), 4, "says"),
        (_ROW.replace("exit: 0}]", "exit: 0}], each: [{name: A}, {name: B}]"), 4, "given twice"),
        (_ROW.replace("pm.a", "pm.@x@").replace("exit: 0}]", "exit: 0}], each: [{y: A}]"), 4,
         "gives no value for @x@"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_its_place(
    folder: Callable[[str], Path], row: str, line: int, says: str
) -> None:
    """A mistake in a row is one sentence with file, line and column."""
    path = folder(row)
    with pytest.raises(ConfigError) as caught:
        read_rows(path)
    assert str(caught.value).startswith(f"{path / 'pm.yaml'}:{line}:"), caught.value
    assert says in str(caught.value)


def test_a_folder_without_rows_is_an_error(tmp_path: Path) -> None:
    """A phone is never said to agree with no rows at all."""
    with pytest.raises(ConfigError, match="holds no golden rows"):
        read_rows(tmp_path)
