"""Patterns of java.util.regex, matched with a deadline.

Source: the documentation of java.util.regex.Pattern.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from devices.virtual.android.uia2.errors import UiaError
from devices.virtual.patterns import DEADLINE_S, RENAMED, translated

if TYPE_CHECKING:
    from collections.abc import Callable

_RENAMED: Final = {**RENAMED, "V": r"[^\n\x0b\f\r\x85\u2028\u2029]"}


class Pattern:
    """A compiled pattern.

    Args:
        expression: as Java has it.
        dotall: whether a dot matches a line feed, too.

    Raises:
        UiaError: Java cannot compile it; the server passes Java's exception on.
    """

    def __init__(self, expression: str, *, dotall: bool = False) -> None:
        self.expression = expression
        try:
            self._compiled = _compiled(expression, dotall)
        except (regex.error, ValueError, OverflowError, RecursionError) as error:
            at = getattr(error, "pos", None)
            where = f" near index {at}\n{expression}" if at is not None else f"\n{expression}"
            reason = getattr(error, "msg", str(error)).capitalize()
            raise UiaError(f"java.util.regex.PatternSyntaxException: {reason}{where}") from error

    def matches(self, text: str) -> bool:
        """Whether the whole text matches.

        Raises:
            UiaError: it takes too long to tell.
        """
        return self._told(self._compiled.fullmatch, text)

    def finds(self, text: str) -> bool:
        """Whether any part of the text matches.

        Raises:
            UiaError: it takes too long to tell.
        """
        return self._told(self._compiled.search, text)

    def _told(self, look: Callable[..., object], text: str) -> bool:
        try:
            return look(text, timeout=DEADLINE_S) is not None
        except TimeoutError as error:
            raise UiaError(f"java.lang.StackOverflowError: {self.expression}") from error


@lru_cache(maxsize=256)
def _compiled(expression: str, dotall: bool) -> regex.Pattern[str]:  # noqa: FBT001 - cached
    flags = regex.VERSION1 | (regex.DOTALL if dotall else 0)
    return regex.compile(translated(expression, _RENAMED), flags)
