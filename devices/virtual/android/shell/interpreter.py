"""Runs parsed scripts. It never runs a command of the host.

Source: mksh exec.c, execute.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.shell import (  # noqa: F401 - each registers builtins
    builtins_io,
    builtins_jobs,
    builtins_variables,
    jobs,
)
from devices.virtual.android.shell.builtins import BUILTINS, SPECIAL
from devices.virtual.android.shell.conditions import holds
from devices.virtual.android.shell.expansion import Expansion
from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.patterns import matches
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
from devices.virtual.android.shell.streams import Closed, Collected, Pipe
from devices.virtual.android.shell.syntax import (
    Background,
    Case,
    Conditional,
    For,
    Function,
    Group,
    If,
    Let,
    Redirected,
    ShellSyntaxError,
    Simple,
    Subshell,
    While,
)
from devices.virtual.os.files import SHELL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.syntax import Command, Pipeline, Script, Step, Word
    from devices.virtual.phone import Phone

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
            if (self.left or not self.state.interactive) and self.state.process is not None:
                self.phone.commands.end(self.state.process)
                self.state.process = None
        return status

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

    async def steps(self, steps: tuple[Step, ...]) -> int:
        """Run the steps of a background list."""
        return await self.script(steps)

    async def _pipeline(self, pipeline: Pipeline) -> int:
        started = time.monotonic()
        if len(pipeline.commands) == 1:
            status = await self.command(pipeline.commands[0])
        else:
            status = await self._joined(pipeline.commands) if pipeline.commands else 0
        if pipeline.timed:
            await self._tell_time(time.monotonic() - started)
        return int(status == 0) if pipeline.negated else status

    async def _tell_time(self, seconds: float) -> None:
        minutes, rest = divmod(seconds, 60)
        real = f"{int(minutes)}m{rest:05.2f}s"
        text = f"{real:>12} real     0m00.00s user     0m00.00s system\n"
        await self.streams.stderr.write(text.encode())

    async def _joined(self, commands: tuple[Command, ...]) -> int:
        pipes = [Pipe() for _ in commands[1:]]
        members: list[_Member] = []
        for index, command in enumerate(commands):
            streams = self.streams
            if index > 0:
                streams = replace(streams, stdin=pipes[index - 1])
            if index < len(pipes):
                streams = replace(streams, stdout=pipes[index])
            after = pipes[index] if index < len(pipes) else None
            member = _Member(self.child(streams), command, after, members[-1] if index else None)
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
        return await self._compound(command)

    async def _compound(self, command: Command) -> int:
        return await _COMPOUND[type(command)](self, command)

    async def _group(self, command: Group) -> int:
        return await self.script(command.body)

    async def _subshell(self, command: Subshell) -> int:
        return await self.in_child(lambda child: child.script(command.body))

    async def _define(self, command: Function) -> int:
        self.state.functions[command.name] = command.body
        return 0

    async def _let(self, command: Let) -> int:
        return int(await self.expansion.number(command.expression) == 0)

    async def _conditional(self, command: Conditional) -> int:
        return await holds(command.terms, self.expansion, self.state)

    async def _redirected(self, command: Redirected) -> int:
        redirects = command.redirects
        try:
            streams = await redirected(redirects, self.streams, self.state, self.expansion)
        except RedirectionError as error:
            await self.complain(str(error))
            return 1
        return await self.with_streams(streams, lambda: self.command(command.command))

    async def with_streams(self, streams: Streams, body: Callable[[], Awaitable[int]]) -> int:
        """Do something with other streams than the shell's own."""
        kept, self.streams = self.streams, streams
        try:
            return await body()
        finally:
            self.streams = kept

    async def _condition(self, script: Script) -> bool:
        self._unchecked += 1
        try:
            return await self.script(script) == 0
        finally:
            self._unchecked -= 1

    async def _if(self, command: If) -> int:
        for condition, body in command.branches:
            if await self._condition(condition):
                return await self.script(body)
        self.state.status = 0
        return await self.script(command.otherwise) if command.otherwise else 0

    async def _for(self, command: For) -> int:
        if command.words is None:
            values = self.state.args.copy()
        else:
            values = await self.expansion.arguments(command.words)
        status = 0
        self.state.loops += 1
        try:
            for value in values:
                self.state.put(command.name, value)
                going, status = await self._turn(command.body)
                if not going:
                    break
        finally:
            self.state.loops -= 1
        return status

    async def _while(self, command: While) -> int:
        status = 0
        self.state.loops += 1
        try:
            going = True
            while going:
                try:
                    if await self._condition(command.condition) is command.until:
                        break
                except LoopJump as jump:
                    going = self._jumped(jump)
                    continue
                going, status = await self._turn(command.body)
        finally:
            self.state.loops -= 1
        return status

    async def _turn(self, body: Script) -> tuple[bool, int]:
        """One turn of a loop: whether there may be another, and the status."""
        try:
            return True, await self.script(body)
        except LoopJump as jump:
            return self._jumped(jump), 0

    def _jumped(self, jump: LoopJump) -> bool:
        self.state.status = 0
        if jump.levels > 1:
            raise LoopJump(jump.levels - 1, goes_on=jump.goes_on)
        return jump.goes_on

    async def _case(self, command: Case) -> int:
        value = await self.expansion.text(command.word)
        falls = False
        self.state.status = 0
        status = 0
        for patterns, body, ending in command.branches:
            if not falls and not await self._any(patterns, value):
                continue
            status = await self.script(body)
            if ending == ";;":
                break
            falls = ending == ";&"
        return status

    async def _any(self, patterns: tuple[Word, ...], value: str) -> bool:
        for pattern in patterns:
            if matches(await self.expansion.pattern(pattern), value):
                return True
        return False

    async def _simple(self, command: Simple) -> int:
        state = self.state
        state.line = command.line
        argv = tuple(await self.expansion.arguments(command.words))
        values: dict[str, str] = {}
        if command.assignments:
            state.status = 0
            for assignment in command.assignments:
                value = await self.expansion.text(assignment.value)
                if assignment.appends:
                    value = (
                        values.get(assignment.name) or state.get(assignment.name) or ""
                    ) + value
                if argv:
                    values[assignment.name] = value
                else:
                    state.put(assignment.name, value)
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
            return state.status if command.assignments or _substitutes(command) else 0
        return await self.call(argv, values, streams)

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
            return await self.with_streams(
                streams, lambda: self._function(name, function, argv, values)
            )
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

    async def _function(
        self, name: str, body: Command, argv: tuple[str, ...], values: dict[str, str]
    ) -> int:
        state = self.state
        kept_args, kept_loops = state.args, state.loops
        state.args, state.loops = list(argv[1:]), 0
        state.locals.append({})
        for key, value in values.items():
            state.make_local(key)
            state.put(key, value)
        del name
        try:
            return await self.command(body)
        except FunctionReturn as returning:
            return returning.status
        finally:
            state.leave_function()
            state.args, state.loops = kept_args, kept_loops


_COMPOUND: Final[dict[type, Callable[[Shell, Any], Awaitable[int]]]] = {
    Group: Shell._group,  # noqa: SLF001 - a table of the class's own methods
    Subshell: Shell._subshell,  # noqa: SLF001
    If: Shell._if,  # noqa: SLF001
    For: Shell._for,  # noqa: SLF001
    While: Shell._while,  # noqa: SLF001
    Case: Shell._case,  # noqa: SLF001
    Function: Shell._define,  # noqa: SLF001
    Let: Shell._let,  # noqa: SLF001
    Conditional: Shell._conditional,  # noqa: SLF001
    Redirected: Shell._redirected,  # noqa: SLF001
}


def _prefers_program(argv: tuple[str, ...]) -> bool:
    """Mksh leaves `cat` and `realpath` to the program of that name when there are options."""
    if argv[0] not in {"cat", "realpath", "sleep"}:
        return False
    return len(argv) > 1 and argv[1].startswith("-") and argv[1] not in {"-", "--"}


def _substitutes(command: Simple) -> bool:
    return any(not isinstance(part, str) for word in command.words for part in word)


def _is_followed(step: Step, script: Script) -> bool:
    """Whether ``&&`` or ``||`` comes after a step, so that its failure is no end."""
    index = next(i for i, item in enumerate(script) if item is step)
    following = script[index + 1] if index + 1 < len(script) else None
    return following is not None and getattr(following, "operator", ";") != ";"


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
