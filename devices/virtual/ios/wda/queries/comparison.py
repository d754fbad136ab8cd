"""How NSPredicate compares two values.

Source: Apple, Predicate Programming Guide, "Predicate Format String Syntax"; what Foundation raises
is remembered from reports of WebDriverAgent's users, and its words are unsure.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import plain
from devices.virtual.ios.wda.queries.icu_pattern import Pattern, PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

Options = frozenset[str]
"""``c``: capitals are the same as small letters; ``d``: accents make no difference."""

_PAIR: Final = 2
_WILD: Final = {"*": ".*", "?": "."}


def equal(left: object, right: object, options: Options) -> bool:
    """``==``; a number is never equal to a text."""
    if isinstance(left, str) and isinstance(right, str):
        return _folded(left, options) == _folded(right, options)
    if isinstance(left, str) or isinstance(right, str):
        return False
    return left == right


def unequal(left: object, right: object, options: Options) -> bool:
    """``!=``."""
    return not equal(left, right, options)


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any, Options], bool]:
    def compare(left: object, right: object, options: Options) -> bool:
        if left is None or right is None:
            return False
        if isinstance(left, str) and isinstance(right, str):
            return test(_folded(left, options), _folded(right, options))
        if isinstance(left, int | float) and isinstance(right, int | float):
            return test(left, right)
        raise _raised(f"Can't compare {plain(left)} with {plain(right)}")

    return compare


def begins(left: object, right: object, options: Options) -> bool:
    """``BEGINSWITH``."""
    texts = _texts(left, right, options)
    return texts is not None and texts[0].startswith(texts[1])


def ends(left: object, right: object, options: Options) -> bool:
    """``ENDSWITH``."""
    texts = _texts(left, right, options)
    return texts is not None and texts[0].endswith(texts[1])


def contains(left: object, right: object, options: Options) -> bool:
    """``CONTAINS``: a text a part of it, or a collection a member."""
    return False if left is None else _within(right, left, options)


def within(left: object, right: object, options: Options) -> bool:
    """``IN``."""
    return False if left is None else _within(left, right, options)


def _within(part: object, whole: object, options: Options) -> bool:
    if isinstance(whole, tuple):
        return any(equal(part, each, options) for each in whole)
    if not isinstance(whole, str):
        shown = plain(whole)
        raise _raised(f"Can't use in/contains operator with collection {shown} (not a collection)")
    if not isinstance(part, str):
        raise _raised(
            f"Can't look for value ({plain(part)}) in string ({whole}); value is not a string "
        )
    return _folded(part, options) in _folded(whole, options)


def like(left: object, right: object, options: Options) -> bool:
    """``LIKE``: the whole text, with ``*`` and ``?`` for any characters and any one."""
    if left is None:
        return False
    return _pattern(_wildcards(_text(right)), options).matches(_plain_letters(left, options))


def matches(left: object, right: object, options: Options) -> bool:
    """``MATCHES``: the whole text, by a regular expression."""
    if left is None:
        return False
    expression = _text(right)
    try:
        return _pattern(expression, options).matches(_plain_letters(left, options))
    except PatternError as error:
        raise _raised(
            f"Can't do regex matching, reason: Can't open pattern (string {left},"
            f" pattern {expression}, case {int('c' in options)}, canon {int('d' in options)})"
        ) from error


def between(left: object, right: object, options: Options) -> bool:
    """``BETWEEN``: two bounds, which belong to what is between them."""
    if not isinstance(right, tuple) or len(right) != _PAIR:
        raise _raised("The right hand side of a BETWEEN operator must be an array of two values")
    return at_least(left, right[0], options) and at_most(left, right[1], options)


less: Final = _ordered(lambda left, right: left < right)
at_most: Final = _ordered(lambda left, right: left <= right)
greater: Final = _ordered(lambda left, right: left > right)
at_least: Final = _ordered(lambda left, right: left >= right)


def _texts(left: object, right: object, options: Options) -> tuple[str, str] | None:
    """Both sides of a comparison of texts; None where the left one is missing."""
    if left is None:
        return None
    if not isinstance(left, str) or not isinstance(right, str):
        raise _raised(
            "Can't do a substring operation with something that isn't a string"
            f" (lhs = {plain(left)} rhs = {plain(right)})"
        )
    return _folded(left, options), _folded(right, options)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _raised(f"Can't do regex matching on object {plain(value)}.")
    return value


def _plain_letters(value: object, options: Options) -> str:
    """A text for a pattern, which sees to capitals itself."""
    return _folded(_text(value), options - {"c"})


@lru_cache(maxsize=256)
def _wildcards(text: str) -> str:
    escaped = iter(text)
    parts = []
    for character in escaped:
        if character == "\\":
            parts.append(f"\\Q{next(escaped, character)}\\E")
        else:
            parts.append(_WILD.get(character) or f"\\Q{character}\\E")
    return f"(?s){''.join(parts)}"


def _pattern(expression: str, options: Options) -> Pattern:
    return Pattern(expression, ignore_case="c" in options)


def _folded(text: str, options: Options) -> str:
    if "d" in options:
        apart = unicodedata.normalize("NFD", text)
        text = "".join(each for each in apart if not unicodedata.combining(each))
    return text.casefold() if "c" in options else text


def _raised(reason: str) -> WdaError:
    return WdaError(Fault.UNKNOWN_ERROR, reason)
