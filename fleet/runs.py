"""Runs that a command makes: each a ``fleet run`` in a process that cannot outlive the command."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.paths import CHECKOUT
from devices.host.processes import Child, die_with
from reports.errors import JournalUnreadable
from reports.journal import read_journal
from reports.outcomes import ExitCode
from reports.output import RunFolder

if TYPE_CHECKING:
    from pathlib import Path

    from reports.records import Result

_PRINTED: Final = "printed.txt"
_SHOWN_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Made:
    """A run that has ended.

    Attributes:
        results: what became of each planned test.
        folder: what it left.
        seconds: from its start to its end.
        trouble: why it is not whole; empty when it is.
    """

    results: tuple[Result, ...]
    folder: Path
    seconds: float
    trouble: str = ""


async def make_run(arguments: tuple[str, ...], folder: Path) -> Made:
    """Run ``fleet run`` with these arguments and read its journal.

    Whatever happens, also when the task is cancelled, the run and all that it started is ended.

    Args:
        arguments: what follows ``fleet run``; ``--output`` is added.
        folder: for everything it leaves; made when it is not there.
    """
    began = time.monotonic()
    try:
        child = _start((*arguments, "--output", str(folder)), folder)
    except OSError as error:
        return Made((), folder, 0.0, f"cannot be started: {error}")
    try:
        await asyncio.wait({child.exited}, timeout=DEADLINES.run_s)
        code = child.exited.result() if child.exited.done() else None
    finally:
        await child.end(DEADLINES.run_stop_s)
    return _read(folder, time.monotonic() - began, code)


def _start(arguments: tuple[str, ...], folder: Path) -> Child:
    """Start it in a session of its own, so that Ctrl-C is for this process alone.

    Raises:
        OSError: there is no room for a process, or for its log.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _PRINTED).open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "fleet", "run", *arguments],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),  # noqa: PLW1509 - this process has one thread
        )
    return Child(process)


def _read(folder: Path, seconds: float, code: int | None) -> Made:
    """What a run has left that ended with this code, or with none in time."""
    run = RunFolder((folder / "latest").resolve())
    try:
        data = read_journal(run.journal)
    except (OSError, JournalUnreadable):
        return Made((), folder, seconds, f"the run has told nothing: {_last_words(folder)}")
    trouble = ""
    if code is None:
        trouble = f"the run was not done within {DEADLINES.run_s:g} s"
    elif code not in set(ExitCode):
        trouble = f"the run ended with {code}: {_last_words(folder)}"
    return Made(data.results(), run.path, seconds, trouble)


def _last_words(folder: Path) -> str:
    """The end of what it printed."""
    lines = (folder / _PRINTED).read_text("utf-8", errors="replace").strip().splitlines()
    return " / ".join(lines[-_SHOWN_LINES:]) or "it printed nothing"
