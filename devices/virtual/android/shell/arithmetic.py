"""Arithmetic of the shell: C's operators on signed 32-bit numbers. Source: mksh expr.c."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+#\w+|0[xX][0-9A-Fa-f]+|\d\w*)|(?P<name>[A-Za-z_]\w*(?:\[[^\]]*\])?)"
    r"|(?P<sign><<=|>>=|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|>>|[-+*/%&|^=!<>~?:,()]))",
    re.ASCII,
)
_LEVELS: Final = (
    ("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<=", "<", ">=", ">"),
    ("<<", ">>"), ("+", "-"), ("*", "/", "%"),
)  # fmt: skip
_ASSIGNING: Final = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="})
_LOGICAL: Final = frozenset({"&&", "||"})
_DEEPEST: Final = 12
_LARGEST_BASE: Final = 36

_BINARY: Final[dict[str, Callable[[int, int], int]]] = {
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<=": lambda a, b: int(a <= b),
    "<": lambda a, b: int(a < b),
    ">=": lambda a, b: int(a >= b),
    ">": lambda a, b: int(a > b),
    "<<": lambda a, b: a << (b & 31),
    ">>": lambda a, b: a >> (b & 31),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: abs(a) // abs(b) * (1 if (a < 0) is (b < 0) else -1),
    "%": lambda a, b: abs(a) % abs(b) * (-1 if a < 0 else 1),
    "&&": lambda a, b: int(bool(a and b)),
    "||": lambda a, b: int(bool(a or b)),
}


class ArithmeticError_(Exception):  # noqa: N801, N818 - Python's own name is taken
    """An expression that cannot be evaluated; the message is mksh's."""


def evaluate(
    expression: str, get: Callable[[str], str], put: Callable[[str, str], None], depth: int = 0
) -> int:
    """The value of an expression; names are read and assigned by the two calls.

    Args:
        expression: what is to be evaluated.
        get: gives a variable's text.
        put: assigns a variable.
        depth: how many expressions this one is the value or the index of.

    Raises:
        ArithmeticError_: it is broken, or divides by zero.
    """
    if depth > _DEEPEST:
        raise ArithmeticError_(f"{expression}: expression recurses on parameter")
    return _Evaluation(expression, get, put, depth).whole()


def wrapped(number: int) -> int:
    """A number as 32 bits with a sign hold it."""
    return (number + 0x80000000) % 0x100000000 - 0x80000000


class _Evaluation:
    def __init__(
        self, text: str, get: Callable[[str], str], put: Callable[[str, str], None], depth: int
    ) -> None:
        self._text, self._get, self._put, self._depth = text, get, put, depth
        self._at = 0
        self._skipping = 0
        self._kind = self._token = ""
        self._next()

    def whole(self) -> int:
        if not self._token:
            return 0
        value = self._comma()
        if self._token:
            raise self._unexpected()
        return value

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            rest = self._text[self._at :].lstrip()
            self._kind, self._token = ("bad", rest) if rest else ("", "")
            return
        self._at = match.end()
        self._kind = match.lastgroup or ""
        self._token = match[self._kind]

    def _error(self, message: str) -> ArithmeticError_:
        return ArithmeticError_(f"{self._text}: {message}")

    def _unexpected(self) -> ArithmeticError_:
        if not self._token:
            return self._error("unexpected 'end of expression'")
        return self._error(f"unexpected '{self._token}'")

    def _take(self, *signs: str) -> str:
        if self._kind != "sign" or self._token not in signs:
            return ""
        sign = self._token
        self._next()
        return sign

    def _comma(self) -> int:
        value = self._ternary()
        while self._take(","):
            value = self._ternary()
        return value

    def _ternary(self) -> int:
        value = self._binary(0)
        if not self._take("?"):
            return value
        first = self._maybe(bool(value), self._ternary)
        if not self._take(":"):
            raise self._unexpected()
        second = self._maybe(not value, self._ternary)
        return first if value else second

    def _maybe(self, runs: bool, part: Callable[[], int]) -> int:  # noqa: FBT001 - the condition itself
        self._skipping += not runs
        value = part()
        self._skipping -= not runs
        return value

    def _binary(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        value = self._binary(level + 1)
        while sign := self._take(*_LEVELS[level]):
            if sign in _LOGICAL:
                needed = bool(value) is (sign == "&&")
                other = self._maybe(needed, lambda: self._binary(level + 1))
            else:
                other = self._binary(level + 1)
            value = self._apply(sign, value, other)
        return value

    def _apply(self, sign: str, a: int, b: int) -> int:
        if sign in {"/", "%"} and b == 0:
            if self._skipping:
                return 0
            raise self._error("zero divisor")
        return wrapped(_BINARY[sign](a, b))

    def _unary(self) -> int:
        if sign := self._take("++", "--"):
            name = self._name()
            return self._assign(name, self._value(name) + (1 if sign == "++" else -1))
        if sign := self._take("!", "~", "-", "+"):
            value = self._unary()
            return wrapped({"!": int(not value), "~": ~value, "-": -value, "+": value}[sign])
        return self._primary()

    def _name(self) -> str:
        if self._kind != "name":
            raise self._unexpected()
        name = self._token
        self._next()
        return name

    def _primary(self) -> int:
        if self._take("("):
            value = self._comma()
            if not self._take(")"):
                raise self._error("missing )")
            return value
        if self._kind == "number":
            value = self._number(self._token)
            self._next()
            return value
        name = self._name()
        if self._kind == "sign" and self._token in _ASSIGNING:
            return self._assignment(name)
        value = self._value(name)
        if sign := self._take("++", "--"):
            self._assign(name, value + (1 if sign == "++" else -1))
        return value

    def _assignment(self, name: str) -> int:
        sign = self._token
        self._next()
        value = self._ternary()
        if sign != "=":
            value = self._apply(sign[:-1], self._value(name), value)
        return self._assign(name, value)

    def _assign(self, name: str, value: int) -> int:
        value = wrapped(value)
        if not self._skipping:
            self._put(name, str(value))
        return value

    def _value(self, name: str) -> int:
        text = self._get(name).strip()
        if not text or self._skipping:
            return 0
        return evaluate(text, self._get, self._put, self._depth + 1)

    def _number(self, token: str) -> int:
        base, hash_, digits = token.partition("#")
        try:
            if hash_ and 2 <= int(base) <= _LARGEST_BASE:  # noqa: PLR2004 - the smallest base
                return wrapped(int(digits, int(base)))
            return wrapped(int(token, 16) if token[:2].lower() == "0x" else int(token))
        except ValueError:
            raise self._error(f"bad number '{token}'") from None
