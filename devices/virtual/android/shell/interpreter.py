"""Runs parsed scripts. It never runs a command of the host.

Source: mksh exec.c, execute.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell import (  # noqa: F401 - most register builtins
    arrays,
    builtins_io,
    builtins_jobs,
    builtins_variables,
    jobs,
)
from devices.virtual.android.shell.builtins import BUILTINS, SPECIAL
from devices.virtual.android.shell.compounds import run_compound
from devices.virtual.android.shell.expansion import Expansion
from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.pipelines import joined
from devices.virtual.android.shell.programs import look_up_quietly, run_program, tell_missing
from devices.virtual.android.shell.redirection import RedirectionError, redirected
from devices.virtual.android.shell.state import (
    NAME,
    FunctionReturn,
    LoopJump,
    ShellError,
    ShellExit,
    State,
    Streams,
)
from devices.virtual.android.shell.streams import Closed, Collected
from devices.virtual.android.shell.syntax import (
    Background,
    ShellSyntaxError,
    Simple,
)
from devices.virtual.os.files import SHELL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.syntax import Command, Pipeline, Script, Step

__all__ = ["NAME", "Shell", "Streams"]

_SYNTAX_ERROR: Final = 1
_BROKEN_PIPE: Final = 128 + 13
_SEGMENTATION_FAULT: Final = 128 + 11
_YIELD_EVERY: Final = 32


class Shell:
    """One shell process of the user ``shell``."""

    def __init__(self, phone: Phone, streams: Streams, state: State | None = None) -> None:
        self.phone = phone
        self.streams = streams
        self.state = state or State.fresh(phone, SHELL)
        self.expansion = Expansion(self.state, self._captured)
        self.left = False  # `exit` was called
        self._unchecked = 0  # depth of conditions, whose failure `set -e` passes over
        self._steps = 0

    async def run(self, source: str) -> int:
        """Run a script to its end and give the status of its last command.

        Jobs that write to the shell's own streams are waited for, as adbd waits for them. When the
        call is cancelled they end with it.
        """
        running = self.phone.commands.get(self.state.pid)
        if running is not None:
            running.task = asyncio.current_task()
        try:
            status = await self.guarded(source)
            if not self.state.interactive:
                status = await self.at_exit(status)
                await jobs.wait_for_held(self.state)
        except asyncio.CancelledError:
            jobs.hang_up(self.state)
            return jobs.ended_by_signal(running)
        finally:
            if self.left or not self.state.interactive:
                self.end()
        return status

    def signal(self, number: int) -> None:
        """Send a signal to the process, as its terminal does."""
        if self.state.process is not None:
            self.phone.commands.kill(self.state.process, number)

    def end(self) -> None:
        """Take the process off the list of those that run."""
        if self.state.process is not None:
            self.phone.commands.end(self.state.process)
            self.state.process = None

    async def guarded(self, source: str) -> int:
        """Run a script; what would end the process ends the call."""
        try:
            return await self.source(source)
        except ShellExit as leaving:
            self.left = True
            return leaving.status
        except ShellError as error:
            await self.complain(str(error))
            self.state.status = error.status
            self.left = not self.state.interactive
            return error.status
        except (LoopJump, FunctionReturn):
            return self.state.status
        except BrokenPipeError:
            return _BROKEN_PIPE
        except RecursionError:
            return _SEGMENTATION_FAULT

    async def at_exit(self, status: int) -> int:
        """Run what `trap … EXIT` left; gives the status of the shell."""
        trap = self.state.traps.pop("EXIT", "")
        if not trap:
            return status
        self.state.status = status
        was_left, self.left = self.left, False
        ended = await self.guarded(trap)
        status = ended if self.left else status
        self.left = was_left or self.left
        return status

    async def source(self, source: str) -> int:
        """Run a script in this shell: of a broken one, the lines above what is broken."""
        try:
            script = parse(source)
        except ShellSyntaxError as error:
            if error.before:
                await self.script(error.before)
            raise ShellError(str(error), _SYNTAX_ERROR) from None
        if "noexec" in self.state.options:
            return 0
        return await self.script(script)

    async def complain(self, message: str, name: str = "") -> None:
        """Write an error as mksh does, after the shell's name and the line of a file."""
        state = self.state
        where = f"{state.name}: "
        if state.file:
            where = f"{state.file}[{state.line}]: "
            where = where if state.file == state.name else f"{state.name}: {where}"
        text = f"{where}{name}{': ' if name else ''}{message}\n"
        await self.streams.stderr.write(text.encode("utf-8", "surrogateescape"))

    async def script(self, script: Script) -> int:
        """Run lists of commands."""
        skipped = False
        for item in script:
            if isinstance(item, Background):
                jobs.start(self, item)
                continue
            status = self.state.status
            if item.operator == "&&":
                skipped = status != 0
            elif item.operator == "||":
                skipped = status == 0
            else:
                skipped = False
            if not skipped:
                await self._step(item, script)
        return self.state.status

    async def _step(self, step: Step, script: Script) -> None:
        followed = _is_followed(step, script)
        self._unchecked += followed or step.pipeline.negated
        try:
            self.state.status = await self._pipeline(step.pipeline)
        finally:
            self._unchecked -= followed or step.pipeline.negated
        failed = self.state.status != 0 and not followed and not step.pipeline.negated
        if failed and "errexit" in self.state.options and not self._unchecked:
            raise ShellExit(self.state.status)

    async def _pipeline(self, pipeline: Pipeline) -> int:
        clock = self.phone.clock
        started = clock.uptime()
        if len(pipeline.commands) == 1:
            status = await self.command(pipeline.commands[0])
        else:
            status = await joined(self, pipeline.commands) if pipeline.commands else 0
        if pipeline.timed:
            took_s = (clock.uptime() - started).total_seconds()
            await self.streams.stderr.write(_told(took_s).encode())
        return int(status == 0) if pipeline.negated else status

    def child(self, streams: Streams | None = None) -> Shell:
        """A subshell: what it changes is its own."""
        return Shell(self.phone, streams or self.streams, self.state.copy())

    async def in_child(self, body: Callable[[Shell], Awaitable[int]]) -> int:
        """Run a part of a script in a subshell."""
        return await jobs.run_child(self.child(), body)

    async def _captured(self, script: Script) -> str:
        collected = Collected()
        shell = self.child(replace(self.streams, stdout=collected))
        try:
            self.state.status = await jobs.run_child(shell, lambda child: child.script(script))
        except OSError as error:
            raise ShellError(f"internal error: {error.strerror}") from None
        data = collected.data.replace(b"\0", b"")
        return data.decode("utf-8", "surrogateescape").rstrip("\n")

    async def command(self, command: Command) -> int:
        """Run one command."""
        self._steps += 1
        if self._steps % _YIELD_EVERY == 0:
            # A loop without end must not keep the phone from everything else.
            await asyncio.sleep(0)
        if isinstance(command, Simple):
            return await self._simple(command)
        return await run_compound(self, command)

    async def with_streams(self, streams: Streams, body: Callable[[], Awaitable[int]]) -> int:
        """Do something with other streams than the shell's own."""
        kept, self.streams = self.streams, streams
        try:
            return await body()
        finally:
            self.streams = kept

    async def condition(self, script: Script) -> bool:
        """Whether a script succeeds; ``set -e`` passes over its failure."""
        self._unchecked += 1
        try:
            return await self.script(script) == 0
        finally:
            self._unchecked -= 1

    async def _simple(self, command: Simple) -> int:
        state = self.state
        state.line = command.line
        argv = tuple(await self.expansion.arguments(command.words))
        values = await self._assigned(command, kept=bool(argv))
        if "xtrace" in state.options:
            await self._trace(command, argv, values)
        streams = self.streams
        if command.redirects:
            try:
                streams = await redirected(command.redirects, streams, state, self.expansion)
            except RedirectionError as error:
                await self.complain(str(error))
                if argv and argv[0] in SPECIAL:
                    raise ShellExit(1) from None
                return 1
        if not argv:
            return state.status if command.assignments or command.words else 0
        return await self.call(argv, values, streams)

    async def _assigned(self, command: Simple, *, kept: bool) -> dict[str, str]:
        """Carry assignments out; those that a command gets are kept for it."""
        state = self.state
        values: dict[str, str] = {}
        if command.assignments:
            state.status = 0
        for assignment in command.assignments:
            name, value = await arrays.assign(assignment, state, self.expansion)
            if assignment.appends:
                value = (values.get(name) or state.get(name) or "") + value
            if kept and name:
                values[name] = value
            elif name:
                state.put(name, value)
        return values

    async def _trace(self, command: Simple, argv: tuple[str, ...], values: dict[str, str]) -> None:
        shown = [f"{name}={value}" for name, value in values.items()]
        if not argv:
            shown = [f"{a.name}={self.state.get(a.name)}" for a in command.assignments]
        prompt = self.state.variables.get("PS4", "+ ")
        line = prompt + " ".join([*shown, *argv]) + "\n"
        await self.streams.stderr.write(line.encode("utf-8", "surrogateescape"))

    async def call(
        self,
        argv: tuple[str, ...],
        values: dict[str, str],
        streams: Streams,
        *,
        functions: bool = True,
    ) -> int:
        """Run a command by its words: a function, a builtin or a program."""
        name = argv[0]
        function = self.state.functions.get(name) if functions else None
        if function is not None:
            return await self.with_streams(streams, lambda: self._function(function, argv, values))
        if name == "exec" and len(argv) == 1:
            self.streams = streams
            return 0
        builtin = BUILTINS.get(name)
        if builtin is not None and not _prefers_program(argv):
            return await self._builtin(argv, values, streams)
        found = look_up_quietly(self.state, name)
        if found is None:
            # The redirects of a command hold for what is said of it, too.
            return await self.with_streams(streams, lambda: tell_missing(self, name))
        return await run_program(self, found, argv, values, streams)

    async def _builtin(
        self, argv: tuple[str, ...], values: dict[str, str], streams: Streams
    ) -> int:
        kept = {name: self.state.variables.get(name) for name in values}
        for name, value in values.items():
            self.state.put(name, value)
        exported = self.state.exported.copy() if values else self.state.exported
        self.state.exported |= set(values)
        try:
            return await self.with_streams(streams, lambda: BUILTINS[argv[0]](self, argv))
        except OSError as error:
            if isinstance(error, ConnectionError) or isinstance(streams.stderr, Closed):
                raise
            await self.complain(f"write: {error.strerror}", argv[0])
            return 1
        finally:
            if values and argv[0] not in SPECIAL:
                self.state.exported = exported
                for name, old in kept.items():
                    self.state.variables.pop(name, None)
                    if old is not None:
                        self.state.variables[name] = old

    async def _function(self, body: Command, argv: tuple[str, ...], values: dict[str, str]) -> int:
        state = self.state
        kept_args, kept_loops = state.args, state.loops
        state.args, state.loops = list(argv[1:]), 0
        state.locals.append({})
        for key, value in values.items():
            state.make_local(key)
            state.put(key, value)
        try:
            return await self.command(body)
        except FunctionReturn as returning:
            return returning.status
        finally:
            state.leave_function()
            state.args, state.loops = kept_args, kept_loops


def _prefers_program(argv: tuple[str, ...]) -> bool:
    """Mksh leaves `cat` and `realpath` to the program of that name when there are options."""
    if argv[0] not in {"cat", "realpath", "sleep"}:
        return False
    return len(argv) > 1 and argv[1].startswith("-") and argv[1] not in {"-", "--"}


def _is_followed(step: Step, script: Script) -> bool:
    """Whether ``&&`` or ``||`` comes after a step, so that its failure is no end."""
    index = next(i for i, item in enumerate(script) if item is step)
    following = script[index + 1] if index + 1 < len(script) else None
    return following is not None and getattr(following, "operator", ";") != ";"


def _told(seconds: float) -> str:
    """What `time` prints of a pipeline."""
    minutes, rest = divmod(seconds, 60)
    real = f"{int(minutes)}m{rest:05.2f}s"
    return f"{real:>12} real     0m00.00s user     0m00.00s system\n"
