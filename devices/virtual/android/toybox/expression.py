"""POSIX regular expressions, basic and extended, matched with a deadline.

Source: POSIX, regex(7).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from devices.virtual.android.toybox.options import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLASSES: Final = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9", "graph": r"\x21-\x7e", "lower": "a-z", "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_SWAPPED: Final = "(){}|+?"
_SETS: Final = {"w": r"\w", "W": r"\W", "s": r"\s", "S": r"\S", "b": r"\b", "B": r"\B",
                "<": r"\b(?=\w)", ">": r"\b(?<=\w)"}  # fmt: skip
_LONGEST: Final = 4096


_DEADLINE_S: Final = 0.2
"""One line is given up after this long by an expression that backtracks without end."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. What takes too long to match fails as toybox's regexec does."""

    pattern: regex.Pattern[str]

    @classmethod
    def of(cls, text: str, *, ignores_case: bool = False) -> Expression:
        """Of Python's own syntax."""
        flags = regex.VERSION0 | (regex.IGNORECASE if ignores_case else 0)
        return cls(regex.compile(text, flags))

    def within(self, before: str, after: str) -> Expression:
        """The same between two other expressions of Python's syntax."""
        made = f"{before}(?:{self.pattern.pattern}){after}"
        return Expression(regex.compile(made, self.pattern.flags))

    def search(self, text: str, at: int = 0) -> regex.Match[str] | None:
        """The first match from a place on."""
        try:
            return self.pattern.search(text, at, timeout=_DEADLINE_S)
        except TimeoutError:
            raise _too_long() from None

    def match(self, text: str) -> regex.Match[str] | None:
        """The match at the beginning."""
        try:
            return self.pattern.match(text, timeout=_DEADLINE_S)
        except TimeoutError:
            raise _too_long() from None

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """Every match, from left to right."""
        try:
            yield from self.pattern.finditer(text, timeout=_DEADLINE_S)
        except TimeoutError:
            raise _too_long() from None


def _too_long() -> Failure:
    return Failure("regexec: out of memory", 2)


@lru_cache(128)
def compiled(text: str, *, extended: bool, ignores_case: bool = False) -> Expression:
    """The expression.

    Raises:
        Failure: it is none.
    """
    if len(text) > _LONGEST:
        raise Failure("regex too long", 2)
    try:
        return Expression.of(_translated(text, extended), ignores_case=ignores_case)
    except (regex.error, RecursionError, OverflowError) as error:
        raise Failure(f"bad regex '{text}': {error.args[0]}", 2) from None


def _translated(text: str, extended: bool) -> str:  # noqa: FBT001 - the one thing it depends on
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "[":
            part, at = _set(text, at)
            found.append(part)
        elif char == "\\" and at < len(text):
            found.append(_escaped(text[at], extended=extended))
            at += 1
        elif char == "\\":
            raise regex.error("Trailing backslash")
        elif char in _SWAPPED:
            found.append(char if extended else regex.escape(char))
        elif char == "*" and not extended and (not found or found[-1] in {"(", "|", "^"}):
            found.append(r"\*")
        elif char == "^" and not extended and found and found[-1] not in {"(", "|"}:
            found.append(r"\^")
        elif char == "$" and not extended and at < len(text) and not text.startswith(r"\)", at):
            found.append(r"\$")
        elif char in "*.^$":
            found.append({"$": r"(?=\n?\Z)"}.get(char, char))
        else:
            found.append(regex.escape(char))
    return "".join(found)


def _escaped(char: str, *, extended: bool) -> str:
    if char in _SWAPPED:
        return regex.escape(char) if extended else char
    if char.isdecimal() and char != "0":
        return rf"(?:\{char})"
    if char in "ntfrv":
        return "\\" + char
    return _SETS.get(char, regex.escape(char))


def _set(text: str, at: int) -> tuple[str, int]:
    start = at
    negated = text.startswith("^", at)
    at += negated
    parts: list[str] = []
    while at < len(text):
        char = text[at]
        if char == "]" and at > start + negated:
            return f"[{'^' if negated else ''}{''.join(parts)}]", at + 1
        if text.startswith("[:", at):
            end = text.find(":]", at)
            name = text[at + 2 : end] if end > 0 else ""
            if name not in _CLASSES:
                raise regex.error("Invalid character class name")
            parts.append(_CLASSES[name])
            at = end + 2
            continue
        parts.append(
            "-"
            if char == "-" and parts and not text.startswith("]", at + 1)
            else regex.escape(char)
        )
        at += 1
    raise regex.error("Unmatched [, [^, [:, [., or [=")
