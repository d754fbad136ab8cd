"""The shell's own commands that print, read and move about. Source: mksh funcs.c."""

from __future__ import annotations

import asyncio
import errno
import os
import posixpath
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.builtins import builtin, fail
from devices.virtual.android.shell.streams import FileReader, read_line
from devices.virtual.android.shell.words import is_name

if TYPE_CHECKING:
    from devices.virtual.android.shell.interpreter import Shell
    from devices.virtual.android.shell.streams import Reader

_ESCAPE: Final = re.compile(
    r"\\(?:0([0-7]{0,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|(.))", re.DOTALL
)
_PLAIN_ESCAPES: Final = {
    "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\",
}  # fmt: skip
_NO_CD: Final = 2
_BITS: Final = (("r", 4), ("w", 2), ("x", 1))
_END_OF_FILE: Final = 1
_LIMITS: Final = {
    "t": ("time(cpu-seconds)", "unlimited"), "f": ("file(blocks)", "unlimited"),
    "c": ("coredump(blocks)", "0"), "d": ("data(KiB)", "unlimited"), "s": ("stack(KiB)", "8192"),
    "l": ("lockedmem(KiB)", "65536"), "n": ("nofiles(descriptors)", "32768"),
    "p": ("processes", "15000"), "i": ("sigpending", "15000"), "q": ("msgqueue(bytes)", "819200"),
    "e": ("maxnice", "40"), "r": ("maxrtprio", "0"), "m": ("resident-set(KiB)", "unlimited"),
    "v": ("address-space(KiB)", "unlimited"),
}  # fmt: skip


def unescaped(text: str) -> tuple[str, bool]:
    r"""A text with its escapes done; False where ``\c`` ended it."""
    cut = re.search(r"(?<!\\)(?:\\\\)*\\c", text)
    if cut is not None:
        return unescaped(text[: cut.end() - 2])[0], False
    return _ESCAPE.sub(_one_escape, text), True


def _one_escape(match: re.Match[str]) -> str:
    octal, byte, code, char = match.groups()
    if char is not None:
        return _PLAIN_ESCAPES.get(char, match[0])
    if code is not None:
        return chr(int(code, 16))
    number = int(octal or "0", 8) & 0xFF if octal is not None else int(byte, 16)
    return bytes([number]).decode("utf-8", "surrogateescape")


async def _write(shell: Shell, text: str) -> None:
    await shell.streams.stdout.write(text.encode("utf-8", "surrogateescape"))


@builtin("echo")
async def echo(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print its words; escapes are done unless ``-E`` forbids it, as ksh has it."""
    words, end, escapes = list(argv[1:]), "\n", True
    while words and re.fullmatch(r"-[neE]+", words[0]):
        flags = words.pop(0)
        end = "" if "n" in flags else end
        escapes = {"e": True, "E": False}.get(flags.replace("n", "")[-1:], escapes)
    text, goes_on = " ".join(words), True
    if escapes and "\\" in text:
        text, goes_on = unescaped(text)
    await _write(shell, text + (end if goes_on else ""))
    return 0


@builtin("print")
async def print_words(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print its words; ``-n`` without an end, ``-r`` without escapes."""
    words, flags = list(argv[1:]), ""
    while words and words[0].startswith("-") and len(words[0]) > 1:
        word = words.pop(0)
        if word == "--":
            break
        flags += word[1:]
    text, goes_on = " ".join(words), True
    if "r" not in flags and "\\" in text:
        text, goes_on = unescaped(text)
    await _write(shell, text + ("" if "n" in flags or not goes_on else "\n"))
    return 0


@builtin("pwd")
async def pwd(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print the folder."""
    state = shell.state
    path = state.phone.files.real(state.cwd) if "-P" in argv else state.cwd
    await _write(shell, f"{path}\n")
    return 0


@builtin("cd", "chdir")
async def cd(shell: Shell, argv: tuple[str, ...]) -> int:
    """Go to a folder; ``-`` goes back."""
    state = shell.state
    words = [word for word in argv[1:] if word not in {"-L", "-P", "--"}]
    if len(words) > 1:
        return await fail(shell, argv, "bad substitution", _NO_CD)
    target = words[0] if words else state.get("HOME")
    if target == "-":
        target = state.get("OLDPWD")
        if target is None:
            return await fail(shell, argv, "no OLDPWD", _NO_CD)
        await _write(shell, f"{target}\n")
    if target is None:
        return await fail(shell, argv, "no home directory (HOME not set)", _NO_CD)
    path = posixpath.normpath(posixpath.join(state.cwd, target)) if target else state.cwd
    path = "/" + path.lstrip("/")
    try:
        folder = state.phone.files.need(path, "/", state.who)
        if not folder.is_folder:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not folder.allows(state.who, 1):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        shown = path if target.startswith("/") else f"{state.cwd.rstrip('/')}/{target}"
        return await fail(shell, argv, f"{shown}: {error.strerror}", _NO_CD)
    state.variables["OLDPWD"] = state.cwd
    state.cwd = state.phone.files.real(path) if "-P" in argv else path
    return 0


@builtin("read")
async def read(shell: Shell, argv: tuple[str, ...]) -> int:
    """Read a line into variables.

    ``-r`` keeps backslashes, ``-d`` ends at another character, ``-n`` takes a number of characters,
    ``-t`` waits no longer than its seconds, ``-u`` reads another stream.
    """
    words, raw = list(argv[1:]), False
    values: dict[str, str] = {}
    while words and words[0].startswith("-") and len(words[0]) > 1:
        word = words.pop(0)
        if word == "--":
            break
        raw = raw or "r" in word
        letter = word[-1]
        if letter in "dnNtupA":
            values[letter] = words.pop(0) if words else ""
    for name in words:
        if not is_name(name.split("?")[0]):
            return await fail(shell, argv, f"{name}: is not an identifier")
    stream = shell.streams.get(int(values["u"])) if values.get("u", "").isdecimal() else None
    reader = stream or shell.streams.stdin
    try:
        timeout = float(values["t"]) if "t" in values else None
        data = await asyncio.wait_for(_take(reader, values, raw=raw), timeout)  # type: ignore[arg-type]
    except (TimeoutError, ValueError):
        return _END_OF_FILE
    end = _delimiter(values)
    complete = data.endswith(end) or "n" in values or "N" in values
    text = data.removesuffix(end).decode("utf-8", "surrogateescape")
    _assign(shell, [word.split("?")[0] for word in words] or ["REPLY"], text, raw=raw)
    return 0 if complete and (data or "n" not in values) else _END_OF_FILE


def _delimiter(values: dict[str, str]) -> bytes:
    if "d" not in values:
        return b"\n"
    return values["d"][:1].encode("utf-8", "surrogateescape") or b"\0"


async def _take(reader: Reader, values: dict[str, str], *, raw: bool) -> bytes:
    count = values.get("n") or values.get("N") or ""
    if count.isdecimal():
        data = bytearray()
        while len(data) < int(count) and (chunk := await reader.read()):
            data += chunk
            end = data.find(b"\n")
            if "n" in values and 0 <= end < int(count):
                reader.unread(bytes(data[end + 1 :]))
                return bytes(data[:end])
        reader.unread(bytes(data[int(count) :]))
        return bytes(data[: int(count)])
    line = await read_line(reader, _delimiter(values))
    while not raw and re.search(rb"(?<!\\)(?:\\\\)*\\\n$", line):
        line = line[:-2] + await read_line(reader, _delimiter(values))
    return line


def _assign(shell: Shell, names: list[str], text: str, *, raw: bool) -> None:
    """Split a line at the separators; the last variable gets the rest."""
    state = shell.state
    separators = state.variables.get("IFS", " \t\n")
    white = "".join(c for c in separators if c.isspace())
    rest = text.strip(white) if white else text
    for name in names[:-1]:
        at = 0
        while at < len(rest) and rest[at] not in separators:
            at += 2 if rest[at] == "\\" and not raw else 1
        value, rest = rest[:at], rest[at:]
        rest = rest.lstrip(white) if white else rest
        if rest[:1] and rest[0] in separators:
            rest = rest[1:].lstrip(white) if white else rest[1:]
        state.put(name, value if raw else re.sub(r"\\(.)", r"\1", value))
    state.put(names[-1], rest if raw else re.sub(r"\\(.)", r"\1", rest, flags=re.DOTALL))


@builtin("getopts")
async def getopts(shell: Shell, argv: tuple[str, ...]) -> int:
    """Take the next option of the arguments."""
    if len(argv) < 3:  # noqa: PLR2004 - the options and a name
        return await fail(shell, argv, "missing argument")
    state, known, name = shell.state, argv[1], argv[2]
    args = list(argv[3:]) or state.args
    index, _, place = (state.get("OPTIND") or "1").partition(".")
    number, at = int(index or 1), state.variables.get("_optplace", "1")
    at_char = int(at) if place == "" else 1
    word = args[number - 1] if 0 < number <= len(args) else ""
    if at_char == 1 and (not word.startswith("-") or word in {"-", "--"}):
        state.put("OPTIND", str(number + (word == "--")))
        state.put(name, "?")
        return 1
    letter, rest = word[at_char], word[at_char + 1 :]
    state.variables["_optplace"] = str(at_char + 1) if rest else "1"
    state.put("OPTIND", str(number if rest else number + 1))
    state.variables.pop("OPTARG", None)
    where = known.lstrip(":").find(letter)
    if where < 0 or letter == ":":
        return await _bad_option(shell, name, letter, quiet=known.startswith(":"))
    if known.lstrip(":")[where + 1 : where + 2] == ":":
        state.variables["_optplace"] = "1"
        if rest:
            state.put("OPTARG", rest)
            state.put("OPTIND", str(number + 1))
        elif number < len(args):
            state.put("OPTARG", args[number])
            state.put("OPTIND", str(number + 2))
        else:
            state.put("OPTIND", str(number + 1))
            return await _no_argument(shell, name, letter, quiet=known.startswith(":"))
    state.put(name, letter)
    return 0


async def _bad_option(shell: Shell, name: str, letter: str, *, quiet: bool) -> int:
    shell.state.put(name, "?")
    if quiet:
        shell.state.put("OPTARG", letter)
    else:
        await shell.complain(f"-{letter}: unknown option")
    return 0


async def _no_argument(shell: Shell, name: str, letter: str, *, quiet: bool) -> int:
    shell.state.put(name, ":" if quiet else "?")
    if quiet:
        shell.state.put("OPTARG", letter)
    else:
        await shell.complain(f"-{letter}: requires an argument")
    return 0


@builtin("cat")
async def cat(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print files, or standard input; with options mksh leaves that to the program."""
    state = shell.state
    status = 0
    for path in argv[1:] or ("-",):
        if path == "--":
            continue
        try:
            reader: Reader = shell.streams.stdin
            if path != "-":
                file = state.phone.files.need(path, state.cwd, state.who)
                if not file.allows(state.who, 4):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
                reader = FileReader(file)
            chunk = await reader.read()
        except OSError as error:
            status = await fail(shell, argv, f"{path}: {error.strerror}")
            continue
        while chunk:
            await shell.streams.stdout.write(chunk)
            chunk = await reader.read()
    return status


@builtin("realpath")
async def realpath(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print a path without links."""
    words = [word for word in argv[1:] if word != "--"]
    if len(words) != 1:
        return await fail(shell, argv, "missing argument" if not words else "too many arguments")
    state = shell.state
    try:
        path = state.phone.files.real(words[0], state.cwd, state.who)
    except OSError as error:
        return await fail(shell, argv, f"{words[0]}: {error.strerror}")
    await _write(shell, f"{path}\n")
    return 0


@builtin("umask")
async def umask(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print or set the bits that new files do not get."""
    words = [word for word in argv[1:] if word != "-S"]
    state = shell.state
    if not words:
        kept = 0o777 & ~state.umask
        parts = [
            f"{who}=" + "".join(c for c, bit in _BITS if kept >> shift & bit)
            for who, shift in (("u", 6), ("g", 3), ("o", 0))
        ]
        await _write(shell, ",".join(parts) + "\n" if "-S" in argv else f"{state.umask:03o}\n")
        return 0
    if not re.fullmatch(r"[0-7]+", words[0]):
        return await fail(shell, argv, "bad number")
    state.umask = int(words[0], 8) & 0o777
    return 0


@builtin("ulimit")
async def ulimit(shell: Shell, argv: tuple[str, ...]) -> int:
    """Print limits; setting one changes nothing here."""
    flags = "".join(word[1:] for word in argv[1:] if word.startswith("-")).strip("HS")
    if "a" in flags:
        lines = [f"-{k}: {name:<28} {value}\n" for k, (name, value) in _LIMITS.items()]
        await _write(shell, "".join(lines))
        return 0
    letter = flags[:1] or "f"
    if letter not in _LIMITS:
        return await fail(shell, argv, f"-{letter}: unknown option")
    if not [word for word in argv[1:] if not word.startswith("-")]:
        await _write(shell, f"{_LIMITS[letter][1]}\n")
    return 0


@builtin("sleep")
async def sleep(shell: Shell, argv: tuple[str, ...]) -> int:
    """Wait on the phone's clock."""
    if len(argv) != 2:  # noqa: PLR2004 - the name and its argument
        await shell.streams.stderr.write(f"{shell.state.name}: sleep: syntax error\n".encode())
        return 1
    seconds = duration(argv[1])
    if seconds is None:
        return await fail(shell, argv, f"{argv[1]}: bad number")
    await shell.phone.clock.sleep(timedelta(seconds=seconds))
    return 0


def duration(text: str) -> float | None:
    """Seconds of a text such as ``0.5``, ``2s`` or ``1m``; None if it is none."""
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)([smhd]?)", text, re.ASCII)
    if match is None or len(match[1]) > 12:  # noqa: PLR2004 - more seconds than a phone lives
        return None
    return float(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]]
