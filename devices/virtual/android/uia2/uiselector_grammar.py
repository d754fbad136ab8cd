"""The grammar of the Java fragments that the locator ``-android uiautomator`` takes.

Source: appium-uiautomator2-server, utils/UiAutomatorParser, UiExpressionParser, UiSelectorParser,
UiScrollableParser. As there, an argument is text until the method that takes it says its type, a
comma separates arguments at any depth, and only spaces may stand before a dot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from lark import Lark, LarkError, Token, Transformer, v_args

from devices.virtual.android.uia2.errors import InvalidSelector

SELECTOR: Final = "UiSelector"
SCROLLABLE: Final = "UiScrollable"

_GRAMMAR: Final = r"""
start: HEAD arguments call*
call: DOT NAME arguments
arguments: OPEN inner* CLOSE
?inner: STRING | TEXT | COMMA | nested
nested: INNER_OPEN inner* CLOSE -> nested
HEAD: /new Ui(Selector|Scrollable)/
DOT: / *\./
NAME: /\s*[^\s(][^(]*/
OPEN: / *\(/
INNER_OPEN: "("
CLOSE: ")"
COMMA: ","
STRING: /"([^"]|(?<=\\)")*(?<!\\)"/
TEXT: /[^"(),]+/
"""
_LITERAL: Final = re.compile(r'"(?:\\"|\\(?!")|[^"\\])*(?:"|$)')
"""A string, or what is left of one that does not end. A quote behind a backslash ends none."""
_STATEMENT: Final = re.compile(rf"(?:{_LITERAL.pattern}|[^;\"])*")
_PART: Final = re.compile(rf"(?:{_LITERAL.pattern}|[^,\"])*")


@dataclass(frozen=True, slots=True)
class Call:
    """A method or constructor with its arguments as they are written."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """``new Name(arguments).call().call()``.

    Attributes:
        expression: the whole as the server completed it.
    """

    expression: str
    head: Call
    calls: tuple[Call, ...]


@v_args(inline=True)
class _Build(Transformer[Token, object]):
    def start(self, head: Token, arguments: str, *calls: tuple[str, str]) -> tuple[object, ...]:
        return str(head).removeprefix("new "), arguments, calls

    def call(self, _dot: Token, name: Token, arguments: str) -> tuple[str, str]:
        return str(name).strip(), arguments

    def arguments(self, _open: Token, *parts: str) -> str:
        return "".join(parts[:-1])

    def nested(self, *parts: str) -> str:
        return "".join(parts)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Build())


def statements(expression: str) -> list[str]:
    """The statements of an expression; a string may hold semicolons.

    Raises:
        InvalidSelector: there is none.
    """
    if not expression:
        raise unreadable(
            expression,
            "Tried to parse an empty string. Expected to see a string consisting of text to be "
            "interpreted as UiAutomator java code.",
        )
    text = expression.strip().removesuffix(";")
    found = []
    while text:
        text = text.strip()
        statement = _STATEMENT.match(text)
        end = statement.end() if statement else 0
        found.append(text[:end].strip())
        text = text[end:].removeprefix(";")
    if not found:
        raise InvalidSelector(f"Could not parse selector expression `{expression}`")
    return found


def is_scrollable(statement: str) -> bool:
    """Whether a statement is about a UiScrollable; every other is about a UiSelector."""
    return statement.startswith((f"new {SCROLLABLE}", SCROLLABLE))


@lru_cache(maxsize=512)
def parse(text: str, name: str) -> Chain:
    """The chain of one statement, or of one argument that is a UiSelector.

    Args:
        text: what is written; a UiSelector's head may be left out.
        name: `SELECTOR` or `SCROLLABLE`.

    Raises:
        InvalidSelector: it is not of the grammar.
    """
    expression = _completed(text.strip(), name)
    try:
        made: Any = _parser().parse(expression)
    except LarkError as error:
        raise unreadable(expression, _complaint(expression, name)) from error
    head, arguments, calls = made
    return Chain(
        expression,
        Call(head, _split(expression, arguments)),
        tuple(Call(method, _split(expression, inside)) for method, inside in calls),
    )


def _completed(text: str, name: str) -> str:
    head = f"new {name}"
    if name == SELECTOR and not text.startswith((head, name, ".")):
        text = f".{text}"
    if text.startswith(name):
        text = f"new {text}"
    return text if name != SELECTOR or text.startswith(head) else f"{head}(){text}"


def _split(expression: str, inside: str) -> tuple[str, ...]:
    if not inside.strip():
        return ()
    parts, at = [], 0
    while True:
        found = _PART.match(inside, at)
        at = found.end() if found else len(inside)
        parts.append(inside[slice(found.start() if found else at, at)].strip())
        if at >= len(inside):
            break
        at += 1
    if not all(parts):
        raise unreadable(expression, f"Missing argument at position {expression.find(inside)}")
    return tuple(parts)


def _complaint(expression: str, name: str) -> str:
    """What the server says is wrong: it reads from left to right and stops at the first thing."""
    at = len(f"new {name}")
    while True:
        end = _closed(expression, at)
        if end is None:
            return "Unclosed paren in expression"
        at = end
        while expression[at : at + 1] == " ":
            at += 1
        if expression[at : at + 1] != ".":
            return f'Expected "." at position {at}'
        at += 1
        opened = expression.find("(", at)
        if opened < 0:
            return f"No opening parenthesis after method name at position {at}"
        if not expression[at:opened].strip():
            return f"Missing method name at position {at}"
        at = opened


def _closed(expression: str, at: int) -> int | None:
    """Where the parenthesis that opens here is closed, behind it; None where it is not."""
    depth = 0
    while at < len(expression):
        literal = _LITERAL.match(expression, at)
        if literal is not None:
            at = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(expression[at], 0)
        at += 1
        if depth <= 0 and expression[at - 1] != " ":
            return at
    return None


def unreadable(expression: str, why: str) -> InvalidSelector:
    """The error of an expression that cannot be read."""
    return InvalidSelector(f"Could not parse selector expression `{expression}`: {why}")
