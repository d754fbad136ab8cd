"""Jobs and signals: `jobs`, `wait`, `kill`, `trap`. Source: mksh funcs.c, jobs.c."""

from __future__ import annotations

import asyncio
import errno
import os
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell import jobs
from devices.virtual.android.shell.builtins import builtin, fail, shell_quoted
from devices.virtual.android.shell.commands import SIGNALS
from devices.virtual.android.shell.state import ShellExit
from devices.virtual.os.files import ROOT

if TYPE_CHECKING:
    from devices.virtual.android.shell.interpreter import Shell


NO_PROCESS: Final = os.strerror(errno.ESRCH)


_NOT_FOUND: Final = 127


@builtin("trap")
async def trap(shell: Shell, argv: tuple[str, ...]) -> int:
    """Keep what to run at the shell's end, or when it sends a signal to itself."""
    state, words = shell.state, argv[1:]
    if words and words[0] == "--":
        words = words[1:]
    if not words:
        lines = [f"trap -- {shell_quoted(v)} {k}\n" for k, v in state.traps.items()]
        await shell.streams.stdout.write("".join(lines).encode("utf-8", "surrogateescape"))
        return 0
    resets = len(words) == 1 or words[0] == "-" or words[0].isdecimal()
    names = words if len(words) == 1 or words[0].isdecimal() else words[1:]
    for word in names:
        name = signal_name(word)
        if name is None:
            return await fail(shell, argv, f"{word}: bad signal")
        if resets:
            state.traps.pop(name, None)
        else:
            state.traps[name] = words[0]
    return 0


def signal_name(word: str) -> str | None:
    """A signal by name or number; ``EXIT`` is 0."""
    name = word.upper().removeprefix("SIG")
    if name in {*SIGNALS, "EXIT", "ERR"}:
        return name
    if word == "0":
        return "EXIT"
    return next((n for n, number in SIGNALS.items() if str(number) == word), None)


@builtin("jobs")
async def list_jobs(shell: Shell, argv: tuple[str, ...]) -> int:
    """List what runs in the background."""
    lines = []
    for job in shell.state.jobs:
        mark = "+" if job is shell.state.jobs[-1] else "-"
        done = job.task.done()
        pid = f"{job.running.pid} " if "-l" in argv else ""
        state = "Done" if done else "Running"
        if "-p" in argv:
            lines.append(f"{job.running.pid}\n")
        else:
            lines.append(f"[{job.number}] {mark} {pid}{state:<20} {job.text} \n")
    shell.state.jobs = [job for job in shell.state.jobs if not job.task.done()]
    await shell.streams.stdout.write("".join(lines).encode("utf-8", "surrogateescape"))
    return 0


@builtin("wait")
async def wait(shell: Shell, argv: tuple[str, ...]) -> int:
    """Wait for all jobs, or for those that are named."""
    if len(argv) == 1:
        for job in tuple(shell.state.jobs):
            await jobs.wait(shell.state, job)
        return 0
    status = 0
    for name in argv[1:]:
        found = jobs.find(shell.state, name)
        if found is None:
            status = _NOT_FOUND
            if name.startswith("%"):
                await shell.complain(f"{name}: no such job", argv[0])
        else:
            status = await jobs.wait(shell.state, found)
    return status


@builtin("fg", "bg")
async def no_control(shell: Shell, argv: tuple[str, ...]) -> int:
    """Without a terminal there is no job control."""
    return await fail(shell, argv, "job control not enabled")


@builtin("kill")
async def kill(shell: Shell, argv: tuple[str, ...]) -> int:
    """Send a signal to processes and jobs; ``-l`` lists the signals."""
    words, name = list(argv[1:]), "TERM"
    if words and words[0] == "-l":
        return await _list_signals(shell, words[1:])
    if words and words[0] == "-s" and len(words) > 1:
        name, words = words[1], words[2:]
    elif words and words[0].startswith("-") and words[0] != "--" and len(words[0]) > 1:
        name, words = words[0][1:], words[1:]
    if words and words[0] == "--":
        words = words[1:]
    if not words:
        usage = (
            "usage:\tkill [-s signame | -signum | -signame] { job | pid | pgrp } ...\n"
            "\tkill -l [exit_status ...]\n"
        )
        await shell.streams.stderr.write(usage.encode())
        return 1
    found = "0" if name == "0" else signal_name(name)
    if found is None or found in {"EXIT", "ERR"}:
        return await fail(shell, argv, f"{name}: bad signal")
    status = 0
    for word in words:
        error = await _send(shell, word, SIGNALS.get(found, 0), found)
        if error:
            status = await fail(shell, argv, f"{word}: {error}")
    return status


async def _send(shell: Shell, word: str, signal: int, name: str) -> str:
    """Send a signal; gives what stands against it."""
    if word.startswith("%"):
        job = jobs.find(shell.state, word)
        if job is None:
            return "no such job"
        shell.phone.commands.kill(job.running, signal)
        await asyncio.sleep(0)  # the job ends in its own turn of the loop
        return ""
    if not word.lstrip("-").isdecimal():
        return "arguments must be jobs or process IDs"
    pid = int(word)
    if pid == shell.state.pid and signal:
        trapped = shell.state.traps.get(name)
        if trapped is None or name == "KILL":
            raise ShellExit(128 + signal)
        await shell.guarded(trapped)
        return ""
    running = shell.phone.commands.get(abs(pid))
    if running is not None:
        shell.phone.commands.kill(running, signal)
        await asyncio.sleep(0)  # the process ends in its own turn of the loop
        return ""
    return send_to_system(shell, pid, signal)


def send_to_system(shell: Shell, pid: int, signal: int) -> str:
    """A process that is not the shell user's: only root may end it."""
    phone = shell.phone
    process = next((p for p in phone.processes.all() if p.pid == pid), None)
    if process is None:
        return NO_PROCESS
    if shell.state.who != ROOT and process.uid != shell.state.who.uid:
        return os.strerror(errno.EPERM)
    if signal:
        phone.activities.end(process.name)
    return ""


async def _list_signals(shell: Shell, words: list[str]) -> int:
    if words:
        names = []
        for word in words:
            number = int(word) & 0x7F if word.isdecimal() else 0
            names.append(next((n for n, v in SIGNALS.items() if v == number), word))
        text = "\n".join(names)
    else:
        text = "\n".join(f"{number:2} {name}" for name, number in SIGNALS.items())
    await shell.streams.stdout.write(f"{text}\n".encode())
    return 0


@builtin("times")
async def times(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print the processor time that was used: none to speak of."""
    del argv
    line = "0m00.00s 0m00.00s\n"
    await shell.streams.stdout.write((line * 2).encode())
    return 0
