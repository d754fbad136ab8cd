"""Words of the shell language: quotes, variables, substitutions, and where a word ends.

Source: mksh lex.c, yylex.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.syntax import (
    Arithmetic,
    Literal,
    Part,
    ShellSyntaxError,
    Substitution,
    Variable,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.syntax import Script

NO_CLOSING_QUOTE: Final = "no closing quote"
_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SIMPLE_NAME: Final = re.compile(r"[A-Za-z_]\w*|[0-9?$#!@*-]", re.ASCII)
_BRACED_NAME: Final = re.compile(r"[A-Za-z_]\w*|[0-9]+|[?$#!@*-]", re.ASCII)
_MEASURED_NAME: Final = re.compile(rf"({_BRACED_NAME.pattern})}}", re.ASCII)
_ARRAY: Final = re.compile(r"([#!]?)([A-Za-z_]\w*)\[", re.ASCII)
_OPERATOR: Final = re.compile(r":[-=?+]|[-=?+]|##?|%%?|//|/#|/%|/|:(?![-=?+])|@")
_PLAIN: Final = re.compile(r"[^\s;&|<>()`'\"\\$]+")
_PLAIN_IN_BRACES: Final = re.compile(r"[^}`'\"\\$]+")
_PLAIN_IN_REPLACED: Final = re.compile(r"[^/}`'\"\\$]+")
_PLAIN_IN_RANGE: Final = re.compile(r"[^:}`'\"\\$]+")
_IN_QUOTES: Final = re.compile(r'[^"\\$`]+')
_IN_DOCUMENT: Final = re.compile(r"[^\\$`]+")
_SPECIAL_IN_QUOTES: Final = '"\\$`'
_EXTENDED: Final = "?*+@!"

_ESCAPES: Final = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
    "v": "\v", "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_NUMBERS: Final = re.compile(
    r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})"
)


class WordReader:
    """Reads words out of a source text, from a place that moves on."""

    def __init__(self, source: str, parse: Callable[[str, int, str], tuple[Script, int]]) -> None:
        self.source = source
        self.at = 0
        self._parse = parse

    def word(self) -> Word:
        """The word that begins here; its end is left to the caller. Empty if none does."""
        parts: list[Part] = []
        source = self.source
        while self.at < len(source):
            char = source[self.at]
            if match := _PLAIN.match(source, self.at):
                self._plain(parts, match[0], match.end())
            elif char == "(" and parts and self._is_extended(parts[-1]):
                parts.append(self._extended())
            elif not self._special(parts, char):
                break
        return tuple(parts)

    def _plain(self, parts: list[Part], text: str, end: int) -> None:
        parts.append(Literal(text, quoted=False))
        self.at = end

    def _is_extended(self, last: Part) -> bool:
        """Whether the bracket belongs to a pattern such as ``@(a|b)``."""
        unquoted = isinstance(last, Literal) and not last.quoted
        return unquoted and self.source[self.at - 1] in _EXTENDED

    def _extended(self) -> Literal:
        """A bracketed list of patterns, taken as it stands."""
        start, depth = self.at, 0
        while self.at < len(self.source):
            depth += {"(": 1, ")": -1}.get(self.source[self.at], 0)
            self.at += 1
            if depth == 0:
                return Literal(self.source[start : self.at], quoted=False)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)

    def _special(self, parts: list[Part], char: str, *, in_braces: bool = False) -> bool:
        """Take a quote, escape or expansion; False if there is none."""
        if char == "'":
            parts.append(self._single_quoted())
        elif char == '"':
            parts.extend(self._double_quoted())
        elif char == "\\":
            self._escape(parts)
        elif char == "$":
            parts.extend(self._dollar(quoted=False))
        elif char == "`":
            parts.append(self._backticks(quoted=False))
        else:
            return in_braces and self._one(parts)
        return True

    def _one(self, parts: list[Part]) -> bool:
        parts.append(Literal(self.source[self.at], quoted=False))
        self.at += 1
        return True

    def _escape(self, parts: list[Part]) -> None:
        following = self.source[self.at + 1 : self.at + 2]
        self.at += 2
        if following != "\n":
            parts.append(Literal(following or "\\", quoted=True))

    def _single_quoted(self) -> Literal:
        end = self.source.find("'", self.at + 1)
        if end < 0:
            raise ShellSyntaxError(NO_CLOSING_QUOTE)
        text = self.source[self.at + 1 : end]
        self.at = end + 1
        return Literal(text, quoted=True)

    def _double_quoted(self) -> list[Part]:
        parts: list[Part] = [Literal("", quoted=True)]
        self.at += 1
        while self.at < len(self.source):
            if self.source[self.at] == '"':
                self.at += 1
                # Without arguments "$@" is no word at all, so nothing stands beside it.
                return parts[1:] or parts
            self._in_quotes(parts, _IN_QUOTES, _SPECIAL_IN_QUOTES)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)

    def _in_quotes(self, parts: list[Part], plain: re.Pattern[str], escapable: str) -> None:
        char = self.source[self.at]
        if char == "\\":
            parts.append(self._escape_in_quotes(escapable))
        elif char == "$":
            parts.extend(self._dollar(quoted=True))
        elif char == "`":
            parts.append(self._backticks(quoted=True))
        elif match := plain.match(self.source, self.at):
            parts.append(Literal(match[0], quoted=True))
            self.at = match.end()
        else:
            parts.append(Literal(char, quoted=True))
            self.at += 1

    def _escape_in_quotes(self, escapable: str) -> Literal:
        following = self.source[self.at + 1 : self.at + 2]
        self.at += 2
        if following == "\n":
            return Literal("", quoted=True)
        known = following and following in escapable
        return Literal(following if known else "\\" + following, quoted=True)

    def document(self) -> Word:
        """The whole text as the body of a here-document."""
        parts: list[Part] = [Literal("", quoted=True)]
        while self.at < len(self.source):
            self._in_quotes(parts, _IN_DOCUMENT, "\\$`")
        return tuple(parts)

    def _dollar(self, *, quoted: bool) -> list[Part]:  # noqa: PLR0911 - one for each thing that a dollar begins
        source = self.source
        following = source[self.at + 1 : self.at + 2]
        if source.startswith("$((", self.at) and (found := self._arithmetic(quoted=quoted)):
            return [found]
        if following == "(":
            script, self.at = self._parse(source, self.at + 2, ")")
            return [Substitution(script, quoted)]
        if following == "{":
            self.at += 2
            return [self._braced(quoted=quoted)]
        if following == "'" and not quoted:
            self.at += 2
            return [self._c_quoted()]
        if following == '"' and not quoted:
            self.at += 1
            return self._double_quoted()
        if match := _SIMPLE_NAME.match(source, self.at + 1):
            self.at = match.end()
            return [Variable(match[0], quoted)]
        self.at += 1
        return [Literal("$", quoted=True)]

    def _arithmetic(self, *, quoted: bool) -> Arithmetic | None:
        """``$((…))``; None where it is a subshell inside ``$(…)``."""
        end = closing_brackets(self.source, self.at + 3)
        if end is None:
            return None
        inner = WordReader(self.source[self.at + 3 : end], self._parse)
        self.at = end + 2
        return Arithmetic(inner.expression(), quoted)

    def expression(self) -> Word:
        """The whole text as an arithmetic expression, with its expansions."""
        parts: list[Part] = []
        while self.at < len(self.source):
            if self.source[self.at] == '"':
                self.at += 1
            else:
                self._in_quotes(parts, _IN_QUOTES, _SPECIAL_IN_QUOTES)
        return tuple(parts)

    def _c_quoted(self) -> Literal:
        text: list[str] = []
        while self.at < len(self.source):
            char = self.source[self.at]
            self.at += 1
            if char == "'":
                return Literal("".join(text), quoted=True)
            text.append(self._c_escape() if char == "\\" else char)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)

    def _c_escape(self) -> str:
        if match := _NUMBERS.match(self.source, self.at):
            self.at = match.end()
            if match[2] or match[3]:
                number = int(match[2] or match[3], 16)
                return chr(number) if number < 0x110000 else "�"  # noqa: PLR2004 - Unicode's end
            byte = int(match[1], 16) if match[1] else int(match[4], 8) & 0xFF
            return bytes([byte]).decode("utf-8", "surrogateescape")
        char = self.source[self.at : self.at + 1]
        self.at += 1
        return _ESCAPES.get(char, "\\" + char)

    def _backticks(self, *, quoted: bool) -> Substitution:
        text: list[str] = []
        self.at += 1
        while self.at < len(self.source):
            char = self.source[self.at]
            self.at += 1
            if char == "`":
                script, _ = self._parse("".join(text), 0, "")
                return Substitution(script, quoted)
            following = self.source[self.at : self.at + 1]
            if char == "\\" and (following in {"`", "\\", "$"} or (quoted and following == '"')):
                self.at += 1
                char = following
            text.append(char)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)

    def _braced(self, *, quoted: bool) -> Variable:
        source, start = self.source, self.at
        measured = source.startswith("#", self.at) and not source.startswith("#}", self.at)
        if measured and (match := _MEASURED_NAME.match(source, self.at + 1)):
            self.at = match.end()
            return Variable(match[1], quoted, "length")
        if match := _ARRAY.match(source, self.at):
            return self._array(match, quoted=quoted)
        match = _BRACED_NAME.match(source, self.at)
        if match is None:
            return self._bad(start, quoted=quoted)
        name, self.at = match[0], match.end()
        return self._operated(name, start, quoted=quoted)

    def _array(self, match: re.Match[str], *, quoted: bool) -> Variable:
        """``${a[i]…}``, ``${#a[i]}`` or ``${!a[*]}``."""
        start, self.at = self.at, match.end()
        subscript = self._subscript()
        prefix = {"#": "length", "!": "keys"}.get(match[1])
        if prefix is None:
            return replace(self._operated(match[2], start, quoted=quoted), subscript=subscript)
        if not self.source.startswith("}", self.at):
            return self._bad(start, quoted=quoted)
        self.at += 1
        return Variable(match[2], quoted, prefix, subscript=subscript)

    def _subscript(self) -> Word:
        """What stands up to the square bracket that closes."""
        start, depth = self.at, 1
        while depth:
            char = self.source[self.at : self.at + 1]
            if not char:
                raise ShellSyntaxError(NO_CLOSING_QUOTE)
            depth += {"[": 1, "]": -1}.get(char, 0)
            self.at += 1
        return WordReader(self.source[start : self.at - 1], self._parse).expression()

    def _operated(self, name: str, start: int, *, quoted: bool) -> Variable:
        """A variable with the operator that stands here, up to the closing brace."""
        source = self.source
        if source.startswith("}", self.at):
            self.at += 1
            return Variable(name, quoted)
        operator = _OPERATOR.match(source, self.at)
        if operator is None:
            return self._bad(start, quoted=quoted)
        self.at = operator.end()
        if operator[0].startswith("/"):
            return self._replacing(name, operator[0], quoted=quoted)
        if operator[0] == ":":
            return self._ranging(name, quoted=quoted)
        keeps_quotes = quoted and operator[0][-1] in "-=?+"
        return Variable(name, quoted, operator[0], self._operand(quoted=keeps_quotes))

    def _bad(self, start: int, *, quoted: bool) -> Variable:
        self._operand(quoted=False)
        return Variable(self.source[start : self.at - 1], quoted, "bad")

    def _replacing(self, name: str, operator: str, *, quoted: bool) -> Variable:
        pattern, ended = self._part(_PLAIN_IN_REPLACED, "/")
        second = None if ended else self._operand(quoted=False)
        return Variable(name, quoted, operator, pattern, second)

    def _ranging(self, name: str, *, quoted: bool) -> Variable:
        first, ended = self._part(_PLAIN_IN_RANGE, ":")
        second = None if ended else self._operand(quoted=False)
        return Variable(name, quoted, ":", first, second)

    def _part(self, plain: re.Pattern[str], separator: str) -> tuple[Word, bool]:
        """A word up to a separator, and whether the brace closed instead."""
        parts: list[Part] = []
        while self.at < len(self.source):
            char = self.source[self.at]
            if char in {"}", separator}:
                self.at += 1
                return tuple(parts), char == "}"
            if match := plain.match(self.source, self.at):
                self._plain(parts, match[0], match.end())
            else:
                self._special(parts, char, in_braces=True)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)

    def _operand(self, *, quoted: bool) -> Word:
        """The word up to the closing brace."""
        parts: list[Part] = []
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "}":
                self.at += 1
                return tuple(parts)
            if char == '"':
                parts.extend(self._double_quoted())
            elif quoted:
                self._in_quotes(parts, _QUOTED_IN_BRACES, '"\\$`}')
            elif match := _PLAIN_IN_BRACES.match(self.source, self.at):
                self._plain(parts, match[0], match.end())
            else:
                self._special(parts, char, in_braces=True)
        raise ShellSyntaxError(NO_CLOSING_QUOTE)


_QUOTED_IN_BRACES: Final = re.compile(r'[^}"\\$`]+')


def closing_brackets(source: str, start: int) -> int | None:
    """Where the ``))`` stands that closes an expression; None if single brackets close it."""
    depth, at = 0, start
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return at if source.startswith("))", at) else None
            depth -= 1
        at += 1
    return None


def plain_text(word: Word) -> str | None:
    """The text of a word without quotes and expansions; None if it has any."""
    if all(isinstance(part, Literal) and not part.quoted for part in word):
        return "".join(part.text for part in word if isinstance(part, Literal))
    return None


def is_name(text: str) -> bool:
    """Whether a text can name a variable."""
    return _NAME.fullmatch(text) is not None
