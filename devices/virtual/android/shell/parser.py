"""Parser of the part of the shell language that programs send over adb.

Quotes, variables, ``;`` ``&&`` ``||`` ``|``, redirects, assignments and comments. Compound commands
(``if``, ``for``, ``(…)``, ``$(…)``) are syntax errors: they fail loudly rather than run wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from devices.virtual.android.shell.syntax import (
    Literal,
    Pipeline,
    Redirect,
    Script,
    ShellSyntaxError,
    Simple,
    Step,
    Variable,
    Word,
)

_REDIRECT: Final = re.compile(r"(\d*)(>>|>&|<|>)")
_SEPARATOR: Final = re.compile(r"&&|\|\||[;|\n&]")
_VARIABLE: Final = re.compile(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*|[0-9?$#!]))")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=")
_PLAIN: Final = re.compile(r"[^\s;&|<>()`'\"\\$#]+|#")
_IN_QUOTES: Final = re.compile(r'[^"\\$`]+')
_RESERVED: Final = frozenset({"if", "for", "while", "until", "case", "select", "function", "{"})


@dataclass(frozen=True, slots=True)
class _Operator:
    text: str


@dataclass(frozen=True, slots=True)
class _Redirection:
    fd: int
    operator: str


_Token = Word | _Operator | _Redirection


def parse(source: str) -> Script:
    """Parse a script.

    Raises:
        ShellSyntaxError: it is broken, or uses what this shell does not have.
    """
    return _Grouping(_Lexer(source).tokens()).script()


class _Lexer:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0

    def tokens(self) -> list[_Token]:
        found: list[_Token] = []
        while self._skip_blanks():
            if match := _REDIRECT.match(self._source, self._at):
                operator = match[2]
                fd = int(match[1]) if match[1] else int(operator != "<")
                found.append(_Redirection(fd, operator))
                self._at = match.end()
            elif match := _SEPARATOR.match(self._source, self._at):
                found.append(_Operator(";" if match[0] == "\n" else match[0]))
                self._at = match.end()
            else:
                found.append(self._word())
        return found

    def _skip_blanks(self) -> bool:
        while self._at < len(self._source):
            char = self._source[self._at]
            if char == "#":
                end = self._source.find("\n", self._at)
                self._at = len(self._source) if end < 0 else end
            elif char in " \t\r":
                self._at += 1
            elif self._source.startswith("\\\n", self._at):
                self._at += 2
            else:
                return True
        return False

    def _word(self) -> Word:
        parts: list[Literal | Variable] = []
        start = self._at
        while self._at < len(self._source):
            char = self._source[self._at]
            if char == "'":
                parts.append(self._single_quoted())
            elif char == '"':
                parts.extend(self._double_quoted())
            elif char == "\\":
                parts.append(self._escaped())
            elif char == "$":
                parts.append(self._dollar(quoted=False))
            elif match := _PLAIN.match(self._source, self._at):
                parts.append(Literal(match[0], quoted=False))
                self._at = match.end()
            else:
                break
        if self._at == start:
            raise ShellSyntaxError(f"syntax error: unexpected '{self._source[self._at]}'")
        return tuple(parts)

    def _single_quoted(self) -> Literal:
        end = self._source.find("'", self._at + 1)
        if end < 0:
            raise ShellSyntaxError("no closing quote")
        text = self._source[self._at + 1 : end]
        self._at = end + 1
        return Literal(text, quoted=True)

    def _double_quoted(self) -> list[Literal | Variable]:
        parts: list[Literal | Variable] = [Literal("", quoted=True)]
        self._at += 1
        while self._at < len(self._source):
            char = self._source[self._at]
            if char == '"':
                self._at += 1
                return parts
            if char == "\\":
                parts.append(self._escaped_in_quotes())
            elif char == "$":
                parts.append(self._dollar(quoted=True))
            elif match := _IN_QUOTES.match(self._source, self._at):
                parts.append(Literal(match[0], quoted=True))
                self._at = match.end()
            else:
                raise ShellSyntaxError(f"syntax error: unexpected '{char}'")
        raise ShellSyntaxError("no closing quote")

    def _escaped(self) -> Literal:
        text = self._source[self._at + 1 : self._at + 2]
        self._at += 2
        return Literal("" if text == "\n" else text or "\\", quoted=True)

    def _escaped_in_quotes(self) -> Literal:
        text = self._source[self._at + 1 : self._at + 2]
        self._at += 2
        if text == "\n":
            return Literal("", quoted=True)
        return Literal(text if text and text in '"\\$`' else "\\" + text, quoted=True)

    def _dollar(self, *, quoted: bool) -> Literal | Variable:
        if match := _VARIABLE.match(self._source, self._at):
            self._at = match.end()
            return Variable(match[1] or match[2], quoted)
        self._at += 1
        if self._source[self._at : self._at + 1] in {"(", "{"}:
            raise ShellSyntaxError(f"syntax error: unexpected '{self._source[self._at]}'")
        return Literal("$", quoted=True)


class _Grouping:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def script(self) -> Script:
        steps: list[Step] = []
        operator = ";"
        while True:
            pipeline = self._pipeline()
            if pipeline is not None:
                steps.append(Step(operator, pipeline))
            elif operator != ";" or (self._at < len(self._tokens) and not self._at_semicolon()):
                raise ShellSyntaxError(f"syntax error: unexpected '{self._unexpected()}'")
            if self._at == len(self._tokens):
                return tuple(steps)
            operator = self._operator()

    def _at_semicolon(self) -> bool:
        token = self._tokens[self._at]
        # An empty command between separators is allowed only at the start and after newlines; a
        # doubled ';' reaches a phone from generated commands too, so it is let through.
        return isinstance(token, _Operator) and token.text == ";"

    def _operator(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        assert isinstance(token, _Operator)
        return ";" if token.text == "&" else token.text

    def _unexpected(self) -> str:
        if self._at == len(self._tokens):
            return "end of file"
        token = self._tokens[self._at]
        return token.text if isinstance(token, _Operator) else "word"

    def _pipeline(self) -> Pipeline | None:
        negated = self._take_bang()
        commands: list[Simple] = []
        while True:
            command = self._simple()
            if command is None:
                if commands or negated:
                    raise ShellSyntaxError(f"syntax error: unexpected '{self._unexpected()}'")
                return None
            commands.append(command)
            if self._at < len(self._tokens) and self._tokens[self._at] == _Operator("|"):
                self._at += 1
                continue
            return Pipeline(tuple(commands), negated)

    def _take_bang(self) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == (Literal("!", quoted=False),):
            self._at += 1
            return True
        return False

    def _simple(self) -> Simple | None:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if isinstance(token, _Operator):
                break
            self._at += 1
            if isinstance(token, _Redirection):
                redirects.append(self._redirect(token))
            elif not words and (assignment := _as_assignment(token)):
                assignments.append(assignment)
            else:
                _refuse_compound(token, first=not words)
                words.append(token)
        if not (assignments or words or redirects):
            return None
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def _redirect(self, token: _Redirection) -> Redirect:
        if self._at == len(self._tokens) or not isinstance(self._tokens[self._at], tuple):
            raise ShellSyntaxError(f"syntax error: unexpected '{self._unexpected()}'")
        target = self._tokens[self._at]
        assert isinstance(target, tuple)
        self._at += 1
        return Redirect(token.fd, token.operator, target)


def _as_assignment(word: Word) -> tuple[str, Word] | None:
    first = word[0]
    if not isinstance(first, Literal) or first.quoted:
        return None
    match = _ASSIGNMENT.match(first.text)
    if match is None:
        return None
    rest = first.text[match.end() :]
    return match[1], ((Literal(rest, quoted=True), *word[1:]) if rest else word[1:])


def _refuse_compound(word: Word, *, first: bool) -> None:
    text = word[0].text if len(word) == 1 and isinstance(word[0], Literal) else ""
    if first and not word[0].quoted and text in _RESERVED:
        raise ShellSyntaxError(f"syntax error: unexpected '{text}'")
