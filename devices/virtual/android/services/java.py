"""Values as Java reads and prints them, and the exceptions that its code throws.

Source: java.lang.Integer, java.lang.Float, java.lang.Boolean.
"""

from __future__ import annotations

import re
from typing import Final

ILLEGAL_ARGUMENT: Final = "java.lang.IllegalArgumentException"
SECURITY: Final = "java.lang.SecurityException"
NUMBER_FORMAT: Final = "java.lang.NumberFormatException"
_INT_MAX: Final = 0x7FFFFFFF
_LONG_MAX: Final = 0x7FFFFFFFFFFFFFFF
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,19}")
_DECODED: Final = re.compile(r"([+-]?)(?:0[xX]|#)([0-9a-fA-F]{1,16})")
_FLOAT: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?\s*")


class JavaError(Exception):
    """An exception that a service's command throws.

    Attributes:
        name: full name of its class.
        message: what it says.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message


def illegal(message: str) -> JavaError:
    """An IllegalArgumentException."""
    return JavaError(ILLEGAL_ARGUMENT, message)


def denied(message: str) -> JavaError:
    """A SecurityException."""
    return JavaError(SECURITY, message)


def boolean(value: bool) -> str:  # noqa: FBT001 - the one thing that it is about
    """As Boolean.toString."""
    return "true" if value else "false"


def parse_int(word: str) -> int:
    """As Integer.parseInt.

    Raises:
        JavaError: NumberFormatException.
    """
    number = int(word) if _DECIMAL.fullmatch(word) else None
    if number is None or not -_INT_MAX - 1 <= number <= _INT_MAX:
        raise not_a_number(word)
    return number


def parse_long(word: str) -> int:
    """As Long.parseLong.

    Raises:
        JavaError: NumberFormatException.
    """
    digits = word.lstrip("+-")
    if not digits.isascii() or not digits.isdecimal():
        raise not_a_number(word)
    if len(word) > len(str(_LONG_MAX)) or abs(int(word)) > _LONG_MAX:
        raise not_a_number(word)
    return int(word)


def decode(word: str) -> int:
    """As Integer.decode.

    Raises:
        JavaError: NumberFormatException.
    """
    match = _DECODED.fullmatch(word)
    if match is None:
        return parse_int(word)
    number = int(match[1] + match[2], 16)
    if not -_INT_MAX - 1 <= number <= _INT_MAX:
        raise not_a_number(word)
    return number


def parse_float(word: str) -> float:
    """As Float.parseFloat; infinities and NaN are no place on a screen and refused too.

    Raises:
        JavaError: NumberFormatException.
    """
    if not _FLOAT.fullmatch(word):
        if not word.strip():
            raise JavaError(NUMBER_FORMAT, "empty String")
        raise not_a_number(word)
    number = float(word.strip().rstrip("fFdD"))
    return max(-3.4e38, min(number, 3.4e38))


def not_a_number(word: str) -> JavaError:
    """A NumberFormatException."""
    return JavaError(NUMBER_FORMAT, f'For input string: "{word}"')
