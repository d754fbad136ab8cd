"""Compound commands: groups, conditions, loops, cases. Source: mksh exec.c, execute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.shell.conditions import holds
from devices.virtual.android.shell.patterns import matches
from devices.virtual.android.shell.redirection import RedirectionError, redirected
from devices.virtual.android.shell.state import LoopJump
from devices.virtual.android.shell.syntax import (
    Case,
    Conditional,
    For,
    Function,
    Group,
    If,
    Let,
    Redirected,
    Subshell,
    While,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.interpreter import Shell
    from devices.virtual.android.shell.syntax import Command, Script, Word


async def run_compound(shell: Shell, command: Command) -> int:
    """Run a command that holds others; gives its status."""
    return await _COMPOUND[type(command)](shell, command)


async def _group(shell: Shell, command: Group) -> int:
    return await shell.script(command.body)


async def _subshell(shell: Shell, command: Subshell) -> int:
    return await shell.in_child(lambda child: child.script(command.body))


async def _define(shell: Shell, command: Function) -> int:
    shell.state.functions[command.name] = command.body
    return 0


async def _let(shell: Shell, command: Let) -> int:
    return int(await shell.expansion.number(command.expression) == 0)


async def _conditional(shell: Shell, command: Conditional) -> int:
    return await holds(command.terms, shell.expansion, shell.state)


async def _redirected(shell: Shell, command: Redirected) -> int:
    redirects = command.redirects
    try:
        streams = await redirected(redirects, shell.streams, shell.state, shell.expansion)
    except RedirectionError as error:
        await shell.complain(str(error))
        return 1
    return await shell.with_streams(streams, lambda: shell.command(command.command))


async def _if(shell: Shell, command: If) -> int:
    for condition, body in command.branches:
        if await shell.condition(condition):
            return await shell.script(body)
    shell.state.status = 0
    return await shell.script(command.otherwise) if command.otherwise else 0


async def _for(shell: Shell, command: For) -> int:
    if command.words is None:
        values = shell.state.args.copy()
    else:
        values = await shell.expansion.arguments(command.words)
    status = 0
    shell.state.loops += 1
    try:
        for value in values:
            shell.state.put(command.name, value)
            going, status = await _turn(shell, command.body)
            if not going:
                break
    finally:
        shell.state.loops -= 1
    return status


async def _while(shell: Shell, command: While) -> int:
    status = 0
    shell.state.loops += 1
    try:
        going = True
        while going:
            try:
                if await shell.condition(command.condition) is command.until:
                    break
            except LoopJump as jump:
                going = _jumped(shell, jump)
                continue
            going, status = await _turn(shell, command.body)
    finally:
        shell.state.loops -= 1
    return status


async def _turn(shell: Shell, body: Script) -> tuple[bool, int]:
    """One turn of a loop: whether there may be another, and the status."""
    try:
        return True, await shell.script(body)
    except LoopJump as jump:
        return _jumped(shell, jump), 0


def _jumped(shell: Shell, jump: LoopJump) -> bool:
    shell.state.status = 0
    if jump.levels > 1:
        raise LoopJump(jump.levels - 1, goes_on=jump.goes_on)
    return jump.goes_on


async def _case(shell: Shell, command: Case) -> int:
    value = await shell.expansion.text(command.word)
    falls = False
    shell.state.status = 0
    status = 0
    for patterns, body, ending in command.branches:
        if not falls and not await _any(shell, patterns, value):
            continue
        status = await shell.script(body)
        if ending == ";;":
            break
        falls = ending == ";&"
    return status


async def _any(shell: Shell, patterns: tuple[Word, ...], value: str) -> bool:
    for pattern in patterns:
        if matches(await shell.expansion.pattern(pattern), value):
            return True
    return False


_COMPOUND: Final[dict[type, Callable[[Shell, Any], Awaitable[int]]]] = {
    Group: _group,
    Subshell: _subshell,
    If: _if,
    For: _for,
    While: _while,
    Case: _case,
    Function: _define,
    Let: _let,
    Conditional: _conditional,
    Redirected: _redirected,
}
