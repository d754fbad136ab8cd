"""Regular expressions as NSRegularExpression and NSPredicate take them, matched with a deadline.

Source: ICU User Guide, Regular Expressions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import regex

from devices.virtual.patterns import DEADLINE_S, translated

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class PatternError(ValueError):
    """It is no pattern, or takes too long."""


class Pattern:
    """A compiled pattern.

    Args:
        expression: as ICU has it.
        ignore_case: whether capitals and small letters are the same.

    Raises:
        PatternError: it cannot be compiled.
    """

    def __init__(self, expression: str, *, ignore_case: bool = False) -> None:
        self.expression = expression
        try:
            self._compiled = _compiled(expression, ignore_case)
        except (regex.error, ValueError, OverflowError, RecursionError) as error:
            raise PatternError(f"The value “{expression}” is invalid.") from error

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self._told(lambda: self._compiled.fullmatch(text, timeout=DEADLINE_S)) is not None

    def finds(self, text: str) -> bool:
        """Whether any part of the text matches."""
        return self._told(lambda: self._compiled.search(text, timeout=DEADLINE_S)) is not None

    def replace(self, text: str, template: str) -> str:
        """The text with every match replaced; ``$1`` in the template is a group."""
        put = regex.sub(r"\\(?!\d)(.)|\$(\d)", lambda m: rf"\{m[2]}" if m[2] else m[1], template)
        return self._told(lambda: self._compiled.sub(put, text, timeout=DEADLINE_S))

    def split(self, text: str) -> list[str]:
        """What lies between the matches, without empty parts."""
        found = self._told(lambda: list(self._compiled.finditer(text, timeout=DEADLINE_S)))
        starts = [0, *(match.end() for match in found)]
        ends = [*(match.start() for match in found), len(text)]
        return [text[a:b] for a, b in zip(starts, ends, strict=True) if b > a]

    def _told(self, look: Callable[[], T]) -> T:
        try:
            return look()
        except (TimeoutError, regex.error, IndexError) as error:
            raise PatternError(f"The value “{self.expression}” is invalid.") from error


@lru_cache(maxsize=256)
def _compiled(expression: str, ignore_case: bool) -> regex.Pattern[str]:  # noqa: FBT001 - cached
    flags = regex.VERSION1 | (regex.IGNORECASE if ignore_case else 0)
    return regex.compile(translated(expression), flags)
