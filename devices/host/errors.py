"""What can go wrong with the processes of a lab on this host.

::

    HostError           the lab is not there or no longer there
    ├── SetUpFailed     it was refused or could not be brought up: a folder, a phone, a program
    ├── PortTaken       a port that was asked for belongs to another process
    ├── ServiceDied     a process of the lab ended by itself
    └── ServiceSilent   a process of the lab runs and does not answer

Each message begins with the service: ``supervisor``, ``lab``, ``adb`` or ``appium``. ``args`` holds
plain strings and numbers, so that an error pickles and travels as JSON.
"""

# ruff: noqa: N818 - an error's name says what happened

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_TAIL_LINES: Final = 15
_TAIL_BYTES: Final = 8192


class HostError(Exception):
    """A lab on this host is not there, or no longer there.

    Attributes:
        service: the process it is about.
        reason: what was tried and what was seen.
        advice: what to do.
        log_path: where the service logged, None when it has no log yet.
        log_tail: the last lines of that.
    """

    def __init__(
        self,
        service: str,
        reason: str,
        advice: str = "",
        log_path: str | None = None,
        log_tail: str = "",
    ) -> None:
        super().__init__(service, reason, advice, log_path, log_tail)
        self.service = service
        self.reason = reason
        self.advice = advice
        self.log_path = log_path
        self.log_tail = log_tail

    def __str__(self) -> str:
        lines = [f"{self.service}: {self.reason}"]
        if self.advice:
            lines.append(self.advice)
        if self.log_path:
            lines.append(f"Log: {self.log_path}" + (", its end:" if self.log_tail else " (empty)"))
        lines.extend(f"  | {line}" for line in self.log_tail.splitlines())
        return "\n".join(lines)


class SetUpFailed(HostError):
    """The lab was refused or could not be brought up."""


class PortTaken(HostError):
    """A port that was asked for belongs to another process.

    Attributes:
        port: the port on loopback.
        holder: the process that has it, None when this user may not know.
    """

    def __init__(self, service: str, port: int, holder: str | None) -> None:
        super().__init__(
            service,
            f"port {port} was asked for and is taken by {holder or 'a process that is not ours'}",
            "End that process, ask for another port, or ask for none so that a free one is taken.",
        )
        self.args = (service, port, holder)
        self.port = port
        self.holder = holder


class ServiceDied(HostError):
    """A process of the lab ended by itself.

    Attributes:
        exit_code: as of `subprocess`: negative for a signal, None when nobody saw it.
    """

    def __init__(
        self, service: str, exit_code: int | None, log_path: str | None = None, log_tail: str = ""
    ) -> None:
        super().__init__(service, describe_exit(exit_code), "", log_path, log_tail)
        self.args = (service, exit_code, log_path, log_tail)
        self.exit_code = exit_code


class ServiceSilent(HostError):
    """A process of the lab runs and does not answer.

    Attributes:
        question: what was asked.
        waited_s: seconds until it was given up.
        seen: what came instead of an answer.
    """

    def __init__(  # noqa: PLR0917 - exceptions pickle by position
        self,
        service: str,
        question: str,
        waited_s: float,
        seen: str,
        log_path: str | None = None,
        log_tail: str = "",
    ) -> None:
        reason = f"runs, but did not answer {question} within {waited_s:g} s; seen: {seen}"
        super().__init__(service, reason, "", log_path, log_tail)
        self.args = (service, question, waited_s, seen, log_path, log_tail)
        self.question = question
        self.waited_s = waited_s
        self.seen = seen


def describe_exit(exit_code: int | None) -> str:
    """Say how a process ended."""
    if exit_code is None:
        return "ended by itself"
    if exit_code >= 0:
        return f"ended by itself with exit code {exit_code}"
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f"signal {-exit_code}"
    return f"was killed by {name}"


def log_tail(path: Path) -> str:
    """The last lines of a log, as much as fits an error message; empty when there is none."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            text = log.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_TAIL_LINES:])
