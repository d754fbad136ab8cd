"""The shell's own commands: flow, variables, functions, jobs. Source: mksh funcs.c."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.conditions import BROKEN, ConditionError, Test
from devices.virtual.android.shell.programs import (
    look_up,
    look_up_quietly,
    run_program,
    tell_missing,
)
from devices.virtual.android.shell.state import (
    FunctionReturn,
    LoopJump,
    ShellError,
    ShellExit,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.interpreter import Shell

    Builtin = Callable[[Shell, tuple[str, ...]], Awaitable[int]]

BUILTINS: Final[dict[str, Builtin]] = {}
SPECIAL: Final = frozenset(
    {":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set",
     "shift", "times", "trap", "typeset", "unset"}
)  # fmt: skip
"""POSIX's special builtins: an assignment before one stays, and an error in one ends the shell."""

RESERVED: Final = frozenset(
    {"if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do",
     "done", "in", "function", "time", "{", "}", "!", "[["}
)  # fmt: skip


def builtin(*names: str) -> Callable[[Builtin], Builtin]:
    """Register a builtin under its names."""

    def register(body: Builtin) -> Builtin:
        for name in names:
            BUILTINS[name] = body
        return body

    return register


async def fail(shell: Shell, argv: tuple[str, ...], message: str, status: int = 1) -> int:
    """Tell an error of a builtin; in a special one it ends the shell."""
    await shell.complain(message, argv[0])
    if argv[0] in SPECIAL and not shell.state.interactive:
        raise ShellExit(status)
    return status


def shell_quoted(value: str) -> str:
    """A value so that the shell reads it back."""
    if value and all(char.isalnum() or char in "%+,-./:=@_" for char in value):
        return value
    return "'" + value.replace("'", "'\\''") + "'"


@builtin("true", ":")
async def true(shell: Shell, argv: tuple[str, ...]) -> int:
    """Succeed."""
    del shell, argv
    return 0


@builtin("false")
async def false(shell: Shell, argv: tuple[str, ...]) -> int:
    """Fail."""
    del shell, argv
    return 1


def _status(shell: Shell, argv: tuple[str, ...]) -> int:
    if len(argv) < 2:  # noqa: PLR2004 - the name and its argument
        return shell.state.status
    try:
        return int(argv[1]) & 0xFF
    except ValueError:
        raise ShellError(f"{argv[0]}: {argv[1]}: bad number") from None


@builtin("exit")
async def exit_shell(shell: Shell, argv: tuple[str, ...]) -> int:
    """Leave the shell."""
    raise ShellExit(_status(shell, argv))


@builtin("return")
async def leave_function(shell: Shell, argv: tuple[str, ...]) -> int:
    """Leave a function or a sourced file."""
    raise FunctionReturn(_status(shell, argv))


@builtin("break", "continue")
async def jump(shell: Shell, argv: tuple[str, ...]) -> int:
    """Leave a loop, or begin its next turn."""
    levels = argv[1] if len(argv) > 1 else "1"
    if not levels.isdecimal() or int(levels) < 1:
        return await fail(shell, argv, f"{levels}: bad value")
    if not shell.state.loops:
        await shell.complain(f"can't {argv[0]}", argv[0])
        return 0
    raise LoopJump(min(int(levels), shell.state.loops), goes_on=argv[0] == "continue")


@builtin("eval")
async def evaluate(shell: Shell, argv: tuple[str, ...]) -> int:
    """Run its words as a script."""
    shell.state.status = 0
    return await shell.source(" ".join(argv[1:]))


@builtin(".", "source")
async def source(shell: Shell, argv: tuple[str, ...]) -> int:
    """Run a file in this shell."""
    if len(argv) < 2:  # noqa: PLR2004 - the name and its argument
        return await fail(shell, argv, "missing argument")
    state = shell.state
    try:
        data = state.phone.files.read(argv[1], state.cwd, state.who)
    except OSError as error:
        return await fail(shell, argv, f"{argv[1]}: {error.strerror}")
    kept, args = state.file, state.args
    state.file = argv[1]
    state.args = list(argv[2:]) or args
    try:
        return await shell.source(data.decode("utf-8", "surrogateescape"))
    except FunctionReturn as returning:
        return returning.status
    finally:
        state.file, state.args = kept, args


@builtin("exec")
async def execute(shell: Shell, argv: tuple[str, ...]) -> int:
    """Run a program in place of the shell."""
    found = look_up_quietly(shell.state, argv[1])
    if found is None:
        raise ShellExit(await tell_missing(shell, argv[1]))
    raise ShellExit(await run_program(shell, found, argv[1:], {}, shell.streams))


@builtin("builtin")
async def only_builtin(shell: Shell, argv: tuple[str, ...]) -> int:
    """Run a builtin even where a function has its name."""
    if len(argv) < 2:  # noqa: PLR2004 - the name and its argument
        return 0
    body = BUILTINS.get(argv[1])
    if body is None:
        return await fail(shell, argv, f"{argv[1]}: not found")
    return await body(shell, argv[1:])


@builtin("command")
async def command(shell: Shell, argv: tuple[str, ...]) -> int:
    """Run a command that is no function; ``-v`` and ``-V`` tell what it is."""
    words = argv[1:]
    if words and words[0] in {"-v", "-V"}:
        return await _tell(shell, words[1:], brief=words[0] == "-v")
    if words and words[0] in {"-p", "--"}:
        words = words[1:]
    if not words:
        return 0
    return await shell.call(words, {}, shell.streams, functions=False)


@builtin("type")
async def kind(shell: Shell, argv: tuple[str, ...]) -> int:
    """Tell what names stand for."""
    return await _tell(shell, argv[1:], brief=False)


@builtin("whence")
async def whence(shell: Shell, argv: tuple[str, ...]) -> int:
    """Tell what names stand for; ``-v`` at length."""
    words = [word for word in argv[1:] if not word.startswith("-")]
    return await _tell(shell, tuple(words), brief="-v" not in argv)


async def _tell(shell: Shell, names: tuple[str, ...], *, brief: bool) -> int:
    status = 0
    for name in names:
        short, long = _description(shell, name)
        if not long and not brief:
            long = f"{name} not found"
        status = status if short else 1
        text = short if brief else long
        if text:
            await shell.streams.stdout.write(f"{text}\n".encode("utf-8", "surrogateescape"))
    return status


def _description(shell: Shell, name: str) -> tuple[str, str]:
    state = shell.state
    if name in RESERVED:
        return name, f"{name} is a reserved word"
    if name in state.aliases:
        value = shell_quoted(state.aliases[name])
        return f"alias {name}={value}", f"{name} is an alias for {value}"
    if name in state.functions:
        return name, f"{name} is a function"
    if name in BUILTINS:
        return name, f"{name} is a {'special ' if name in SPECIAL else ''}shell builtin"
    try:
        found = look_up(state, name)
    except OSError:
        found = None
    return (found.path, f"{name} is {found.path}") if found else ("", "")


@builtin("test", "[")
async def test(shell: Shell, argv: tuple[str, ...]) -> int:
    """Answer a condition."""
    words = list(argv[1:])
    if argv[0] == "[":
        if not words or words[-1] != "]":
            return await fail(shell, argv, "missing ]", BROKEN)
        words.pop()
    try:
        return int(not Test(words, shell.state, shell.expansion).answer())
    except ConditionError as error:
        return await fail(shell, argv, str(error), BROKEN)
    except ShellError as error:
        return await fail(shell, argv, str(error), BROKEN)


@builtin("hash")
async def rehash(shell: Shell, argv: tuple[str, ...]) -> int:
    """Programs are looked up each time: nothing is remembered."""
    del shell, argv
    return 0
