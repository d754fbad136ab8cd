"""Patterns of the shell: ``*`` ``?`` ``[…]`` and ksh's ``@(a|b)``, as regular expressions.

In a pattern a backslash makes the next character stand for itself; quoted text comes that way.
Source: mksh misc.c, gmatchx.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CACHED: Final = 512
_SPECIAL: Final = re.compile(r"([\\*?\[\]()|!@+^-])")
_MAGIC: Final = re.compile(r"(?<!\\)(?:\\\\)*[*?\[]|[@!+]\(")
_CLASSES: Final = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9", "graph": r"\x21-\x7e", "lower": "a-z", "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip


def quote(text: str) -> str:
    """A pattern that matches the text alone."""
    return _SPECIAL.sub(r"\\\1", text)


def unquote(pattern: str) -> str:
    """The text of a pattern that stands for itself after all."""
    return re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)


def is_magic(pattern: str) -> bool:
    """Whether a pattern may match anything but itself."""
    return _MAGIC.search(pattern) is not None


@lru_cache(_CACHED)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for a whole text."""
    try:
        return re.compile(_Translation(pattern).whole(), re.DOTALL)
    except (re.error, RecursionError, OverflowError):
        return re.compile(re.escape(unquote(pattern)), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether a whole text matches."""
    return compiled(pattern).fullmatch(text) is not None


class _Translation:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def whole(self) -> str:
        parts = []
        while self._at < len(self._pattern):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        char = self._pattern[self._at]
        self._at += 1
        following = self._pattern[self._at : self._at + 1]
        if char == "\\" and following:
            self._at += 1
            return re.escape(following)
        if char in "?*+@!" and following == "(" and (made := self._extended(char)) is not None:
            return made
        if char == "*":
            while self._pattern.startswith("*", self._at):
                self._at += 1
            return ".*"
        if char == "?":
            return "."
        if char == "[" and (found := self._set()) is not None:
            return found
        return re.escape(char)

    def _extended(self, sign: str) -> str | None:
        depth, start, at = 0, self._at + 1, self._at
        cuts = [start]
        while at < len(self._pattern):
            char = self._pattern[at]
            if char == "\\":
                at += 1
            elif char == "(":
                depth += 1
            elif char == "|" and depth == 1:
                cuts.append(at + 1)
            elif char == ")":
                depth -= 1
                if depth == 0:
                    break
            at += 1
        else:
            return None
        ends = [cut - 1 for cut in cuts[1:]] + [at]
        options = "|".join(
            _Translation(self._pattern[a:b]).whole() for a, b in zip(cuts, ends, strict=True)
        )
        self._at = at + 1
        if sign == "!":
            rest = _Translation(self._pattern[self._at :]).whole()
            return f"(?!(?:{options}){rest}$).*"
        return f"(?:{options}){'' if sign == '@' else sign}"

    def _set(self) -> str | None:
        at = self._at
        negated = self._pattern[at : at + 1] in {"!", "^"}
        at += negated
        parts: list[str] = []
        while at < len(self._pattern):
            char = self._pattern[at]
            if char == "]" and parts:
                self._at = at + 1
                return f"[{'^' if negated else ''}{''.join(parts)}]"
            if self._pattern.startswith("[:", at):
                end = self._pattern.find(":]", at)
                name = self._pattern[at + 2 : end]
                if end > 0 and name in _CLASSES:
                    parts.append(_CLASSES[name])
                    at = end + 2
                    continue
            if char == "\\" and at + 1 < len(self._pattern):
                at += 1
                parts.append(re.escape(self._pattern[at]))
            else:
                parts.append(char if char == "-" and parts else re.escape(char))
            at += 1
        return None
