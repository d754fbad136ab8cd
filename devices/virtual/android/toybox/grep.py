"""`grep`. Source: toybox toys/posix/grep.c."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.expression import Expression, compiled
from devices.virtual.android.toybox.options import Failure, complain, toybox
from devices.virtual.android.toybox.text import encoded, open_input, read_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_BROKEN: Final = 2
_DEEPEST: Final = 100


@toybox("grep", "egrep", "fgrep", options="zEFHIabhinorsvwcLlqxRA#B#C#m#e:f:M:S:Z",
        longs={"color": "", "line-buffered": "", "ignore-case": "i", "invert-match": "v",
               "count": "c", "quiet": "q", "only-matching": "o", "line-number": "n",
               "recursive": "r", "extended-regexp": "E", "fixed-strings": "F", "word-regexp": "w",
               "files-with-matches": "l", "max-count": "m", "include": "M", "exclude": "S",
               "no-filename": "h", "with-filename": "H", "text": "a"},
        error=2,
        usage="[-EFrivwcloqsHbhn] [-ABC NUM] [-m MAX] [-e REGEX]... [-MS PATTERN]..."
        " [-f REGFILE] [FILE]...")  # fmt: skip
async def grep(call: Call, given: Given) -> int:
    """Print lines that match; fails if none does."""
    words = list(given.args)
    texts = [line for value in given.lists.get("e", []) for line in value.split("\n")]
    for path in given.lists.get("f", []):
        try:
            data = await read_input(call, path)
        except OSError as error:
            return max(_BROKEN, await complain(call, path, error))
        texts += data.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")
    if not texts and not given.has("f"):
        if not words:
            raise Failure("no REGEX", _BROKEN)
        texts = words.pop(0).split("\n")
    search = _Search(call, given, [_expression(call, given, text) for text in texts])
    return await search.run(words)


def _expression(call: Call, given: Given, text: str) -> Expression:
    ignores = given.has("i")
    if given.has("F") or call.name == "fgrep":
        made = Expression.of(re.escape(text), ignores_case=ignores)
    else:
        extended = given.has("E") or call.name == "egrep"
        made = compiled(text, extended=extended, ignores_case=ignores)
    if given.has("x"):
        return made.within("", r"\Z")
    return made.within(r"(?<!\w)", r"(?!\w)") if given.has("w") else made


class _Search:
    def __init__(self, call: Call, given: Given, rules: list[Expression]) -> None:
        self._call, self._given, self._rules = call, given, rules
        around = given.number("C", 0)
        self._before, self._after = given.number("B", around), given.number("A", around)
        self._most = given.number("m", 1 << 62)
        self._named = False
        self._found = False
        self._failed = False

    async def run(self, paths: list[str]) -> int:
        recursive = self._given.has("r", "R")
        paths = paths or (["."] if recursive else ["-"])
        self._named = (len(paths) > 1 or recursive or self._given.has("H")) and not self._given.has(
            "h"
        )
        for path in paths:
            await self._path(path, recursive=recursive, depth=0)
            if self._found and self._given.has("q"):
                return 0
        if self._failed:
            return _BROKEN
        return int(not self._found)

    async def _path(self, path: str, *, recursive: bool, depth: int) -> None:
        call = self._call
        try:
            if path != "-" and call.file(path).is_folder:
                if not recursive:
                    raise IsADirectoryError(errno.EISDIR, "Is a directory")
                for name in call.phone.files.children(path, *call.at) if depth < _DEEPEST else ():
                    below = (
                        name
                        if path == "." and depth == 0 and not self._given.args
                        else f"{path.rstrip('/')}/{name}"
                    )
                    await self._path(below, recursive=True, depth=depth + 1)
                return
            await self._file(path)
        except OSError as error:
            if isinstance(error, ConnectionError):
                raise
            self._failed = True
            if not self._given.has("s"):
                await complain(call, path, error)

    async def _file(self, path: str) -> None:
        """Line by line: what comes from a pipe that stays open is shown as it comes."""
        call, given = self._call, self._given
        reader = open_input(call, path)
        shown = "(standard input)" if path == "-" else path
        state = _Progress()
        pending = b""
        while True:
            data = await reader.read()
            *lines, pending = (pending + data).split(b"\n")
            if not data and pending:
                lines, pending = [pending], b""
            output: list[str] = []
            for raw in lines:
                self._line(raw.decode("utf-8", "surrogateescape"), shown, state, output)
                if state.count >= self._most or (state.count and given.has("l", "q", "L")):
                    break
            if output:
                await call.stdout.write(encoded("".join(output)))
            if not data or state.count >= self._most or (state.count and given.has("l", "q", "L")):
                break
        await self._total(shown, state)

    async def _total(self, shown: str, state: _Progress) -> None:
        given = self._given
        self._found = self._found or (state.count > 0) is not given.has("L")
        if given.has("q"):
            return
        if (given.has("l") and state.count) or (given.has("L") and not state.count):
            await self._call.print(shown)
        elif given.has("c"):
            await self._call.print(f"{shown}:{state.count}" if self._named else str(state.count))

    def _line(self, line: str, shown: str, state: _Progress, output: list[str]) -> None:
        given = self._given
        state.number += 1
        matched = any(
            rule.match(line) if given.has("x") else rule.search(line) for rule in self._rules
        )
        silent = given.has("c", "l", "L", "q")
        if matched is given.has("v"):
            if not silent and state.trailing:
                state.trailing -= 1
                state.last = state.number
                output.append(self._prefixed(shown, state.number, line, "-"))
            elif self._before:
                state.kept = [*state.kept, (state.number, line)][-self._before :]
            return
        state.count += 1
        if silent:
            return
        if (self._before or self._after) and state.last and self._first(state) > state.last + 1:
            output.append("--\n")
        output += [self._prefixed(shown, number, kept, "-") for number, kept in state.kept]
        state.kept, state.trailing, state.last = [], self._after, state.number
        if given.has("o") and not given.has("v"):
            output += [self._prefixed(shown, state.number, part, ":") for part in self._parts(line)]
        else:
            output.append(self._prefixed(shown, state.number, line, ":"))

    def _first(self, state: _Progress) -> int:
        return state.kept[0][0] if state.kept else state.number

    def _parts(self, line: str) -> Iterator[str]:
        at = 0
        while at <= len(line):
            found = [m for rule in self._rules if (m := rule.search(line, at))]
            if not found:
                return
            best = min(found, key=lambda m: (m.start(), -m.end()))
            if best[0]:
                yield best[0]
            at = max(best.end(), best.start() + 1)

    def _prefixed(self, shown: str, number: int, line: str, sign: str) -> str:
        name = f"{shown}{sign}" if self._named else ""
        return f"{name}{f'{number}{sign}' if self._given.has('n') else ''}{line}\n"


class _Progress:
    def __init__(self) -> None:
        self.number = self.count = self.trailing = self.last = 0
        self.kept: list[tuple[int, str]] = []
