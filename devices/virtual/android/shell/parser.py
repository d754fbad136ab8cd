"""Parser of the shell language. Source: mksh syn.c; messages are its own."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final

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
from devices.virtual.android.shell.words import WordReader, closing_brackets, is_name, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CACHED_SCRIPTS: Final = 256
_LONGEST_SHOWN: Final = 32
_REDIRECT: Final = re.compile(r"(\d?)(<<<|<<-|<<|<>|<&|>>|>\||>&|<|>)|(&>>|&>)")
_OPERATORS: Final = re.compile(r"&&|\|\||;;|;&|;\||\|&|[;|&()\n]")
_COMMENT_OR_BLANK: Final = re.compile(r"(?:[ \t\r]|\\\n)+|#[^\n]*")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)(\+?)=", re.ASCII)
_FUNCTION: Final = re.compile(r"[ \t]*\([ \t]*\)")
_CLOSING: Final = frozenset({"then", "else", "elif", "fi", "do", "done", "esac", "}", "in"})
_JOINED: Final = "syntax error: unexpected"
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


class _Parser:
    def __init__(self, source: str) -> None:
        self.reader = WordReader(source, _nested)
        self.complete: Script = ()
        self._nesting: list[str] = []
        self._documents: list[tuple[Callable[[Word], None], str, bool, bool]] = []

    def whole(self) -> Script:
        script = self.script()
        if self.reader.at < len(self.reader.source):
            raise self._unexpected()
        self._read_documents()
        return script

    @contextmanager
    def nested(self, opening: str) -> Iterator[None]:
        """What an end of the script leaves unmatched."""
        self._nesting.append(opening)
        yield
        self._nesting.pop()

    def script(self) -> Script:
        """Lists up to a word or sign that does not begin a command."""
        items: list[Step | Background] = []
        self._newlines()
        while (first := self._pipeline()) is not None:
            steps = [Step(";", first)]
            while operator := self._take_any("&&", "||"):
                self._newlines()
                following = self._pipeline()
                if following is None:
                    raise self._unexpected()
                steps.append(Step(operator, following))
            ending = self._take_any(";", "&", "\n")
            if ending == "&":
                items.append(Background(tuple(steps)))
            else:
                items.extend(steps)
            if not ending:
                break
            if ending == "\n":
                self._read_documents()
                if not self._nesting:
                    self.complete = tuple(items)
            self._newlines()
        return tuple(items)

    def take(self, sign: str) -> None:
        """Take a sign that has to stand here."""
        if self._take_any(sign) != sign:
            raise self._unexpected()

    def _blanks(self) -> None:
        while match := _COMMENT_OR_BLANK.match(self.reader.source, self.reader.at):
            self.reader.at = match.end()

    def _newlines(self) -> None:
        while self._take_any("\n"):
            self._read_documents()

    def _peek(self) -> str:
        """The sign that stands here, or nothing."""
        self._blanks()
        match = _OPERATORS.match(self.reader.source, self.reader.at)
        if match is None or _REDIRECT.match(self.reader.source, self.reader.at):
            return ""
        return match[0]

    def _take_any(self, *signs: str) -> str:
        sign = self._peek()
        if sign not in signs:
            return ""
        self.reader.at += len(sign)
        return sign

    def _peek_word(self) -> str | None:
        """The plain word that stands here, which stays."""
        self._blanks()
        start = self.reader.at
        if start >= len(self.reader.source) or _REDIRECT.match(self.reader.source, start):
            return None
        match = _RESERVED.match(self.reader.source, start)
        return match[0] if match else None

    def _take_word(self, *names: str) -> str:
        found = self._peek_word()
        if found is None or found not in names:
            return ""
        self.reader.at += len(found)
        return found

    def _need_word(self, *names: str) -> str:
        found = self._take_word(*names)
        if not found:
            raise self._unexpected()
        return found

    def _unexpected(self) -> ShellSyntaxError:
        self._blanks()
        source, at = self.reader.source, self.reader.at
        if at >= len(source):
            if self._nesting:
                return ShellSyntaxError(f"syntax error: unmatched '{self._nesting[-1]}'")
            return ShellSyntaxError("syntax error: unexpected EOF")
        redirect = _REDIRECT.match(source, at)
        if redirect:
            return ShellSyntaxError(f"{_JOINED} '{redirect[0]}'")
        if source[at] == "\n":
            return ShellSyntaxError(f"{_JOINED} 'newline'")
        if sign := _OPERATORS.match(source, at):
            return ShellSyntaxError(f"{_JOINED} '{sign[0]}'")
        self.reader.word()
        return ShellSyntaxError(f"{_JOINED} '{source[at : self.reader.at][:_LONGEST_SHOWN]}'")

    def _pipeline(self) -> Pipeline | None:
        timed = bool(self._take_word("time"))
        negated = False
        while self._take_word("!"):
            negated = not negated
        commands: list[Command] = []
        while True:
            command = self._command()
            if command is None:
                if commands or negated:
                    raise self._unexpected()
                if timed:
                    return Pipeline((), negated, timed)
                return None
            commands.append(command)
            sign = self._take_any("|", "|&")
            if not sign:
                return Pipeline(tuple(commands), negated, timed)
            if sign == "|&":
                commands[-1] = _both(command)
            self._newlines()

    def _command(self) -> Command | None:
        compound = self._compound()
        if compound is None:
            return self._simple()
        redirects = self._redirects()
        return Redirected(compound, redirects) if redirects else compound

    def _compound(self) -> Command | None:
        self._blanks()
        source, at = self.reader.source, self.reader.at
        if source.startswith("((", at):
            end = closing_brackets(source, at + 2)
            if end is not None:
                self.reader.at = end + 2
                return Let(WordReader(source[at + 2 : end], _nested).expression())
        if self._take_any("("):
            with self.nested("("):
                body = self._body()
                self.take(")")
            return Subshell(body)
        name = self._peek_word()
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
            raise self._unexpected()
        return body

    def _group(self) -> Command:
        body = self._body()
        self._need_word("}")
        return Group(body)

    def _if(self) -> Command:
        branches = []
        otherwise = None
        while True:
            condition = self._body()
            self._need_word("then")
            branches.append((condition, self._body()))
            word = self._need_word("elif", "else", "fi")
            if word == "else":
                otherwise = self._body()
                self._need_word("fi")
            if word != "elif":
                return If(tuple(branches), otherwise)

    def _loop(self) -> Command:
        until = self._nesting[-1] == "until"
        condition = self._body()
        return While(condition, self._do(), until)

    def _do(self) -> Script:
        self._newlines()
        opening = self._need_word("do", "{")
        with self.nested(opening):
            body = self._body()
            self._need_word("done" if opening == "do" else "}")
        return body

    def _for(self) -> Command:
        self._blanks()
        word = self.reader.word()
        name = plain_text(word)
        if not name or not is_name(name):
            raise (
                self._unexpected()
                if not word
                else ShellSyntaxError(f"{name or ''}: bad identifier")
            )
        self._newlines()
        words: list[Word] | None = None
        if self._take_word("in"):
            words = self._words()
            if not self._take_any(";", "\n"):
                raise self._unexpected()
        else:
            self._take_any(";")
        return For(name, None if words is None else tuple(words), self._do())

    def _words(self) -> list[Word]:
        words: list[Word] = []
        while True:
            self._blanks()
            word = self.reader.word()
            if not word:
                return words
            words.append(word)

    def _case(self) -> Command:
        self._blanks()
        word = self.reader.word()
        if not word:
            raise self._unexpected()
        self._newlines()
        closing = "esac" if self._need_word("in", "{") == "in" else "}"
        branches = []
        self._newlines()
        while not self._take_word(closing):
            branches.append(self._branch(closing))
            self._newlines()
        return Case(word, tuple(branches))

    def _branch(self, closing: str) -> tuple[tuple[Word, ...], Script, str]:
        self._take_any("(")
        patterns = []
        while True:
            self._blanks()
            pattern = self.reader.word()
            if not pattern:
                raise self._unexpected()
            patterns.append(pattern)
            if not self._take_any("|"):
                break
        self.take(")")
        body = self.script()
        ending = self._take_any(";;", ";&", ";|")
        if not ending and self._peek_word() != closing:
            raise self._unexpected()
        return tuple(patterns), body, ending or ";;"

    def _function(self) -> Command:
        self._blanks()
        name = plain_text(self.reader.word())
        if not name:
            raise self._unexpected()
        if match := _FUNCTION.match(self.reader.source, self.reader.at):
            self.reader.at = match.end()
        return self._definition(name)

    def _definition(self, name: str) -> Command:
        self._newlines()
        body = self._compound()
        if body is None:
            raise self._unexpected()
        redirects = self._redirects()
        return Function(name, Redirected(body, redirects) if redirects else body)

    def _conditional(self) -> Command:
        terms: list[str | Word] = []
        while True:
            self._blanks()
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
                raise self._unexpected()
            if plain_text(word) == "]]":
                if not terms:
                    raise ShellSyntaxError(f"{_JOINED} ']]'")
                return Conditional(tuple(terms))
            terms.append(word)

    def _simple(self) -> Simple | Function | None:
        assignments: list[Assignment] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        line = self.reader.source.count("\n", 0, self.reader.at) + 1
        while True:
            self._blanks()
            if self._redirect(redirects):
                continue
            if not (words or assignments) and self._peek_word() in _CLOSING - {"in"}:
                break
            word = self.reader.word()
            if not word:
                break
            if not words and (assignment := _as_assignment(word)):
                assignments.append(assignment)
                continue
            words.append(word)
            if len(words) == 1 and not assignments and (function := self._short_function(word)):
                return function
        if not (assignments or words or redirects):
            return None
        return Simple(tuple(assignments), tuple(words), tuple(redirects), line)

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

    def _redirects(self) -> tuple[Redirect, ...]:
        found: list[Redirect] = []
        while self._redirect(found):
            pass
        return tuple(found)

    def _redirect(self, found: list[Redirect]) -> bool:
        self._blanks()
        match = _REDIRECT.match(self.reader.source, self.reader.at)
        if match is None:
            return False
        self.reader.at = match.end()
        self._blanks()
        start = self.reader.at
        target = self.reader.word()
        if not target:
            raise self._unexpected()
        both, operator = match[3], match[2]
        if both:
            found += [
                Redirect(1, both[1:], target),
                Redirect(2, ">&", (Literal("1", quoted=True),)),
            ]
            return True
        fd = int(match[1]) if match[1] else int(operator[0] == ">")
        if operator in {"<<", "<<-"}:
            self._announce(found, fd, self.reader.source[start : self.reader.at], operator)
        else:
            found.append(Redirect(fd, operator, target))
        return True

    def _announce(self, found: list[Redirect], fd: int, raw: str, operator: str) -> None:
        """Leave a place for a here-document, which stands after this line."""
        index = len(found)
        found.append(Redirect(fd, "<<", ()))
        quoted = any(char in raw for char in "'\"\\")
        delimiter = raw.replace("'", "").replace('"', "").replace("\\", "")

        def fill(text: Word) -> None:
            object.__setattr__(found[index], "target", text)

        self._documents.append((fill, delimiter, quoted, operator == "<<-"))

    def _read_documents(self) -> None:
        for fill, delimiter, quoted, tabbed in self._documents:
            text = self._document(delimiter, tabbed=tabbed)
            reader = WordReader(text, _nested)
            fill((Literal(text, quoted=True),) if quoted else reader.document())
        self._documents.clear()

    def _document(self, delimiter: str, *, tabbed: bool) -> str:
        lines: list[str] = []
        source = self.reader.source
        while self.reader.at < len(source):
            end = source.find("\n", self.reader.at)
            end = len(source) if end < 0 else end
            line = source[self.reader.at : end]
            self.reader.at = min(end + 1, len(source))
            line = line.lstrip("\t") if tabbed else line
            if line == delimiter:
                return "".join(lines)
            lines.append(line + "\n")
        raise ShellSyntaxError(f"here document '{delimiter}' unclosed")


_RESERVED: Final = re.compile(r"(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|<>()]|$)")
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
