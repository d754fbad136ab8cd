"""What stands at a place in a script: signs, reserved words, redirections and here-documents.

Source: mksh lex.c, syn.c.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.syntax import Literal, Redirect, ShellSyntaxError
from devices.virtual.android.shell.words import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.android.shell.syntax import Script, Word

_LONGEST_SHOWN: Final = 32
_REDIRECT: Final = re.compile(r"(\d?)(<<<|<<-|<<|<>|<&|>>|>\||>&|<|>)|(&>>|&>)")
_OPERATORS: Final = re.compile(r"&&|\|\||;;|;&|;\||\|&|[;|&()\n]")
_COMMENT_OR_BLANK: Final = re.compile(r"(?:[ \t\r]|\\\n)+|#[^\n]*")
UNEXPECTED: Final = "syntax error: unexpected"
_RESERVED: Final = re.compile(r"(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|<>()]|$)")


class Tokens:
    """Takes a script apart from where its reader stands.

    Attributes:
        reader: reads the script's words.
        nesting: what was opened and not closed, the innermost last.
    """

    def __init__(self, source: str, parse: Callable[[str, int, str], tuple[Script, int]]) -> None:
        self.reader = WordReader(source, parse)
        self._parse = parse
        self.nesting: list[str] = []
        self._documents: list[tuple[Callable[[Word], None], str, bool, bool]] = []

    def take(self, sign: str) -> None:
        """Take a sign that has to stand here."""
        if self.take_any(sign) != sign:
            raise self.unexpected()

    def blanks(self) -> None:
        """Pass over blanks and comments."""
        while match := _COMMENT_OR_BLANK.match(self.reader.source, self.reader.at):
            self.reader.at = match.end()

    def newlines(self) -> None:
        """Pass over ends of lines, and read what they announced."""
        while self.take_any("\n"):
            self.read_documents()

    def _peek(self) -> str:
        """The sign that stands here, or nothing."""
        self.blanks()
        match = _OPERATORS.match(self.reader.source, self.reader.at)
        if match is None or _REDIRECT.match(self.reader.source, self.reader.at):
            return ""
        return match[0]

    def take_any(self, *signs: str) -> str:
        """Take one of the signs if it stands here; empty if none does."""
        sign = self._peek()
        if sign not in signs:
            return ""
        self.reader.at += len(sign)
        return sign

    def peek_word(self) -> str | None:
        """The plain word that stands here, which stays."""
        self.blanks()
        start = self.reader.at
        if start >= len(self.reader.source) or _REDIRECT.match(self.reader.source, start):
            return None
        match = _RESERVED.match(self.reader.source, start)
        return match[0] if match else None

    def take_word(self, *names: str) -> str:
        """Take one of the reserved words if it stands here; empty if none does."""
        found = self.peek_word()
        if found is None or found not in names:
            return ""
        self.reader.at += len(found)
        return found

    def need_word(self, *names: str) -> str:
        """Take one of the reserved words, one of which has to stand here."""
        found = self.take_word(*names)
        if not found:
            raise self.unexpected()
        return found

    def unexpected(self) -> ShellSyntaxError:
        """The complaint about what stands here."""
        self.blanks()
        source, at = self.reader.source, self.reader.at
        if at >= len(source):
            if self.nesting:
                return ShellSyntaxError(f"syntax error: unmatched '{self.nesting[-1]}'")
            return ShellSyntaxError("syntax error: unexpected EOF")
        redirect = _REDIRECT.match(source, at)
        if redirect:
            return ShellSyntaxError(f"{UNEXPECTED} '{redirect[0]}'")
        if source[at] == "\n":
            return ShellSyntaxError(f"{UNEXPECTED} 'newline'")
        if sign := _OPERATORS.match(source, at):
            return ShellSyntaxError(f"{UNEXPECTED} '{sign[0]}'")
        self.reader.word()
        return ShellSyntaxError(f"{UNEXPECTED} '{source[at : self.reader.at][:_LONGEST_SHOWN]}'")

    def redirects(self) -> tuple[Redirect, ...]:
        """Take the redirections that stand here."""
        found: list[Redirect] = []
        while self.redirect(found):
            pass
        return tuple(found)

    def redirect(self, found: list[Redirect]) -> bool:
        """Take one redirection, if one stands here, to those that were found."""
        self.blanks()
        match = _REDIRECT.match(self.reader.source, self.reader.at)
        if match is None:
            return False
        self.reader.at = match.end()
        self.blanks()
        start = self.reader.at
        target = self.reader.word()
        if not target:
            raise self.unexpected()
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

    def read_documents(self) -> None:
        """Read the here-documents that the line above announced."""
        for fill, delimiter, quoted, tabbed in self._documents:
            text = self._document(delimiter, tabbed=tabbed)
            reader = WordReader(text, self._parse)
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

    @contextmanager
    def nested(self, opening: str) -> Iterator[None]:
        """What an end of the script leaves unmatched."""
        self.nesting.append(opening)
        yield
        self.nesting.pop()
