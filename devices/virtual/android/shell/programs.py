"""Programs: where the shell finds them, and how they run as processes.

Source: mksh exec.c, findcom, search_access and comexec.
"""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell import jobs
from devices.virtual.android.shell.call import COMMANDS, Call
from devices.virtual.android.shell.state import PATH
from devices.virtual.android.shell.streams import read_all

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Body
    from devices.virtual.android.shell.interpreter import Shell
    from devices.virtual.android.shell.state import State, Streams

NOT_FOUND: Final = 127
NOT_EXECUTABLE: Final = 126
_BINARIES: Final = "/system/bin"
_MAGIC: Final = b"\x7fELF"
_SIGNAL_WORDS: Final = {6: "Aborted", 9: "Killed", 11: "Segmentation fault", 15: "Terminated"}
SHELLS: Final = frozenset({"sh", "mksh"})


@dataclass(frozen=True, slots=True)
class Program:
    """What a name stands for: a command of the system image, or a script of the phone."""

    path: str
    body: Body | None = None
    script: bytes = b""


class _NotExecutableError(Exception):
    pass


def look_up_quietly(state: State, name: str) -> Program | None:
    """The program of a name; None where there is none that can be run."""
    try:
        return look_up(state, name)
    except (OSError, _NotExecutableError):
        return None


async def tell_missing(shell: Shell, name: str) -> int:
    """Tell why a name cannot be run, and give the status."""
    try:
        look_up(shell.state, name)
    except OSError as error:
        await shell.complain(f"{name}: can't execute: {error.strerror}")
        return NOT_EXECUTABLE
    except _NotExecutableError:
        await shell.complain(f"{name}: not executable: 64-bit ELF file")
        return NOT_EXECUTABLE
    await shell.complain(f"{name}: {shell.state.phone.profile.rows['mksh']['not_found']}")
    return NOT_FOUND


def look_up(state: State, name: str) -> Program | None:
    """The program of a name.

    Raises:
        OSError: the file is there and cannot be executed.
    """
    if not name or "\0" in name:
        return None
    if "/" in name:
        return _at(state, name)
    for folder in (state.get("PATH") or "").split(":"):
        if folder == _BINARIES:
            found = _binary(f"{folder}/{name}")
        elif folder.startswith(("/system", "/vendor", "/product", "/apex", "/odm")):
            continue
        else:
            found = _try(state, f"{folder or '.'}/{name}")
        if found is not None:
            return found
    return None


def _try(state: State, path: str) -> Program | None:
    try:
        return _at(state, path)
    except OSError:
        return None


def _binary(path: str) -> Program | None:
    name = path.rsplit("/", 1)[-1]
    body = COMMANDS.get(name)
    if body is None and name not in SHELLS:
        return None
    return Program(path, body)


def _at(state: State, path: str) -> Program | None:
    try:
        place = state.phone.files.locate(path, state.cwd, state.who)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        raise
    file = place.file
    if file is None:
        return None
    if file.is_folder:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    folder, _, name = place.path.rpartition("/")
    if folder == _BINARIES:
        # Toybox looks at the name that it was called by, which may be a link.
        return _binary(path if path.rpartition("/")[0] == _BINARIES else f"{folder}/{name}")
    if not (stat.S_ISREG(file.mode) and file.allows(state.who, 1)):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)
    data = file.data()
    if data.startswith(_MAGIC):
        raise _NotExecutableError
    return Program(path, script=data or b"\n")


async def run_program(
    shell: Shell,
    program: Program,
    argv: tuple[str, ...],
    values: dict[str, str],
    streams: Streams,
) -> int:
    """Run a program as a process of its own, which `kill` can end."""
    state = shell.state
    running = state.phone.commands.start(argv, state.pid)
    running.task = asyncio.current_task()

    async def again(call: Call) -> int:
        return await _run_call(shell, call)

    call = Call(
        state.phone,
        argv,
        streams.stdin,
        streams.stdout,
        streams.stderr,
        {**state.environment, **values},
        state.cwd,
        state.who,
        running.pid,
        state.umask,
        again,
    )
    try:
        return await _body(program)(call)
    except asyncio.CancelledError:
        status = jobs.ended_by_signal(running)
        word = _SIGNAL_WORDS.get(running.signal)
        if word:
            await streams.stderr.write(f"{word} \n".encode())
        return status
    except ConnectionError:
        raise
    except OSError as error:
        return await call.fail(f"{call.name}: {_told(error)}")
    finally:
        state.phone.commands.end(running)


def _told(error: OSError) -> str:
    where = f"{error.filename}: " if isinstance(error.filename, str) and error.filename else ""
    return f"{where}{error.strerror or error}"


def _body(program: Program) -> Body:
    if program.body is not None:
        return program.body
    if not program.script:
        return run_shell

    async def script(call: Call) -> int:
        text = program.script.decode("utf-8", "surrogateescape")
        return await _run_script(call, text, name=call.argv[0], file=call.argv[0], args=call.args)

    return script


async def _run_call(shell: Shell, call: Call) -> int:
    """Run what another command hands on, as `xargs` and `env` do: functions are not seen."""
    from devices.virtual.android.shell.interpreter import Shell, Streams  # noqa: PLC0415 - a circle

    child = Shell(shell.phone, Streams(call.stdin, call.stdout, call.stderr), shell.state.copy())
    state = child.state
    state.cwd, state.who, state.umask = call.cwd, call.who, call.umask
    for name in state.exported:
        state.variables.pop(name, None)
    state.exported.clear()
    state.export_all(call.env)
    state.variables.setdefault("PATH", PATH)  # bionic's own, for who has none
    try:
        found = look_up(state, call.argv[0])
    except OSError as error:
        await call.fail(f"{call.name}: exec {call.argv[0]}: {error.strerror}")
        return NOT_EXECUTABLE
    except _NotExecutableError:
        return NOT_EXECUTABLE
    if found is None:
        return NOT_FOUND
    return await run_program(child, found, call.argv, {}, child.streams)


async def run_shell(call: Call) -> int:
    """`sh`: a script of `-c`, of a file, or of standard input."""
    words = list(call.args)
    options: set[str] = set()
    script: str | None = None
    while words and words[0][:1] in {"-", "+"} and len(words[0]) > 1:
        word = words.pop(0)
        if word == "--":
            break
        if word == "-o" and words:
            options.add(words.pop(0))
            continue
        letters = word[1:]
        if "c" in letters:
            if not words:
                return await call.fail(f"{call.argv[0]}: -c: option requires an argument")
            script = words.pop(0)
        options |= {_OPTION[letter] for letter in letters if letter in _OPTION}
    if script is not None:
        name, args = (words[0], words[1:]) if words else (call.argv[0], [])
        return await _run_script(call, script, name=name, args=tuple(args), options=options)
    if not words:
        text = (await read_all(call.stdin)).decode("utf-8", "surrogateescape")
        return await _run_script(call, text, name=call.argv[0], file="<stdin>", options=options)
    return await _run_file(call, words, options)


async def _run_file(call: Call, words: list[str], options: set[str]) -> int:
    path = words[0]
    try:
        data = call.phone.files.read(path, *call.at)
    except OSError as error:
        status = NOT_FOUND if error.errno == errno.ENOENT else NOT_EXECUTABLE
        return await call.fail(f"{call.argv[0]}: {path}: {error.strerror}", status)
    text = data.decode("utf-8", "surrogateescape")
    return await _run_script(
        call, text, name=path, file=path, args=tuple(words[1:]), options=options
    )


async def _run_script(
    call: Call,
    text: str,
    *,
    name: str,
    file: str = "",
    args: tuple[str, ...] = (),
    options: set[str] | None = None,
) -> int:
    from devices.virtual.android.shell.interpreter import Shell, Streams  # noqa: PLC0415 - a circle
    from devices.virtual.android.shell.state import State  # noqa: PLC0415 - the same

    state = State.fresh(call.phone, call.who)
    for key in tuple(state.exported):
        state.variables.pop(key, None)
    state.exported.clear()
    state.export_all(call.env)
    state.name, state.file, state.args = name, file, list(args)
    state.cwd, state.umask, state.options = call.cwd, call.umask, options or set()
    state.process = call.phone.commands.get(call.pid)
    shell = Shell(call.phone, Streams(call.stdin, call.stdout, call.stderr), state)
    status = await shell.guarded(text)
    return await shell.at_exit(status)


_OPTION: Final = {
    "e": "errexit", "u": "nounset", "x": "xtrace", "f": "noglob", "n": "noexec", "v": "verbose",
    "a": "allexport", "C": "noclobber",
}  # fmt: skip
