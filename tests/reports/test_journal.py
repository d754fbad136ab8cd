"""The journal: written through to disk, readable after any end."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from reports.errors import JournalUnreadable, WriteFailed
from reports.journal import Journal, read_journal
from reports.outcomes import Outcome
from reports.records import HostEvent, StartRecord
from reports.secrets import Scrubber
from tests.reports.sample import (
    BANNER,
    CABLE,
    EMULATOR,
    LOGIN,
    SECRET,
    STARTED,
    attempt,
    end,
    plan,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

_WRITER = """
import sys
from pathlib import Path
from reports.journal import Journal
from reports.outcomes import Outcome
from tests.reports.sample import BANNER, EMULATOR, attempt, plan
with Journal(Path(sys.argv[1]), plan()) as journal:
    journal.append(attempt())
    print("ready", flush=True)
    while True:
        journal.append(attempt(message="x" * 100_000, outcome=Outcome.ERROR))
"""


def test_records_come_back(tmp_path: Path) -> None:
    """What is written is read back equal, in every kind of record."""
    start = StartRecord(BANNER, EMULATOR.id, 1, "pixel_8", "emulator-5554", "gw0", STARTED)
    event = HostEvent(STARTED, "adb", "died and was started again")
    data = written(tmp_path, start, attempt(), event, end())
    assert data.plan == plan()
    assert (data.starts, data.attempts, data.events) == ((start,), (attempt(),), (event,))
    assert data.end == end()
    assert not data.cut


def test_what_has_no_attempt_was_not_run(tmp_path: Path) -> None:
    """Planned tests without an attempt are NOT_RUN, and one that had begun says where."""
    start = StartRecord(LOGIN, CABLE.id, 1, "pixel_8", "127.0.0.1:6000", "gw1", STARTED)
    results = written(tmp_path, attempt(), start).results()
    assert [result.outcome for result in results] == [Outcome.PASS, *[Outcome.NOT_RUN] * 3]
    assert "127.0.0.1:6000" in results[3].message
    assert "never finished" in results[3].message


def test_a_refused_test_says_why(tmp_path: Path) -> None:
    """A test that the plan refused is REFUSED with the plan's reason, not skipped nor passed."""
    last = written(tmp_path, refused="a cable has no console").results()[-1]
    assert (last.outcome, last.message) == (Outcome.REFUSED, "a cable has no console")


def test_a_second_attempt_counts_unless_one_failed(tmp_path: Path) -> None:
    """Trouble of the lab is forgiven by a second attempt, a failure of the product never is."""
    data = written(
        tmp_path,
        attempt(outcome=Outcome.INFRA),
        attempt(number=2),
        attempt(cell=CABLE, outcome=Outcome.FAIL, message="no banner"),
        attempt(cell=CABLE, number=2),
    )
    emulator, cable = data.results()[:2]
    assert emulator.outcome is Outcome.PASS
    assert (cable.outcome, cable.message) == (Outcome.FAIL, "no banner")
    assert len(cable.attempts) == 2


def test_an_attempt_nobody_planned_is_named(tmp_path: Path) -> None:
    """An attempt at a test that is not in the plan is not lost among the others."""
    stray = attempt(test="suites/x.py::test_stray")
    assert written(tmp_path, attempt(), stray).unplanned() == (stray,)


def test_a_killed_writer_leaves_a_readable_journal(tmp_path: Path) -> None:
    """After SIGKILL in the middle of writing every whole record can be read."""
    path = tmp_path / "journal.jsonl"
    command = [sys.executable, "-c", _WRITER, str(path)]
    writer = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with writer.stdout as ready:
        assert ready.readline() == b"ready\n"
    writer.send_signal(signal.SIGKILL)
    assert writer.wait(timeout=30) == -signal.SIGKILL
    assert read_journal(path).attempts[0] == attempt()


def test_a_cut_last_line_is_forgiven(tmp_path: Path) -> None:
    """Wherever the last record is cut, the ones before it are read and the cut is said."""
    written(tmp_path, attempt(), end())
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    last = whole[:-1].rfind(b"\n") + 1
    for size in range(last + 1, len(whole), 7):
        path.write_bytes(whole[:size])
        data = read_journal(path)
        assert (data.attempts, data.end, data.cut) == ((attempt(),), None, True)


@pytest.mark.parametrize(
    "line", ['{"kind": "attempt"}', '{"kind": "song"}', "[]", "not JSON", '{"test": "x"}']
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    """A whole line that is no record is an error with file and line, not passed over."""
    written(tmp_path)
    path = tmp_path / "journal.jsonl"
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(JournalUnreadable) as caught:
        read_journal(path)
    assert (caught.value.path, caught.value.line) == (path, 2)


@pytest.mark.parametrize("content", ["", '{"kind": "plan"'])
def test_a_journal_begins_with_its_plan(tmp_path: Path, content: str) -> None:
    """Without a whole plan in front there is nothing to say about a run."""
    path = tmp_path / "journal.jsonl"
    path.write_text(content)
    with pytest.raises(JournalUnreadable, match="begins with the plan"):
        read_journal(path)


def test_a_full_disk_leaves_the_earlier_records_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up in a record is an error naming file and cause, and no half line."""
    path = tmp_path / "journal.jsonl"
    with Journal(path, plan()) as journal:
        journal.append(attempt())
        with monkeypatch.context() as patch:
            _fill_disk_after(patch, 40)
            with pytest.raises(WriteFailed, match=r"journal\.jsonl.*No space left") as caught:
                journal.append(attempt(cell=CABLE))
        assert caught.value.errno == errno.ENOSPC
        assert not read_journal(path).cut
        journal.append(end())
    data = read_journal(path)
    assert (data.attempts, data.end) == ((attempt(),), end())


def test_a_disk_full_from_the_start_leaves_no_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal whose plan does not fit is not left behind as an empty file."""
    _fill_disk_after(monkeypatch, 40)
    with pytest.raises(WriteFailed):
        Journal(tmp_path / "journal.jsonl", plan())
    assert list(tmp_path.iterdir()) == []


def test_a_journal_is_never_written_over(tmp_path: Path) -> None:
    """A second run in the same folder is refused and the first run's journal stays."""
    data = written(tmp_path, attempt())
    with pytest.raises(WriteFailed, match="exists"):
        Journal(tmp_path / "journal.jsonl", plan())
    assert read_journal(tmp_path / "journal.jsonl") == data


def test_secrets_are_masked_in_records(tmp_path: Path) -> None:
    """A secret in a message does not reach the journal, which stays readable."""
    path = tmp_path / "journal.jsonl"
    with Journal(path, plan(), Scrubber([SECRET])) as journal:
        journal.append(attempt(outcome=Outcome.FAIL, message=f"typed {SECRET!r}"))
    assert not Scrubber([SECRET]).found_in(path.read_bytes())
    assert read_journal(path).attempts[0].message == "typed '****'"


def _fill_disk_after(patch: pytest.MonkeyPatch, room: int) -> None:
    """Let the next write take some bytes and every write after it fail for want of space."""
    write, left = os.write, [room]

    def full(descriptor: int, data: bytes) -> int:
        taken = write(descriptor, bytes(data)[: left[0]]) if left[0] else 0
        left[0] -= taken
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return taken

    patch.setattr(os, "write", full)
