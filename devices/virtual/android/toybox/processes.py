"""The rows of `ps`, and commands that find and end processes.

Source: toybox toys/posix/ps.c, kill.c.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.builtins_jobs import signal_name
from devices.virtual.android.shell.commands import SIGNALS
from devices.virtual.android.shell.proc import RSS_KB, VSZ_KB
from devices.virtual.android.toybox.accounts import id_of
from devices.virtual.android.toybox.expression import compiled
from devices.virtual.android.toybox.options import Failure, UsageError, toybox

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_SHELL_SIZES: Final = (10716052, 3320)


@dataclass(frozen=True, slots=True)
class Row:
    """One process as `ps` knows it; sizes in kilobytes."""

    pid: int
    ppid: int
    uid: int
    name: str
    args: str
    state: str = "S"
    vsz: int = VSZ_KB
    rss: int = RSS_KB
    threads: int = 1


def rows(phone: Phone, own: int = 0) -> list[Row]:
    """Every process, by id; ``own`` is the one that asks, which runs."""
    found = []
    for process in phone.processes.all():
        uid = id_of(process.user)
        uid = process.uid if uid is None else uid
        found.append(Row(process.pid, process.ppid, uid, process.name, process.name, threads=20))
    for running in phone.commands.all():
        name = running.name.rsplit("/", 1)[-1]
        args = " ".join(running.argv)
        state = "R" if running.pid == own else "S"
        found.append(Row(running.pid, running.ppid, 2000, name, args, state, *_SHELL_SIZES))
    return sorted(found, key=lambda row: row.pid)


def _signal(text: str) -> int:
    name = signal_name(text)
    if name is None or name in {"EXIT", "ERR"}:
        raise Failure(f"Unknown signal '{text}'")
    return SIGNALS[name]


def end(call: Call, pid: int, signal: int) -> str:
    """Send a signal to a process; gives what stands against it."""
    running = call.phone.commands.get(pid)
    if running is not None:
        call.phone.commands.kill(running, signal)
        return ""
    process = next((p for p in call.phone.processes.all() if p.pid == pid), None)
    if process is None:
        return os.strerror(errno.ESRCH)
    if process.uid != call.who.uid:
        return os.strerror(errno.EPERM)
    if signal:
        call.phone.activities.end(process.name)
    return ""


@toybox("kill", options="ls:", signals=True, usage="[-l [SIGNAL] | -s SIGNAL | -SIGNAL] PID...")
async def kill(call: Call, given: Given) -> int:
    """Send a signal to processes."""
    if given.has("l"):
        await call.print("\n".join(f"{n:2} SIG{name}" for name, n in SIGNALS.items()))
        return 0
    signal = _signal(given.value("s", "TERM"))
    if not given.args:
        raise UsageError("missing argument")
    status = 0
    for word in given.args:
        error = end(call, int(word), signal) if word.isdecimal() else os.strerror(errno.EINVAL)
        if error:
            status = await call.fail(f"kill: bad pid '{word}': {error}")
    return status


@toybox(
    "pidof", options="so:x", longs={"omit": "o"}, usage="[-s] [-o omitpid[,omitpid...]] [NAME...]"
)
async def pidof(call: Call, given: Given) -> int:
    """Print the ids of processes by name, the newest first."""
    omitted = {word for value in given.lists.get("o", []) for word in value.split(",")}
    found = [
        str(row.pid)
        for row in reversed(rows(call.phone))
        if row.name in given.args and str(row.pid) not in omitted
    ]
    if given.has("s"):
        found = found[:1]
    if found:
        await call.print(" ".join(found))
    return int(not found)


@toybox(
    "pgrep",
    "pkill",
    options="acflnovxL:P:u:U:d:s:t:G:g:",
    signals=True,
    usage="[-aclfnovx] [-d DELIM] [-L SIGNAL] [PATTERN] [-G GID,] [-g PGRP,] [-P PPID,]"
    " [-s SID,] [-t TERM,] [-U UID,] [-u EUID,]",
)
async def pgrep(call: Call, given: Given) -> int:
    """Print or end processes whose name matches."""
    signal = _signal(given.value("s") or given.value("L") or "TERM")
    if not given.args and not given.lists:
        raise UsageError("No PATTERN")
    rules = [compiled(text, extended=True) for text in given.args[:1]]
    if given.has("x"):
        rules = [rule.within(r"\A", r"\Z") for rule in rules]
    found = []
    for row in rows(call.phone):
        text = row.args if given.has("f") else row.name[-15:]
        held = all(rule.search(text) for rule in rules)
        if held is not given.has("v") and row.pid != call.pid and _is_chosen(row, given):
            found.append(row)
    found = found[-1:] if given.has("n") else found[:1] if given.has("o") else found
    if call.name == "pkill":
        refused = [error for row in found if (error := end(call, row.pid, signal))]
        if refused:
            return await call.fail(f"pkill: bad pid '{found[0].pid}': {refused[0]}")
        return int(not found)
    if given.has("c"):
        await call.print(str(len(found)))
    elif found:
        joint = given.value("d", "\n")
        await call.print(joint.join(_found_line(r, given) for r in found))
    return int(not found)


def _found_line(row: Row, given: Given) -> str:
    if given.has("a"):
        return f"{row.pid} {row.args}"
    return f"{row.pid} {row.name}" if given.has("l") else str(row.pid)


def _is_chosen(row: Row, given: Given) -> bool:
    if "P" in given.lists and str(row.ppid) not in given.value("P").split(","):
        return False
    users = given.value("u") or given.value("U")
    return not users or row.uid in {id_of(name) for name in users.split(",")}


@toybox(
    "killall",
    options="ilqs:vw",
    signals=True,
    usage="[-l] [-iqv] [-SIGNAL|-s SIGNAL] PROCESS_NAME...",
)
async def killall(call: Call, given: Given) -> int:
    """Send a signal to processes by name."""
    signal = _signal(given.value("s", "TERM"))
    if not given.args:
        raise UsageError("no name")
    status = 0
    for name in given.args:
        found = [row for row in rows(call.phone) if row.name == name and row.pid != call.pid]
        if not found and not given.has("q"):
            status = await call.fail(f"killall: {name}: {os.strerror(errno.ESRCH)}")
        for row in found:
            error = end(call, row.pid, signal)
            if error:
                status = await call.fail(f"killall: pid {row.pid}: {error}")
    return status
