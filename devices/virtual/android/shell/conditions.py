"""`test`, `[` and `[[ ]]`. Source: mksh funcs.c, test_eval."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.patterns import matches
from devices.virtual.android.shell.state import OPTIONS, ShellError
from devices.virtual.android.shell.words import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.expansion import Expansion
    from devices.virtual.android.shell.state import State
    from devices.virtual.android.shell.syntax import Word
    from devices.virtual.os.files import File

BROKEN: Final = 2

_ABOUT_FILES: Final[dict[str, Callable[[File, State], bool]]] = {
    "-a": lambda file, state: bool(file and state),
    "-e": lambda file, state: bool(file and state),
    "-f": lambda file, _: stat.S_ISREG(file.mode),
    "-d": lambda file, _: file.is_folder,
    "-s": lambda file, _: file.size > 0,
    "-r": lambda file, state: file.allows(state.who, 4),
    "-w": lambda file, state: file.allows(state.who, 2) and not file.mount.read_only,
    "-x": lambda file, state: file.allows(state.who, 1),
    "-b": lambda file, _: stat.S_ISBLK(file.mode),
    "-c": lambda file, _: stat.S_ISCHR(file.mode),
    "-p": lambda file, _: stat.S_ISFIFO(file.mode),
    "-S": lambda file, _: stat.S_ISSOCK(file.mode),
    "-h": lambda file, _: file.is_link,
    "-L": lambda file, _: file.is_link,
    "-u": lambda file, _: bool(file.mode & stat.S_ISUID),
    "-g": lambda file, _: bool(file.mode & stat.S_ISGID),
    "-k": lambda file, _: bool(file.mode & stat.S_ISVTX),
    "-O": lambda file, state: file.uid == state.who.uid,
    "-G": lambda file, state: file.gid == state.who.gid,
}
_ABOUT_LINKS: Final = frozenset({"-h", "-L"})
UNARY: Final = frozenset({*_ABOUT_FILES, "-n", "-z", "-t", "-o", "-v"})
_NUMBERS: Final[dict[str, Callable[[int, int], bool]]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}
_ABOUT_TWO_FILES: Final = frozenset({"-nt", "-ot", "-ef"})
BINARY: Final = frozenset({"=", "==", "!=", "<", ">", *_NUMBERS, *_ABOUT_TWO_FILES})


class ConditionError(Exception):
    """A condition that cannot be read; the message is mksh's."""


def _file(state: State, path: str, *, follow: bool = True) -> File | None:
    try:
        return state.phone.files.locate(path, state.cwd, state.who, follow=follow).file
    except OSError:
        return None


def unary(operator: str, operand: str, state: State) -> bool:
    """A condition about one operand."""
    if operator == "-n":
        return bool(operand)
    if operator == "-z":
        return not operand
    if operator == "-t":
        return False
    if operator == "-v":
        return state.get(operand) is not None
    if operator == "-o":
        return OPTIONS.get(operand, operand) in state.options
    file = _file(state, operand, follow=operator not in _ABOUT_LINKS) if operand else None
    return file is not None and _ABOUT_FILES[operator](file, state)


def binary(left: str, operator: str, right: str, state: State, expansion: Expansion) -> bool:
    """A condition about two operands; those of ``=`` are plain text."""
    if operator in _NUMBERS:
        return _NUMBERS[operator](expansion.evaluate(left), expansion.evaluate(right))
    if operator in _ABOUT_TWO_FILES:
        return _two_files(_file(state, left), operator, _file(state, right))
    if operator in {"<", ">"}:
        a, b = os.fsencode(left), os.fsencode(right)
        return a < b if operator == "<" else a > b
    return (left == right) is (operator != "!=")


def _two_files(left: File | None, operator: str, right: File | None) -> bool:
    if operator == "-ef":
        return left is not None and left is right
    if operator == "-ot":
        left, right = right, left
    if left is None:
        return False
    return right is None or left.changed > right.changed


class Test:
    """The words of `test`, read by POSIX's rules for up to four of them, else by its grammar."""

    __test__ = False

    def __init__(self, words: list[str], state: State, expansion: Expansion) -> None:
        self._words, self._state, self._expansion = words, state, expansion
        self._at = 0

    def answer(self) -> bool:
        """Whether the condition holds.

        Raises:
            ConditionError: it cannot be read.
        """
        words, inverted = self._words, False
        while len(words) in {2, 3, 4} and words[0] == "!" and not self._is_binary(words):
            words, inverted = words[1:], not inverted
        if len(words) == 4 and words[0] == "(" and words[3] == ")":  # noqa: PLR2004 - POSIX's count
            words = words[1:3]
        return self._short(words) is not inverted

    def _is_binary(self, words: list[str]) -> bool:
        return len(words) == 3 and words[1] in BINARY  # noqa: PLR2004 - POSIX's count

    def _short(self, words: list[str]) -> bool:
        match words:
            case []:
                return False
            case [text]:
                return bool(text)
            case [operator, operand] if operator in UNARY:
                return unary(operator, operand, self._state)
            case [left, operator, right] if operator in BINARY:
                return binary(left, operator, right, self._state, self._expansion)
            case ["(", text, ")"]:
                return bool(text)
        self._words, self._at = words, 0
        found = self._either()
        if self._at < len(words):
            raise ConditionError(f"{words[self._at]}: unexpected operator/operand")
        return found

    def _either(self) -> bool:
        found = self._both()
        while self._take("-o"):
            other = self._both()
            found = found or other
        return found

    def _both(self) -> bool:
        found = self._not()
        while self._take("-a"):
            other = self._not()
            found = found and other
        return found

    def _not(self) -> bool:
        if self._take("!"):
            return not self._not()
        return self._primary()

    def _take(self, word: str) -> bool:
        if self._at < len(self._words) and self._words[self._at] == word:
            self._at += 1
            return True
        return False

    def _next(self) -> str:
        if self._at >= len(self._words):
            raise ConditionError("argument expected")
        self._at += 1
        return self._words[self._at - 1]

    def _primary(self) -> bool:
        following = self._words[self._at + 1 : self._at + 2]
        is_binary = bool(following) and following[0] in BINARY
        if not is_binary and self._take("("):
            found = self._either()
            if not self._take(")"):
                raise ConditionError("missing )")
            return found
        word = self._next()
        if is_binary:
            operator = self._next()
            return binary(word, operator, self._next(), self._state, self._expansion)
        if word in UNARY and self._at < len(self._words):
            return unary(word, self._next(), self._state)
        return bool(word)


async def holds(terms: tuple[str | Word, ...], expansion: Expansion, state: State) -> int:
    """The status of ``[[ … ]]``.

    Raises:
        ShellError: it cannot be read.
    """
    reading = _Conditional(terms, expansion, state)
    found = await reading.either()
    if reading.at < len(terms):
        raise ShellError("syntax error: unexpected operator/operand", 2)
    return int(not found)


class _Conditional:
    def __init__(self, terms: tuple[str | Word, ...], expansion: Expansion, state: State) -> None:
        self._terms, self._expansion, self._state = terms, expansion, state
        self.at = 0
        self._skipping = 0

    def _peek(self) -> str | None:
        """An operator as it stands; a quoted word is none."""
        if self.at >= len(self._terms):
            return None
        term = self._terms[self.at]
        return term if isinstance(term, str) else plain_text(term)

    def _take(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self.at += 1
        return True

    async def either(self) -> bool:
        found = await self._both()
        while self._take("||"):
            self._skipping += found
            other = await self._both()
            self._skipping -= found
            found = found or other
        return found

    async def _both(self) -> bool:
        found = await self._not()
        while self._take("&&"):
            self._skipping += not found
            other = await self._not()
            self._skipping -= not found
            found = found and other
        return found

    async def _not(self) -> bool:
        if self._take("!"):
            return not await self._not()
        if self._take("("):
            found = await self.either()
            if not self._take(")"):
                raise ShellError("syntax error: missing )", 2)
            return found
        return await self._primary()

    def _operand(self) -> Word:
        if self.at >= len(self._terms) or isinstance(self._terms[self.at], str):
            raise ShellError("syntax error: unexpected operator/operand", 2)
        self.at += 1
        term = self._terms[self.at - 1]
        assert not isinstance(term, str)
        return term

    async def _primary(self) -> bool:
        operator = self._peek()
        following = self._terms[self.at + 1 : self.at + 2]
        operand = following[0] if following else ""
        if operator in UNARY and not isinstance(operand, str) and plain_text(operand) not in BINARY:
            self.at += 1
            word = self._operand()
            if self._skipping:
                return False
            return unary(operator or "", await self._expansion.text(word), self._state)
        left = self._operand()
        sign = self._peek()
        if sign not in BINARY:
            return bool(await self._expansion.text(left)) if not self._skipping else False
        self.at += 1
        right = self._operand()
        return False if self._skipping else await self._compared(left, sign or "", right)

    async def _compared(self, left: Word, sign: str, right: Word) -> bool:
        value = await self._expansion.text(left)
        if sign in {"=", "==", "!="}:
            found = matches(await self._expansion.pattern(right), value)
            return found is (sign != "!=")
        return binary(value, sign, await self._expansion.text(right), self._state, self._expansion)
