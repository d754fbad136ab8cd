"""Commands joined by pipes. Source: mksh exec.c, execute of TPIPE."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from devices.virtual.android.shell import jobs
from devices.virtual.android.shell.streams import Pipe
from devices.virtual.android.shell.syntax import Simple

if TYPE_CHECKING:
    from devices.virtual.android.shell.interpreter import Shell
    from devices.virtual.android.shell.syntax import Command


async def joined(shell: Shell, commands: tuple[Command, ...]) -> int:
    """Run commands side by side, each with a pipe to the next; gives the status of the last."""
    pipes = [Pipe() for _ in commands[1:]]
    members: list[_Member] = []
    for index, command in enumerate(commands):
        streams = shell.streams
        if index > 0:
            streams = replace(streams, stdin=pipes[index - 1])
        if index < len(pipes):
            streams = replace(streams, stdout=pipes[index])
        after = pipes[index] if index < len(pipes) else None
        member = _Member(shell.child(streams), command, after, members[-1] if index else None)
        member.task = asyncio.create_task(member.run())
        members.append(member)
    tasks = [member.task for member in members]
    try:
        results = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await _cancel(tasks)
    if isinstance(results[-1], BaseException):
        raise results[-1]
    return results[-1]


class _Member:
    """One command of a pipeline, which leaves both its pipes when it ends."""

    def __init__(
        self, shell: Shell, command: Command, output: Pipe | None, before: _Member | None
    ) -> None:
        self._shell, self._command = shell, command
        self._output, self._before = output, before
        self.task: asyncio.Task[int]

    async def run(self) -> int:
        """Run it to its end."""
        try:
            return await jobs.run_child(self._shell, lambda child: child.command(self._command))
        finally:
            if self._before is not None:
                self._before.lose_reader()
            if self._output is not None:
                self._output.end()

    def lose_reader(self) -> None:
        """End a program that writes to nobody.

        The next line of one that has written would end it; one that never writes goes on.
        """
        assert self._output is not None
        self._output.leave()
        if self._output.written and isinstance(self._command, Simple):
            self.task.cancel()


async def _cancel(tasks: list[asyncio.Task[int]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
