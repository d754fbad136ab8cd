"""The grammar of the Java fragments that the locator ``-android uiautomator`` takes.

Source: appium-uiautomator2-server, utils/UiAutomatorParser, UiSelectorParser, UiScrollableParser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lark import Lark, LarkError, Token, Transformer, v_args

from devices.virtual.android.uia2.errors import InvalidSelector

_GRAMMAR: Final = r"""
start: chain (";" chain)* ";"?
chain: NEW? call ("." call)*
     | "." call ("." call)*      -> methods
call: NAME "(" [_arguments] ")"
_arguments: _argument ("," _argument)*
_argument: STRING | NUMBER | BOOLEAN | CLASS | chain
NEW.3: /new\b/
BOOLEAN.2: /(true|false)\b/
STRING: /"(\\.|[^"\\])*"/s
NUMBER: /-?\d+(\.\d+)?/
CLASS: /[A-Za-z_]\w*(\.\w+)+/
NAME: /[A-Za-z_]\w*/
%ignore /\s+/
"""


_CLASSES: Final = frozenset({"UiSelector", "UiScrollable"})
"""What a chain may begin with; another name is a method of a UiSelector."""


@dataclass(frozen=True, slots=True)
class Call:
    """One method call; an argument is a text, a number, a truth value or another chain."""

    name: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """``new Name(arguments).call().call()``."""

    name: str
    arguments: tuple[object, ...]
    calls: tuple[Call, ...]


@v_args(inline=True)
class _Build(Transformer[Token, object]):
    def start(self, *chains: Chain) -> tuple[Chain, ...]:
        return chains

    def chain(self, *parts: Token | Call) -> Chain:
        first, *calls = (part for part in parts if isinstance(part, Call))
        if len(calls) + 1 == len(parts) and first.name not in _CLASSES:
            return self.methods(first, *calls)
        return Chain(first.name, first.arguments, tuple(calls))

    def methods(self, *calls: Call) -> Chain:
        return Chain("UiSelector", (), calls)

    def call(self, name: Token, *arguments: object) -> Call:
        return Call(str(name), arguments)

    def STRING(self, token: Token) -> str:  # noqa: N802 - lark calls it by the terminal's name
        return token[1:-1].replace('\\"', '"')

    def NUMBER(self, token: Token) -> int | float:  # noqa: N802 - as above
        return float(token) if "." in token else int(token)

    def BOOLEAN(self, token: Token) -> bool:  # noqa: N802 - as above
        return str(token) == "true"

    def CLASS(self, token: Token) -> str:  # noqa: N802 - as above
        return str(token)


_PARSER: Final = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False, keep_all_tokens=False)


@lru_cache(maxsize=512)
def parse(expression: str) -> tuple[Chain, ...]:
    """The statements of an expression.

    Raises:
        InvalidSelector: it is not of the grammar.
    """
    if not expression.strip():
        raise unreadable(expression, "Tried to parse an empty string")
    try:
        chains = _Build().transform(_PARSER.parse(expression))
    except LarkError as error:
        raise unreadable(expression, str(error).splitlines()[0]) from error
    return chains  # type: ignore[return-value] # the start rule makes it


def unreadable(expression: str, why: str) -> InvalidSelector:
    """The error of an expression that cannot be read."""
    return InvalidSelector(f"Could not parse selector expression `{expression}`: {why}")
