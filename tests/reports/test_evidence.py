"""Evidence folders: whole or not there, without secrets, named by the attempt."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reports.errors import WriteFailed
from reports.evidence import EvidenceStore, folder_name
from reports.secrets import Scrubber
from tests.reports.sample import BANNER, EMULATOR, SECRET

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    """A store that keeps the sample's secret out."""
    return EvidenceStore(tmp_path, Scrubber([SECRET]))


def test_kept_folder_lists_its_files(store: EvidenceStore) -> None:
    """A kept folder holds what was written and a manifest of it, under the attempt's name."""
    folder = store.open(BANNER, EMULATOR.id, 1)
    folder.write_bytes("screenshot.png", b"png")
    folder.write_text("logcat.txt", "öl\n")
    name = folder.keep()
    kept = store.root / name
    assert name == folder_name(BANNER, EMULATOR.id, 1)
    assert (kept / "logcat.txt").read_text(encoding="utf-8") == "öl\n"
    assert json.loads((kept / "evidence.json").read_text()) == {
        "test": BANNER,
        "cell": EMULATOR.id,
        "attempt": 1,
        "complete": True,
        "files": [{"name": "logcat.txt", "bytes": 4}, {"name": "screenshot.png", "bytes": 3}],
    }


def test_dropped_folder_leaves_nothing(store: EvidenceStore) -> None:
    """After a dropped attempt the store is as it was."""
    folder = store.open(BANNER, EMULATOR.id, 1)
    folder.write_text("logcat.txt", "x")
    folder.drop()
    assert list(store.root.iterdir()) == []


def test_an_unfinished_folder_is_not_seen(store: EvidenceStore) -> None:
    """Until the verdict is known a reader of the store meets no folder of the attempt."""
    store.open(BANNER, EMULATOR.id, 1).write_text("logcat.txt", "x")
    assert [path.name for path in store.root.iterdir() if not path.name.startswith(".")] == []


def test_texts_hold_no_secret(store: EvidenceStore) -> None:
    """Texts and JSON are written without the known secrets."""
    folder = store.open(BANNER, EMULATOR.id, 1)
    folder.write_text("appium.log", f"body: {json.dumps({'text': SECRET})}")
    folder.write_json("commands.json", [{"value": SECRET}])
    for name in ("appium.log", "commands.json"):
        assert not store.scrubber.found_in((folder.path / name).read_bytes())
    assert json.loads((folder.path / "commands.json").read_text()) == [{"value": "****"}]


def test_what_a_dead_worker_had_taken_is_kept(store: EvidenceStore) -> None:
    """Folders that a dead worker left open are kept and marked; empty ones are removed."""
    store.open(BANNER, EMULATOR.id, 1).write_text("logcat.txt", "last words")
    store.open(BANNER, EMULATOR.id, 2)
    (name,) = store.salvage()
    assert name == folder_name(BANNER, EMULATOR.id, 1)
    manifest = json.loads((store.root / name / "evidence.json").read_text())
    assert manifest["complete"] is False
    assert [path.name for path in store.root.iterdir()] == [name]


def test_names_are_short_and_apart() -> None:
    """Long node ids give names that a file system takes and that stay different."""
    ids = [f"suites/x.py::test[{'ü' * 300}{letter}]" for letter in "ab"]
    names = {folder_name(test, cell, n) for test in ids for cell in ("c-1", "c.1") for n in (1, 2)}
    assert len(names) == 8
    assert all(len(name) <= 120 and name.isascii() and "/" not in name for name in names)


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "", "evidence.json"])
def test_a_name_cannot_leave_the_folder(store: EvidenceStore, name: str) -> None:
    """A file name with a path in it, or that of the manifest, is refused."""
    with pytest.raises(ValueError, match="name of a file"):
        store.open(BANNER, EMULATOR.id, 1).write_bytes(name, b"x")


_FILLS_UP = """
import resource, signal, sys
from pathlib import Path
from reports.errors import WriteFailed
from reports.evidence import EvidenceStore
from reports.secrets import Scrubber
folder = EvidenceStore(Path(sys.argv[1]), Scrubber()).open("t.py::t", "cell", 1)
folder.write_text("small.txt", "fits")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    folder.write_bytes("big.png", bytes(100_000))
except WriteFailed as error:
    print(error)
folder.keep()
"""


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    """A file that does not fit is an error with its cause; the others are kept, none is half."""
    done = subprocess.run(
        [sys.executable, "-c", _FILLS_UP, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "big.png" in done.stdout
    assert "File too large" in done.stdout
    (kept,) = tmp_path.iterdir()
    assert sorted(path.name for path in kept.iterdir()) == ["evidence.json", "small.txt"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A root that is a file is an error with path and cause, not a crash of the test."""
    root = tmp_path / "file"
    root.touch()
    with pytest.raises(WriteFailed, match="Not a directory"):
        EvidenceStore(root, Scrubber()).open(BANNER, EMULATOR.id, 1)
