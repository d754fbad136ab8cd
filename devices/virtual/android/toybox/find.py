"""`find`. Source: toybox toys/posix/find.c."""

from __future__ import annotations

import posixpath
import re
import stat as st
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.patterns import matches
from devices.virtual.android.toybox.accounts import id_of, name_of
from devices.virtual.android.toybox.options import Failure, complain, number, reason, toybox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

    Predicate = Callable[["_Found"], Awaitable[bool]]

_KINDS: Final = {"f": st.S_ISREG, "d": st.S_ISDIR, "l": st.S_ISLNK, "c": st.S_ISCHR,
                 "b": st.S_ISBLK, "p": st.S_ISFIFO, "s": st.S_ISSOCK}  # fmt: skip
_DEEPEST: Final = 200
_MOST_WORDS: Final = 5000


@dataclass(slots=True)
class _Found:
    path: str
    file: File
    depth: int
    pruned: bool = False


@toybox("find", options="HL", stops=True, usage="[-HL] [DIR...] [<options>]")
async def find(call: Call, given: Given) -> int:
    """Find files and do something with them."""
    words = list(given.args)
    paths: list[str] = []
    while words and not words[0].startswith("-") and words[0] not in {"!", "("}:
        paths.append(words.pop(0))
    search = _Search(call, words, follows=given.has("L"))
    for path in paths or ["."]:
        await search.walk(path, 0)
    await search.finish()
    return search.status


class _Search:
    def __init__(self, call: Call, words: list[str], *, follows: bool) -> None:
        self._call, self._words, self._follows = call, words, follows
        self._least, self._most, self._after = 0, _DEEPEST, False
        self._acts = False
        self._batches: list[tuple[list[str], list[str]]] = []
        self._nesting = 0
        self.status = 0
        self._now = call.phone.clock.now()
        self._test = self._either()
        if self._words:
            raise Failure(f"bad arg '{self._words[0]}'")

    async def walk(self, path: str, depth: int) -> None:
        """A file and everything below it."""
        call = self._call
        try:
            file = call.file(path, follow=self._follows)
        except OSError as error:
            self.status = await self._failed(path, error)
            return
        found = _Found(path, file, depth)
        if not self._after:
            await self._visit(found)
        if file.is_folder and depth < self._most and not found.pruned:
            try:
                names = list(call.phone.files.children(path, *call.at))
            except OSError as error:
                self.status = await self._failed(path, error)
                names = []
            for name in names:
                await self.walk(f"{path.rstrip('/')}/{name}", depth + 1)
        if self._after:
            await self._visit(found)

    async def _failed(self, path: str, error: OSError) -> int:
        if isinstance(error, ConnectionError):
            raise error
        return await self._call.fail(f"find: {path}: {reason(error)}")

    async def _visit(self, found: _Found) -> None:
        if found.depth >= self._least and await self._test(found) and not self._acts:
            await self._call.print(found.path)

    async def finish(self) -> None:
        """Run what collected its files: `-exec … {} +`."""
        for words, paths in self._batches:
            for start in range(0, len(paths), _MOST_WORDS):
                await self._run([*words, *paths[start : start + _MOST_WORDS]])

    async def _run(self, words: list[str]) -> int:
        call = self._call
        assert call.run is not None
        status = await call.run(call.sub(*words))
        if status == 127:  # noqa: PLR2004 - nothing of this name
            await call.fail(f"find: exec {words[0]}: No such file or directory")
        return status

    def _either(self) -> Predicate:
        parts = [self._both()]
        while self._words and self._words[0] in {"-o", "-or"}:
            self._words.pop(0)
            parts.append(self._both())

        async def test(found: _Found) -> bool:
            for part in parts:
                if await part(found):
                    return True
            return False

        return test if len(parts) > 1 else parts[0]

    def _both(self) -> Predicate:
        parts: list[Predicate] = []
        while self._words and self._words[0] not in {"-o", "-or", ")"}:
            word = self._words.pop(0)
            if word not in {"-a", "-and"}:
                parts.append(self._one(word))

        async def test(found: _Found) -> bool:
            for part in parts:
                if not await part(found):
                    return False
            return True

        return test

    def _one(self, word: str) -> Predicate:
        self._nesting += 1
        if self._nesting > 100:  # noqa: PLR2004 - deeper than anybody nests
            raise Failure("bad expression")
        try:
            if word in {"!", "-not"}:
                inner = self._one(self._value(word))

                async def negated(found: _Found) -> bool:
                    return not await inner(found)

                return negated
            if word == "(":
                inside = self._either()
                if self._value("(") != ")":
                    raise Failure("bad arg '('")
                return inside
            return self._predicate(word)
        finally:
            self._nesting -= 1

    def _value(self, word: str) -> str:
        if not self._words:
            raise Failure(f"'{word}' needs 1 arg")
        return self._words.pop(0)

    def _predicate(self, word: str) -> Predicate:
        act = _ACTIONS.get(word)
        if act is not None:
            return act(self)
        test = _TESTS.get(word)
        if test is None:
            raise Failure(f"bad arg '{word}'")
        check = test(self, self._value(word) if word not in _WITHOUT_VALUE else "")

        async def plain(found: _Found) -> bool:
            return check(found)

        return plain

    def print_(self, end: str) -> Predicate:
        """Print the path."""
        self._acts = True

        async def act(found: _Found) -> bool:
            await self._call.print(found.path, end)
            return True

        return act

    def delete(self) -> Predicate:
        """Remove the file; what is below a folder goes first."""
        self._acts = self._after = True

        async def act(found: _Found) -> bool:
            try:
                self._call.phone.files.unlink(
                    found.path, *self._call.at, folder=found.file.is_folder
                )
            except OSError as error:
                self.status = await complain(self._call, found.path, error, quoted=True)
                return False
            return True

        return act

    def prune(self) -> Predicate:
        """Go no deeper here."""

        async def act(found: _Found) -> bool:
            found.pruned = True
            return True

        return act

    def execute(self) -> Predicate:
        """Run a command for each file, or once for many."""
        self._acts = True
        words: list[str] = []
        while self._words and self._words[0] not in {";", "+"}:
            words.append(self._words.pop(0))
        if not words or not self._words:
            raise Failure("-exec without ;")
        if self._words.pop(0) == "+":
            return self._collecting(words)

        async def act(found: _Found) -> bool:
            return await self._run([word.replace("{}", found.path) for word in words]) == 0

        return act

    def _collecting(self, words: list[str]) -> Predicate:
        if words[-1] != "{}":
            raise Failure("-exec without {}")
        paths: list[str] = []
        self._batches.append((words[:-1], paths))

        async def collect(found: _Found) -> bool:
            paths.append(found.path)
            return True

        return collect

    def depth(self, text: str, *, least: bool) -> Callable[[_Found], bool]:
        """How deep to go."""
        if least:
            self._least = number(text)
        else:
            self._most = min(_DEEPEST, number(text))
        return lambda _: True

    def contents_first(self) -> Callable[[_Found], bool]:
        """What is in a folder before the folder."""
        self._after = True
        return lambda _: True

    def age(self, text: str, unit: timedelta) -> Callable[[_Found], bool]:
        """How long ago it changed."""
        check = _compared(text)
        return lambda found: check(int((self._now - found.file.changed) / unit))

    def newer(self, path: str) -> Callable[[_Found], bool]:
        """Changed later than another file."""
        than = self._call.file(path).changed
        return lambda found: found.file.changed > than


def _compared(text: str) -> Callable[[int], bool]:
    match = re.fullmatch(r"([-+]?)(\d{1,12}[cbkmgt]?)", text, re.ASCII)
    if match is None:
        raise Failure(f"{text} not [+-]N")
    wanted = number(match[2])
    if match[1] == "+":
        return lambda value: value > wanted
    return (lambda value: value < wanted) if match[1] else (lambda value: value == wanted)


def _name(pattern: str, *, ignores: bool = False) -> Callable[[_Found], bool]:
    pattern = pattern.lower() if ignores else pattern

    def check(found: _Found) -> bool:
        name = posixpath.basename(found.path.rstrip("/")) or found.path
        return matches(pattern, name.lower() if ignores else name)

    return check


def _path(pattern: str, *, ignores: bool = False) -> Callable[[_Found], bool]:
    pattern = pattern.lower() if ignores else pattern
    return lambda found: matches(pattern, found.path.lower() if ignores else found.path)


def _kind(letters: str) -> Callable[[_Found], bool]:
    kinds = [_KINDS.get(letter) for letter in letters.split(",")]
    if not letters or None in kinds:
        raise Failure(f"bad -type '{letters[:1]}'")
    return lambda found: any(kind(found.file.mode) for kind in kinds if kind is not None)


def _size(text: str) -> Callable[[_Found], bool]:
    unit = 1 if text[-1:].isalpha() else 512
    check = _compared(text)
    return lambda found: check(-(-found.file.size // unit) if unit > 1 else found.file.size)


def _bits(text: str) -> Callable[[_Found], bool]:
    match = re.fullmatch(r"([-/]?)([0-7]{1,4})", text, re.ASCII)
    if match is None:
        raise Failure(f"bad mode '{text}'")
    wanted = int(match[2], 8)
    if match[1] == "-":
        return lambda found: found.file.mode & wanted == wanted
    if match[1] == "/":
        return lambda found: not wanted or bool(found.file.mode & wanted)
    return lambda found: st.S_IMODE(found.file.mode) == wanted


def _owner(name: str, *, group: bool = False) -> Callable[[_Found], bool]:
    wanted = id_of(name)
    if wanted is None:
        raise Failure(f"no {'group' if group else 'user'} '{name}'")
    return lambda found: (found.file.gid if group else found.file.uid) == wanted


def _empty(found: _Found) -> bool:
    return (
        not found.file.entries
        if found.file.is_folder
        else found.file.size == 0 and st.S_ISREG(found.file.mode)
    )


_ACTIONS: Final[dict[str, Callable[[_Search], Predicate]]] = {
    "-print": lambda search: search.print_("\n"),
    "-print0": lambda search: search.print_("\0"),
    "-delete": lambda search: search.delete(),
    "-prune": lambda search: search.prune(),
    "-exec": lambda search: search.execute(),
}
_TESTS: Final[dict[str, Callable[[_Search, str], Callable[[_Found], bool]]]] = {
    "-name": lambda _, value: _name(value),
    "-iname": lambda _, value: _name(value, ignores=True),
    "-path": lambda _, value: _path(value),
    "-wholename": lambda _, value: _path(value),
    "-ipath": lambda _, value: _path(value, ignores=True),
    "-type": lambda _, value: _kind(value),
    "-size": lambda _, value: _size(value),
    "-perm": lambda _, value: _bits(value),
    "-user": lambda _, value: _owner(value),
    "-group": lambda _, value: _owner(value, group=True),
    "-mtime": lambda search, value: search.age(value, timedelta(days=1)),
    "-mmin": lambda search, value: search.age(value, timedelta(minutes=1)),
    "-newer": lambda search, value: search.newer(value),
    "-maxdepth": lambda search, value: search.depth(value, least=False),
    "-mindepth": lambda search, value: search.depth(value, least=True),
    "-depth": lambda search, _: search.contents_first(),
    "-empty": lambda *_: _empty,
    "-true": lambda *_: lambda _: True,
    "-false": lambda *_: lambda _: False,
    "-xdev": lambda *_: lambda _: True,
    "-nouser": lambda *_: lambda found: name_of(found.file.uid).isdecimal(),
}
_WITHOUT_VALUE: Final = frozenset({"-depth", "-empty", "-true", "-false", "-xdev", "-nouser"})
