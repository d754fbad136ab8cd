"""A program that set-up runs: watched for progress, ended with us, its failure put into words."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

DEADLINE_S: Final = 30 * 60.0
PROGRESS_S: Final = 5.0
TAIL: Final = 12

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h

# These would lead a virtual environment's Python and pip elsewhere.
_MISLEADING: Final = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")


class SetupError(Exception):
    """Set-up cannot go on; the message is for a person and says what to do."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What pip says when something is wrong, and what a person is told."""

    pattern: re.Pattern[str]
    message: str


# In this order: a pip without a network complains of retries first, then that nothing was found.
CAUSES: Final = (
    Cause(
        re.compile(r"No space left on device|Disk quota exceeded|File too large"),
        "no space is left on the disk (or the quota is used up).\n"
        "Free about 1.5 GB and run it again.",
    ),
    Cause(
        re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLError"),
        "the package index's certificate is not trusted here.\n"
        "Set PIP_CERT to the file with your organisation's certificates and run it again.",
    ),
    Cause(
        re.compile(r"DO NOT MATCH THE HASHES|IncompleteRead|Connection broken|incomplete-download"),
        "a download was cut off or damaged.\nRun it again; what came whole is kept.",
    ),
    Cause(
        re.compile(
            r"NewConnectionError|Failed to establish a new connection|Name or service not known"
            r"|Temporary failure in name resolution|ConnectTimeoutError|Network is unreachable"
            r"|Connection refused|RemoteDisconnected|ConnectionResetError|[Rr]ead timed out"
            r"|ProxyError|Cannot connect to proxy"
        ),
        "the package index could not be reached.\n"
        "Check the network (and the proxy settings), then run it again; what came is kept.",
    ),
    Cause(
        re.compile(r"No matching distribution found"),
        "the package index has no build of a package for this Python and machine.\n"
        "Try another Python, 3.11 to 3.13: make clean, then make PYTHON=...",
    ),
)


def _die_with(parent: int) -> Callable[[], None]:
    """Have the kernel end the child when we are killed: nobody would hold its lock any more."""
    libc = ctypes.CDLL(None, use_errno=True)

    def in_child() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # we died before the kernel was told
            os._exit(1)

    return in_child if hasattr(libc, "prctl") else lambda: None


class Child:
    """A program with its output read line by line.

    Args:
        command: the program and its arguments.
        folder: it runs in.
        say: is given progress.
        packages: that pip is going to collect, to say how far it is.
        title: for a program that indents its own progress: said before the first such line.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        say: Callable[[str], None] = lambda _line: None,
        *,
        packages: int = 0,
        title: str = "",
    ) -> None:
        self._command = command
        self._folder = folder
        self._say = say
        self._packages = packages
        self._title = title
        self._indented = False
        self._collected = 0
        self._said = time.monotonic()
        self.lines: list[str] = []

    @property
    def complaints(self) -> list[str]:
        """The last lines that were no progress."""
        return [line for line in self.lines if line and not line.startswith(" ")][-TAIL:]

    def wait(self) -> int:
        """Run to the end; returns the exit code.

        Raises:
            SetupError: it cannot be started, or is not done after the deadline.
        """
        try:
            process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env={k: v for k, v in os.environ.items() if k not in _MISLEADING},
                errors="replace",
                preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - set-up has one thread here
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        except OSError as error:
            raise SetupError(f"{self._command[0]} does not start: {error.strerror}") from error
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.terminate()

        timer = threading.Timer(DEADLINE_S, give_up)
        timer.daemon = True
        timer.start()
        try:
            self._read(process)
            code = process.wait(DEADLINE_S)
        finally:
            timer.cancel()
            process.terminate()  # not kill: it has children and half-made files to see to
            process.wait(DEADLINE_S)
        if late.is_set():
            raise SetupError(f"{self._command[0]} is not done after {DEADLINE_S / 60:.0f} minutes.")
        return code

    def succeed(self, task: str, log: Path | None = None) -> None:
        """Run to the end.

        Args:
            task: what is being done, as the error says it.
            log: where all of the output goes when it fails.

        Raises:
            SetupError: it failed, with the cause in words and the output's end.
        """
        code = self.wait()
        if code != 0:
            raise SetupError(f"{task}: {self._explained(code, log)}")

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line.rstrip())
                self._progress(line.rstrip())

    def _progress(self, line: str) -> None:
        if self._title and line.startswith(" "):
            self._say(f"{self._title}\n{line}" if not self._indented else line)
            self._indented = True
        self._collected += line.startswith("Collecting ")
        if self._packages and time.monotonic() - self._said >= PROGRESS_S:
            self._said = time.monotonic()
            self._say(f"      {self._collected} of {self._packages} packages")

    def _explained(self, code: int, log: Path | None) -> str:
        text = "\n".join(self.lines)
        for cause in CAUSES:
            if cause.pattern.search(text):
                return cause.message
        where = ""
        if log is not None:
            log.write_text(text + "\n", encoding="utf-8")
            where = f"\nAll of its output is in {log}."
        tail = "\n".join(f"  {line}" for line in self.lines[-TAIL:])
        return f"it ended with {code}:\n{tail}{where}"
