"""Variables, options and arguments: `export`, `set`, `shift`, `let`. Source: mksh funcs.c."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.android.shell import arrays
from devices.virtual.android.shell.builtins import builtin, fail, shell_quoted
from devices.virtual.android.shell.state import OPTIONS
from devices.virtual.android.shell.words import is_name

if TYPE_CHECKING:
    from devices.virtual.android.shell.interpreter import Shell


@builtin("export", "readonly", "typeset", "local", "global", "integer")
async def declare(shell: Shell, argv: tuple[str, ...]) -> int:
    """Give variables values and attributes; without a name, list those that have them."""
    state = shell.state
    flags = "".join(word[1:] for word in argv[1:] if word[:1] in {"-", "+"})
    words = [word for word in argv[1:] if word[:1] not in {"-", "+"}]
    exports = argv[0] == "export" or ("x" in flags and argv[0] in {"typeset", "local"})
    fixed = argv[0] == "readonly" or ("r" in flags and argv[0] in {"typeset", "local"})
    if not words:
        return await _list_variables(shell, argv[0], exports=exports, fixed=fixed)
    for word in words:
        name, equals, value = word.partition("=")
        appends = name.endswith("+") and bool(equals)
        name = name.removesuffix("+") if appends else name
        if not is_name(name):
            return await fail(shell, argv, f"{name}: is not an identifier")
        if argv[0] in {"local", "typeset", "integer"}:
            state.make_local(name)
        if equals:
            state.put(name, (state.get(name) or "") + value if appends else value)
        elif argv[0] in {"local", "typeset", "integer"}:
            state.variables.setdefault(name, "")
        if "i" in flags or argv[0] == "integer":
            state.put(name, str(shell.expansion.evaluate(state.get(name) or "0")))
        if exports:
            state.exported.add(name)
        if fixed:
            state.read_only.add(name)
    return 0


async def _list_variables(shell: Shell, word: str, *, exports: bool, fixed: bool) -> int:
    state = shell.state
    names = state.exported if exports else state.read_only if fixed else set(state.variables)
    prefix = f"{word} " if exports or fixed else ""
    lines = [
        f"{prefix}{name}={shell_quoted(state.variables[name])}\n"
        for name in sorted(names)
        if name in state.variables
    ]
    await shell.streams.stdout.write("".join(lines).encode("utf-8", "surrogateescape"))
    return 0


@builtin("unset")
async def unset(shell: Shell, argv: tuple[str, ...]) -> int:
    """Forget variables, with ``-f`` functions."""
    words = argv[1:]
    functions = bool(words) and words[0] == "-f"
    if words and words[0] in {"-f", "-v", "--"}:
        words = words[1:]
    for name in words:
        if functions:
            shell.state.functions.pop(name, None)
        else:
            shell.state.unset(name)
    return 0


@builtin("set")
async def set_options(shell: Shell, argv: tuple[str, ...]) -> int:
    """Set options and arguments; without any, list the variables."""
    state, words = shell.state, list(argv[1:])
    if not words:
        return await _list_variables(shell, "set", exports=False, fixed=False)
    if words[0] in {"-A", "+A"}:
        return await _set_array(shell, argv, words)
    while words:
        word = words[0]
        if word in {"--", "-", "+"} or word[:1] not in {"-", "+"}:
            state.args = words[1:] if word in {"--", "-"} else words
            return 0
        words.pop(0)
        for letter in word[1:]:
            if letter == "o" and not words:
                return await _list_options(shell)
            name = words.pop(0) if letter == "o" else OPTIONS.get(letter, "")
            if name not in {*OPTIONS.values(), "pipefail", "posix", "vi", "emacs"}:
                text = f"{name}: bad option" if letter == "o" else f"-{letter}: unknown option"
                return await fail(shell, argv, text)
            (state.options.add if word[0] == "-" else state.options.discard)(name)
    return 0


async def _set_array(shell: Shell, argv: tuple[str, ...], words: list[str]) -> int:
    """``set -A NAME VALUE…``; with ``+A`` the elements beyond the values stay."""
    keeps = words.pop(0) == "+A"
    if not words or not is_name(words[0]):
        return await fail(shell, argv, f"{words[0] if words else ''}: is not an identifier")
    values = words[2:] if words[1:2] == ["--"] else words[1:]
    kept = list(arrays.elements(shell.state, words[0]).values())[len(values) :] if keeps else []
    arrays.put(shell.state, words[0], [*values, *kept])
    return 0


async def _list_options(shell: Shell) -> int:
    names = sorted({*OPTIONS.values(), "pipefail", "posix"})
    lines = [f"{n:<14} {'on' if n in shell.state.options else 'off'}\n" for n in names]
    await shell.streams.stdout.write(f"Current option settings\n{''.join(lines)}".encode())
    return 0


@builtin("shift")
async def shift(shell: Shell, argv: tuple[str, ...]) -> int:
    """Drop the first arguments."""
    count = argv[1] if len(argv) > 1 else "1"
    if not count.isdecimal():
        return await fail(shell, argv, f"{count}: bad number")
    if int(count) > len(shell.state.args):
        return await fail(shell, argv, "nothing to shift")
    del shell.state.args[: int(count)]
    return 0


@builtin("let")
async def let(shell: Shell, argv: tuple[str, ...]) -> int:
    """Evaluate expressions; succeeds if the last one is not 0."""
    value = 0
    for expression in argv[1:]:
        value = shell.expansion.evaluate(expression)
    return int(value == 0)


@builtin("alias")
async def alias(shell: Shell, argv: tuple[str, ...]) -> int:
    """Keep other names for commands; they are told, and not applied outside of a terminal."""
    known = shell.state.aliases
    lines = []
    for word in argv[1:] or sorted(known):
        name, equals, value = word.partition("=")
        if equals:
            known[name] = value
        elif name in known:
            lines.append(f"{name}={shell_quoted(known[name])}\n")
        else:
            return await fail(shell, argv, f"{name}: not found")
    await shell.streams.stdout.write("".join(lines).encode("utf-8", "surrogateescape"))
    return 0


@builtin("unalias")
async def unalias(shell: Shell, argv: tuple[str, ...]) -> int:
    """Forget other names."""
    for name in argv[1:]:
        if name == "-a":
            shell.state.aliases.clear()
        elif shell.state.aliases.pop(name, None) is None:
            return 1
    return 0
