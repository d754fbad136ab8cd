"""Commands on lines and words. Source: toybox toys/posix sort.c, uniq.c, cut.c, tr.c, printf.c."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.builtins_io import unescaped
from devices.virtual.android.toybox.options import Failure, UsageError, toybox
from devices.virtual.android.toybox.text import Inputs, encoded, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_NUMBER: Final = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)")
_UNITS: Final = {unit: 1024**power for power, unit in enumerate("KMGTPE", 1)}


@toybox("echo", options="Een", stops=True, usage="[-neE] [ARG...]")
async def echo(call: Call, given: Given) -> int:
    """Print words; escapes only with ``-e``."""
    text, goes_on = " ".join(given.args), True
    if given.has("e"):
        text, goes_on = unescaped(text)
    await call.print(text, "" if given.has("n") or not goes_on else "\n")
    return 0


@toybox("sort", options="gMbcdfinrsuVzk:o:t:TxhS:", longs={"reverse": "r", "unique": "u"},
        usage="[-runbgMcszdfixV] [FILE...]", error=2)  # fmt: skip
async def sort(call: Call, given: Given) -> int:
    """Put lines in order."""
    inputs = Inputs(call, given.args)
    lines = [line async for line in inputs.lines()]
    keys = [_Key(text, given) for text in given.lists.get("k", ["1"])]
    if given.has("c"):
        ordered = _sorted(lines, keys, given)
        if ordered != lines:
            at = next(i for i, (a, b) in enumerate(zip(lines, ordered, strict=False)) if a != b)
            return await call.fail(f"sort: {(given.args or ['-'])[0]}: Check line {at + 2}")
        return 0
    lines = _sorted(lines, keys, given)
    if given.has("u"):
        lines = [next(group) for _, group in groupby(lines, key=lambda x: [k(x) for k in keys])]
    data = encoded("".join(line + "\n" for line in lines))
    if given.has("o"):
        from devices.virtual.os.content import Bytes  # noqa: PLC0415 - only here

        call.phone.files.write(given.value("o"), Bytes(data), cwd=call.cwd, who=call.who)
    elif data:
        await call.stdout.write(data)
    return inputs.status


class _Key:
    def __init__(self, text: str, given: Given) -> None:
        match = re.fullmatch(
            r"(\d+)(?:\.\d+)?([a-zA-Z]*)(?:,(\d+)(?:\.\d+)?([a-zA-Z]*))?", text, re.ASCII
        )
        if match is None or int(match[1]) < 1:
            raise Failure("Unknown key option.", 2)
        self._first, self._last = int(match[1][:9]), int(match[3][:9]) if match[3] else None
        own = (match[2] or "") + (match[4] or "")
        self._flags = own or given.flags
        self.reverse = "r" in self._flags
        self._whole = "k" not in given.lists
        self._separator = given.value("t") or None

    def __call__(self, line: str) -> object:
        if not self._whole:
            parts = line.split(self._separator) if self._separator else line.split()
            line = (self._separator or " ").join(parts[self._first - 1 : self._last])
        flags = self._flags
        if "n" in flags or "g" in flags:
            match = _NUMBER.match(line)
            return float(match[0]) if match else 0.0
        if "h" in flags:
            match = _NUMBER.match(line)
            unit = line[match.end() : match.end() + 1].upper() if match else ""
            return float(match[0]) * _UNITS.get(unit, 1) if match else 0.0
        if "V" in flags:
            return [
                (int(p[:18]), "") if p.isdecimal() else (-1, p) for p in re.split(r"(\d+)", line)
            ]
        line = line.lstrip() if "b" in flags else line
        line = line.upper() if "f" in flags else line
        if "d" in flags:
            line = "".join(char for char in line if char.isalnum() or char.isspace())
        return line.encode("utf-8", "surrogateescape")


def _sorted(lines: list[str], keys: list[_Key], given: Given) -> list[str]:
    ordered = lines
    if not given.has("s", "u"):
        ordered = sorted(
            lines, key=lambda x: x.encode("utf-8", "surrogateescape"), reverse=given.has("r")
        )
    for key in reversed(keys):
        ordered = sorted(ordered, key=key, reverse=key.reverse)  # type: ignore[arg-type]
    return ordered


@toybox(
    "uniq",
    options="f#s#w#zicdu",
    most=2,
    usage="[-cduiz] [-w MAXCHARS] [-f FIELDS] [-s CHARS] [INFILE [OUTFILE]]",
)
async def uniq(call: Call, given: Given) -> int:
    """Drop lines that repeat the one before."""
    inputs = Inputs(call, given.args[:1])
    lines = [line async for line in inputs.lines()]

    def key(line: str) -> str:
        fields = given.number("f", 0)
        line = re.sub(rf"^(?:\s*\S+){{{min(fields, 999)}}}", "", line) if fields > 0 else line
        line = line[given.number("s", 0) :][: given.number("w", len(line))]
        return line.lower() if given.has("i") else line

    for _, group in groupby(lines, key=key):
        found = list(group)
        if (given.has("d") and len(found) < 2) or (given.has("u") and len(found) > 1):  # noqa: PLR2004
            continue
        await call.print(f"{len(found):7} {found[0]}" if given.has("c") else found[0])
    return inputs.status


@toybox("cut", options="b:c:C:f:F:d:O:DnsN", usage="[-Ds] [-bcCfF LIST] [-dO DELIM] [FILE...]")
async def cut(call: Call, given: Given) -> int:
    """Print parts of lines."""
    chosen = next((letter for letter in "bcCfF" if letter in given.lists), None)
    if chosen is None:
        raise UsageError("Needs one of -bcCfF")
    ranges = _ranges(given.value(chosen))
    delimiter = given.value("d") or ("\t" if chosen == "f" else "")
    joint = given.value("O") or delimiter or " "
    inputs = Inputs(call, given.args)
    async for line in inputs.lines():
        if chosen in "bcC":
            await call.print("".join(_picked(list(line), ranges)))
            continue
        fields = line.split(delimiter) if delimiter else line.split()
        if len(fields) < 2 and delimiter:  # noqa: PLR2004 - without a delimiter
            if not given.has("s"):
                await call.print(line)
            continue
        await call.print(joint.join(_picked(fields, ranges)))
    return inputs.status


def _ranges(text: str) -> list[tuple[int, int]]:
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"(\d{0,9})(-?)(\d{0,9})", part, re.ASCII)
        if match is None or not (match[1] or match[3]):
            raise Failure(f"bad cut list {text}" if part else "no selections")
        first = int(match[1] or 1)
        last = int(match[3]) if match[3] else 1 << 31 if match[2] else first
        if first < 1:
            raise Failure(f"bad cut list {text}")
        found.append((first, last))
    return found


def _picked(items: list[str], ranges: list[tuple[int, int]]) -> list[str]:
    chosen = {i for first, last in ranges for i in range(first, min(last, len(items)) + 1)}
    return [item for i, item in enumerate(items, 1) if i in chosen]


@toybox("tr", options="Ccstd", least=1, most=2, usage="[-cds] SET1 [SET2]")
async def tr(call: Call, given: Given) -> int:
    """Replace, drop or squeeze characters."""
    first = _set(given.args[0])
    second = _set(given.args[1]) if len(given.args) > 1 else []
    if given.has("c", "C"):
        known = set(first)
        first = [byte for byte in range(256) if byte not in known]
    table, dropped = list(range(256)), set(first) if given.has("d") else set()
    if not given.has("d") and second:
        for index, byte in enumerate(first):
            table[byte] = second[min(index, len(second) - 1)]
    squeezed = set(second or first) if given.has("s") else set()
    last = -1
    while data := await call.stdin.read():
        found = bytearray()
        for byte in data:
            if byte in dropped:
                continue
            made = table[byte]
            if not (made in squeezed and made == last):
                found.append(made)
            last = made
        await call.stdout.write(bytes(found))
    return 0


_SETS: Final[dict[str, Callable[[int], bool]]] = {
    "alpha": lambda b: chr(b).isalpha() and b < 128,  # noqa: PLR2004 - ASCII
    "alnum": lambda b: chr(b).isalnum() and b < 128,  # noqa: PLR2004
    "digit": lambda b: 48 <= b < 58,  # noqa: PLR2004
    "lower": lambda b: 97 <= b < 123,  # noqa: PLR2004
    "upper": lambda b: 65 <= b < 91,  # noqa: PLR2004
    "space": lambda b: b in b" \t\n\v\f\r",
    "blank": lambda b: b in b" \t",
    "punct": lambda b: 33 <= b < 127 and not chr(b).isalnum(),  # noqa: PLR2004
    "cntrl": lambda b: b < 32 or b == 127,  # noqa: PLR2004
    "print": lambda b: 32 <= b < 127,  # noqa: PLR2004
    "graph": lambda b: 33 <= b < 127,  # noqa: PLR2004
    "xdigit": lambda b: chr(b) in "0123456789abcdefABCDEF",
}


def _set(text: str) -> list[int]:
    text = re.sub(r"\\([0-7]{1,3})", lambda m: chr(int(m[1], 8) & 0xFF), text)
    data = encoded(unescaped(text)[0])
    found: list[int] = []
    at = 0
    while at < len(data):
        if data[at : at + 2] == b"[:" and (end := data.find(b":]", at)) > 0:
            rule = _SETS.get(data[at + 2 : end].decode("latin-1"))
            if rule is not None:
                found += [byte for byte in range(256) if rule(byte)]
                at = end + 2
                continue
        if data[at + 1 : at + 2] == b"-" and at + 2 < len(data):
            if data[at + 2] < data[at]:
                raise Failure(f"reversed range {text}")
            found += range(data[at], data[at + 2] + 1)
            at += 3
        else:
            found.append(data[at])
            at += 1
    return found


@toybox("basename", options="as:", least=1, usage="[-a] [-s SUFFIX] NAME... | NAME [SUFFIX]")
async def basename(call: Call, given: Given) -> int:
    """Print the last part of a path."""
    paths, suffix = given.args, given.value("s")
    if not given.has("a", "s"):
        if len(paths) > 2:  # noqa: PLR2004 - a name and a suffix
            raise UsageError("Max 2 arguments")
        paths, suffix = paths[:1], paths[1] if len(paths) > 1 else ""
    for path in paths:
        name = path.rstrip("/").rsplit("/", 1)[-1] or ("/" if path.startswith("/") else path)
        await call.print(name.removesuffix(suffix) if suffix and name != suffix else name)
    return 0


@toybox("dirname", least=1, usage="PATH...")
async def dirname(call: Call, given: Given) -> int:
    """Print a path without its last part."""
    for path in given.args:
        head, slash, _ = path.rstrip("/").rpartition("/")
        await call.print(head.rstrip("/") or ("/" if slash or path.startswith("/") else "."))
    return 0


@toybox("yes", usage="[ARG...]")
async def yes(call: Call, given: Given) -> int:
    """Say so until nobody listens."""
    line = encoded(" ".join(given.args or ["y"]) + "\n")
    block = line * max(1, 4096 // len(line))
    while True:
        await call.stdout.write(block)


@toybox(
    "nl",
    options="v#w#s:b:n:El#",
    usage="[-E] [-l #] [-b MODE] [-n STYLE] [-s SEPARATOR] [-v #] [-w WIDTH] [FILE...]",
)
async def nl(call: Call, given: Given) -> int:
    """Number lines."""
    inputs, count = Inputs(call, given.args), given.number("v", 1)
    width = min(99, max(1, given.number("w", 6)))
    async for line in inputs.lines():
        if line or given.value("b") == "a":
            await call.print(f"{count:{width}}{given.value('s', chr(9))}{line}")
            count += 1
        else:
            await call.print(" " * (width + 1))
    return inputs.status


@toybox("paste", options="d:s", usage="[-s] [-d DELIMITERS] [FILE...]")
async def paste(call: Call, given: Given) -> int:
    """Join lines of files."""
    inputs = Inputs(call, given.args)
    columns = [lines_of(data) async for _, data in inputs.contents()]
    joint = unescaped(given.value("d", "\t"))[0][:1]
    if given.has("s"):
        rows = [joint.join(column) for column in columns]
    else:
        longest = max(map(len, columns), default=0)
        rows = [joint.join(c[i] if i < len(c) else "" for c in columns) for i in range(longest)]
    if rows:
        await call.print("\n".join(rows))
    return inputs.status
