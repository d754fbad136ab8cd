"""A run that a test starts, to do something to it while it goes on."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from config.paths import CHECKOUT
from devices import wait
from reports.journal import JournalData, read_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEADLINE_S = 120


@dataclass
class LiveRun:
    """A run that is under way."""

    process: subprocess.Popen[str]
    output: Path

    @property
    def folder(self) -> Path:
        """Its folder."""
        return (self.output / "latest").resolve()

    @property
    def journal(self) -> JournalData:
        """Its journal so far."""
        return read_journal(self.folder / "journal.jsonl")

    def wait_for_a_test(self) -> None:
        """Wait until a test is running on a phone with a session."""
        journal = self.folder / "journal.jsonl"
        begun = wait.until(lambda: journal.exists() and self.journal.attempts, _DEADLINE_S)
        assert begun, f"no test has run in {_DEADLINE_S} s"

    def descendants(self) -> list[psutil.Process]:
        """Every process that the run has started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def one(self, *words: str) -> psutil.Process:
        """The first of them whose command line has these words."""
        return next(p for p in self.descendants() if set(words) <= set(p.cmdline()))

    def end(self) -> str:
        """Wait for its end and return what it printed."""
        printed, _ = self.process.communicate(timeout=_DEADLINE_S)
        return printed


@contextmanager
def running(output: Path, *arguments: str, matrix: str = "smoke") -> Iterator[LiveRun]:
    """A run of a part of a matrix, killed at the end of the test if it is still there."""
    options = ["-k", "banner", "--output", str(output), *arguments]
    process = subprocess.Popen(
        [sys.executable, "-m", "fleet", "run", matrix, "--", *options],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield LiveRun(process, output)
    finally:
        process.kill()
        process.communicate(timeout=_DEADLINE_S)


def left_of(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that are still there after the time a lab has to end."""
    _, alive = psutil.wait_procs(processes, timeout=30)
    return alive
