"""Toybox commands over the phone's own files. Source: AOSP external/toybox."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command
from devices.virtual.android.shell.streams import read_all
from devices.virtual.os.files import Bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.files import File

_CHUNK: Final = 256 * 1024
_TEST_FAILED: Final = 1
_TEST_BROKEN: Final = 2


@command("cat")
async def cat(call: Call) -> int:
    """Print files, or standard input."""
    paths = [word for word in call.args if word != "-"]
    if not paths:
        await call.stdout.write(await read_all(call.stdin))
        return 0
    status = 0
    for path in paths:
        entry = call.phone.files.get(path)
        if entry is None or entry.content is None:
            reason = "No such file or directory" if entry is None else "Is a directory"
            status = await call.fail(f"cat: {path}: {reason}")
            continue
        for offset in range(0, entry.size, _CHUNK):
            await call.stdout.write(entry.content.read(offset, _CHUNK))
    return status


@command("ls")
async def ls(call: Call) -> int:
    """List files; ``-l`` with details, ``-d`` the folder itself, ``-a`` changes nothing here."""
    flags, paths = _split(call.args)
    status = 0
    for path in paths or ["/"]:
        entry = call.phone.files.get(path)
        if entry is None:
            status = await call.fail(f"ls: {path}: No such file or directory")
            continue
        whole = not entry.is_folder or "d" in flags
        shown = {path: entry} if whole else call.phone.files.children(path)
        for name, item in shown.items():
            await call.print(_details(name, item) if "l" in flags else name)
    return status


def _details(name: str, entry: File) -> str:
    mode = stat.filemode(entry.mode)
    return f"{mode} 1 shell shell {entry.size:>9} {entry.changed:%Y-%m-%d %H:%M} {name}"


@command("mkdir")
async def mkdir(call: Call) -> int:
    """Make folders; ``-p`` with those above them."""
    flags, paths = _split(call.args)
    status = 0
    for path in paths:
        try:
            if not ("p" in flags and call.phone.files.get(path)):
                call.phone.files.check_writable(path)
            make = call.phone.files.make_folders if "p" in flags else call.phone.files.make_folder
            make(path)
        except OSError as error:
            status = await call.fail(f"mkdir: '{path}': {error.strerror}")
    return status


@command("rm")
async def rm(call: Call) -> int:
    """Remove files; ``-r`` with folders, ``-f`` whether they are there or not."""
    flags, paths = _split(call.args)
    status = 0
    for path in paths:
        entry = call.phone.files.get(path)
        if entry is None:
            if "f" not in flags:
                status = await call.fail(f"rm: {path}: No such file or directory")
            continue
        if entry.is_folder and not set(flags) & {"r", "R"}:
            status = await call.fail(f"rm: {path}: is a directory")
            continue
        try:
            call.phone.files.check_writable(path)
            call.phone.files.remove(path)
        except OSError as error:
            status = await call.fail(f"rm: {path}: {error.strerror}")
    return status


@command("touch")
async def touch(call: Call) -> int:
    """Create empty files, or mark them changed now."""
    status = 0
    for path in _split(call.args)[1]:
        try:
            call.phone.files.check_writable(path)
            entry = call.phone.files.get(path)
            if entry is None or not entry.is_folder:
                call.phone.files.write(path, Bytes(entry.data() if entry else b""))
        except OSError as error:
            status = await call.fail(f"touch: '{path}': {error.strerror}")
    return status


@command("test", "[")
async def test(call: Call) -> int:
    """Answer a condition about a file, a string or numbers."""
    words = list(call.args)
    if call.argv[0] == "[":
        if not words or words[-1] != "]":
            return await call.fail("[: missing ]", _TEST_BROKEN)
        words.pop()
    negated = bool(words) and words[0] == "!"
    try:
        held = _holds(call, words[1:] if negated else words)
    except ValueError:
        return await call.fail(f"{call.argv[0]}: bad condition {' '.join(words)}", _TEST_BROKEN)
    return 0 if held is not negated else _TEST_FAILED


_ABOUT_FILES: Final[dict[str, Callable[[File], bool]]] = {
    "-e": lambda entry: bool(entry.mode),
    "-f": lambda entry: not entry.is_folder,
    "-d": lambda entry: entry.is_folder,
    "-s": lambda entry: entry.size > 0,
    "-r": lambda entry: bool(entry.mode & stat.S_IRUSR),
    "-w": lambda entry: bool(entry.mode & stat.S_IWUSR),
    "-x": lambda entry: bool(entry.mode & stat.S_IXUSR),
}
_NUMBERS: Final[dict[str, Callable[[int, int], bool]]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}


_STRINGS: Final[dict[str, Callable[[str, str], bool]]] = {
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _holds(call: Call, words: list[str]) -> bool:
    match words:
        case [] | ["-z", _]:
            return len(words) > 1 and not words[1]
        case [text] | ["-n", text]:
            return bool(text)
        case [about, path] if about in _ABOUT_FILES:
            entry = call.phone.files.get(path)
            return entry is not None and _ABOUT_FILES[about](entry)
        case [left, about, right] if about in _STRINGS:
            return _STRINGS[about](left, right)
        case [left, about, right] if about in _NUMBERS:
            return _NUMBERS[about](int(left), int(right))
    raise ValueError(words)


def _split(words: tuple[str, ...]) -> tuple[str, list[str]]:
    """Letters of the options, and the paths; ``--`` ends the options."""
    flags, paths, ended = "", [], False
    for word in words:
        if word == "--" and not ended:
            ended = True
        elif word.startswith("-") and len(word) > 1 and not ended:
            flags += word[1:]
        else:
            paths.append(word)
    return flags, paths
