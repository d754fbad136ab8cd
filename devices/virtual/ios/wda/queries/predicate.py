"""Predicate strings: the language of NSPredicate, over the attributes of elements.

Source: Apple, Predicate Programming Guide, "Predicate Format String Syntax" and its BNF;
WebDriverAgent 16.12.9, Utilities/NSPredicate+FBFormat.m.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from lark import Lark, LarkError, Token, Transformer, v_args

from devices.virtual.ios.wda.elements.attributes import reader
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries import comparison

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.elements.element import Element

    Test = Callable[[Element], bool]
    Operand = Callable[[Element], Any]

_GRAMMAR: Final = r"""
?start: either
?either: both (_OR both)* -> either
?both: negated (_AND negated)* -> both
?negated: _NOT negated -> negation
    | "(" either ")"
    | TRUTH -> truth
    | MODIFIER comparison -> modified
    | comparison
comparison: operand OPERATOR OPTIONS? operand
?operand: STRING -> text
    | NUMBER -> number
    | CONSTANT -> constant
    | KEY_PATH -> attribute
    | "{" [operand ("," operand)*] "}" -> aggregate
    | "(" operand ")"
_OR.3: /OR\b|\|\|/i
_AND.3: /AND\b|&&/i
_NOT.3: /NOT\b|!(?!=)/i
TRUTH.3: /(TRUE|FALSE)PREDICATE\b/i
MODIFIER.3: /(ANY|SOME|ALL|NONE)\b/i
CONSTANT.3: /(TRUE|FALSE|YES|NO|NULL|NIL)\b/i
OPERATOR.3: /==|=>|=<|=|!=|<>|<=|>=|<|>|(BEGINSWITH|ENDSWITH|CONTAINS|LIKE|MATCHES|IN|BETWEEN)\b/i
OPTIONS.3: /\[[cdnlw]+\]/i
STRING: /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/s
NUMBER: /[+-]?(0x[0-9a-f]+|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)/i
KEY_PATH: /#?[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/
%ignore /\s+/
"""
_CONSTANTS: Final = {"TRUE": True, "YES": True, "FALSE": False, "NO": False}
_COMPARISONS: Final = {
    "==": comparison.equal,
    "=": comparison.equal,
    "!=": comparison.unequal,
    "<>": comparison.unequal,
    "<": comparison.less,
    "<=": comparison.at_most,
    "=<": comparison.at_most,
    ">": comparison.greater,
    ">=": comparison.at_least,
    "=>": comparison.at_least,
    "BEGINSWITH": comparison.begins,
    "ENDSWITH": comparison.ends,
    "CONTAINS": comparison.contains,
    "LIKE": comparison.like,
    "MATCHES": comparison.matches,
    "IN": comparison.within,
    "BETWEEN": comparison.between,
}
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b", "0": "\0"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Makes tests out of what is parsed."""

    def either(self, *tests: Test) -> Test:
        return lambda element: any(test(element) for test in tests)

    def both(self, *tests: Test) -> Test:
        return lambda element: all(test(element) for test in tests)

    def negation(self, test: Test) -> Test:
        return lambda element: not test(element)

    def truth(self, word: Token) -> Test:
        result = word.upper().startswith("TRUE")
        return lambda _: result

    def modified(self, modifier: Token, _: Test) -> Test:
        return _refuse(modifier.upper())

    def comparison(self, left: Operand, operator: Token, *rest: Any) -> Test:  # noqa: ANN401 - options and an operand
        right: Operand = rest[-1]
        options = frozenset(rest[0].lower()) if len(rest) > 1 else frozenset()
        compare = _COMPARISONS[operator.upper()]
        return lambda element: compare(left(element), right(element), options)

    def text(self, token: Token) -> Operand:
        value = _ESCAPE.sub(_unescaped, token[1:-1])
        return lambda _: value

    def number(self, token: Token) -> Operand:
        value = int(token, 16) if "x" in token.lower() else float(token)
        return lambda _: value

    def constant(self, token: Token) -> Operand:
        value = _CONSTANTS.get(token.upper())
        return lambda _: value

    def attribute(self, token: Token) -> Operand:
        name, _, rest = token.removeprefix("#").partition(".")
        read = reader(name)
        return _follow(read, rest) if rest else read

    def aggregate(self, *members: Operand | None) -> Operand:
        present = [member for member in members if member is not None]
        return lambda element: tuple(member(element) for member in present)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Build())


@lru_cache(maxsize=512)
def parse(text: str) -> Test:
    """What tells whether an element matches a predicate.

    Raises:
        WdaError: it cannot be read, or names an attribute that there is not.
    """
    try:
        made: Any = _parser().parse(text)  # what the transformer makes of a tree
    except LarkError as error:
        message = f'Unable to parse the format string "{text}"'
        raise WdaError(Fault.UNKNOWN_ERROR, message) from error
    test: Test = made
    return test


def has_property(name: str, value: str, *, partial: bool) -> Test:
    """What tells whether an attribute is a text, or holds it.

    Raises:
        WdaError: there is no such attribute.
    """
    read = reader(name)
    compare = comparison.contains if partial else comparison.equal
    return lambda element: compare(read(element), value, frozenset())


def _follow(read: Operand, path: str) -> Operand:
    """A value inside an attribute's value, as ``rect.x``."""

    def inside(element: Element) -> object:
        value = read(element)
        for key in path.split("."):
            if value is not None and not isinstance(value, dict):
                raise WdaError(
                    Fault.UNKNOWN_ERROR,
                    f"[<{type(value).__name__}> valueForUndefinedKey:]: this class is not key value"
                    f" coding-compliant for the key {key}.",
                )
            value = None if value is None else value.get(key)
        return value

    return inside


def _refuse(modifier: str) -> Test:
    """A test of all or any of a collection: no attribute is one."""

    def test(_: Element) -> bool:
        raise WdaError(
            Fault.UNKNOWN_ERROR,
            f"The left hand side for an {modifier} operator must be either an NSArray or an NSSet.",
        )

    return test


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is not None:
        return chr(int(found[1], 16))
    return _ESCAPES.get(found[2], found[2])
