"""`diff`, and `test` as a program. Source: toybox toys/pending/diff.c, toys/posix/test.c."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import command
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.state import State
from devices.virtual.android.toybox.options import toybox
from devices.virtual.android.toybox.text import encoded, lines_of, read_input

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_TROUBLE: Final = 2
_DEEPEST: Final = 100
_MOST_LINES: Final = 20_000


@toybox("diff", options="aBbdiNqrTstwuU:L:S:", least=2, most=2, error=2,
        longs={"brief": "q", "recursive": "r", "unified": "U"},
        usage="[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2")  # fmt: skip
async def diff(call: Call, given: Given) -> int:
    """Print where files differ."""
    first, second = given.args
    try:
        folders = [path != "-" and call.file(path).is_folder for path in given.args]
    except OSError as error:
        return await call.fail(f"diff: {error.filename}: {error.strerror}", _TROUBLE)
    if all(folders):
        return await _folders(call, given, first, second, 0)
    if folders[0]:
        first = f"{first.rstrip('/')}/{second.rsplit('/', 1)[-1]}"
    elif folders[1]:
        second = f"{second.rstrip('/')}/{first.rsplit('/', 1)[-1]}"
    return await _files(call, given, first, second)


async def _files(call: Call, given: Given, first: str, second: str) -> int:
    try:
        a, b = await read_input(call, first), await read_input(call, second)
    except OSError as error:
        return await call.fail(f"diff: {error.filename}: {error.strerror}", _TROUBLE)
    left, right = ([_folded(line, given) for line in lines_of(data)] for data in (a, b))
    if a == b or left == right:
        if given.has("s"):
            await call.print(f"Files {first} and {second} are identical")
        return 0
    if given.has("q") or b"\0" in a or b"\0" in b or max(len(left), len(right)) > _MOST_LINES:
        kind = "Files" if given.has("q") else "Binary files"
        await call.print(f"{kind} {first} and {second} differ")
        return 1
    context = given.number("U", 3)
    lines = difflib.unified_diff(left, right, first, second, n=max(0, context), lineterm="")
    await call.stdout.write(encoded("".join(f"{line}\n" for line in lines)))
    return 1


def _folded(line: str, given: Given) -> str:
    line = line.lower() if given.has("i") else line
    if given.has("w"):
        return "".join(line.split())
    return " ".join(line.split()) if given.has("b") else line


async def _folders(call: Call, given: Given, first: str, second: str, depth: int) -> int:
    files = call.phone.files
    left, right = files.children(first, *call.at), files.children(second, *call.at)
    status = 0
    for name in sorted({*left, *right}):
        if name not in right or name not in left:
            await call.print(f"Only in {first if name in left else second}: {name}")
            status = max(status, 1)
            continue
        a, b = f"{first.rstrip('/')}/{name}", f"{second.rstrip('/')}/{name}"
        if left[name].is_folder and right[name].is_folder:
            if given.has("r") and depth < _DEEPEST:
                status = max(status, await _folders(call, given, a, b, depth + 1))
            else:
                await call.print(f"Common subdirectories: {a} and {b}")
        else:
            status = max(status, await _files(call, given, a, b))
    return status


@command("test", "[")
async def test(call: Call) -> int:
    """Answer a condition, for commands that run others; a shell has its own."""
    state = State(call.phone, call.who, name=call.name, cwd=call.cwd, variables=dict(call.env))
    shell = Shell(call.phone, Streams(call.stdin, call.stdout, call.stderr), state)
    return await shell.call(call.argv, {}, shell.streams)
