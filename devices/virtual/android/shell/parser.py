"""Parser of the shell language. Source: mksh syn.c; messages are its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.arrays import as_element
from devices.virtual.android.shell.syntax import (
    Assignment,
    Background,
    Case,
    Command,
    Conditional,
    For,
    Function,
    Group,
    If,
    Let,
    Literal,
    Pipeline,
    Redirect,
    Redirected,
    Script,
    ShellSyntaxError,
    Simple,
    Step,
    Subshell,
    While,
    Word,
)
from devices.virtual.android.shell.tokens import UNEXPECTED, Tokens
from devices.virtual.android.shell.words import WordReader, closing_brackets, is_name, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

_CACHED_SCRIPTS: Final = 256
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)(\+?)=", re.ASCII)
_FUNCTION: Final = re.compile(r"[ \t]*\([ \t]*\)")
_CLOSING: Final = frozenset({"then", "else", "elif", "fi", "do", "done", "esac", "}", "in"})
_CONDITION_OPERATOR: Final = re.compile(r"&&|\|\||[()<>]|!(?=\s)")


@lru_cache(_CACHED_SCRIPTS)
def parse(source: str) -> Script:
    """Parse a script.

    Raises:
        ShellSyntaxError: it is broken.
    """
    parser = _Parser(source)
    try:
        return parser.whole()
    except ShellSyntaxError as error:
        error.before = parser.complete
        raise
    except RecursionError:
        raise ShellSyntaxError("internal error: can't allocate memory") from None


def _nested(source: str, start: int, closing: str) -> tuple[Script, int]:
    parser = _Parser(source)
    parser.reader.at = start
    if not closing:
        return parser.whole(), len(source)
    with parser.nested("("):
        script = parser.script()
        parser.take(closing)
    return script, parser.reader.at


class _Parser(Tokens):
    def __init__(self, source: str) -> None:
        super().__init__(source, _nested)
        self.complete: Script = ()

    def whole(self) -> Script:
        script = self.script()
        if self.reader.at < len(self.reader.source):
            raise self.unexpected()
        self.read_documents()
        return script

    def script(self) -> Script:
        """Lists up to a word or sign that does not begin a command."""
        items: list[Step | Background] = []
        self.newlines()
        while (first := self._pipeline()) is not None:
            steps = [Step(";", first)]
            while operator := self.take_any("&&", "||"):
                self.newlines()
                following = self._pipeline()
                if following is None:
                    raise self.unexpected()
                steps.append(Step(operator, following))
            ending = self.take_any(";", "&", "\n")
            if ending == "&":
                items.append(Background(tuple(steps)))
            else:
                items.extend(steps)
            if not ending:
                break
            if ending == "\n":
                self.read_documents()
                if not self.nesting:
                    self.complete = tuple(items)
            self.newlines()
        return tuple(items)

    def _pipeline(self) -> Pipeline | None:
        timed = bool(self.take_word("time"))
        negated = False
        while self.take_word("!"):
            negated = not negated
        commands: list[Command] = []
        while True:
            command = self._command()
            if command is None:
                if commands or negated:
                    raise self.unexpected()
                if timed:
                    return Pipeline((), negated, timed)
                return None
            commands.append(command)
            sign = self.take_any("|", "|&")
            if not sign:
                return Pipeline(tuple(commands), negated, timed)
            if sign == "|&":
                commands[-1] = _both(command)
            self.newlines()

    def _command(self) -> Command | None:
        compound = self._compound()
        if compound is None:
            return self._simple()
        redirects = self.redirects()
        return Redirected(compound, redirects) if redirects else compound

    def _compound(self) -> Command | None:
        self.blanks()
        source, at = self.reader.source, self.reader.at
        if source.startswith("((", at):
            end = closing_brackets(source, at + 2)
            if end is not None:
                self.reader.at = end + 2
                return Let(WordReader(source[at + 2 : end], _nested).expression())
        if self.take_any("("):
            with self.nested("("):
                body = self._body()
                self.take(")")
            return Subshell(body)
        name = self.peek_word()
        if name in _CLOSING:
            return None
        made = _COMPOUND.get(name or "")
        if name is None or made is None:
            return None
        self.reader.at += len(name)
        with self.nested(name):
            return made(self)

    def _body(self) -> Script:
        """Lists of which there has to be one."""
        body = self.script()
        if not body:
            raise self.unexpected()
        return body

    def _group(self) -> Command:
        body = self._body()
        self.need_word("}")
        return Group(body)

    def _if(self) -> Command:
        branches = []
        otherwise = None
        while True:
            condition = self._body()
            self.need_word("then")
            branches.append((condition, self._body()))
            word = self.need_word("elif", "else", "fi")
            if word == "else":
                otherwise = self._body()
                self.need_word("fi")
            if word != "elif":
                return If(tuple(branches), otherwise)

    def _loop(self) -> Command:
        until = self.nesting[-1] == "until"
        condition = self._body()
        return While(condition, self._do(), until)

    def _do(self) -> Script:
        self.newlines()
        opening = self.need_word("do", "{")
        with self.nested(opening):
            body = self._body()
            self.need_word("done" if opening == "do" else "}")
        return body

    def _for(self) -> Command:
        self.blanks()
        word = self.reader.word()
        name = plain_text(word)
        if not name or not is_name(name):
            raise (
                self.unexpected() if not word else ShellSyntaxError(f"{name or ''}: bad identifier")
            )
        self.newlines()
        words: list[Word] | None = None
        if self.take_word("in"):
            words = self._words()
            if not self.take_any(";", "\n"):
                raise self.unexpected()
        else:
            self.take_any(";")
        return For(name, None if words is None else tuple(words), self._do())

    def _words(self) -> list[Word]:
        words: list[Word] = []
        while True:
            self.blanks()
            word = self.reader.word()
            if not word:
                return words
            words.append(word)

    def _case(self) -> Command:
        self.blanks()
        word = self.reader.word()
        if not word:
            raise self.unexpected()
        self.newlines()
        closing = "esac" if self.need_word("in", "{") == "in" else "}"
        branches = []
        self.newlines()
        while not self.take_word(closing):
            branches.append(self._branch(closing))
            self.newlines()
        return Case(word, tuple(branches))

    def _branch(self, closing: str) -> tuple[tuple[Word, ...], Script, str]:
        self.take_any("(")
        patterns = []
        while True:
            self.blanks()
            pattern = self.reader.word()
            if not pattern:
                raise self.unexpected()
            patterns.append(pattern)
            if not self.take_any("|"):
                break
        self.take(")")
        body = self.script()
        ending = self.take_any(";;", ";&", ";|")
        if not ending and self.peek_word() != closing:
            raise self.unexpected()
        return tuple(patterns), body, ending or ";;"

    def _function(self) -> Command:
        self.blanks()
        name = plain_text(self.reader.word())
        if not name:
            raise self.unexpected()
        if match := _FUNCTION.match(self.reader.source, self.reader.at):
            self.reader.at = match.end()
        return self._definition(name)

    def _definition(self, name: str) -> Command:
        self.newlines()
        body = self._compound()
        if body is None:
            raise self.unexpected()
        redirects = self.redirects()
        return Function(name, Redirected(body, redirects) if redirects else body)

    def _conditional(self) -> Command:
        terms: list[str | Word] = []
        while True:
            self.blanks()
            source, at = self.reader.source, self.reader.at
            if source.startswith("\n", at):
                self.reader.at += 1
                continue
            if match := _CONDITION_OPERATOR.match(source, at):
                self.reader.at = match.end()
                terms.append(match[0])
                continue
            word = self.reader.word()
            if not word:
                raise self.unexpected()
            if plain_text(word) == "]]":
                if not terms:
                    raise ShellSyntaxError(f"{UNEXPECTED} ']]'")
                return Conditional(tuple(terms))
            terms.append(word)

    def _simple(self) -> Simple | Function | None:
        assignments: list[Assignment] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        line = self.reader.source.count("\n", 0, self.reader.at) + 1
        while True:
            self.blanks()
            if self.redirect(redirects):
                continue
            if not (words or assignments) and self.peek_word() in _CLOSING - {"in"}:
                break
            word = self.reader.word()
            if not word:
                break
            if not words and (assignment := _as_assignment(word) or as_element(word)):
                if not assignment.value and self.reader.source.startswith("(", self.reader.at):
                    assignment = self._elements(assignment)
                assignments.append(assignment)
                continue
            words.append(word)
            if len(words) == 1 and not assignments and (function := self._short_function(word)):
                return function
        if not (assignments or words or redirects):
            return None
        return Simple(tuple(assignments), tuple(words), tuple(redirects), line)

    def _elements(self, assignment: Assignment) -> Assignment:
        """The words of an array, which stand in brackets."""
        self.reader.at += 1
        with self.nested("("):
            found: list[Word] = []
            self.newlines()
            while not self.take_any(")"):
                word = self.reader.word()
                if not word:
                    raise self.unexpected()
                found.append(word)
                self.newlines()
        return replace(assignment, elements=tuple(found))

    def _short_function(self, word: Word) -> Function | None:
        match = _FUNCTION.match(self.reader.source, self.reader.at)
        if match is None:
            return None
        name = plain_text(word)
        if not name:
            return None
        self.reader.at = match.end()
        made = self._definition(name)
        assert isinstance(made, Function)
        return made


_COMPOUND: Final[dict[str, Callable[[_Parser], Command]]] = {
    "{": _Parser._group,  # noqa: SLF001 - a table of the class's own methods
    "if": _Parser._if,  # noqa: SLF001
    "for": _Parser._for,  # noqa: SLF001
    "while": _Parser._loop,  # noqa: SLF001
    "until": _Parser._loop,  # noqa: SLF001
    "case": _Parser._case,  # noqa: SLF001
    "function": _Parser._function,  # noqa: SLF001
    "[[": _Parser._conditional,  # noqa: SLF001
}


def _both(command: Command) -> Command:
    joined = Redirect(2, ">&", (Literal("1", quoted=True),))
    return Redirected(command, (joined,))


def _as_assignment(word: Word) -> Assignment | None:
    first = word[0]
    if not isinstance(first, Literal) or first.quoted:
        return None
    match = _ASSIGNMENT.match(first.text)
    if match is None:
        return None
    rest = first.text[match.end() :]
    value = (Literal(rest, quoted=False), *word[1:]) if rest else word[1:]
    return Assignment(match[1], value, bool(match[2]))
