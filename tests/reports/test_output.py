"""The folder of a run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from reports.errors import WriteFailed
from reports.output import RunFolder, new_run_id
from tests.reports.sample import STARTED

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_has_its_folder_and_latest_points_there(tmp_path: Path) -> None:
    """The folders are there, and ``latest`` leads to the newest run."""
    for run_id in ("one", "two"):
        folder = RunFolder.create(tmp_path / "out", run_id)
        assert folder.evidence.is_dir()
        assert folder.allure_results.is_dir()
        assert folder.logs.is_dir()
        assert (tmp_path / "out" / "latest").resolve() == folder.path.resolve()


def test_runs_at_once_share_nothing(tmp_path: Path) -> None:
    """Runs that start in the same second have their own folders and leave no other file."""
    ids = [new_run_id(STARTED) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda run_id: RunFolder.create(tmp_path, run_id), ids))
    assert len({folder.path for folder in folders}) == 8
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*ids, "latest"])


def test_an_earlier_run_is_not_touched(tmp_path: Path) -> None:
    """A run id that is taken is refused, and the files of that run stay."""
    RunFolder.create(tmp_path, "one").journal.write_text("mine")
    with pytest.raises(WriteFailed, match="exists"):
        RunFolder.create(tmp_path, "one")
    assert (tmp_path / "one" / "journal.jsonl").read_text() == "mine"
