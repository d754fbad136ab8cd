"""Class chains: a path of types with predicates and positions.

Source: WebDriverAgent 16.12.9, Utilities/FBClassChainQueryParser.m,
Categories/XCUIElement+FBClassChain.m; its wiki, "Class Chain Queries Construction Rules".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from devices.virtual.ios.wda.elements.types import ANY, number_of_full
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries import predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.ios.wda.queries.predicate import Test

_GRAMMAR: Final = r"""
start: step ("/" step)*
step: DESCENDANT* (NAME | STAR) bracket*
bracket: "[" (NUMBER | OWN | BELOW) "]"
DESCENDANT.2: /\*\*[*\/]?/
STAR: "*"
NAME: /[^\W\d_]+/
NUMBER: /[\d-]+/
OWN: /`([^`]|``)*`/s
BELOW: /\$([^$]|\$\$)*\$/s
"""
_OPENED: Final = frozenset({"[`", "[$"})
"""How a predicate begins; one without an end takes all that follows."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A predicate: of the element itself, or of something below it."""

    test: Test
    below: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a chain.

    Attributes:
        type: number of the type, `ANY` for all.
        deep: whether it looks at all descendants, not children alone.
        position: from 1, or from the end below zero; None for all.
    """

    type: int
    deep: bool
    filters: tuple[Filter, ...]
    position: int | None


def find(root: Element, expression: str, *, first: bool = False) -> list[Element]:
    """What a chain finds below an element, in tree order.

    Args:
        root: where it begins; never found itself.
        expression: the chain.
        first: stop at the first match.

    Raises:
        WdaError: it cannot be read.
    """
    roots = [root]
    for step in parse(expression):
        roots = _placed(_matching(roots, step), step.position)
    return roots[:1] if first else roots


def _matching(roots: Sequence[Element], step: Step) -> list[Element]:
    found: dict[Element, None] = {}  # each once, in the order found
    for root in roots:
        candidates: Iterable[Element] = root.below() if step.deep else root.children
        for element in candidates:
            if step.type in {ANY, element.number}:
                found[element] = None
    elements = list(found)
    for each in step.filters:
        elements = [element for element in elements if _passes(element, each)]
    return elements


def _passes(element: Element, condition: Filter) -> bool:
    if condition.below:
        return any(condition.test(each) for each in element.below())
    return condition.test(element)


def _placed(elements: list[Element], position: int | None) -> list[Element]:
    if position is None:
        return elements
    at = position - 1 if position > 0 else position
    return [elements[at]] if -len(elements) <= at < len(elements) else []


# -- reading


@v_args(inline=True)
class _Build(Transformer[Token, list[list[Token]]]):
    """The tokens of each step."""

    def start(self, *steps: list[Token]) -> list[list[Token]]:
        return list(steps)

    def step(self, *tokens: Token) -> list[Token]:
        return list(tokens)

    def bracket(self, token: Token) -> Token:
        return token


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Build())


@lru_cache(maxsize=512)
def parse(expression: str) -> tuple[Step, ...]:
    """The steps of a chain.

    Raises:
        WdaError: it cannot be read.
    """
    if not expression:
        raise WdaError(Fault.UNKNOWN_ERROR, "Query length should be greater than zero")
    try:
        steps: list[list[Token]] = _parser().parse(expression)  # type: ignore[assignment] # the transformer's
    except UnexpectedInput as error:
        end = _stops_at(expression, error)
        raise _broken(
            expression,
            f"Unexpected character detected at position {end}:\n{expression[:end]} <----",
        ) from error
    return tuple(_step(expression, tokens) for tokens in steps)


def _stops_at(expression: str, error: UnexpectedInput) -> int:
    """The place, from 1, of the character that cannot be there; the last one where more is due."""
    at = error.pos_in_stream
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if at is None or ended or expression[max(0, at - 1) : at + 1] in _OPENED:
        return len(expression)
    return min(at + 1, len(expression))


def _step(expression: str, tokens: list[Token]) -> Step:
    filters: list[Filter] = []
    position: int | None = None
    wanted, deep = ANY, False
    for token in tokens:
        if token.type == "DESCENDANT":
            if deep:
                reason = f"Unexpected token '{token}'. Descendant markers cannot be duplicated."
                raise _broken(expression, reason)
            deep = True
        elif token.type == "NAME":
            wanted = _type(expression, token)
        elif token.type == "NUMBER":
            position = _position(expression, token, position)
        elif token.type != "STAR":
            filters.append(_filter(expression, token, position))
    return Step(wanted, deep, tuple(filters), position)


def _type(expression: str, name: str) -> int:
    try:
        return number_of_full(name)
    except WdaError as error:
        raise _broken(expression, f"'{name}' class name is unknown to WDA") from error


def _filter(expression: str, token: Token, position: int | None) -> Filter:
    marker = token[0]
    text = token[1:-1].replace(marker * 2, marker)
    if position is not None:
        reason = f"Predicate value '{text}' must be set before position value."
        raise _broken(expression, reason)
    return Filter(predicate.parse(text), below=token.type == "BELOW")


def _position(expression: str, token: str, before: int | None) -> int:
    if before is not None:
        reason = f"Position value '{token}' is expected to be set only once."
        raise _broken(expression, reason)
    digits = token.removeprefix("-")
    number = int(token) if digits.isdecimal() else 0
    if not number:
        reason = (
            f"Position value '{token}' is expected to be a valid integer number not equal to zero."
        )
        raise _broken(expression, reason)
    return number


def _broken(expression: str, reason: str) -> WdaError:
    return WdaError(
        Fault.INVALID_SELECTOR, f"Cannot parse class chain query '{expression}'. {reason}"
    )
