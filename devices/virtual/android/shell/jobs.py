"""Commands in the background. Source: mksh jobs.c."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.commands import SIGNALS
from devices.virtual.android.shell.state import (
    FunctionReturn,
    Job,
    LoopJump,
    ShellError,
    ShellExit,
)
from devices.virtual.android.shell.streams import Pipe
from devices.virtual.android.shell.syntax import Literal, Redirected, Simple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.commands import Running
    from devices.virtual.android.shell.interpreter import Shell
    from devices.virtual.android.shell.state import State
    from devices.virtual.android.shell.syntax import Background, Command

_KILLED: Final = 128
_STREAMS: Final = {1, 2}


def start(shell: Shell, background: Background) -> Job:
    """Start a list in the background; its standard input is empty."""
    state = shell.state
    streams = shell.streams.with_stream(0, Pipe(ended=True))
    child = shell.child(streams)
    text = _text(background)
    running = shell.phone.commands.start((text.split(" ", 1)[0] or state.name,), state.pid)
    child.state.process = running
    task = asyncio.create_task(_run(child, background))
    running.task = task
    task.add_done_callback(lambda _: shell.phone.commands.end(running))
    number = max((job.number for job in state.jobs), default=0) + 1
    held = not all(
        _streams(command) >= _STREAMS
        for step in background.steps
        for command in step.pipeline.commands
    )
    job = Job(number, text, running, task, held)
    state.jobs.append(job)
    state.last_background = running.pid
    state.status = 0
    return job


async def run_child(shell: Shell, body: Callable[[Shell], Awaitable[int]]) -> int:
    """Run a part of a script in a subshell, which it cannot leave."""
    try:
        status = await body(shell)
    except ShellExit as leaving:
        status = leaving.status
    except ShellError as error:
        await shell.complain(str(error))
        status = error.status
    except (LoopJump, FunctionReturn):
        status = shell.state.status
    except BrokenPipeError:
        status = _KILLED + SIGNALS["PIPE"]
    except asyncio.CancelledError:
        hang_up(shell.state)
        raise
    trap = shell.state.traps.pop("EXIT", "")
    if trap:
        shell.state.status = status
        await shell.guarded(trap)
    return status


def ended_by_signal(running: Running | None) -> int:
    """The status of what a signal ended, while it handles being cancelled.

    Raises:
        asyncio.CancelledError: it was cancelled for another reason.
    """
    task = asyncio.current_task()
    if running is None or not running.signal or task is None:
        raise asyncio.CancelledError
    task.uncancel()
    return _KILLED + running.signal


async def _run(child: Shell, background: Background) -> int:
    running = child.state.process
    assert running is not None
    try:
        return await run_child(child, lambda shell: shell.script(background.steps))
    except asyncio.CancelledError:
        return ended_by_signal(running)
    except ConnectionError:
        return _KILLED + SIGNALS["PIPE"]


async def wait(state: State, job: Job) -> int:
    """The status of a job once it has ended; it is known no more afterwards."""
    # Not the task itself: who waits may be killed without the job.
    await asyncio.wait({job.task})
    status = _KILLED + job.running.signal if job.task.cancelled() else job.task.result()
    if job in state.jobs:
        state.jobs.remove(job)
    return status


async def wait_for_held(state: State) -> None:
    """Wait for jobs that write to the shell's own streams; others go on by themselves."""
    for job in state.jobs:
        if not job.held and not job.task.done():
            state.phone.commands.detach(job.task)
    for job in [job for job in state.jobs if job.held]:
        await wait(state, job)


def hang_up(state: State) -> None:
    """End the jobs that write to streams which are gone."""
    for job in state.jobs:
        if job.held:
            state.phone.commands.kill(job.running, SIGNALS["HUP"])
        elif not job.task.done():
            state.phone.commands.detach(job.task)


def find(state: State, name: str) -> Job | None:
    """The job that ``%1``, ``%%`` or a process id names."""
    jobs = state.jobs
    if name in {"%%", "%+", "%"}:
        return jobs[-1] if jobs else None
    if name == "%-":
        return jobs[-2] if len(jobs) > 1 else None
    if name.startswith("%"):
        wanted = name[1:]
        return next((j for j in jobs if str(j.number) == wanted or j.text.startswith(wanted)), None)
    return next((j for j in jobs if str(j.running.pid) == name), None)


def _streams(command: Command) -> set[int]:
    """Descriptors that a command sends elsewhere."""
    if isinstance(command, Simple | Redirected):
        return {redirect.fd for redirect in command.redirects}
    return set()


def _text(background: Background) -> str:
    """The words of the first command, as `jobs` shows them."""
    command = background.steps[0].pipeline.commands[0]
    command = command.command if isinstance(command, Redirected) else command
    if not isinstance(command, Simple):
        return ""
    words = ["".join(p.text for p in w if isinstance(p, Literal)) for w in command.words]
    return " ".join(words)
