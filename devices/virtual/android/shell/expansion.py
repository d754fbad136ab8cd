"""Expansion of words: braces, tildes, variables, substitutions, splitting, patterns.

Source: mksh eval.c.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell import arrays
from devices.virtual.android.shell.arithmetic import ArithmeticError_, evaluate
from devices.virtual.android.shell.braces import alternatives
from devices.virtual.android.shell.patterns import compiled, is_magic, quote, unquote
from devices.virtual.android.shell.state import ShellError, joined
from devices.virtual.android.shell.syntax import (
    Arithmetic,
    Literal,
    Part,
    Script,
    Substitution,
    Variable,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from devices.virtual.android.shell.state import State

_NEEDS_WORK: Final = re.compile(r"[*?\[{~@!+]")
_CHECKED: Final = frozenset({"", "length", "#", "##", "%", "%%"})
_WHITE: Final = " \t\n"
_MOST_FIELDS: Final = 100_000
_TILDE: Final = re.compile(r"~([+-]?)(?=/|$)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a word after expansion; ``breaks`` ends the field before it."""

    text: str
    quoted: bool
    splits: bool = False
    breaks: bool = False


class Expansion:
    """Expands words with what a shell knows."""

    def __init__(self, state: State, capture: Callable[[Script], Awaitable[str]]) -> None:
        self._state = state
        self._capture = capture
        self._nested = 0  # how many arithmetic expressions are being evaluated, one in the other

    async def arguments(self, words: tuple[Word, ...]) -> list[str]:
        """Words as the arguments of a command."""
        found: list[str] = []
        for word in words:
            if (text := _plain(word)) is not None:
                found.append(text)
                continue
            for alternative in alternatives(word):
                found += await self._fields(alternative)
            if len(found) > _MOST_FIELDS:
                raise ShellError("argument list too long")
        return found

    async def text(self, word: Word) -> str:
        """A word as one text: what is assigned, compared or redirected to."""
        if len(word) == 1 and isinstance(word[0], Literal) and not word[0].text.startswith("~"):
            return word[0].text
        return "".join(piece.text for piece in await self._pieces(self._tilde(word)))

    async def pattern(self, word: Word) -> str:
        """A word as a pattern, in which what was quoted stands for itself."""
        pieces = await self._pieces(self._tilde(word))
        return "".join(quote(p.text) if p.quoted else p.text for p in pieces)

    async def number(self, word: Word) -> int:
        """The value of an arithmetic expression."""
        return self.evaluate(await self.text(word))

    def evaluate(self, expression: str) -> int:
        """The value of an arithmetic expression whose expansions are done.

        Raises:
            ShellError: it is broken.
        """
        state = self._state
        self._nested += 1
        try:
            return evaluate(
                expression,
                lambda name: state.get(arrays.resolved(name, self)) or "",
                lambda name, value: state.put(arrays.resolved(name, self), value),
                self._nested,
            )
        except ArithmeticError_ as error:
            raise ShellError(str(error)) from None
        finally:
            self._nested -= 1

    def _tilde(self, word: Word) -> Word:
        first = word[0] if word else None
        if not isinstance(first, Literal) or first.quoted:
            return word
        match = _TILDE.match(first.text)
        if match is None or (match.end() == len(first.text) and len(word) > 1):
            return word
        name = {"": "HOME", "+": "PWD", "-": "OLDPWD"}[match[1]]
        home = self._state.get(name)
        if home is None:
            return word
        rest = first.text[match.end() :]
        return (Literal(home.rstrip("/") + rest or "/", quoted=True), *word[1:])

    async def _fields(self, word: Word) -> list[str]:
        fields = _Fields(self._state.get("IFS") if "IFS" in self._state.variables else _WHITE)
        for piece in await self._pieces(self._tilde(word)):
            fields.add(piece)
        found: list[str] = []
        for pattern in fields.finish():
            if "noglob" not in self._state.options and is_magic(pattern):
                found += sorted(self._paths(pattern)) or [unquote(pattern)]
            else:
                found.append(unquote(pattern))
        return found

    async def _pieces(self, word: Word) -> list[_Piece]:
        pieces: list[_Piece] = []
        for part in word:
            if isinstance(part, Literal):
                pieces.append(_Piece(part.text, part.quoted))
            else:
                pieces += await self._expanded(part)
        return pieces

    async def _expanded(self, part: Part) -> list[_Piece]:
        if isinstance(part, Substitution):
            return [_Piece(await self._capture(part.script), part.quoted, not part.quoted)]
        if isinstance(part, Arithmetic):
            value = str(await self.number(part.expression))
            return [_Piece(value, part.quoted, not part.quoted)]
        assert isinstance(part, Variable)
        return await self._variable(part)

    async def _variable(self, part: Variable) -> list[_Piece]:
        if part.operator == "bad":
            raise ShellError(f"${{{part.name}}}: bad substitution")
        if part.subscript:
            return await self._array(part)
        value = self._state.get(part.name)
        sign = part.operator
        if sign[-1:] in {"-", "=", "?", "+"} and sign:
            missing = value is None or (sign.startswith(":") and not value)
            if missing is not (sign[-1] == "+"):
                if missing or sign[-1] == "+":
                    return await self._alternative(part)
            elif sign[-1] == "+":
                return []
        checked = "nounset" in self._state.options and part.name not in "@*" and sign in _CHECKED
        if value is None and checked:
            raise ShellError(f"{part.name}: parameter not set")
        if part.name in "@*" and sign in {"", ":-", "-", ":?", "?", ":=", "="}:
            return self._all_arguments(part)
        text = await self._changed(part, value or "")
        return [_Piece(text, part.quoted, not part.quoted)]

    async def _array(self, part: Variable) -> list[_Piece]:
        which = await self.text(part.subscript)
        if which not in {"@", "*"}:
            name = arrays.element(part.name, self.evaluate(which))
            return await self._variable(replace(part, name=name, subscript=()))
        found = arrays.elements(self._state, part.name)
        values = list(found.values())
        match part.operator:
            case "length":
                return [_Piece(str(len(found)), part.quoted, not part.quoted)]
            case "keys":
                values = [str(index) for index in found]
            case "":
                pass
            case _:
                raise ShellError(f"${{{part.name}[{which}]}}: bad substitution")
        return self._all_of(replace(part, name=which), values)

    def _all_arguments(self, part: Variable) -> list[_Piece]:
        return self._all_of(part, self._state.args)

    def _all_of(self, part: Variable, args: list[str]) -> list[_Piece]:
        if part.quoted and part.name == "*":
            return [_Piece(joined(self._state, args), quoted=True)]
        return [
            _Piece(value, part.quoted, not part.quoted, breaks=index > 0)
            for index, value in enumerate(args)
        ] or ([_Piece("", quoted=False)] if part.quoted else [])

    async def _alternative(self, part: Variable) -> list[_Piece]:
        sign = part.operator[-1]
        if sign == "?":
            message = await self.text(part.word) or "parameter null or not set"
            raise ShellError(f"{part.name}: {message}")
        if sign == "=":
            value = await self.text(part.word)
            self._state.put(part.name, value)
            return [_Piece(value, part.quoted, not part.quoted)]
        pieces = await self._pieces(self._tilde(part.word))
        if part.quoted:
            return [_Piece(piece.text, quoted=True, breaks=piece.breaks) for piece in pieces] or [
                _Piece("", quoted=True)
            ]
        return [
            piece if piece.quoted else _Piece(piece.text, quoted=False, splits=True)
            for piece in pieces
        ]

    async def _changed(self, part: Variable, value: str) -> str:
        match part.operator:
            case "length":
                return str(len(self._state.args) if part.name in "@*" else len(value))
            case "#" | "##" | "%" | "%%":
                return _trimmed(value, await self.pattern(part.word), part.operator)
            case "/" | "//" | "/#" | "/%":
                pattern = await self.pattern(part.word)
                second = await self.text(part.second) if part.second is not None else ""
                return _replaced(value, pattern, second, part.operator)
            case ":":
                return await self._substring(part, value)
            case "@":
                if await self.text(part.word) != "Q":
                    raise ShellError(f"${{{part.name}}}: bad substitution")
                return shlex.quote(value)
        return value

    async def _substring(self, part: Variable, value: str) -> str:
        start = await self.number(part.word)
        start = max(0, len(value) + start) if start < 0 else start
        if part.second is None:
            return value[start:]
        length = await self.number(part.second)
        return value[start : start + length] if length >= 0 else value[start:length]

    def _paths(self, pattern: str) -> list[str]:
        """Files that a pattern names."""
        start = "/" if pattern.startswith("/") else ""
        found = [start]
        steps = re.split(r"(/+)", pattern[len(start) :])
        for index in range(0, len(steps), 2):
            step = steps[index]
            slash = steps[index + 1] if index + 1 < len(steps) else ""
            if step:
                found = [p + slash for p in self._step(found, step, folders_only=bool(slash))]
        return found

    def _step(self, folders: list[str], step: str, *, folders_only: bool) -> list[str]:
        found: list[str] = []
        for folder in folders:
            if is_magic(step):
                found += self._children(folder, step)
            else:
                found.append(folder + unquote(step))
        state = self._state
        kept = []
        for path in found:
            try:
                file = state.phone.files.locate(path, state.cwd, state.who).file
            except OSError:
                continue
            if file is not None and (file.is_folder or not folders_only):
                kept.append(path)
        return kept[:_MOST_FIELDS]

    def _children(self, folder: str, step: str) -> Iterator[str]:
        state = self._state
        try:
            names = state.phone.files.children(folder or ".", state.cwd, state.who)
        except OSError:
            return
        rule = compiled(step)
        for name in names:
            if name.startswith(".") and not step.startswith((".", "\\.")):
                continue
            if rule.fullmatch(name):
                yield folder + name


def _plain(word: Word) -> str | None:
    """The text of a word that stands for itself; None if there may be more to it."""
    if len(word) != 1 or not isinstance(word[0], Literal):
        return None
    part = word[0]
    return part.text if part.quoted or not _NEEDS_WORK.search(part.text) else None


class _Fields:
    """Collects pieces into fields, as patterns in which quoted text is escaped."""

    def __init__(self, separators: str | None) -> None:
        self._separators = separators or ""
        self._white = "".join(c for c in self._separators if c in _WHITE)
        self._fields: list[str] = []
        self._current: str | None = None

    def add(self, piece: _Piece) -> None:
        """Put a piece to the field that is open, or to new ones."""
        if piece.breaks:
            self._close()
        if not piece.splits or not self._separators:
            if piece.text or piece.quoted:
                made = quote(piece.text) if piece.quoted else piece.text
                made = made.replace("\\", "\\\\") if piece.splits else made
                self._current = (self._current or "") + made
            return
        self._split(piece.text)

    def _split(self, text: str) -> None:
        at = 0
        while at < len(text):
            if text[at] not in self._separators:
                start = at
                while at < len(text) and text[at] not in self._separators:
                    at += 1
                # A backslash out of a variable is no quote.
                self._current = (self._current or "") + text[start:at].replace("\\", "\\\\")
                continue
            hard = 0
            while at < len(text) and text[at] in self._separators:
                hard += text[at] not in self._white
                if hard > 1:
                    break
                at += 1
            if hard and self._current is None:
                self._fields.append("")
            self._close()

    def _close(self) -> None:
        if self._current is not None:
            self._fields.append(self._current)
            self._current = None

    def finish(self) -> list[str]:
        """The fields."""
        self._close()
        return self._fields


def _trimmed(value: str, pattern: str, operator: str) -> str:
    rule = compiled(pattern)
    lengths = range(len(value) + 1)
    # The shortest match for one sign, the longest for two.
    for length in lengths if len(operator) == 1 else reversed(lengths):
        cut = length if operator[0] == "#" else len(value) - length
        if rule.fullmatch(value[:cut] if operator[0] == "#" else value[cut:]):
            return value[cut:] if operator[0] == "#" else value[:cut]
    return value


def _replaced(value: str, pattern: str, second: str, operator: str) -> str:
    if not pattern:
        return value
    rule = compiled(pattern)
    if operator == "/%":
        for start in range(len(value) + 1):
            if rule.fullmatch(value, start):
                return value[:start] + second
        return value
    found, at = [], 0
    while at < len(value):
        end = _longest(rule, value, at)
        if end > at:
            found.append(second)
            at = end
            if operator != "//":
                break
        elif operator == "/#":
            break
        else:
            found.append(value[at])
            at += 1
    return "".join(found) + value[at:]


def _longest(rule: re.Pattern[str], value: str, start: int) -> int:
    for end in range(len(value), start, -1):
        if rule.fullmatch(value, start, end):
            return end
    return start
