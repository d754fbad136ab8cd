"""Commands that read files and pass them on. Source: toybox toys/posix, toys/lsb, toys/other."""

from __future__ import annotations

import stat as st
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.streams import FileWriter
from devices.virtual.android.toybox.options import complain, number, toybox
from devices.virtual.android.toybox.text import Inputs, encoded, lines_of, open_input, read_input
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.shell.streams import Reader
    from devices.virtual.android.toybox.options import Given

_POLL: Final = timedelta(milliseconds=200)


async def _pass(reader: Reader, call: Call, most: int | None = None) -> None:
    """Pass bytes on to the output, all of them or the first few."""
    while most is None or most > 0:
        data = await reader.read()
        if not data:
            return
        if most is not None:
            reader.unread(data[most:])
            data = data[:most]
            most -= len(data)
        await call.stdout.write(data)


@toybox("cat", options="etuv", usage="[-etuv] [FILE...]")
async def cat(call: Call, given: Given) -> int:
    """Print files."""
    status = 0
    for path in given.args or ["-"]:
        try:
            reader = open_input(call, path)
            if not given.has("e", "t", "v"):
                await _pass(reader, call)
                continue
            while data := await reader.read():
                await call.stdout.write(b"".join(_visible(byte, given) for byte in data))
        except OSError as error:
            status = await complain(call, path, error)
    return status


def _visible(byte: int, given: Given) -> bytes:
    if byte == 10:  # noqa: PLR2004 - a line's end
        return b"$\n" if given.has("e") else b"\n"
    if byte == 9 and not given.has("t"):  # noqa: PLR2004 - a tab
        return b"\t"
    high = b"M-" if byte > 127 else b""  # noqa: PLR2004 - beyond ASCII
    byte &= 127
    if byte < 32 or byte == 127:  # noqa: PLR2004 - what cannot be printed
        return high + b"^" + bytes([byte ^ 64])
    return high + bytes([byte])


@toybox("tac", usage="[FILE...]")
async def tac(call: Call, given: Given) -> int:
    """Print lines in the other order."""
    inputs = Inputs(call, given.args)
    async for _, data in inputs.contents():
        lines = [line + "\n" for line in reversed(lines_of(data))]
        await call.stdout.write(encoded("".join(lines)))
    return inputs.status


@toybox("head", options="#n:c:qv", usage="[-n NUM] [FILE...]")
async def head(call: Call, given: Given) -> int:
    """Print the first lines, or bytes."""
    given.args, count = _short_count(given)
    lines, size = given.number("n", count or 10), given.number("c", -1)
    status = 0
    for index, path in enumerate(given.args or ["-"]):
        try:
            reader = open_input(call, path)
            if (len(given.args) > 1 or given.has("v")) and not given.has("q"):
                await call.print(f"{chr(10) if index else ''}==> {path} <==")
            if size >= 0:
                await _pass(reader, call, size)
            else:
                await _first_lines(call, reader, lines)
        except OSError as error:
            status = await complain(call, path, error)
    return status


def _short_count(given: Given) -> tuple[list[str], int]:
    """``-5`` in place of ``-n 5``."""
    counts = [word for word in given.args if word[:1] in "-+" and word[1:].isdecimal()]
    rest = [word for word in given.args if word not in counts]
    return rest, int(counts[-1].lstrip("-+")[:9]) if counts else 0


async def _first_lines(call: Call, reader: Reader, lines: int) -> None:
    if lines < 0:
        data = bytearray()
        while chunk := await reader.read():
            data += chunk
        await call.stdout.write(b"".join(bytes(data).splitlines(keepends=True)[:lines]))
        return
    while lines > 0 and (data_ := await reader.read()):
        parts = data_.split(b"\n", lines)
        if len(parts) > lines:
            reader.unread(parts[lines])
            data_ = data_[: len(data_) - len(parts[lines])]
        lines -= data_.count(b"\n")
        await call.stdout.write(data_)


@toybox("tail", options="#fFs:c:n:", usage="[-n|c NUMBER] [-fF] [-s SECONDS] [FILE...]")
async def tail(call: Call, given: Given) -> int:
    """Print the last lines, or bytes; ``-f`` goes on with what is added."""
    given.args, count = _short_count(given)
    text = given.value("c") or given.value("n") or str(count or 10)
    from_start, amount = text.startswith("+"), abs(number(text.lstrip("+")))
    status = 0
    sizes: dict[str, int] = {}
    for index, path in enumerate(given.args or ["-"]):
        try:
            data = await read_input(call, path)
        except OSError as error:
            status = await complain(call, path, error)
            continue
        if len(given.args) > 1:
            await call.print(f"{chr(10) if index else ''}==> {path} <==")
        sizes[path] = len(data)
        units = (
            [data[i : i + 1] for i in range(len(data))]
            if given.has("c")
            else data.splitlines(keepends=True)
        )
        cut = max(0, amount - 1) if from_start else max(0, len(units) - amount)
        await call.stdout.write(b"".join(units[cut:]))
    if given.has("f", "F") and sizes:
        await _follow(call, sizes)
    return status


async def _follow(call: Call, sizes: dict[str, int]) -> None:
    """What is added from now on; it ends with whoever reads it."""
    while True:
        await call.phone.clock.sleep(_POLL)
        for path, size in sizes.items():
            file = call.phone.files.get(path if path.startswith("/") else f"{call.cwd}/{path}")
            if path == "-" or file is None or file.content is None:
                continue
            if file.size < size:
                sizes[path] = 0
            elif file.size > size:
                await call.stdout.write(file.content.read(size, file.size - size))
                sizes[path] = file.size


@toybox("wc", options="lwcm", usage="[-lwcm] [FILE...]")
async def wc(call: Call, given: Given) -> int:
    """Count lines, words and bytes."""
    inputs = Inputs(call, given.args)
    totals, files = [0, 0, 0, 0], 0
    chosen = [i for i, letter in enumerate("lwcm") if given.has(letter)] or [0, 1, 2]

    async def show(counts: list[int], name: str) -> None:
        width = 0 if len(chosen) == 1 and len(given.args) < 2 else 7 if not given.args else 0  # noqa: PLR2004
        cells = " ".join(f"{counts[i]:>{width}}" for i in chosen)
        await call.print(f"{cells} {name}".rstrip() if name != "-" else cells)

    async for name, data in inputs.contents():
        text = data.decode("utf-8", "surrogateescape")
        counts = [data.count(b"\n"), len(data.split()), len(data), len(text)]
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        files += 1
        await show(counts, name)
    if len(given.args) > 1:
        await show(totals, "total")
    return inputs.status


@toybox("tee", options="ai", longs={"append": "a"}, usage="[-ai] [FILE...]")
async def tee(call: Call, given: Given) -> int:
    """Pass standard input on, and keep it in files."""
    status, writers = 0, []
    files = call.phone.files
    for path in given.args:
        try:
            file = files.create(path, *call.at, mode=0o666 & ~call.umask)
            if not given.has("a") and st.S_ISREG(file.mode):
                files.put(file, Bytes(), path)
            writers.append(FileWriter(files, file, appends=given.has("a")))
        except OSError as error:
            status = await complain(call, path, error)
    while data := await call.stdin.read():
        await call.stdout.write(data)
        for writer in writers:
            await writer.write(data)
    return status


@toybox("cmp", options="ls", least=1, most=4, error=2, usage="[-l] [-s] FILE1 [FILE2]")
async def cmp(call: Call, given: Given) -> int:
    """Tell where two files differ first."""
    contents = []
    names = [given.args[0], given.args[1] if len(given.args) > 1 else "-"]
    for path in names:
        try:
            contents.append(await read_input(call, path))
        except OSError as error:
            if not given.has("s"):
                await complain(call, path, error)
            return 2
    first, second = contents
    if first == second:
        return 0
    if given.has("s"):
        return 1
    at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if given.has("l") and at is not None:
        pairs = enumerate(zip(first, second, strict=False), 1)
        await call.print("\n".join(f"{i} {a:o} {b:o}" for i, (a, b) in pairs if a != b))
    elif at is not None:
        line = first.count(b"\n", 0, at) + 1
        await call.print(f"{names[0]} {names[1]} differ: char {at + 1}, line {line}")
    else:
        short = names[0] if len(first) < len(second) else names[1]
        await call.fail(f"cmp: EOF on {short} after byte {min(len(first), len(second))}")
    return 1


@toybox("rev", usage="[FILE...]")
async def rev(call: Call, given: Given) -> int:
    """Print each line backwards."""
    inputs = Inputs(call, given.args)
    async for line in inputs.lines():
        await call.print(line[::-1])
    return inputs.status
